#!/bin/sh
# Prints a Python that can make the environment: the one that PYTHON names, else the first that fits.
# Names every missing tool and what to install.
set -u

fit='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
python=
set -- python3 python3.14 python3.13 python3.12 python3.11
[ -z "${PYTHON:-}" ] || set -- "$PYTHON"
for candidate in "$@"; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$fit" >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done

missing=
need() { missing="$missing
  - $1
      Debian, Ubuntu: $2
      macOS: $3"; }

if [ -z "$python" ] && [ -n "${PYTHON:-}" ]; then
    need "a Python for PYTHON=$PYTHON: it must be there, 3.11 or newer, with its venv module" \
        "apt install $PYTHON $PYTHON-venv" "brew install python"
elif [ -z "$python" ]; then
    if found=$(python3 --version 2>&1); then
        if python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            need "the venv module of $found" "apt install python3-venv" "brew install python"
        else
            need "Python 3.11 or newer; python3 is $found" "apt install python3.11 python3.11-venv" "brew install python"
        fi
    else
        need "Python 3.11 or newer with its venv module" "apt install python3 python3-venv" "brew install python"
    fi
fi
command -v git >/dev/null 2>&1 || need git "apt install git" "xcode-select --install"
command -v make >/dev/null 2>&1 || need make "apt install make" "xcode-select --install"

if [ -n "$missing" ]; then
    printf 'Missing on this machine:%s\n' "$missing" >&2
    exit 1
fi
printf '%s\n' "$python"
