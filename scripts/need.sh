#!/usr/bin/env bash
# Installs the Debian packages that a target needs and that are missing.
#   scripts/need.sh run|test|package
# Quick and silent when nothing is missing; asks nothing.
set -eu

window="gcc pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev fonts-noto-cjk"
tests="chromium webkit2gtk-driver gnome-keyring xvfb xauth dbus-x11 xdotool imagemagick x11-utils poppler-utils"

case "${1:-}" in
  run) wanted="$window" ;;
  test) wanted="$window $tests" ;;
  package) wanted="$window nsis" ;;
  *) echo "usage: scripts/need.sh run|test|package" >&2; exit 2 ;;
esac

for tool in go node npm; do
  command -v "$tool" >/dev/null || { echo "Please install $tool first: Go 1.26, Node 20.19 or newer, npm 11." >&2; exit 1; }
done

if ! command -v dpkg-query >/dev/null; then
  echo "This is not a Debian-like system: what these packages give must be there already: $wanted" >&2
  exit 0
fi

missing=""
for package in $wanted; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Please install, as root:  apt-get install$missing" >&2; exit 1; }
  as_root="sudo"
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { $as_root apt-get -q -o DPkg::Lock::Timeout=300 update &&
       $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
  tail -30 "$log" >&2
  echo "Installing packages failed. Please install, as root:  apt-get install$missing" >&2
  exit 1
fi
