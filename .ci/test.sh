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
pytest=("$PY" -m pytest -n "${TIREK_WORKERS:-2}" --dist load --maxschedchunk 1)
[ -t 1 ] && pytest+=(--color=yes)

if [ ${#fast[@]} -gt 0 ] || [ $# -gt 0 ]; then
    exec "$PY" .ci/servers.py "${pytest[@]}" "${fast[@]}" "$@"
fi

# The whole run: within servers of its own.
if [ -z "${TIREK_TEST_WHOLE:-}" ]; then
    TIREK_TEST_WHOLE=1 exec "$PY" .ci/servers.py bash .ci/test.sh
fi

# One part's failure does not hide another's; pytest's own closing lines are said again at the very end.
# Lint and SQLite use what the workers, who often wait for a browser, leave of the machine.
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
begin() {
    local name=$1
    shift
    { "$@" >"$logs/$name" 2>&1; echo $? >"$logs/$name.code"; } &
}
core_on_sqlite() {
    local files
    mapfile -t files < <(grep -rl --include='*.py' 'mark\.sqlite' tests)
    env -u TIREK_TEST_DATABASE_URL -u TIREK_TEST_REDIS_URL "$PY" -m pytest -m "sqlite and not browser" "${files[@]}"
}
closing() { grep -E '(passed|failed|error|no tests ran|skipped).* in [0-9.]+s' "$logs/$1" | tail -n 1 || true; }
tell() {
    say "" "== $2"
    cat "$logs/$1"
    [ "$(cat "$logs/$1.code")" -eq 0 ] || failed+=("$2")
}
failed=()
begin lint .ci/lint.sh
# Every module is compiled by one process, not by each worker anew.
"$PY" -m pytest --collect-only -qq >/dev/null || true
begin sqlite core_on_sqlite
say "" "== tests on PostgreSQL"
"${pytest[@]}" -m "not browser and not slow" 2>&1 | tee "$logs/postgresql" || failed+=("tests on PostgreSQL")
# These wait for browsers, workers and clocks: more of them share the machine.
say "" "== browsers and long tests"
"${pytest[@]}" -n "${TIREK_WORKERS:-4}" -m "browser or slow" 2>&1 | tee "$logs/browsers" || failed+=("browsers and long tests")
wait
tell lint "lint"
tell sqlite "core on SQLite"

say ""
[ ${#failed[@]} -eq 0 ] || printf 'Failed: %s\n' "${failed[@]}"
say "SQLite: $(closing sqlite)"
say "Browsers: $(closing browsers)"
say "$(closing postgresql)"
[ ${#failed[@]} -eq 0 ]
