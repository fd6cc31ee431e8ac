#!/usr/bin/env bash
# The command for Windows, run under Wine: made, filled, killed at work, opened again, checked; long and Chinese paths;
# a second program on the same book. It installs nothing: where something is missing, it says so and leaves.
set -eu
cd "$(dirname "$0")/.."
missing=""
command -v wine >/dev/null && command -v wineserver >/dev/null || [ -x /usr/lib/wine/wineserver ] || missing="wine (apt-get install wine wine64)"
command -v node >/dev/null || missing="$missing node"
if [ -n "$missing" ]; then
  echo "The program for Windows is not tried here, for want of: $missing"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Wine 8 does not know one way of deleting a file, and says so by a number that Go's library does not take for that;
# the program tried here does. Nothing else of it differs from what is handed out.
delete="$(go env GOROOT)/src/internal/syscall/windows/at_windows.go"
sed 's/case STATUS_INVALID_INFO_CLASS,/case NTStatus(0xC0000002), STATUS_INVALID_INFO_CLASS,/' "$delete" >"$work/at_windows.go"
printf '{"Replace":{"%s":"%s"}}' "$delete" "$work/at_windows.go" >"$work/overlay.json"
CGO_ENABLED=0 GOOS=windows go build -overlay "$work/overlay.json" -trimpath -ldflags "-s -w" -o "$work/xingke.exe" ./app/xingke
export WINEPREFIX="$work/prefix" WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=d;mshtml=d;winemenubuilder.exe=d" LC_ALL=C.UTF-8
# Of Wine, only what this prefix started is ended.
trap 'PATH="$PATH:/usr/lib/wine" wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT
wineboot -i >/dev/null 2>&1
node scripts/wine.mjs "$work/xingke.exe" "$work"
