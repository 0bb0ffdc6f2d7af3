# The commands of this repository. Each sets up what it needs; `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
UV := 0.13.9
UPGRADE ?=
API ?= all
BASE_URL ?=
PICTURE ?=
SPEC ?=
TOOL ?=
BASE ?=
PROFILE ?=
COVERAGE := .cache/coverage
WORKERS ?= auto
SEED ?= 1
COUNT ?= 40
GROUP ?=
RESUME ?=
REACH ?=
# A module's tests stay together, so that what they share is made once; the longest ones begin.
# With REACH=folder the tests note what they reach, for `make mutate`.
RECORDING = $(if $(REACH),PYTEST_PLUGINS=contracts.mutation.recording REACH="$(REACH)")
PYTEST = $(RECORDING) $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder
# Two targets at a time, each with its messages together where this make can.
TWO = --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# Hundreds of short Python processes would each compile the same files again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup lock generate new-host spec-diff snapshots verify lint types mypy pyright unit coverage check checks test test-times mutate interop contract emulate demo docs pictures bench wheel clean

help: ## list the commands
	@echo "make <command>:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | \
		awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'
	@echo "variables: API=imges BASE_URL=https://... PROFILE=deep (contract), PICTURE=path (demo), PYTHON=python3.12 (setup)"

setup: $(READY) ## make the environment in .venv (the other commands do it by themselves)

$(READY): pyproject.toml $(wildcard requirements/*.txt)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with PYTHON=..." >&2; exit 1; }
	@echo "setting up $(VENV) (a minute, once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet --require-hashes -r requirements/lock.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

lock: $(READY) ## renew requirements/lock.txt: every version and hash that setup installs
	@$(PIP) install --quiet "uv==$(UV)"
	@$(BIN)/python -m contracts.packaging.lock $(if $(UPGRADE),--upgrade)

generate: $(READY) ## write generated/ from specs/
	@$(BIN)/python -m codegen generate

new-host: $(READY) ## write every file of another host: API=pixbin [SPEC=openapi.yaml]
	@$(BIN)/python -m codegen new-host "$(API)" $(if $(SPEC),--spec "$(SPEC)")

spec-diff: $(READY) ## what changed for callers since a commit or in a folder: BASE=main [API=imges]
	@$(BIN)/python -m codegen spec-diff "$(or $(BASE),HEAD)" $(if $(filter-out all,$(API)),--api "$(API)")

snapshots: $(READY) ## write contracts/snapshots/: contracts in short, what the emulator sends, what the generator writes [API=imges]
	@$(BIN)/python -m codegen snapshots
	@SNAPSHOTS=write $(BIN)/python -m pytest -q -m snapshots $(if $(API),--api $(API)) contracts/clients contracts/codegen contracts/emulator contracts/hosts contracts/specs

verify: $(READY) ## fail if generated/ is not what specs/ make of it
	@$(BIN)/python -m codegen verify

lint: $(READY) ## style of the handwritten code
	@$(BIN)/ruff check --no-cache .
	@$(BIN)/ruff format --no-cache --check .

types: mypy pyright ## mypy --strict and pyright strict

mypy: $(READY)
	@$(BIN)/mypy

pyright: $(READY)
	@$(BIN)/basedpyright --warnings

unit: $(READY) ## the tests alone, and that they use enough of each contract
	@rm -rf $(COVERAGE)
	@CONTRACTS_COVERAGE=$(COVERAGE) $(PYTEST)
	@$(BIN)/python -m contracts.coverage $(COVERAGE)

coverage: $(READY) ## every test, then write what they use of each contract: page, data and floors
	@rm -rf $(COVERAGE)
	@CONTRACTS_COVERAGE=$(COVERAGE) $(PYTEST)
	@$(BIN)/python -m contracts.coverage $(COVERAGE) --write

check: lint verify ## the fast tier for every day: style, specs, generated code, quick tests
	@$(PYTEST) -m "not slow and not guard"

checks: lint types verify docs wheel ## what must hold beside the tests

# The checks use one core each, so two run at a time; the tests use both cores by themselves.
test: ## everything that must hold before a change lands
	@$(MAKE) --no-print-directory $(TWO) checks
	@$(MAKE) --no-print-directory unit

test-times: $(READY) ## the tests, and where their time went
	@$(PYTEST) --times

mutate: $(READY) ## plant faults by chance, see which tests notice: [SEED=1 COUNT=40 GROUP=runtime] [RESUME=folder]
	@$(BIN)/python -m contracts.mutation $(if $(RESUME),--resume "$(RESUME)",--seed $(SEED) --count $(COUNT) $(if $(GROUP),--group $(GROUP)))

interop: $(READY) ## take the portable contracts through other people's tools [TOOL=Prism]
	@$(BIN)/python -m contracts.interop $(if $(TOOL),--only "$(TOOL)")

contract: $(READY) ## verify and test the contract of one host: API=imges [BASE_URL=https://...] [PROFILE=deep]
	@$(if $(BASE_URL),exec $(BIN)/imagehosts contract "$(API)" --base-url "$(BASE_URL)" $(if $(PROFILE),--$(PROFILE)),exec $(BIN)/python -m contracts --api "$(API)" $(if $(PROFILE),--profile "$(PROFILE)"))

emulate: $(READY) ## run the emulator on a free port
	@$(BIN)/imagehosts emulate --port 0

demo: $(READY) ## the main job, start to end, on the embedded emulator [PICTURE=path]
	@$(BIN)/python -m contracts.demo $(if $(PICTURE),"$(PICTURE)")

docs: $(READY) ## build the documentation into site/
	@$(BIN)/python -m docs.tables
	@$(BIN)/python docs/build.py

pictures: docs ## make the pictures of the home page anew; needs Chromium and its driver
	@$(BIN)/python -m contracts.docs.pictures

bench: $(READY) ## measure against the peers, in one run
	@$(BIN)/python -m benchmarks

wheel: docs ## build the wheel and try it in a clean environment
	@$(BIN)/python -m contracts.packaging.check_wheel

clean: ## remove what the commands made, the environment included
	@rm -rf $(VENV) .cache build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis
