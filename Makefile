# Everything a person does here, one word each. `make help` lists them.
# Set-up happens on the way, once: .venv/ is made with PYTHON, packages are the exact pins of requirements*.txt.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8501
# one more than two cores: tests in a browser mostly wait
JOBS ?= 3
PY := .venv/bin/python
# what lies in wheels/ is all that is asked for, where it is there
OFFLINE := $(if $(wildcard wheels),--no-index --find-links wheels)
PACKED := -r requirements.txt -r requirements-signin.txt -r requirements-lake.txt
SAMPLE := shanghai-2022
GIVEN := $(BOARD_CLOCK)
# another operation than the sample: one that ships shows its last day, one made here is live
ifneq ($(filter-out $(SAMPLE),$(OPERATION)),)
SHIPS := $(wildcard data_pipeline/pack/$(OPERATION))
export BOARD_PACK := $(OPERATION)
export BOARD_STORE ?= file:$(abspath $(or $(BOARD_OWN),data))/boards/$(OPERATION)
export BOARD_CLOCK ?= $(if $(SHIPS),last,live)
endif
# what a person at a terminal chose, where nothing says it already
ASKED := [ -t 0 ] && [ -z "$(OPERATION)$(BOARD_PACK)$(BOARD_STORE)" ]
export BOARD_CLOCK ?= replay:2022-04-06T14:00@60
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# what was compiled is kept, whatever the shell says: a process of the board starts 2 s of work sooner
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run serve test test-lake test-engine check bench docs demo wheels browser services
.SILENT:

help: ## this list
	sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: .venv/run.done ## the board at http://localhost:8501, with the sample operation when the store is empty (PORT=, BOARD_CLOCK=live, OPERATION=; at a terminal it asks which operation)
	if $(ASKED); then of=$$($(PY) -m data_pipeline operations --choose) && exec $(if $(GIVEN),,env -u BOARD_CLOCK )$(MAKE) -s serve OPERATION=$$of; \
	else exec $(MAKE) -s serve; fi

serve:
	$(if $(and $(filter-out $(SAMPLE),$(OPERATION)),$(if $(SHIPS),,own)),,$(PY) -m data_pipeline demo --if-empty)
	exec $(PY) -m streamlit run app.py --server.port $(PORT) --server.address localhost --server.headless true

test: .venv/dev.done browser services ## every test; a browser and PostgreSQL are installed if they can be had (ARGS="-k name")
	$(PY) -m pytest -n $(JOBS) $(ARGS)

test-lake: .venv/dev.done services ## every test of a board over a lake (PostgreSQL and an object store)
	$(PY) -m pytest --lake -n $(JOBS) $(ARGS)

test-engine: .venv-engine/dev.done browser services ## every test over the other line of DuckDB, in an environment of its own
	.venv-engine/bin/python -m pytest -n $(JOBS) $(ARGS)

check: .venv/dev.done ## style, types, SQL, then every test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m pyright
	$(PY) -m sqlfluff lint --processes $(JOBS) queries
	$(MAKE) test

bench: .venv/dev.done ## intake and page queries against others, one table, written to docs/bench.md
	$(PY) -m tests.bench $(ARGS)

docs: .venv/run.done ## the generated pages and SQL again: docs/feeds.md, docs/systems.md, docs/cli.md, queries/raw/, queries/generated/
	$(PY) -m data_pipeline docs

demo: .venv/run.done ## load the sample operation (ARGS="--seed 7 --cities 3")
	$(PY) -m data_pipeline demo $(ARGS)

wheels: .venv/run.done ## every package as a file in wheels/, for a machine without a network: there make run takes them from it
	$(PY) -m pip wheel -q --wheel-dir wheels $(PACKED)

browser: .venv/dev.done
	$(PY) -m tests.support.browser

services: .venv/dev.done
	$(PY) -m tests.support.services

.venv/run.done: requirements.txt
	test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed. 需要 Python 3.11 或更新版本。" >&2; exit 1; }
	echo "Setting up .venv with the packages of requirements.txt: a minute or so. 正在准备运行环境，约需一分钟。"
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install -qq $(OFFLINE) -r requirements.txt
	touch $@

.venv/dev.done: requirements-dev.txt .venv/run.done
	echo "Adding what tests need. 正在安装测试所需的软件包。"
	$(PY) -m pip install -qq -r requirements-dev.txt
	touch $@

.venv-engine/dev.done: requirements-engine.txt .venv/dev.done
	test -x .venv-engine/bin/python || $(PY) -m venv .venv-engine
	.venv-engine/bin/python -m pip install -qq -r requirements-dev.txt
	.venv-engine/bin/python -m pip install -qq -r requirements-engine.txt
	touch $@
