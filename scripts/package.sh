#!/usr/bin/env bash
# Programs to hand out, into build/bin/package: the command for three systems, the window for Linux and Windows.
# The installer for Windows is made where makensis (package nsis) is there.
set -eu
cd "$(dirname "$0")/.."
out=build/bin/package
rm -rf "$out" && mkdir -p "$out"
small="-s -w"
for os in linux windows darwin; do
  suffix=""; [ "$os" = windows ] && suffix=".exe"
  echo "command for $os"
  CGO_ENABLED=0 GOOS=$os go build -trimpath -ldflags "$small" -o "$out/xingke-$os$suffix" ./app/xingke
done
echo "window for linux"
go build -trimpath -tags desktop,production,webkit2_41 -ldflags "$small" -o "$out/xingke-desktop-linux" .
echo "window for windows"
CGO_ENABLED=0 GOOS=windows go build -trimpath -tags desktop,production -ldflags "$small -H windowsgui" -o "$out/xingke-desktop-windows.exe" .
cp LICENSE THIRD-PARTY.txt "$out/"
if command -v makensis >/dev/null; then
  echo "installer for windows"
  go tool -modfile=tools/go.mod wails build -platform windows/amd64 -s -nsis -skipbindings -webview2 download -installscope user
  mv build/bin/*-installer.exe "$out/"
fi
ls -l "$out"
