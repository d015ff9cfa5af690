# The commands of this project; `make` alone lists them. What they do in detail is in scripts/.

SET_UP = python=$$(sh scripts/find_python.sh) && "$$python" scripts/set_up.py
LIBRARIES = libraries
CUDA = cuda13
PYTHON_HERE = .venv/bin/python
OLDEST = .venv-oldest/bin/python
EMULATED = build/gpu-emulator/venv/bin/python
SPHINX = $(PYTHON_HERE) -m sphinx -b html -c . -d build/doctrees docs build/html -n -W --keep-going -j 2

.PHONY: help book handout pdf page test test-oldest test-gpu-emulated check bench gpu mutants lint lock wheel clean

help:
	@echo 'make book       build build/html/index.html: set up .venv, fetch the data, run the chapters, train'
	@echo 'make handout    the same without the solutions of the exercises: build/handout/index.html'
	@echo 'make pdf        the same as build/latex/textbook_cnn.pdf; needs LaTeX, and says what of it is missing'
	@echo 'make page       PAGE=04, or any part of a name: this page alone, into build/draft'
	@echo 'make test       unit tests, symbolic proofs, doctests'
	@echo 'make check      checks of the built book (after make book)'
	@echo 'make lint       layout, types, docstrings, spelling'
	@echo 'make test-oldest  the tests on the lowest versions that pyproject.toml allows, in .venv-oldest'
	@echo 'make test-gpu-emulated  the tests with CuPy on an emulated GPU, and a budget for the calls of a training step'
	@echo 'make gpu        tests and benchmarks on an NVIDIA GPU, 6 minutes after installing; CUDA=cuda12 for CUDA 12'
	@echo 'make bench      measure against PyTorch, with this BLAS and with OPENBLAS_CORETYPE=Haswell'
	@echo 'make mutants    break formulas and code in small ways; count how often a proof or a test notices'
	@echo 'make wheel      wheel and source distribution, in dist/'
	@echo 'make lock       write constraints.txt and hashes/ anew, from pyproject.toml'
	@echo 'make clean      remove what these commands made: build, dist, .venv, .venv-oldest, caches'
	@echo
	@echo 'Needed: Python 3.11 or newer with venv, git, make.'
	@echo 'make test LIBRARIES= leaves PyTorch and JAX out, and skips what needs them.'
	@echo 'make test PYTHON=python3.13 makes .venv anew with that Python; so do the others that use .venv.'
	@echo 'make gpu PYTHON=python3 FOLDER=pack installs nothing: that Python, which has CuPy, runs it, and what it lacks'
	@echo 'comes from the folder, which scripts/pack_gpu.sh makes where there is a network.'
	@echo 'BOOK_FULL_DATA=1 make book fails rather than use the sample of Fashion-MNIST.'

book:
	@$(SET_UP) docs
	@$(PYTHON_HERE) scripts/fetch_data.py
	@$(PYTHON_HERE) scripts/fetch_weights.py
	$(SPHINX)
	@echo "The book is at $$PWD/build/html/index.html"

handout: book
	$(subst build/html,build/handout,$(SPHINX)) -D handout=1
	@echo "The book without solutions is at $$PWD/build/handout/index.html"

pdf: book
	@$(PYTHON_HERE) scripts/pdf.py

page:
	@$(SET_UP) docs
	@$(PYTHON_HERE) scripts/draft.py '$(PAGE)'

test:
	@$(SET_UP) test $(LIBRARIES)
	$(PYTHON_HERE) -m pytest -n 2 --dist worksteal

test-oldest:
	@$(SET_UP) lock
	.venv/bin/uv venv --quiet --clear --seed --python $(PYTHON_HERE) .venv-oldest
	.venv/bin/uv pip install --quiet --python $(OLDEST) --resolution lowest-direct --editable '.[test]'
	$(OLDEST) -m pytest -n 2 --dist worksteal

test-gpu-emulated:
	@python=$$(sh scripts/find_python.sh) && "$$python" -m scripts.gpu_emulator.build
	$(EMULATED) -m pytest -n 2 --dist worksteal -p scripts.gpu_emulator.plugin -k cupy tests
	$(EMULATED) -m scripts.gpu_emulator.count

check:
	@$(SET_UP) test docs
	$(PYTHON_HERE) -m pytest tests/book

gpu:
	@sh scripts/find_gpu.sh
ifneq ($(PYTHON)$(FOLDER),)
	@$(or $(PYTHON),python3) -m benchmarks.gpu $(if $(FOLDER),--folder '$(FOLDER)')
else
	@$(SET_UP) test $(LIBRARIES) $(CUDA)
	@$(PYTHON_HERE) scripts/fetch_data.py
	@$(PYTHON_HERE) -m benchmarks.gpu
endif

bench:
	@$(SET_UP) test $(LIBRARIES)
	$(PYTHON_HERE) -m benchmarks
	OPENBLAS_CORETYPE=Haswell $(PYTHON_HERE) -m benchmarks --only 'training step' inference VGG16

mutants:
	@$(SET_UP) mutants
	$(PYTHON_HERE) -m mutation

lint:
	@$(SET_UP) lint
	$(PYTHON_HERE) -m ruff check
	$(PYTHON_HERE) -m ruff format --check
	$(PYTHON_HERE) -m mypy
	git ls-files -coz --exclude-standard 'textbook_cnn/*.py' | xargs -0 .venv/bin/numpydoc lint
	git ls-files -coz --exclude-standard | xargs -0 .venv/bin/codespell

lock:
	@$(SET_UP) lock
	$(PYTHON_HERE) scripts/lock.py

wheel:
	@$(SET_UP) test
	$(PYTHON_HERE) -m build --no-isolation

clean:
	rm -rf build dist .venv .venv-oldest .pytest_cache .hypothesis .ruff_cache .mypy_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
