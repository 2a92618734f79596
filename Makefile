# `make chat` and `make test` each do all the set-up they need on a fresh machine.
PYTHON ?= python3
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 7860
BIN := $(VENV)/bin
export HF_HUB_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: help chat test lint types setup clean

help:  ## say what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

chat: setup  ## set up, index the shipped documents, open the chat
	$(BIN)/python app.py --host $(HOST) --port $(PORT)

test: setup lint types  ## set up, then lint, types and tests
	$(BIN)/python -m pytest

lint: setup  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup  ## mypy, strict
	$(BIN)/mypy

setup: $(VENV)/.complete  ## the virtual environment with everything pinned

$(VENV)/.complete: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:  ## remove the environment and the indexes
	rm -rf $(VENV) index/store results
