#!/usr/bin/env bash
# For work on the pages: the office door on the practice book, and Vite in front of it.
set -eu
cd "$(dirname "$0")/.."
book="${XINGKE_BOOK:-${XDG_CACHE_HOME:-$HOME/.cache}/xingke/practice}"
mkdir -p build/bin "$book"
CGO_ENABLED=0 go build -o build/bin/xingke ./app/xingke
[ -n "$(ls -A "$book")" ] || build/bin/xingke demo --book "$book"
build/bin/xingke office --book "$book" --listen 127.0.0.1:8700 &
door=$!
trap 'kill $door 2>/dev/null || true' EXIT
echo "Sign in once by the address that the door prints, then open the one that Vite prints."
cd frontend && npx --no-install vite
