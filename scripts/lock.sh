#!/bin/sh
# Writes the hash-pinned requirement files from pyproject.toml. Run it after changing a dependency: make lock
set -eu
uv="${UV:-.venv/bin/uv}"
export UV_CUSTOM_COMPILE_COMMAND="make lock"
common="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet"
# The larger set first: one set of versions serves both files.
# shellcheck disable=SC2086 # the options are meant to be split
"$uv" pip compile $common --all-extras pyproject.toml requirements/build.in requirements/test.in -o requirements/test.txt
# What `make run` installs does for all that README and the tutorial show: queries, reports and workbooks, too.
# shellcheck disable=SC2086
"$uv" pip compile $common --extra sql --extra report --extra xlsx pyproject.toml requirements/build.in -c requirements/test.txt -o requirements/run.txt
