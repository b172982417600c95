# What a person types. `make` alone prints the list.
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 5000
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCKED := --upgrade --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench requirements clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.for-work ## Make .venv with everything needed to work on the code

demo: $(VENV)/.to-run ## Build the demo trust if absent and serve it (PORT=5000)
	@PORT=$(PORT) $(BIN)/trust-inclusion demo

test: $(VENV)/.for-work ## Run the tests on SQLite, and on PostgreSQL where it answers
	@$(BIN)/python -m tests

lint: $(VENV)/.for-work ## Style, types, layers and the vendored files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@$(BIN)/python assets/vendor.py --check

bench: $(VENV)/.for-work ## Measure the pages against two ceilings (some minutes)
	@$(BIN)/python -m tests.bench

requirements: ## Choose and lock versions anew (maintainers; needs uv)
	uv pip compile --group build $(LOCKED) -o requirements/build.txt
	uv pip compile pyproject.toml $(LOCKED) -o requirements/run.txt
	uv pip compile pyproject.toml --group dev --extra postgres --extra s3 $(LOCKED) \
		-c requirements/build.txt -c requirements/run.txt -o requirements/dev.txt

clean: ## Remove .venv and what tools left behind; the demo's database stays
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is newer than the locked lists it was made from, so nothing is done twice.
$(VENV)/.to-run: requirements/build.txt requirements/run.txt pyproject.toml
	@requirements/make-venv $(VENV)
	@echo "Installing what the program needs ..."
	@$(PIP_INSTALL) --require-hashes -r requirements/build.txt -r requirements/run.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.for-work: $(VENV)/.to-run requirements/dev.txt
	@echo "Installing what working on it needs ..."
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
