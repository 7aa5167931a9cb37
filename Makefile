# Two commands do all the set-up on a machine with Python 3.11 or later: make assess, make test.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help assess install install-dev test check lint types docs bench lock clean

help: ## show this help
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

assess: install ## install, assess the built-in case, write assessment.html
	$(BIN)/detente assess us-russia --html assessment.html

install: $(VENV)/.installed ## install the package as locked, into its own environment
install-dev: $(VENV)/.installed-dev ## the same, with the tools for development

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@ $(VENV)/.installed

test: install-dev ## run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile

check: lint types test ## lint, types and tests: what has to pass before a change lands

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install-dev
	$(BIN)/mypy

bench: install-dev ## measure speed, as ratios against named alternatives in the same run
	$(BIN)/python -m bench $(BENCH)

lock: ## pin every dependency with its hashes (needs uv)
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal --extra read --extra store --extra sobol --extra llm pyproject.toml -o requirements.lock
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 --universal --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean: ## remove everything that was made here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis assessment.html
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
