# The commands a person needs. Everything Python lives in .venv, so nothing on the machine is touched.
.DEFAULT_GOAL := help
.PHONY: help setup demo frontend test lint types lock openapi docs clean

PYTHON ?= python3
BIN := .venv/bin
# Two more than there are cores: the stories of the interface wait for a browser most of their time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 2)
INTERFACE := src/securestack/server/interface_files/index.html

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/ready ## Install the product and its development tools into .venv

.venv/ready: requirements/development.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "SecureStack needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

demo: .venv/ready ## Scan the bundled weak shop, then let the platform scan it and look around
	@$(MAKE) --no-print-directory $(INTERFACE) \
		|| echo "The user interface could not be built (it needs Node.js 20 and npm); the demonstration goes on without it."
	$(BIN)/python demo/run.py

$(INTERFACE): frontend/package-lock.json $(shell find frontend/src frontend/index.html -type f 2>/dev/null)
	@echo "Building the user interface ..."
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build -- --logLevel error
	@touch $@

frontend: ## Build the user interface, which the platform then serves (needs Node.js 20 or newer)
	cd frontend && npm ci --no-audit --no-fund && npm run build

frontend/node_modules/ready: frontend/package-lock.json frontend/e2e/package-lock.json
	@if command -v npm >/dev/null; then \
		cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm --prefix e2e ci --no-audit --no-fund --loglevel=error && touch node_modules/ready; \
	else echo "Node.js 20 and npm are missing: the user interface is not tested."; fi

test: .venv/ready frontend/node_modules/ready ## Run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

lint: .venv/ready ## Check style, structure and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: .venv/ready ## Check types
	$(BIN)/mypy

lock: .venv/ready ## Choose versions anew and write the lock files
	$(BIN)/uv pip compile pyproject.toml --extra server --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --upgrade --output-file requirements/runtime.txt
	$(BIN)/uv pip compile pyproject.toml --all-extras --group development --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet --upgrade --constraint requirements/runtime.txt --output-file requirements/development.txt

openapi: .venv/ready ## Write docs/openapi.json, the description of the API
	$(BIN)/python -m securestack.server.api_document docs/openapi.json

docs: .venv/ready ## Write the pages of docs/ that are made from the source: settings and rules
	$(BIN)/python -m securestack.server.settings_page docs/settings.md
	$(BIN)/securestack rules --format markdown > docs/rules.md

clean: ## Remove what was built
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-output frontend/node_modules $(dir $(INTERFACE))
