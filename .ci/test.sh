#!/usr/bin/env bash
# All tests, on a machine of ours or a bare one: test.sh [--fast | pytest arguments].
#   no arguments   lint, everything on PostgreSQL, then the core again on SQLite
#   --fast         PostgreSQL, without browser and slow tests
#   anything else  goes to one pytest on PostgreSQL
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
export DJANGO_SETTINGS_MODULE=cms.settings.test
unset DJANGO_DEBUG PORT

fast=() machine=all
if [ "${1:-}" = --fast ]; then
    shift
    fast=(-m "not browser and not slow") machine=without-browser
fi
environment requirements-dev.txt
test_machine "$machine"
catalogues
pytest=("$PY" -m pytest -n "${TIREK_WORKERS:-3}" --dist load --maxschedchunk 1)
[ -t 1 ] && pytest+=(--color=yes)

if [ ${#fast[@]} -gt 0 ] || [ $# -gt 0 ]; then
    exec "$PY" .ci/servers.py "${pytest[@]}" "${fast[@]}" "$@"
fi

# One part's failure does not hide another's; pytest's own closing lines are said again at the very end.
failed=() closing=()
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
part() {
    local name=$1 log="$logs/${#closing[@]}" code=0
    shift
    say "" "== $name"
    "$@" 2>&1 | tee "$log" || code=$?
    closing+=("$(grep -E '(passed|failed|error|no tests ran|skipped).* in [0-9.]+s' "$log" | tail -n 1 || true)")
    [ "$code" -eq 0 ] || failed+=("$name")
}
part "lint" .ci/lint.sh
part "tests on PostgreSQL" "$PY" .ci/servers.py "${pytest[@]}"
part "core on SQLite" env -u TIREK_TEST_DATABASE_URL -u TIREK_TEST_REDIS_URL "${pytest[@]}" -m "sqlite and not browser"

say ""
[ ${#failed[@]} -eq 0 ] || printf 'Failed: %s\n' "${failed[@]}"
say "SQLite: ${closing[2]}"
say "${closing[1]}"
[ ${#failed[@]} -eq 0 ]
