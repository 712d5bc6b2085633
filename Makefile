# One command each. Every target works on a bare Debian 12 machine with Python 3.11 and may be repeated.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test test-fast servers lint format messages lock bench clean

help:  ## what can be typed here
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

demo:  ## the site with programmes and people, on http://127.0.0.1:$PORT (8000)
	@.ci/demo.sh

test:  ## lint and every test; ARGS="tests/test_x.py -k y" runs only those
	@.ci/test.sh $(ARGS)

test-fast:  ## tests without browser and slow ones
	@.ci/test.sh --fast $(ARGS)

servers:  ## a shell with PostgreSQL and Redis up: pytest --reuse-db there is the quickest loop
	@source .ci/lib.sh && environment requirements-dev.txt && test_machine && catalogues && \
	    DJANGO_SETTINGS_MODULE=cms.settings.test PATH="$$ROOT/.venv/bin:$$PATH" "$$PY" .ci/servers.py "$${SHELL:-bash}"

lint:  ## ruff, import contracts, mypy, djLint
	@.ci/lint.sh

format:  ## ruff's formatting and its safe repairs
	@source .ci/lib.sh && environment requirements-dev.txt && "$$PY" -m ruff check --fix -q . ; "$$PY" -m ruff format -q .

messages:  ## collect strings into locale/kk and locale/ru, and compile
	@.ci/messages.sh

lock:  ## pyproject.toml to requirements*.txt; ARGS=--upgrade takes newer versions
	@.ci/lock.sh $(ARGS)

bench:  ## every measured figure (tests/bench), on PostgreSQL and Redis: a table and var/bench.json
	@source .ci/lib.sh && environment requirements-dev.txt && test_machine without-browser && catalogues && \
	    DJANGO_SETTINGS_MODULE=cms.settings.test "$$PY" .ci/servers.py --durable "$$PY" -m tests.bench $(ARGS)

clean:  ## caches, compiled catalogues and the tests' own files; keeps .venv and the demo's data
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage var/test
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete
