# Nine words: run, test, test-all, test-installed, check, fuzz, torture, bench, screenshots. Each makes what it needs.

PYTHON ?= python3
# The suite begins some thousand programs: what they are made of is compiled once.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test test-all test-installed check fuzz torture bench screenshots clean

run: $(READY)
	$(BIN)/pipetui demo

test: $(READY)
	$(BIN)/python -m pytest

test-all: $(READY)
	$(BIN)/python -m tests.install.everywhere

test-installed: $(READY)
	$(BIN)/python -m tests.install.everywhere --only installed

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

fuzz: $(READY)
	$(BIN)/python -m tests.fuzz.run $(FUZZ)

bench: $(READY)
	$(BIN)/python -m tests.bench.run $(BENCH)

torture: $(READY)
	$(BIN)/python -m tests.torture.run $(TORTURE)

screenshots: $(READY)
	$(BIN)/python -m screenshots.make

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "pipetui needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .all .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
