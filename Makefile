# One front door. Needs Python 3.11+, git and make; everything else is installed into .venv from hashes.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help setup demo test soak check docs-check format bench docs lock clean

NEWEST_FIT = for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done
PYTHON ?= $(shell $(NEWEST_FIT))
BIN := .venv/bin
STAMP := .venv/installed.stamp
REFERENCE := src/stockpool/entrypoints/cli/reference.py
WORKERS ?= 2
ARGS ?=

help: ## show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) ## install exactly the locked packages and stockpool itself into .venv

$(STAMP): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=/path/to/python"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than Python 3.11, or does not run"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) has no venv module: install it (Debian and Ubuntu: apt-get install python3-venv)"; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	@echo "Installing the locked packages into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## run a whole retailer with live traffic (ARGS="--seconds 60")
	$(BIN)/stockpool demo $(ARGS)

test: setup ## the whole default suite (ARGS="-k holds")
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

soak: setup ## the long versions of the tests: more kills, more steps, more rows
	$(BIN)/pytest -m soak --timeout 3600 $(ARGS)

check: setup docs-check ## everything that machines can say about the code
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs-check: setup ## the reference pages are those that the code writes
	@test ! -e $(REFERENCE) || $(BIN)/python -m stockpool.entrypoints.cli.reference --check

format: setup ## format the code and mend what ruff can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: setup ## speed of the ledger, of HTTP, of orders, of imports, of sourcing and of events
	$(BIN)/stockpool bench ledger $(ARGS)
	$(BIN)/stockpool bench http $(ARGS)
	$(BIN)/stockpool bench orders --stores 50 $(ARGS)
	$(BIN)/stockpool bench import $(ARGS)
	$(BIN)/stockpool bench sourcing $(filter --json,$(ARGS))
	$(BIN)/stockpool bench freshness $(ARGS)
	$(BIN)/stockpool bench flash-sale $(ARGS)
	$(BIN)/stockpool bench offline-tills $(ARGS)
	$(BIN)/stockpool bench buffers $(filter --json,$(ARGS))

docs: setup ## write docs/reference from the code
	@test ! -e $(REFERENCE) || $(BIN)/python -m stockpool.entrypoints.cli.reference

COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet $(ARGS)

lock: setup ## write the lock files again (ARGS=--upgrade for newer versions)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove the environment and all caches
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
