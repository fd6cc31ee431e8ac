#!/usr/bin/env bash
# The long suites one after the other, and the report from what they counted. A suite that fails
# does not keep the others from running; the report says so, and the run fails at its end.
# The large book comes first, on a machine that is at rest. A line here: a name, the package, which tests, how long at most.
set -euo pipefail
cd "$(dirname "$0")/.."
export XINGKE_NIGHTLY=1 XINGKE_TRUST="$PWD/build/bin/trust.jsonl" XINGKE_PROGRAM="$PWD/build/bin/xingke"
suites='
large        ./trust                    ^TestLarge                     3h
kills        ./trust                    ^TestKill                     3h
power        ./trust                    ^TestPower                    3h
damage       ./trust                    ^TestDamage                   3h
mend         ./backend/core/store         ^TestADamagedJournalIsMendedFromTheView$  1h
audit        ./backend/core/store/journal  ^TestEveryTamperingIsNoticed$|^TestALargeJournalIsWalkedQuickly$  1h
sealing      ./app                      ^TestNothingOnTheDiskCanBeRead$|^TestResealingSurvivesBeingKilledAtEveryStep$  1h
disk         ./trust                    ^TestFull|^TestRefusals|^TestSamples  1h
hostile      ./trust                    ^TestHostile                  3h
'
# Fuzz targets: a name, the package, the target. Each runs for XINGKE_FUZZ (60s; 0 leaves them out), and anew where a busy
# machine left it no time. What is kept for its coverage need not be made small: that would take the time.
fuzz='
journal      ./backend/core/store/journal  FuzzJournal
box          ./backend/core/seal           FuzzBox
stream       ./backend/core/seal           FuzzStream
recovery     ./backend/core/seal           FuzzRecoveryKey
backup       ./backend/core/store/backup   FuzzShelf
snapshots    ./backend/core/store/backup   FuzzSnapshotHead
archives     ./app                         FuzzArchive
records      ./backend/core/store          FuzzDecode
keys         ./backend/core/store          FuzzKeyOrder
order        ./backend/core/field          FuzzKeysOrder
calls        ./backend/core/rpc            FuzzInput
queries      ./backend/core/columns        FuzzFilter
search       ./backend/core/search         FuzzText
readings     ./backend/core/pinyin         FuzzPinyin
money        ./backend/base/money          FuzzParse
csv          ./backend/core/sheet          FuzzCSV
texts        ./backend/core/sheet          FuzzText
workbooks    ./backend/core/sheet          FuzzOpen
sheets       ./backend/core/sheet          FuzzSheetXML
parts        ./backend/core/sheet          FuzzParts
values       ./backend/core/sheet          FuzzParse
mapping      ./backend/core/records        FuzzMapping
'
: >"$XINGKE_TRUST"
failed="" left=""
[ "${XINGKE_FUZZ:-60s}" != 0 ] || { fuzz="" && left="fuzz"; }
# What is named in XINGKE_LEAVE ("large windows") is left out, and the report says so.
leaves() {
  case " ${XINGKE_LEAVE:-} " in *" $1 "*) left="$left${left:+, }$1" ;; *) return 1 ;; esac
}
fails() { failed="$failed${failed:+, }$1"; }
# note AREA TRIED COUNTED N adds a line to what was counted.
note() {
  printf '{"area":"%s","suite":"%s","at":"%s","facts":[{"name":"%s","value":%s}]}\n' "$1" "$2" "$(date -u +%FT%TZ)" "$3" "$4" >>"$XINGKE_TRUST"
}
said=$(mktemp)
trap 'rm -f "$said"' EXIT
while read -r name package tests limit; do
  [ -n "$name" ] && ! leaves "$name" || continue
  printf '\n== %s · %s\n' "$(date +%T)" "$name"
  go test -count=1 -timeout "$limit" -run "$tests" "$package" || fails "$name"
done <<<"$suites"
if ! leaves engines; then
  printf '\n== %s · a list of 100,000 rows and a board of 5,000 cards, in Chromium and in WebKitGTK\n' "$(date +%T)"
  if XINGKE_ROWS=100000 node --test --test-reporter=spec e2e/large.browser.mjs; then
    note "Large pages" "a list scrolled from its first row to its last, a board of 5,000 cards down a column; in Chromium and in WebKitGTK" "rows of the list" 100000
  else fails engines; fi
fi
if ! leaves windows; then
  printf '\n== %s · the program for Windows, under Wine\n' "$(date +%T)"
  scripts/wine.sh | tee "$said" || fails windows
  seen=$(grep -c '^   ' "$said" || true)
  [ "$seen" = 0 ] || note "Windows, under Wine" "the command for Windows: made, filled, killed at work, opened again, checked; long and Chinese paths" "statements that held" "$seen"
fi
while read -r name package target; do
  [ -n "$name" ] || continue
  printf '\n== %s · fuzz %s\n' "$(date +%T)" "$name"
  tried=0
  for _ in 1 2 3; do
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${XINGKE_FUZZ:-60s}" -fuzzminimizetime 10x "$package" | tee "$said" || { fails "fuzz $name"; continue 2; }
    tried=$(grep -o 'execs: [0-9]*' "$said" | tail -1 | tr -dc 0-9 || true)
    [ "${tried:-0}" = 0 ] || break
  done
  [ "${tried:-0}" != 0 ] || fails "fuzz $name (no time)"
  note "Fuzzed" "$name ($target)" "inputs made up from the kept ones" "${tried:-0}"
done <<<"$fuzz"
go run ./trust/report -in "$XINGKE_TRUST" -out docs/trust-report.md -failed "$failed" -left "$left"
echo "docs/trust-report.md is written."
[ -z "$failed" ] || { echo "Failed: $failed" >&2; exit 1; }
