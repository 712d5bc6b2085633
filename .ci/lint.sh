#!/usr/bin/env bash
# Every check that runs nothing: all of them, even after one has failed; exit 1 with the list of those.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
environment requirements-dev.txt
failed=()

check() {
    local name=$1 out
    shift
    if out=$("$@" 2>&1); then
        say "ok      $name"
    else
        say "FAILED  $name"
        say "$out"
        failed+=("$name")
    fi
}

check "ruff check" "$PY" -m ruff check --output-format concise .
check "ruff format" "$PY" -m ruff format --check --output-format concise .
check "import contracts" "$PY" -c 'from importlinter.cli import lint_imports_command as run; run()' --no-cache
check "mypy" "$PY" -m mypy
check "djlint" "$PY" -m djlint --lint --quiet templates assessments/items
[ ${#failed[@]} -eq 0 ] || refuse "Lint found faults: ${failed[*]}."
