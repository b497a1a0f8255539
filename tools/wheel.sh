#!/bin/sh
# Build the wheel, install it beside the project's packages in an empty folder, and ask it a question there.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/.venv/bin/python" -m build --wheel --no-isolation --outdir "$work/dist" . >"$work/build.log" 2>&1 || {
  cat "$work/build.log" >&2
  exit 1
}
"$root/.venv/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --no-index --target "$work/site" "$work"/dist/*.whl
cd "$work"
# -I -S keeps the checkout's editable install out; only the packages it depends on are added back.
tops=$(cd site && ls -d -- */ | grep -v -e dist-info -e '^bin/')
[ "$tops" = "assistant/" ] || { echo "the wheel installs more than one top-level name: $tops" >&2; exit 1; }
depend=$("$root/.venv/bin/python" -c 'import pydantic, os; print(os.path.dirname(os.path.dirname(pydantic.__file__)))')
"$root/.venv/bin/python" -I -S -c "
import sys
sys.path[:0] = ['$work/site', '$depend']
import assistant
assert assistant.__file__.startswith('$work/site'), assistant.__file__
from assistant.cli import main
sys.argv = ['ownrig', 'ask', 'Will Qwen3 8B fit on an RTX 3060 12GB?']
main()
"
echo "wheel: one top-level name, answers from an empty folder"
