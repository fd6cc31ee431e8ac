#!/bin/sh
# Installs the window and the command for this person: no root, and ./install.sh remove takes it away again. Books stay.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
programs="$HOME/.local/bin"
data="${XDG_DATA_HOME:-$HOME/.local/share}"
refresh() {
  update-mime-database "$data/mime" 2>/dev/null || true
  update-desktop-database "$data/applications" 2>/dev/null || true
}
if [ "${1:-}" = remove ]; then
  rm -f "$programs/xingke" "$programs/xingke-desktop" "$data/applications/xingke.desktop" \
    "$data/mime/packages/xingke.xml" "$data/icons/hicolor/256x256/apps/xingke.png"
  refresh
  exit 0
fi
mkdir -p "$programs" "$data/applications" "$data/mime/packages" "$data/icons/hicolor/256x256/apps"
install -m 755 "$here/xingke" "$here/xingke-desktop" "$programs/"
sed "s|^Exec=.*|Exec=\"$programs/xingke-desktop\" %f|" "$here/xingke.desktop" >"$data/applications/xingke.desktop"
install -m 644 "$here/xingke.xml" "$data/mime/packages/xingke.xml"
install -m 644 "$here/xingke.png" "$data/icons/hicolor/256x256/apps/xingke.png"
refresh
echo "Installed into $programs. 行客 stands in the menu of programs; *.xingke opens with it."
