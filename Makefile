# The one entry to everything that a person does with this project.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: install install-dev run test check eval torture bench lock

install: .venv/installed  ## makes .venv with what running needs
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q .venv/lib bot handlers services rag storage vectorstore chat domain || true
	touch $@

install-dev: .venv/installed-dev  ## adds what the tests need
.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

run: install  ## opens the assistant; the web chat's address is printed
	$(BIN)/xiaoqitong run

demo: install  ## the same over made-up enterprises, posts and people, in data-demo
	$(BIN)/xiaoqitong demo

test: install-dev
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: install  ## asks every golden set and prints the figures; KEEP=1 remembers what went right
	$(BIN)/python -m tests.golden.figures $(if $(KEEP),--keep)

torture: install-dev  ## kills bots, ingest and reindex, sends what is broken, endless or too much; KILLS=n bots, SMOKE=n kills for n seconds only
	$(BIN)/python -m tests.torture $(if $(KILLS),--kills $(KILLS)) $(if $(SMOKE),--smoke $(SMOKE))

bench: .venv-peers/installed  ## measures the product beside its peers and writes docs/benchmarks.md; BENCH=name for one part, SHORT=1 for a trial
	.venv-peers/bin/python -m compileall -q bench bot handlers services rag storage vectorstore chat domain tests || true
	.venv-peers/bin/python -m bench $(BENCH) $(if $(SHORT),--short)
.venv-peers/installed: .venv/installed-dev bench/peers.txt
	$(PYTHON) -m venv --clear .venv-peers
	echo "import site; site.addsitedir('$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')')" \
		> "$$(.venv-peers/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/product.pth"
	.venv-peers/bin/pip install --quiet --no-deps -r bench/peers.txt
	.venv-peers/bin/python -m compileall -q .venv/lib .venv-peers/lib bench tests || true
	touch $@

lock: install-dev  ## writes the two lock files anew (needs uv on the path)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock
	uv pip compile pyproject.toml --group build --group dev -c requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements-dev.lock
