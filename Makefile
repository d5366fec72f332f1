# Each target installs what it needs into a virtual environment, so it works from a fresh clone; the second call starts
# at once.
#
#   make PYTHON=python3.13 run       another Python
#   make NETROI_VENV=/tmp/venv test  another place for the environment

NETROI_VENV ?= .venv
PYTHON ?= $(or $(firstword $(foreach name,$(PYTHONS),$(shell $(name) -c $(NEW_ENOUGH) 2>/dev/null && echo $(name)))),python3)
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11
NEW_ENOUGH := 'import sys; sys.exit(sys.version_info < (3, 11))'

# Through `-m`, never through a script in bin/: those stop working when the directory is moved.
python := $(NETROI_VENV)/bin/python
install := $(python) -m pip install --quiet --no-input --disable-pip-version-check -r

# Tests start many servers: none of them should have to compile the app again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test types tests bench soak calibration spreadsheets calendars cluster docs screens clean

help:
	@echo "make run    start the app"
	@echo "make test   lint, types and all tests"
	@echo "make bench  measure the speed"
	@echo "make soak   let 50 visitors and an attacker at a hosted server for half an hour"
	@echo "make calibration  measure how often the verdict's odds come true"
	@echo "make spreadsheets  compare the workbook's formulas in LibreOffice with NetROI's figures"
	@echo "make calendars  compare the dates of generated calendars with recurring-ical-events"
	@echo "make cluster  break the leader of a PostgreSQL cluster while people save, and count what is lost"
	@echo "make docs   write the tables of the docs that the code defines"
	@echo "make screens  take the pictures of the docs"
	@echo "make clean  remove the environment and caches; workspaces stay"

run: $(NETROI_VENV)/.installed
	$(python) -m streamlit run app.py

# mypy has one core busy for a quarter of a minute: beside the tests that is no time at all.
test: $(NETROI_VENV)/.installed-tests
	$(python) -m tests.programs
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(MAKE) --no-print-directory --jobs=2 types tests

types: $(NETROI_VENV)/.installed-tests
	$(python) -m mypy

# Three workers, also on two cores: those that drive a browser spend a third of their time waiting for it. A worker that
# is done early steals tests from the others.
tests: $(NETROI_VENV)/.installed-tests
	$(python) -m pytest -n 3 --dist worksteal

bench: $(NETROI_VENV)/.installed-tests
	$(python) -m tests.programs
	$(python) -m bench

soak: $(NETROI_VENV)/.installed-tests
	$(python) -m bench.soak

calibration: $(NETROI_VENV)/.installed
	$(python) -m bench.calibration

# Needs LibreOffice, and says so if it is missing.
spreadsheets: $(NETROI_VENV)/.installed-tests
	$(python) -m bench.spreadsheets

# In an environment of its own: recurring-ical-events needs an older dateutil.
calendars: $(NETROI_VENV)/.installed
	test -x test-results/calendars/bin/python || $(PYTHON) -m venv test-results/calendars
	test-results/calendars/bin/python -m pip install --quiet --no-input --disable-pip-version-check -r bench/requirements.txt
	$(python) -m bench.calendars test-results/calendars/bin/python

# Needs root and Debian's packages, and says which are missing.
cluster: $(NETROI_VENV)/.installed
	$(python) -m bench.cluster

# The tables that the code defines; a test compares them.
docs: $(NETROI_VENV)/.installed
	$(python) -m docs.tables

screens: $(NETROI_VENV)/.installed-tests
	NETROI_SCREENS=docs/screens $(python) -m pytest tests/browser/test_looks.py

# Removes NETROI_VENV only if it is a virtual environment, whatever that variable may say.
clean:
	test ! -f $(NETROI_VENV)/pyvenv.cfg || rm -rf $(NETROI_VENV)
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -prune -exec rm -rf {} +

# Stamp files, newer than the requirements that they stand for.
$(NETROI_VENV)/.installed: requirements.txt | $(NETROI_VENV)/bin/pip
	$(install) $<
	@touch $@

$(NETROI_VENV)/.installed-tests: tests/requirements.txt requirements.txt | $(NETROI_VENV)/bin/pip
	$(install) $<
	@touch $@ $(NETROI_VENV)/.installed

# pip is installed last into an environment: if it is there, so is the rest.
$(NETROI_VENV)/bin/pip:
	@$(PYTHON) -c $(NEW_ENOUGH) 2>/dev/null || { \
	  echo "NetROI needs Python 3.11 or newer; if it is not on the PATH, run make PYTHON=/path/to/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python cannot create environments; install its venv module (Debian, Ubuntu: apt-get install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv $(NETROI_VENV)
