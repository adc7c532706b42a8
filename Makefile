# What a person runs. Everything happens inside .venv; nothing is installed elsewhere.
PYTHON ?= python3
BIN := .venv/bin
# as a service runs it, whose user may not write beside the program
COMPILE = $(BIN)/python -m compileall -q flows tasks schemas config
# what was compiled once is not compiled again by every process of a test
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo install test quick lint audit browser office fuzz accuracy layouts evidence causes history crash service door bench pins clean

demo: install ## a province's inbox, the nightly run on it, and where the reports are
	$(BIN)/spm demo

install: .venv/installed ## the virtual environment with pinned versions

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru; tunjuk dengan make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --config-settings editable_mode=compat --editable '.[dev]'
	PREFECT_HOME=$(CURDIR)/.venv/share/spm PREFECT_SERVER_ANALYTICS_ENABLED=false $(BIN)/prefect server database upgrade --yes
	$(COMPILE)
	@touch $@

test: install lint ## all tests
	$(BIN)/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

quick: install ## the tests for while one is writing: without Prefect, servers, whole quarters and what takes long
	$(BIN)/pytest --numprocesses 2 --dist loadfile -m 'not browser and not office and not whole and not slow'

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/bandit --quiet --recursive --severity-level high flows tasks schemas config

audit: install ## known vulnerabilities of what is installed; needs PyPI's and OSV's data from the network
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/pip-audit --strict --no-deps --disable-pip --requirement constraints.txt

browser: install ## the pages in Chromium: figures, keyboard, screen reader, network blocked, print
	$(BIN)/pytest -m browser

office: install ## workbooks, documents and letters in LibreOffice: formulas computed anew, pages printed and counted
	$(BIN)/pytest --numprocesses 2 --dist loadfile -m office

fuzz: install ## 10,000 mutated workbooks and the hostile files in full, each of which must get a verdict
	$(BIN)/python -m tests.fuzz
	TESTS=full $(BIN)/pytest tests/whole/test_hostile.py tests/compute/test_lenient.py tests/understand/test_cell_account.py

accuracy: install ## 600 workbooks and 1,000 pairs and triples of faults: each found, nothing else, and nothing new once mended
	$(BIN)/python -m tests.accuracy

layouts: install ## 2,000 workbooks as people lay them out: none accepted with a wrong figure, none refused that can be decided
	$(BIN)/python -m tests.layouts

evidence: install ## each piece of evidence left out once: some layout must be judged wrongly without it
	$(BIN)/python -m tests.evidence

causes: install ## 10,000 random pairs of quarters: the points of the causes add up to the difference of the indices
	$(BIN)/python -m tests.compute.test_change

history: install ## three years of two provinces through real workbooks, intake, ledger and publishing: the same story, word by word
	$(BIN)/python -m tests.workbook_history

crash: install ## kill -9 at 200 random moments of a run, and of its server; nothing may be lost (an hour)
	$(BIN)/python -m tests.crash

service: install ## what spm serve costs with its door while nothing happens, and how long a click takes to become a run
	$(BIN)/python -m tests.service_figures

door: install ## 100 regencies within a minute, 50 kills, 1,400 hostile uploads, and what an open door costs (an hour)
	TESTS=full $(BIN)/python -m tests.door_figures

bench: install ## speed and memory, as ratios in one run
	$(COMPILE)
	$(BIN)/python -m tests.bench

pins: ## resolve constraints.txt anew
	$(BIN)/python -m pip install --quiet uv
	{ echo "# Pinned versions for Python 3.11 to 3.13; made by 'make pins'."; \
	  $(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --upgrade \
	    --no-emit-index-url --no-annotate --no-header --quiet; } > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf .venv build data
