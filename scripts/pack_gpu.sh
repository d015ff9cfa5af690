#!/bin/sh
# Packs what `make gpu` needs on a machine with a GPU and no network: sh scripts/pack_gpu.sh [FOLDER or FILE.tar.gz]
# There: cd FOLDER/tree && make gpu PYTHON=python3 FOLDER=..
set -eu

target=${1:-build/gpu}
case $target in /*) ;; *) target=$PWD/$target ;; esac
cd "$(dirname "$0")/.."
python=$(sh scripts/find_python.sh)
"$python" scripts/set_up.py test
BOOK_FULL_DATA=1 .venv/bin/python scripts/fetch_data.py
exec .venv/bin/python scripts/pack_gpu.py "$target"
