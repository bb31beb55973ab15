# The tasks of the house. `make help` lists them; `make check` is what CI runs.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
DEBIAN_PACKAGES := chromium git poppler-utils
# Folders with Python in them: mypy refuses one that has none.
SOURCES = hatch_build.py $(sort $(foreach folder,precheck web corpus tests bench tools,\
	$(if $(shell find $(folder) -name '*.py' -print -quit 2>/dev/null),$(folder))))
UV_LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --quiet --custom-compile-command "make lock"

.PHONY: help
help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run-env dev-env debian
run-env:
	@bash tools/environment.sh run
dev-env:
	@bash tools/environment.sh dev
debian:
	@bash tools/debian_packages.sh $(DEBIAN_PACKAGES)

.PHONY: demo
demo: run-env ## Check a sample dossier; write its report and annotated copy under build/demo/
	@bash tools/demo.sh

.PHONY: demo-campaign
demo-campaign: dev-env ## Run a made-up campaign of forty people to its exports, under build/demo-campaign/
	@bash tools/demo_campaign.sh

.PHONY: demo-site
demo-site: run-env ## Start the site with a made-up campaign in it and print its links; DATA=DIR keeps its data there
	@bash tools/demo_site.sh $(DATA)

.PHONY: test
test: dev-env debian ## Run the tests (what takes minutes is left to `make soak`)
	$(BIN)/python -m pytest -n 2

.PHONY: test-slurm
test-slurm: dev-env ## Screen a campaign on a one-node SLURM, from Debian's packages (root installs them)
	bash tools/slurm.sh $(BIN)/python -m pytest -m slurm tests/campaign/screening

.PHONY: check
check: check-static test ## Everything that CI demands: style, types, layers, docs, catalogues, tests

.PHONY: check-static style types layers fresh
check-static: style types layers fresh ## The same without the tests
style: dev-env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
types: dev-env
	$(BIN)/mypy $(SOURCES)
layers: dev-env
	$(BIN)/lint-imports --no-logo
fresh: dev-env
	$(BIN)/python -m tools.catalogue check
	$(BIN)/python -m tools.docs check

.PHONY: soak
soak: dev-env debian ## Run the long tests: crash loops, big files, thousands of runs
	$(BIN)/python -m pytest -m soak

.PHONY: bench
bench: dev-env debian ## Measure on the samples; DOSSIERS=DIR, HOSTILE=DIR, REUSE=DIR add real, broken, reused texts
	$(BIN)/python bench/samples.py
	$(if $(DOSSIERS),$(BIN)/python bench/dossiers.py $(DOSSIERS))
	$(BIN)/python bench/speed.py $(or $(DOSSIERS),corpus/samples)
	$(if $(HOSTILE),$(BIN)/python bench/hostile.py $(HOSTILE))
	$(if $(HOSTILE),$(BIN)/python bench/hostile_site.py $(HOSTILE))
	$(BIN)/python bench/pages.py
	$(BIN)/python bench/load.py
	rm -rf build/bench && $(BIN)/python bench/reworded.py --out build/bench/reworded
	$(BIN)/python bench/reuse.py build/bench/reworded --out build/bench/reworded-found
	$(if $(REUSE),$(BIN)/python bench/reuse.py $(REUSE) --out build/bench/found)

.PHONY: docs
docs: dev-env ## Write the generated pages: rule table, command line, errors
	$(BIN)/python -m tools.docs write

.PHONY: catalogue
catalogue: dev-env ## Collect the messages into the catalogues, compile them (DROP=1 drops unused ones)
	$(BIN)/python -m tools.catalogue update $(if $(DROP),--drop-obsolete)

.PHONY: samples
samples: dev-env ## Generate the sample dossiers again
	$(BIN)/python -m corpus.samples.generate

.PHONY: picture
picture: dev-env debian ## Take the README's picture of the site again
	$(BIN)/python -m tools.site_picture

.PHONY: format
format: dev-env ## Put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: lock
lock: dev-env ## Resolve the dependencies again, within pyproject.toml (UPGRADE=1 takes the newest)
	$(UV_LOCK) $(if $(UPGRADE),--upgrade) --extra build --output-file requirements.lock
	$(UV_LOCK) $(if $(UPGRADE),--upgrade) --extra dev \
		--constraint requirements.lock --output-file requirements-dev.lock

.PHONY: clean
clean: ## Remove what the tasks made, the environment included
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find precheck web corpus tests bench tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
