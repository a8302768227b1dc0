# What people run in this folder; `make` alone lists it. The environment .venv is made once, and anew when setup.cfg changes.
# Another Python: make PYTHON=/path/to/python3.12 demo. No make, as on Windows: the README has the same as plain commands.

.PHONY: help demo test lint fit bench docs zipapp clean
.DEFAULT_GOAL := help
.NOTPARALLEL:

IN = .venv/bin/python
COLOR = auto
ARGS =
SHARED = ../shared
EXAMPLE = evidence/ealing-2019
GAPS = reports/ealing-2019-gap.html

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

demo: .venv/made ## how a real authority stood in 2019, and its gap report as a page
	@$(IN) -m preinspect status $(EXAMPLE) --color $(COLOR)
	@mkdir -p reports
	@$(IN) -m preinspect report $(EXAMPLE) --kind gap --output $(GAPS)
	@echo "Open it in a browser: $(CURDIR)/$(GAPS)"

test: .venv/test ## all tests; some: make test ARGS="-k readme"
	$(IN) -m pytest -n auto --dist loadgroup $(ARGS)

lint: .venv/lint ## style and types
	$(IN) -m ruff check .
	$(IN) -m ruff format --check .
	$(IN) -m mypy

fit: .venv/made ## fit the model and the patterns anew; only compare: make fit ARGS=--check
	$(IN) tools/fit.py --cases $(SHARED)/cases --outcomes $(SHARED)/data/outcomes-dev.csv $(ARGS)

bench: .venv/made ## time and memory of status on folders of 100, 1,000 and 10,000 items
	$(IN) benchmarks/status.py $(ARGS)

docs: .venv/made ## the parts of the documents that follow from the code
	$(IN) tools/docs.py

zipapp: .venv/test ## dist/preinspect.pyz: one file that any Python from 3.11 runs, nothing to install
	$(IN) tools/zipapp.py

clean: ## take away all that was made here but reports
	rm -rf .venv build dist preinspect.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src frameworks templates tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: the first Python that is new enough and has venv, then what each target needs

# The stamp holds the folder that it was made in: an environment does not survive that its folder is moved.
ifneq "$(shell cat .venv/made 2>/dev/null)" "$(CURDIR)"
.PHONY: .venv/made
endif

.venv/made: setup.cfg pyproject.toml
	@old= bare= found=; \
	for python in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3 python); do \
	  told=$$("$$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue; \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { old="$$old $$told"; continue; }; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { bare="$$told"; continue; }; \
	  found=$$python; break; \
	done; \
	if [ -n "$$found" ]; then \
	  echo "Making .venv with Python $$told and installing preinspect into it. This happens once and takes a minute."; \
	elif [ -n "$$bare" ]; then \
	  echo "Python $$bare is here, but not its part 'venv', which Debian and Ubuntu ship apart."; \
	  echo "Install it, as root or with sudo before it: apt install python3-venv. Then run make again."; exit 1; \
	else \
	  if [ -n "$$old" ]; then echo "preinspect needs Python 3.11 or newer; found here:$$old."; \
	  else echo "preinspect needs Python 3.11 or newer; no Python was found$(if $(PYTHON), at $(PYTHON))."; fi; \
	  echo "Install one, say from https://www.python.org/downloads/, and run make again."; \
	  echo "If it is not on the PATH, name it: make PYTHON=/path/to/python3.12"; exit 1; \
	fi; \
	"$$found" -m venv --clear .venv
	@$(call install,.)
	@printf '%s' '$(CURDIR)' > .venv/made

.venv/test: .venv/made
	@$(call install,.[test])
	@touch .venv/test

.venv/lint: .venv/made
	@$(call install,.[lint])
	@touch .venv/lint

install = $(IN) -m pip install --quiet --disable-pip-version-check --editable '$(1)' \
	|| { echo "pip could not install what is needed; why stands above. It needs PyPI, or a mirror that pip is set up for."; exit 1; }
