#!/bin/sh
# Set up .venv with everything the project needs, once. Run by make; may be run by hand: sh tools/setup.sh
# TORCH_INDEX: the index to take torch from (for example PyTorch's CPU index); empty means pip's default.
set -eu
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*" >&2; }
hint() {
  say "$1"
  if [ "$(uname)" = Darwin ]; then say "    $2"; else say "    $3"; fi
  exit 1
}

command -v make >/dev/null 2>&1 || say "Note: 'make' is missing. Debian, Ubuntu: sudo apt-get install make    macOS: xcode-select --install"

python=
for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then python=$candidate; break; fi
done
[ -n "$python" ] || hint 'Python 3.11 or newer is needed and was not found. This installs it:' \
  'brew install python@3.12' 'sudo apt-get install python3 python3-venv'
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || hint "Python's venv module is missing. This installs it:" \
  'brew install python@3.12' 'sudo apt-get install python3-venv'

torch=$(sed -n 's/.*"\(torch==[0-9.]*\)".*/\1/p' pyproject.toml)
say "[1/5] Creating the virtual environment in .venv ($("$python" --version))"
"$python" -m venv .venv
pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }
if .venv/bin/python -c 'import importlib.metadata as m, sys; sys.exit(m.version("torch").split("+")[0] != sys.argv[1])' \
  "${torch#torch==}" >/dev/null 2>&1; then
  say "[2/5] $torch is there"
else
  say "[2/5] Installing $torch (the largest download)"
  pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} "$torch"
fi
say "[3/5] Installing the other packages, pinned with hashes"
pip install --no-deps --require-hashes --quiet -r constraints.txt
say "[4/5] Installing Ask OwnRig itself"
pip install --no-deps --no-build-isolation --no-index --quiet -e .
say "[5/5] Building the index of the guides (about a minute)"
.venv/bin/ownrig index build >/dev/null
touch .venv/.ready
say "Ready."
