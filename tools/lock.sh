#!/bin/sh
# Write constraints.txt: every package with version and hashes, for all platforms. Needs uv on the path.
# torch is left out: its version is pinned in pyproject.toml and it is installed first, from an index of the
# owner's choice (CPU or CUDA build), which also brings the CUDA packages listed here.
set -eu
cd "$(dirname "$0")/.."
compile() {
  uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --quiet "$@"
}
with_torch=$(compile)
skip=$(printf '%s\n' "$with_torch" | grep -oE '^(torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z0-9-]+)' | sort -u)
{
  echo '# Written by tools/lock.sh (make lock); do not edit. torch comes first and apart: see the Makefile.'
  # shellcheck disable=SC2046 # one option per name is meant
  compile $(printf -- '--no-emit-package %s ' $skip)
} > constraints.new
mv constraints.new constraints.txt
