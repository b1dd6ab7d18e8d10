# make run      open the program (without a screen: the demo)
# make demo     the sample quarter, from records to PDF, without a window
# make test     all tests
# make check    format, lint, types, forms, lock
# make soak     a thousand kills and more power cuts at random: some ten minutes
# make bench    speed and memory as ratios
# make package  in dist/: the wheel, and a folder that needs no Python, tried once
# make lock     write both requirements files anew from pyproject.toml
# make clean    remove what was made here; .venv and people's data stay

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

# The stamp's name holds the checksum of the requirements: when they change it is missing.
checksum = $(shell cksum < $(1) | tr -d ' ')
RUN := $(VENV)/.run-$(call checksum,requirements.txt)
DEV := $(VENV)/.dev-$(call checksum,requirements-dev.txt)

SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname)))

# As root it installs what is lacking, otherwise it says what to type.
SYSTEM := $(PYTHON) packaging/syscheck.py --install

# $(1): requirements file. A .venv made by hand or by an earlier lock is kept and brought up to date.
define install
	$(SYSTEM)
	@$(PY) -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
	@rm -f $(VENV)/.run-* $(VENV)/.dev-*
	@touch $@
endef

.PHONY: run demo test check soak bench package lock clean

# What is installed for development runs the program as well.
READY := $(or $(wildcard $(DEV)),$(RUN))

run: $(READY)
ifeq ($(SCREEN),)
	@echo "There is no screen here (DISPLAY and WAYLAND_DISPLAY are not set): running the demo."
	@$(MAKE) --no-print-directory demo
else
	@$(SYSTEM)
	$(PY) -m desktop
endif

demo: $(READY)
	$(PY) -m desktop demo

test: $(DEV)
	@$(SYSTEM) --tests
	$(PY) -m pytest -n auto --dist worksteal

check: $(DEV)
	$(PY) -m ruff format --check
	$(PY) -m ruff check
	$(PY) -m mypy
	$(PY) -m desktop.formlib.check
	$(PY) packaging/lockcheck.py

soak: $(DEV)
	@$(SYSTEM) --tests
	$(PY) -m tests.soak

bench: $(DEV)
	$(PY) -m tests.bench

package: $(DEV)
	rm -rf build/lib build/bdist.* build/package dist
	$(PY) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	$(PY) -m PyInstaller --noconfirm --log-level ERROR --workpath build/package --distpath dist \
		packaging/scrutiny-desk.spec
	$(PY) packaging/trial.py dist/scrutiny-desk

LOCK := $(VENV)/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--python-version 3.11 --custom-compile-command "make lock"

lock: $(DEV)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	$(PY) packaging/lockcheck.py

clean:
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find desktop tests packaging -name __pycache__ -prune -exec rm -r {} +

$(RUN):
	$(call install,requirements.txt)

$(DEV):
	$(call install,requirements-dev.txt)
