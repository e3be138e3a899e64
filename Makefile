# Tin Tỉnh: every target sets up what it needs in .venv/ by itself.
#   make demo      watch five replica sites come in, then open the page it names (SERVE=0: do not serve)
#   make test      run every test
#   make browser   see that there is a Chromium for the tests of the review desk
#   make test-postgres  the same, on PostgreSQL too, on a server that it starts itself
#   make check     ruff, mypy, a minute of fuzzing, then the tests
#   make evaluate  score the extractors against labelled articles and pages (GOLD=folder of shared data)
#   make bench     ratios against peers, in the same run
#   make lock      renew requirements/*.txt from pyproject.toml

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
GOLD ?= ../shared
SERVE ?= 1

.PHONY: demo test test-postgres browser fuzz check evaluate bench lock clean

.venv/product: requirements/product.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Tin Tỉnh needs Python 3.11 or newer; name one with make PYTHON=...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/product.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/product requirements/dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	@touch $@

.venv/bench: .venv/dev requirements/bench.txt
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/bench.txt
	@touch $@

demo: .venv/product
	$(BIN)/tintinh demo $(if $(filter 0,$(SERVE)),--no-serve)

test: .venv/dev browser
	$(BIN)/python -m pytest -n auto --dist loadgroup

# No package of PyPI ships a browser. Where there is none, root gets Debian's; others skip those tests.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Chromium for the browser tests"; \
	    (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null) || \
	    echo "Chromium cannot be installed: the browser tests will be skipped"; \
	  else echo "no Chromium: the browser tests will be skipped; install it with: sudo apt-get install chromium"; fi

test-postgres: .venv/dev browser
	$(BIN)/python -m tests.postgres_server -- $(BIN)/python -m pytest -n auto --dist loadgroup

# A minute of fuzzing over the seconds of it that the suite does.
fuzz: .venv/dev
	FUZZ_EXAMPLES=600 $(BIN)/python -m pytest -n auto tests/extract/page/test_fuzz.py
	$(BIN)/python -m tests.extract.facts.fuzz 20

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) fuzz
	$(MAKE) test

evaluate: .venv/product
	$(BIN)/tintinh evaluate $(GOLD)/gold/dev --sites $(GOLD)/seeds/sites --pages $(GOLD)/pages \
	  --floors benchmarks/floors.toml --html build/evaluation.html

bench: .venv/bench
	for name in page facts duplicates identity crawl organizations export store search; do $(BIN)/python benchmarks/$$name.py || exit 1; done

# The widest set first: the narrower ones take their versions from it, so that all agree.
LOCK := $(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-annotate

lock: .venv/dev
	$(LOCK) --extra build,postgres,browser,dev,bench --output-file requirements/bench.txt pyproject.toml
	$(LOCK) --extra build,postgres,browser,dev --constraint requirements/bench.txt --output-file requirements/dev.txt pyproject.toml
	$(LOCK) --extra build,postgres --constraint requirements/dev.txt --output-file requirements/product.txt pyproject.toml

clean:
	rm -rf .venv build var *.egg-info
