# Meja's commands. `make` lists them. Needs Python 3.11 or newer, pip and make; all else goes into .venv.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo install run test lint types check bench fuzz histories lock clean

# What follows the command: make demo ARGS=--once, make test ARGS="tests/desk -k reopen".
ARGS ?=
# Debian's programs for the tests may be installed when we are root: yes or no.
APT ?= yes
# The first Python that is new enough.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

BIN := .venv/bin
# Not compiled: Python compiles what is used when it is first used, and the installation takes half the time.
INSTALL = PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore $(BIN)/pip install --quiet --no-compile

##@ Use

demo: .venv/.runtime .venv/.meja  ## The whole product on this machine, nothing else needed (ARGS=--once: play a scenario and end)
	@$(BIN)/meja demo $(ARGS)

install: .venv/.runtime .venv/.meja  ## The meja command, as .venv/bin/meja

run: .venv/.runtime .venv/.meja  ## The real thing, from settings.toml
	@$(BIN)/meja run $(ARGS)

##@ Develop

test: .venv/.dev .venv/.meja  ## All tests, with real servers (as root it installs Debian's; APT=no keeps the machine as it is)
	@APT=$(APT) sh tests/bootstrap.sh
	@$(BIN)/pytest -n logical --maxprocesses 4 --dist worksteal $(ARGS)

lint: .venv/.dev  ## ruff
	@$(BIN)/ruff check $(ARGS)

types: .venv/.dev  ## mypy, strict
	@$(BIN)/mypy $(ARGS)

check: lint types test  ## All three

bench: .venv/.dev .venv/.meja  ## How fast, measured on this machine
	@$(BIN)/python -m tests.bench $(ARGS)

fuzz: .venv/.dev .venv/.meja  ## A million broken mails, read whole (an hour or so; ARGS="--mails 10000 --seed 7")
	@$(BIN)/python -m tests.fuzz $(ARGS)

histories: .venv/.dev .venv/.meja  ## A hundred thousand histories of clocks, against counting minutes (ARGS="--histories 10000 --seed 7")
	@$(BIN)/python -m tests.histories $(ARGS)

##@ Keep

lock: .venv-lock/bin/uv  ## Write the lock files anew from pyproject.toml (ARGS=--upgrade: newer versions)
	@$(COMPILE) --group build -o requirements.lock
	@$(COMPILE) --extra postgresql --extra redis --group build --group test -c requirements.lock -o requirements-dev.lock

clean:  ## Remove .venv and caches; data stays
	@rm -rf .venv .venv-lock .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:
	@awk -F '  ## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*  ## / { split($$1, goal, ":"); printf "  make %-9s %s\n", goal[1], $$2 }' $(MAKEFILE_LIST)

# ---- The environment. A stamp is newer than what was installed from, so a warm start installs nothing.

.venv/.runtime: requirements.lock | $(BIN)/pip
	@echo "Installing Meja's libraries into .venv (once) ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

# Holds the runtime's libraries too, in the same versions.
.venv/.dev: requirements-dev.lock | $(BIN)/pip
	@echo "Installing Meja's libraries and those of its tests into .venv (once) ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch .venv/.runtime $@

.venv/.meja: pyproject.toml | .venv/.runtime
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# The pip of PYTHON installs into .venv too, and an environment without a pip of its own is there at once;
# where PYTHON has none, the environment gets one.
$(BIN)/pip:
	@test -n "$(PYTHON)" || { echo "Meja needs Python 3.11 or newer. On Debian: apt-get install python3 python3-pip." \
		"One that lies elsewhere: make $(MAKECMDGOALS) PYTHON=/where/it/is" >&2; exit 1; }
	@{ $(PYTHON) -m venv --clear --without-pip .venv && \
		$(PYTHON) -m pip --python $(BIN)/python --version && \
		printf '#!/bin/sh\nexec "%s" -m pip --python "%s" "$$@"\n' \
			"$$($(PYTHON) -c 'import sys; print(sys.executable)')" "$(CURDIR)/$(BIN)/python" > $@ && \
		chmod +x $@; } >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || { rm -rf .venv; \
		echo "$(PYTHON) has neither pip nor venv. On Debian: apt-get install python3-pip python3-venv" >&2; exit 1; }

.venv-lock/bin/uv:
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/pip install --quiet --disable-pip-version-check uv

COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(ARGS) pyproject.toml
