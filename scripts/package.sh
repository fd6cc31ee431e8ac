#!/usr/bin/env bash
# Programs to hand out, into build/bin/package: the command for three systems, the window for Linux and Windows;
# for Linux an archive that installs itself and, where dpkg-deb is there, a package; for Windows an installer where
# makensis (package nsis) is there. "scripts/package.sh windows" makes the window for Windows and its installer only.
set -eu
cd "$(dirname "$0")/.."
out=build/bin/package
[ "${1:-}" = windows ] || scripts/need.sh package || true # what is missing then is left out below
[ "${1:-}" = windows ] || rm -rf "$out"
mkdir -p "$out"
small="-s -w"
plain=nethttpomithttp2 # the office speaks HTTP/1.1 only: HTTP/2 would be half a megabyte nobody asks
version=$(sed -n 's/.*"productVersion": "\([^"]*\)".*/\1/p' wails.json)
step() { printf '\n== %s · %s\n' "$(date +%T)" "$1"; }

# The window for Windows has an icon, a version and a manifest; Wails puts them in.
window_for_windows() {
  step "window for windows"
  rm -f "$out"/*-installer.exe
  local installer=""
  if command -v makensis >/dev/null; then installer="-nsis -webview2 download -installscope user"
  else echo "No makensis here (apt-get install nsis): no installer for Windows."; fi
  # shellcheck disable=SC2086 # words, or none
  go tool -modfile=tools/go.mod wails build -nocolour -platform windows/amd64 -m -nosyncgomod -s $installer \
    -skipbindings -trimpath -tags "$plain" -o xingke-desktop.exe
  mv build/bin/xingke-desktop.exe "$out/xingke-desktop-windows.exe"
  if [ -n "$installer" ]; then mv build/bin/*-installer.exe "$out/"; fi
  # What it makes on its way.
  rm -rf build/windows/appicon.ico build/windows/installer/tmp build/windows/installer/wails_tools.nsh frontend/wailsjs
}
if [ "${1:-}" = windows ]; then
  window_for_windows
  exit
fi

for os in linux windows darwin; do
  suffix=""; [ "$os" = windows ] && suffix=".exe"
  step "command for $os"
  CGO_ENABLED=0 GOOS=$os go build -trimpath -tags "$plain" -ldflags "$small" -o "$out/xingke-$os$suffix" ./app/xingke
done

step "window for linux"
go build -trimpath -tags desktop,production,webkit2_41,$plain -ldflags "$small" -o "$out/xingke-desktop-linux" .
window_for_windows
cp LICENSE THIRD-PARTY.txt "$out/"

# Everything that belongs to the program on Linux, as it will lie there.
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
architecture=$(go env GOARCH)
tree="$parts/xingke-$version"
mkdir -p "$tree"
cp "$out/xingke-linux" "$tree/xingke"
cp "$out/xingke-desktop-linux" "$tree/xingke-desktop"
cp build/linux/* LICENSE THIRD-PARTY.txt "$tree/"
step "archive for linux"
tar -C "$parts" -czf "$out/xingke-$version-linux-$architecture.tar.gz" "xingke-$version"

if command -v dpkg-deb >/dev/null; then
  step "package for debian"
  deb="$parts/deb"
  mkdir -p "$deb/DEBIAN" "$deb/usr/bin" "$deb/usr/share/applications" "$deb/usr/share/mime/packages" \
    "$deb/usr/share/icons/hicolor/256x256/apps" "$deb/usr/share/doc/xingke"
  install -m 755 "$tree/xingke" "$tree/xingke-desktop" "$deb/usr/bin/"
  install -m 644 build/linux/xingke.desktop "$deb/usr/share/applications/"
  install -m 644 build/linux/xingke.xml "$deb/usr/share/mime/packages/"
  install -m 644 "$tree/xingke.png" "$deb/usr/share/icons/hicolor/256x256/apps/"
  install -m 644 LICENSE THIRD-PARTY.txt "$deb/usr/share/doc/xingke/"
  cat >"$deb/DEBIAN/control" <<CONTROL
Package: xingke
Version: $version
Architecture: $architecture
Maintainer: Xingke
Section: misc
Priority: optional
Depends: libgtk-3-0 | libgtk-3-0t64, libwebkit2gtk-4.1-0
Recommends: fonts-noto-cjk
Installed-Size: $(du -sk "$deb/usr" | cut -f1)
Description: Customer relations that work offline (行客)
 Customers, follow-ups, deals, orders and reports, all on this machine.
CONTROL
  dpkg-deb --root-owner-group --build "$deb" "$out/xingke_${version}_$architecture.deb" >/dev/null
fi

(cd "$out" && sha256sum -- * >SHA256SUMS)
ls -l "$out"
