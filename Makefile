# The two commands of the README, and what developers need. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
ARTICLES ?=
COPIES := work
USER_STAMP := .venv/.installed
DEV_STAMP := .venv/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help report test long lab work check browser bench reference docs pins newest old clean

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | awk -F '\t' '{ printf "  make %-8s %s\n", $$1, $$2 }'

report: $(USER_STAMP) ## write reports/ (ARTICLES="a.txt b.txt" for your own, ARTICLES=all for all of the kit's)
	@$(BIN)/python -m analysis report $(ARTICLES)

test: check browser ## everything that CI runs
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Long simulations, fuzzing, kills, every notebook by itself, big inputs; seeds are fixed, so that a failure comes again.
long: $(DEV_STAMP) ## the tests that take minutes and that `make test` leaves out
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "long or hypothesis" --hypothesis-profile=long --hypothesis-seed=1

lab: $(USER_STAMP) work ## open JupyterLab on your own copies of the notebooks, in work/
	$(BIN)/python -m jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/$(COPIES)/00-start.ipynb

# Made once and never written over, so that what was saved stays, and git sees no change.
work:
	@mkdir -p $(COPIES)
	@for book in notebooks/*.ipynb; do [ -e "$(COPIES)/$${book##*/}" ] || cp "$$book" $(COPIES); done

check: $(DEV_STAMP) ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(DEV_STAMP) ## measure speed
	@set -e; for script in bench/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

reference: $(USER_STAMP) ## draw the op-ed's figures in figures/ anew
	@$(BIN)/python -m analysis figures donga-2023-05-04 --out figures

docs: $(DEV_STAMP) ## write anew what the documents take from the code and the notebooks
	@$(BIN)/python docs/generate.py

pins: ## write constraints.txt anew, with Python 3.11, 3.12 and 3.13 on this machine
	@$(PYTHON) docs/pins.py

# What a stranger gets who installs by the ranges alone; figures may then have other pixels.
newest: ## check types and run the tests with the newest versions in .venv-newest, without constraints.txt
	@$(PYTHON) -m venv --clear .venv-newest
	.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	.venv-newest/bin/mypy
	.venv-newest/bin/python -m pytest -n 2 --dist loadfile

# What Colab has; not a part of CI, which has no time for a second environment.
old: ## run the tests with pandas 2.2, NumPy 2.0 and matplotlib 3.10 in .venv-old
	@$(PYTHON) -m venv .venv-old
	.venv-old/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt \
		'pandas==2.2.*' 'numpy==2.0.*' 'matplotlib==3.10.*'
	.venv-old/bin/python -m pytest -n 2 --dist loadfile -m "not browser and not long"

clean: ## delete reports and caches; the environment in .venv stays
	rm -rf reports .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find analysis tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# Debian's chromium, where it can be had. Without a browser its tests are skipped, or fail when CI=true.
browser:
	@if ! { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null; then \
		if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
		else echo "no chromium here: the tests that open a report in a browser are skipped"; fi; fi

$(USER_STAMP): requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 report" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || \
		{ echo "making .venv (first run only)"; $(PYTHON) -m venv --clear .venv; }
	@echo "installing requirements.txt into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

$(DEV_STAMP): $(USER_STAMP) requirements-dev.txt
	@echo "installing requirements-dev.txt into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@
