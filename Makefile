# A fresh machine needs Python 3.11 or newer, pip, make and git; each target does the set-up that it needs.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo check fix test test-all bench eval encoder serve

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
EXAMPLES := corpora/examples/good-hazelnut-stinkbug.docx corpora/examples/messy-cable-sensing.pdf corpora/examples/thin-xenoturbella.txt
DEMO := out/demo
# Public sets by others (JGLUE, JSICK, JaQuAD), never part of the project: docs/encoder-data.md says what stands in the folder.
PUBLIC ?= ../shared/data/public
# Tests and the demo show what a new user sees, whatever this user has set.
PLAIN := env -u STITEXT_FRAMEWORK -u STITEXT_TAGGER -u STITEXT_ENCODER -u STITEXT_ANALYSIS -u STITEXT_LANGUAGE XDG_CONFIG_HOME=$(CURDIR)/out/no-settings

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r target text; do printf '%-16s %s\n' "$$target" "$$text"; done

setup: $(INSTALLED) ## make .venv and install everything, again only when the requirements change

# Debian's Python comes without ensurepip; then the machine's own pip puts pip into the environment.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "stitext needs Python 3.11 or newer; name it: make setup PYTHON=python3.12" >&2; exit 1; }
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	else $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; fi
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(INSTALLED) ## check the three example drafts; reports in out/demo, one of them shown
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@$(PLAIN) $(BIN)/stitext check $(EXAMPLES) --format html -o $(DEMO)/
	@$(PLAIN) $(BIN)/stitext check $(EXAMPLES) --format json -o $(DEMO)/
	@$(PLAIN) $(BIN)/stitext check corpora/examples/thin-xenoturbella.txt
	@echo
	@echo "HTML: $(CURDIR)/$(DEMO)/thin-xenoturbella.txt.html"

check: $(INSTALLED) ## lint, format, types, layers, docstrings, spelling; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pydoclint --quiet src api
	$(BIN)/codespell

fix: $(INSTALLED) ## mend what the linter and the formatter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: $(INSTALLED) ## run the tests but the slow ones
	$(BIN)/pytest

test-all: $(INSTALLED) ## run all tests
	$(BIN)/pytest -m ''

bench: $(INSTALLED) ## measure speed, memory and start-up beside bare GiNZA, and project search over 10,000 rows
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/search_scale.py 10000

eval: $(INSTALLED) ## measure labels and verdicts on documents that training did not see, the encoder and project search beside their baselines
	$(PLAIN) $(BIN)/stitext evaluate
	@test -d $(PUBLIC) || echo "$(PUBLIC): no such folder; the encoder is measured on our own sets alone (PUBLIC=DIR names another)"
	$(PLAIN) $(BIN)/stitext evaluate-encoder $(if $(wildcard $(PUBLIC)),--public $(PUBLIC))
	$(PLAIN) $(BIN)/stitext evaluate-search

encoder: $(INSTALLED) ## train the encoder anew from the public sets in PUBLIC and corpora/, into out/encoder
	@rm -rf out/encoder
	$(PLAIN) $(BIN)/stitext train-encoder --public $(PUBLIC) -o out/encoder/static-ja-1

serve: $(INSTALLED) ## open the HTTP service on this machine
	$(BIN)/stitext serve
