PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SOURCES := $(shell find src -name '*.pyx' -o -name '*.pxd' -o -name '*.h')
SECONDS ?= 60

.PHONY: demo build test lint types bench fuzz sanitize compat schema wheel docs clean

demo: build $(VENV)/demo.group
	$(BIN)/tickwire demo

test: build $(VENV)/test.group
	$(BIN)/pytest $(ARGS)

lint: $(VENV)/lint.group
	$(BIN)/ruff check .
	$(BIN)/cython-lint src

types: build $(VENV)/types.group
	$(BIN)/mypy
	$(BIN)/pyright

schema: build
	$(BIN)/python tools/schema.py

wheel: $(VENV)/wheel.group
	$(BIN)/python tools/wheel.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find src -name '*.so' -delete -o -name '*.egg-info' -prune -exec rm -r {} +
	for source in $$(find src -name '*.pyx'); do rm -f $${source%.pyx}.c; done

build: $(VENV)/built

# The first build installs tickwire as editable; afterwards only what changed is compiled again.
$(VENV)/built: pyproject.toml setup.py $(SOURCES) $(VENV)/build.group
	$(if $(filter pyproject.toml setup.py,$?),\
	  $(BIN)/pip install -q --no-build-isolation -e .,\
	  $(BIN)/python setup.py -q build_ext --inplace)
	@touch $@

$(VENV)/%.group: pyproject.toml | $(BIN)/python
	$(BIN)/pip install -q --group $*
	@touch $@

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tickwire needs Python 3.11 or newer, set PYTHON")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade 'pip>=25.1'
