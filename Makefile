PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run install dev test check format clean

run: $(VENV)/.installed ## install, index the sample editions, answer the sample question, open the chat
	@$(BIN)/baowen index examples/editions
	@echo && echo "问：朝阳区转贷期限多久"
	@$(BIN)/baowen ask 朝阳区转贷期限多久
	@echo && $(BIN)/baowen start

test: $(VENV)/.installed-dev ## the whole suite
	$(BIN)/python -m pytest

check: $(VENV)/.installed-dev ## style, types and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing into $(VENV) (the first time takes a few minutes) …"
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
