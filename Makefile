# Clockstart. `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The newest suitable Python on the PATH, unless one is named: make run PYTHON=/opt/python/bin/python3
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
RUNS := $(VENV)/.installed-run
BEGUN := $(VENV)/.installing
TESTS := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --no-emit-options --allow-unsafe

.PHONY: help run test test-full test-fast test-slow browser strace check format bench faults mutants docs new-module lock screenshots clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

# --- set-up -------------------------------------------------------------------------------------------------
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "Clockstart needs Python 3.11 or newer. Install it, or name one: make run PYTHON=/path/to/python3" >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Clockstart needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $$([ -L $(VENV) ] || echo --clear) $(VENV)

# A virtual environment that was interrupted while it was made is made again, unless it is a link to somebody's own.
$(RUNS): requirements.txt | $(BIN)/python
	@if [ ! -L $(VENV) ] && { [ -e $(BEGUN) ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; }; then \
		echo "$(VENV) is half made; making it again"; $(PYTHON) -m venv --clear $(VENV); fi
	@touch $(BEGUN)
	@echo "Installing what Clockstart runs on"
	@$(PIP) install -r requirements.txt
	@rm -f $(BEGUN)
	@touch $@

$(TESTS): requirements-dev.txt $(RUNS)
	@echo "Installing what checks and tests it"
	@$(PIP) install -r requirements-dev.txt
	@touch $@

# --- run ----------------------------------------------------------------------------------------------------
run: $(RUNS)  ## start everything on 127.0.0.1:8050 with a synthetic demo cohort
	@CLOCKSTART_DEMO=$${CLOCKSTART_DEMO-1} exec $(BIN)/python app.py

# --- test ---------------------------------------------------------------------------------------------------
browser: $(TESTS)
	@bash deploy/need-browser.sh

# Two at a time. A file's tests stay together, for what it has started serves all of them, until one of the two has
# nothing left to do.
BOTH := $(PYTEST) -n 2 --dist worksteal
FAST := tests/unit tests/store tests/http tests/architecture

test: $(TESTS) browser  ## every test in its short form, the browser's included
	@status=0; for part in "$(FAST)" tests/faults tests/browser; do $(BOTH) $$part || status=1; done; exit $$status

test-full: $(TESTS) browser  ## every test in its long form: every page, width, theme and role
	@TESTS=full $(MAKE) --no-print-directory test

test-fast: $(TESTS)  ## the tests that need no browser and break nothing on purpose
	@$(BOTH) $(FAST)

test-slow: $(TESTS) browser  ## fault and browser tests alone
	@status=0; for part in tests/faults tests/browser; do $(BOTH) $$part || status=1; done; exit $$status

faults: $(TESTS) browser  ## break and kill everything at full length (200 kills), and print a table
	@FAULTS=full $(PYTEST) tests/faults

screenshots: $(TESTS) browser  ## every page for every role at 1280 and 390 pixels, into build/screenshots
	@TESTS=pictures $(BOTH) tests/browser/test_every_page.py

mutants: $(TESTS)  ## put small faults into a copy, one by one, and see that tests fail (ONLY=words for some of them)
	@$(BIN)/python -m tests.mutants $(ONLY)

# --- check --------------------------------------------------------------------------------------------------
CHECKS := check-format check-lint check-types check-layers check-documents check-licences check-pins check-budgets
.PHONY: $(CHECKS)
check: $(CHECKS)  ## format, lint, types, layers, generated documents, licences, pins, lines

check-format: $(TESTS)
	@echo "== format"
	@$(BIN)/ruff format --check .

check-lint: $(TESTS)
	@echo "== lint"
	@$(BIN)/ruff check .

check-types: $(TESTS)
	@echo "== types"
	@$(BIN)/mypy

check-layers: $(TESTS)
	@echo "== layers"
	@$(BIN)/lint-imports

check-documents: $(TESTS)
	@echo "== documents"
	@$(BIN)/python -m server.reference --check

check-licences: $(TESTS)
	@echo "== licences"
	@$(BIN)/pip-licenses >/dev/null && echo "Every installed package has a licence on the list in pyproject.toml"

check-pins: $(TESTS)
	@echo "== pins"
	@$(BIN)/python -m pip --disable-pip-version-check check

check-budgets: $(TESTS)
	@echo "== lines"
	@$(BIN)/python -m tests.architecture.budgets

format: $(TESTS)  ## put the code in shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(RUNS)  ## write docs/reference anew
	@$(BIN)/python -m server.reference

bench: $(TESTS) browser  ## each figure with its reference in the same run
	@$(BIN)/python -m bench

# --- grow ---------------------------------------------------------------------------------------------------
new-module: $(RUNS)  ## write the file of a new module: make new-module NAME="Theatre lists"
	@if [ -z "$(NAME)" ]; then echo 'Say which: make new-module NAME="Theatre lists"' >&2; exit 1; fi
	@$(BIN)/python -m dashapp.new_module "$(NAME)"

lock: $(TESTS)  ## pin requirements.in and requirements-dev.in (UP=1 takes newer releases)
	@$(COMPILE) $(if $(UP),--upgrade) --output-file requirements.txt requirements.in
	@$(COMPILE) $(if $(UP),--upgrade) --output-file requirements-dev.txt requirements-dev.in

clean:  ## remove what was built; your data stays
	@rm -rf build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
