# Everything this repository can do, one word each: `make` prints the list.
# `make run` and `make test` do their own set-up; the second run finds it done.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
CHROMIUM ?= /usr/bin/chromium
WORKERS ?= 2
DEMO := build/demo
DEMO_ENV := KONDUSIF_HOME=$(DEMO) DATABASE_URL=sqlite:///$(DEMO)/kondusif.db

INSTALL := $(PY) -m pip install --disable-pip-version-check --quiet --require-hashes
LOCK := $(PY) -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url

MAY_APT := test "$$(id -u)" = 0 && command -v apt-get >/dev/null
APT := apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends
HAS_VENV := $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null

RUN_READY := $(VENV)/run.stamp
TEST_READY := $(VENV)/test.stamp

.DEFAULT_GOAL := help
.PHONY: help run demo test check lint format types imports test-unit bench guide lock browser hooks clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

run: $(RUN_READY) ## set up, open the database, serve the dashboard on this machine
	$(PY) manage.py run $(if $(PORT),--port $(PORT))

demo: $(RUN_READY) ## serve a made-up training district, with demo accounts to click
	@mkdir -p $(DEMO)
	@test -f $(DEMO)/kondusif.db || $(DEMO_ENV) $(PY) manage.py init --training || { rm -f $(DEMO)/kondusif.db*; exit 1; }
	$(DEMO_ENV) $(PY) manage.py run $(if $(PORT),--port $(PORT))

test: check browser ## set up, then style, types, layers and every test
	$(PY) -m pytest -n $(WORKERS) --dist loadscope

check: lint types imports ## style, types and layers, without the tests

lint: $(TEST_READY) ## style of the code
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

format: $(TEST_READY) ## put the code into that style
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

types: $(TEST_READY) ## mypy, strict
	$(VENV)/bin/mypy

imports: $(TEST_READY) ## which layer may import which
	$(VENV)/bin/lint-imports --no-cache

test-unit: $(TEST_READY) ## the quick tests: no browser, no PostgreSQL
	$(PY) -m pytest -m "not browser" -k "not postgresql" -n $(WORKERS) --dist loadscope

bench: $(RUN_READY) ## the measurements, as a table of ratios
	$(PY) manage.py bench

guide: $(TEST_READY) browser ## take the pictures of docs/panduan anew
	RENEW_GUIDE=1 $(PY) -m pytest tests/browser/test_guide_pictures.py

lock: $(TEST_READY) ## work out requirements*.txt anew from requirements*.in
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

hooks: $(TEST_READY) ## check style and layers at every commit
	$(VENV)/bin/pre-commit install

clean: ## remove what was built: .venv, build/ and caches (no database of yours)
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# Set-up -----------------------------------------------------------------

$(PY):
	@command -v $(PYTHON) >/dev/null || \
	  { echo "There is no '$(PYTHON)': install Python 3.11 or newer, or name it: make PYTHON=/path/to/python." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "'$(PYTHON)' is older than Python 3.11: install a newer one, or name it: make PYTHON=/path/to/python." >&2; exit 1; }
	@if ! $(HAS_VENV) && $(MAY_APT); then \
	  echo "Installing Debian's python3-venv ..."; $(APT) python3-venv >/dev/null; fi
	@$(HAS_VENV) || \
	  { echo "'$(PYTHON)' cannot make virtual environments: install the package python3-venv." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUN_READY): requirements.txt | $(PY)
	@echo "Installing what the product needs (a few minutes, once) ..."
	@$(INSTALL) -r requirements.txt
	@touch $@

$(TEST_READY): requirements-dev.txt $(RUN_READY)
	@echo "Installing what the tests need (a few minutes, once) ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

# The tests drive Debian's chromium; as root we can fetch it ourselves.
browser:
	@if ! test -x $(CHROMIUM) && test $(CHROMIUM) = /usr/bin/chromium && $(MAY_APT); then \
	  echo "Installing Debian's chromium ..."; $(APT) chromium >/dev/null; fi
	@test -x $(CHROMIUM) || \
	  { echo "There is no $(CHROMIUM): install Debian's package chromium, or name another one: make test CHROMIUM=/path/to/chromium." >&2; exit 1; }

export CHROMIUM
