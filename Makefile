PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
SOURCES := $(shell find src -name '*.pyx' -o -name '*.pxd' -o -name '*.h')
ASAN     = LD_PRELOAD="$$($(CC) -print-file-name=libasan.so)" ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc

.PHONY: demo test lint types sanitize soak fuzz compat bench bench-smoke instructions schema docs wheel clean build

demo: build $(VENV)/demo.group
	$(BIN)/tickwire demo $(ARGS)
test: build $(VENV)/test.group
	$(BIN)/pytest -n 2 --dist loadfile $(ARGS)
lint: $(VENV)/lint.group
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	PATH="$(BIN):$$PATH" cython-lint src
types: build $(VENV)/types.group
	$(BIN)/mypy && $(BIN)/pyright
sanitize: build $(VENV)/test.group
	TICKWIRE_SANITIZE=1 $(BIN)/python setup.py -q build --build-base build/sanitize --build-lib build/sanitize/lib
	$(ASAN) TICKWIRE_CHANGED=25000 PYTHONPATH=build/sanitize/lib $(BIN)/pytest -q tests/wire tests/feed tests/book tests/trading/test_guard.py tests/trading/test_screen.py
soak: build $(VENV)/bench.group # ARGS="--messages 1e9"; more seeds by TICKWIRE_SEEDS=1000000
	TICKWIRE_SEEDS=$${TICKWIRE_SEEDS-100000} TICKWIRE_TORTURE=1000 $(BIN)/pytest -q tests/simulation tests/trading/simulation tests/torture
	$(BIN)/python -m bench.soak.run bench/results/soak.json $(ARGS)
fuzz: build
	$(BIN)/python tests/fuzz/run.py $(ARGS)
compat: build # other people's clients against the simulated venue, in an environment of their own
	$(MAKE) --no-print-directory VENV=build/compat build/compat/compat.group
	$(BIN)/python setup.py -q egg_info && PYTHONPATH=src build/compat/bin/python -m pytest -q tests/compat
bench: build $(VENV)/bench.group
	$(BIN)/python -m bench $(ARGS) && $(BIN)/python tools/figures.py
bench-smoke: build $(VENV)/bench.group
	$(BIN)/pytest -q --benchmark-disable bench
instructions: build $(VENV)/bench.group
	$(BIN)/python -m bench.instructions build/instructions.json
	$(if $(BASE),$(BIN)/python -m bench.compare $(BASE) build/instructions.json)
schema: build
	$(BIN)/python tools/schema.py
docs: schema $(VENV)/test.group
	for page in reference requests figures states; do $(BIN)/python tools/$$page.py || exit 1; done
	$(BIN)/pytest -q tests/repository/test_docs.py tests/docs
wheel: $(VENV)/wheel.group
	$(BIN)/python tools/wheel.py $(ARGS)
clean:
	rm -rf $(VENV) build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find src -name '*.so' -delete -o -name '*.pyd' -delete -o -name '*.c' -delete

# The first build installs tickwire as editable; afterwards only what changed is compiled again.
build: $(VENV)/built
$(VENV)/built: pyproject.toml setup.py $(SOURCES) $(VENV)/build.group
	$(if $(filter pyproject.toml setup.py,$?),\
	  $(BIN)/pip install -q --no-build-isolation -e .,\
	  $(BIN)/python setup.py -q build_ext --inplace)
	@touch $@
$(VENV)/%.group: pyproject.toml | $(VENV)/pyvenv.cfg # what a group of [dependency-groups] there needs
	$(BIN)/python -m pip install -q --group $*
	@touch $@
$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "PYTHON has to be CPython 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --upgrade 'pip>=25.1'
