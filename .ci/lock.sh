#!/usr/bin/env bash
# Resolve pyproject.toml into the two lock files: every package, every hash, no address of an index.
# For Debian 12's own Python 3.11.2, so that it installs there too; wheels only. What is pinned stays: --upgrade moves it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
command -v uv >/dev/null || refuse "make lock needs uv: install it with pipx install uv."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
resolve() {
    local target=$1
    shift
    grep -v '^--only-binary' "$target" >"$work/$target" 2>/dev/null || true
    uv pip compile --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
        --no-annotate --only-binary :all: --quiet "$@" pyproject.toml -o "$work/$target"
    { echo "--only-binary :all:"; grep -v '^--only-binary' "$work/$target"; } >"$work/new"
    cat "$work/new" >"$target"
    say "$target: $(grep -c == "$target") packages."
}
resolve requirements.txt "$@"
resolve requirements-dev.txt --extra dev -c requirements.txt "$@"
