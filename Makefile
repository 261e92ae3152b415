# What can be done here. `make` alone lists it. Every target makes what it needs.

.SHELLFLAGS := -eu -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

# The first Python that is new enough; `make test PYTHON=python3.13` takes another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXAMPLE := examples/nato-iraq
ADDRESS := https://www.nato.int/cps/en/natohq/news.htm?keywordquery=Iraq%20(NATO's%20relations)&search=true
DEMO := build/demo/nato-iraq

.PHONY: help
help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: .venv/.demo  ## the example page becomes three feeds, in build/demo
	@echo "A saved page, and what feedkit finds in it:"
	@echo
	$(BIN)/feedkit preview $(EXAMPLE)/page.txt --url "$(ADDRESS)"
	@echo
	@echo "The same page as HTML, read by a recipe, as RSS, Atom and JSON Feed:"
	@echo
	$(BIN)/feedkit build $(EXAMPLE)/page.html --recipe $(EXAMPLE)/recipe.toml --url "$(ADDRESS)" \
		--base-url https://feeds.example.org/ -o $(DEMO).xml -o $(DEMO).atom -o $(DEMO).json
	@echo
	@ls -l $(DEMO).xml $(DEMO).atom $(DEMO).json

.PHONY: test
test: .venv/.test  ## the tests; FEEDKIT_ORIGIN=FILE runs those of the example page on FILE as well
	$(BIN)/python -m pytest -n auto $(ARGS)

.PHONY: prove
prove: .venv/.prove  ## the long trials of what must never happen, and the branch coverage of what keeps it so
	@mkdir -p build
	$(BIN)/python -m coverage run --branch --source=feedkit --data-file=build/coverage \
		-m pytest -q --ignore=tests/test_crash.py --ignore=tests/test_benchmarks.py
	$(BIN)/python -m coverage report --data-file=build/coverage --show-missing --fail-under=100 \
		--include='*/_files.py,*/store/*,*/publish.py,*/identity.py,*/guards/*'
	$(BIN)/python -m pytest tests/prove $(ARGS)

.PHONY: check
check: .venv/.check  ## format, lint, types, layers and docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/sphinx-build -q -W --keep-going -b html -d build/doctrees docs build/docs

.PHONY: test-real
test-real: .venv/.real  ## real feed readers and a real browser (as root, installs them from Debian)
	tests/real/setup
	$(BIN)/python -m pytest tests/real $(ARGS)

.PHONY: bench
bench: .venv/.bench  ## page to documents for 10 to 10,000 entries, beside the bare parts
	$(BIN)/python -m benchmarks $(ARGS)

.PHONY: corpus
corpus: .venv/.demo  ## detection on real pages: CORPUS=FOLDER/dev SCORER=score.py, both kept outside; PAGES=20 lists the worst
	$(BIN)/python tools/corpus.py "$(CORPUS)" "$(SCORER)" --pages "$(or $(PAGES),0)"

.PHONY: recipes
recipes: .venv/.demo  ## recipes from detection on real pages, written and tried: CORPUS=FOLDER/dev
	$(BIN)/python tools/round_trips.py "$(CORPUS)"

.PHONY: docs
docs: .venv/.check  ## the documentation, in build/docs
	$(BIN)/sphinx-build -q -W --keep-going -b html -d build/doctrees docs build/docs
	@echo "build/docs/index.html"

.PHONY: golden
golden: .venv/.test  ## accept what the code gives now as the expected documents; review with git diff
	$(BIN)/python -m pytest --accept $(ARGS)

.PHONY: format
format: .venv/.check  ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: clean
clean:  ## remove the environment and everything built
	rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. Each stamp stands for one set of packages, so that a second call is quick.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "feedkit needs Python 3.11 or later" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.demo: pyproject.toml | $(BIN)/python
	$(PIP) install --editable .
	@touch $@

.venv/.test .venv/.check .venv/.bench .venv/.prove .venv/.real: .venv/.%: pyproject.toml | $(BIN)/python
	$(PIP) install --editable '.[$*]'
	@touch $@
