PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
SOURCES := $(shell find src -name '*.pyx' -o -name '*.pxd' -o -name '*.h')
CLANG   ?= clang
FUZZ_SECONDS ?= 60

.PHONY: demo build test lint types bench fuzz sanitize compat schema wheel docs clean

demo: build $(VENV)/demo.group
	$(BIN)/tickwire demo $(ARGS)

test: build $(VENV)/test.group
	$(BIN)/pytest $(ARGS)

lint: $(VENV)/lint.group
	$(BIN)/ruff check .
	$(BIN)/cython-lint src

types: build $(VENV)/types.group
	$(BIN)/mypy
	$(BIN)/pyright

sanitize: build $(VENV)/test.group
	TICKWIRE_SANITIZE=1 $(BIN)/python setup.py -q build --build-base build/sanitize --build-lib build/sanitize/lib
	LD_PRELOAD="$$($(CC) -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc \
	  PYTHONPATH=build/sanitize/lib $(BIN)/pytest -q tests/wire tests/feed

fuzz: build
	mkdir -p build/fuzz/found
	$(BIN)/python tests/fuzz/seeds.py build/fuzz/seeds
	$(CLANG) -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Isrc/tickwire/wire \
	  tests/fuzz/decode.c -o build/fuzz/decode -lm
	cd build/fuzz && ./decode -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -print_final_stats=1 -verbosity=0 found seeds

schema: build
	$(BIN)/python tools/schema.py

wheel: $(VENV)/wheel.group
	$(BIN)/python tools/wheel.py $(ARGS)

clean:
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find src -name '*.so' -delete -o -name '*.pyd' -delete -o -name '*.c' -delete

build: $(VENV)/built

# The first build installs tickwire as editable; afterwards only what changed is compiled again.
$(VENV)/built: pyproject.toml setup.py $(SOURCES) $(VENV)/build.group
	$(if $(filter pyproject.toml setup.py,$?),\
	  $(BIN)/pip install -q --no-build-isolation -e .,\
	  $(BIN)/python setup.py -q build_ext --inplace)
	@touch $@

# What a group of pyproject.toml's [dependency-groups] needs.
$(VENV)/%.group: pyproject.toml | $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install -q --group $*
	@touch $@

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "PYTHON has to be CPython 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade 'pip>=25.1'
