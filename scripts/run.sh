#!/usr/bin/env bash
# Opens the practice book: in the window, or, where there is no display, at the office door for a browser.
set -eu
cd "$(dirname "$0")/.."

book="${XINGKE_BOOK:-${XDG_CACHE_HOME:-$HOME/.cache}/xingke/practice}"
if [ ! -d "$book" ] || [ -z "$(ls -A "$book")" ]; then
  mkdir -p "$book"
  echo "Writing the practice book into $book …"
  build/bin/xingke demo --book "$book"
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec build/bin/xingke-desktop -book "$book"
fi
echo "There is no display here: open the address below in a browser. Ctrl+C ends the program."
exec build/bin/xingke office --book "$book" --listen "${XINGKE_LISTEN:-127.0.0.1:8700}"
