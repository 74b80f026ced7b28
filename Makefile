# Everything is run from here; `make` alone lists the targets.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := $(CURDIR)/site:$(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help serve dev test test-services test-search-conformance test-next lint format bench html-check translations requirements clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.runtime: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

serve: $(VENV)/.runtime ## Run the portal on http://127.0.0.1:8000/ (PORT= changes it)
	@PORT=$(PORT) $(BIN)/python scripts/serve.py

dev: $(VENV)/.dev ## Run with auto-reload and DEBUG on
	@$(BIN)/python manage.py migrate --verbosity 0
	@DEBUG=1 WHITENOISE_DEV=1 $(BIN)/python manage.py runserver $(PORT)

test: $(VENV)/.dev ## Run the whole suite on SQLite
	@$(BIN)/python scripts/run_tests.py

test-services: $(VENV)/.dev ## Run the suite on PostgreSQL, and the search tests on Elasticsearch, which scripts of the repository start
	@$(BIN)/python scripts/with_postgresql.py $(BIN)/python scripts/run_tests.py
	@$(BIN)/python scripts/with_elasticsearch.py $(BIN)/python -m pytest tests/search

CONFORMANCE := $(BIN)/python -m django test tests.conformance --settings tests.conformance.settings
ENGINES ?= sqlite postgresql elasticsearch
test-search-conformance: $(VENV)/.dev ## Run modelsearch's own suites on our search backends (ENGINES= chooses)
	@$(if $(filter sqlite,$(ENGINES)),$(CONFORMANCE))
	@$(if $(filter postgresql,$(ENGINES)),$(BIN)/python scripts/with_postgresql.py $(CONFORMANCE))
	@$(if $(filter elasticsearch,$(ENGINES)),$(BIN)/python scripts/with_elasticsearch.py $(CONFORMANCE))

test-next: requirements-next.txt ## Run the suite with Wagtail 8.0
	@test -x .venv-next/bin/python || $(PYTHON) -m venv .venv-next
	@.venv-next/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-next.txt
	@.venv-next/bin/python scripts/run_tests.py --no-browser

lint: $(VENV)/.dev ## Style, layers, types, templates, migrations, deployment checks
	@scripts/lint

format: $(VENV)/.dev ## Rewrite the code in the project's style
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

bench: $(VENV)/.dev ## Run the benchmarks and print targets and figures (many minutes; QUICK=1: a smoke run)
	@$(BIN)/python -m benchmarks $(if $(QUICK),--quick)

html-check: $(VENV)/.dev ## Check the public pages with the Nu HTML checker (needs npm and Java)
	@scripts/html-check

translations: $(VENV)/.dev ## Find interface strings without Chinese, add them to locale/, compile the catalogues
	@$(BIN)/python scripts/translations.py

requirements: ## Compile the pinned and hashed requirements (needs uv)
	@for pair in base:requirements.txt dev:requirements-dev.txt next:requirements-next.txt; do \
	  uv pip compile --quiet --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make requirements" requirements/$${pair%%:*}.in -o $${pair##*:}; done
	@uv pip compile --quiet --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make requirements" --override requirements/ocr-override.txt --constraint requirements.txt \
	  requirements/ocr.in -o requirements-ocr.txt

clean: ## Remove the environments and caches, never the data under var/
	@rm -rf $(VENV) .venv-next .mypy_cache .ruff_cache .pytest_cache
