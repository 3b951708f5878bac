# Two commands do it all: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint types layers rules docs docs-check unit fix lock bench bench-memory soak clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "unionstats needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# An environment is brought up to date only when its pinned list has changed.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

run: $(VENV)/run.stamp ## install, read data/raw, write data/processed
	$(BIN)/unionstats run data/raw --out data/processed

# What `make rules` does is among the tests of `unit`.
test: $(VENV)/test.stamp ## everything that must hold
	@$(MAKE) --no-print-directory --jobs=2 --output-sync lint types layers docs-check
	@$(MAKE) --no-print-directory unit

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python scripts/format_rules.py --check

types: $(VENV)/test.stamp
	$(BIN)/mypy

layers: $(VENV)/test.stamp
	$(BIN)/lint-imports

rules: $(VENV)/test.stamp ## check the rule files and run all their examples
	$(BIN)/unionstats rules check
	$(BIN)/unionstats rules test

docs: $(VENV)/test.stamp ## rewrite the generated references in docs/
	$(BIN)/python scripts/build_docs.py

docs-check: $(VENV)/test.stamp
	$(BIN)/python scripts/build_docs.py --check

unit: $(VENV)/test.stamp
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak"

soak: $(VENV)/test.stamp ## long campaigns: fuzzing, crashes, mutants
	HYPOTHESIS_PROFILE=searching $(BIN)/python -m pytest -m "not soak" tests/text tests/intake tests/numbers tests/places tests/report tests/test_invariants.py
	$(BIN)/python -m pytest -m soak

bench: $(VENV)/test.stamp ## measure speed and memory
	$(BIN)/python benchmarks/run.py

bench-memory: $(VENV)/test.stamp ## measure the driver's memory; PAGES="100000 1000000" for the long form
	$(BIN)/python benchmarks/memory.py --pages $(or $(PAGES),20000 100000)

fix: $(VENV)/test.stamp ## repair what the linters can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python scripts/format_rules.py

lock: $(BIN)/python ## pin the dependencies again
	$(BIN)/python -m pip install --quiet uv
	sh scripts/lock.sh

clean: ## remove the environment and the output
	rm -rf $(VENV) data/processed build dist
