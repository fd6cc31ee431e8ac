#!/usr/bin/env bash
# The long suites one after the other, and the report from what they counted. A suite that fails
# does not keep the others from running; the report says so, and the run fails at its end.
# A line here: a name, the package, which tests, how long at most.
set -eu
cd "$(dirname "$0")/.."
export XINGKE_NIGHTLY=1 XINGKE_TRUST="$PWD/build/bin/trust.jsonl" XINGKE_PROGRAM="$PWD/build/bin/xingke"
suites='
kills        ./trust                    ^TestKill                     3h
power        ./trust                    ^TestPower                    3h
damage       ./trust                    ^TestDamage                   3h
mend         ./backend/core/store         ^TestADamagedJournalIsMendedFromTheView$  1h
audit        ./backend/core/store/journal  ^TestEveryTamperingIsNoticed$|^TestALargeJournalIsWalkedQuickly$  1h
sealing      ./app                      ^TestNothingOnTheDiskCanBeRead$|^TestResealingSurvivesBeingKilledAtEveryStep$  1h
disk         ./trust                    ^TestFull|^TestRefusals|^TestSamples  1h
large        ./trust                    ^TestLarge                     3h
hostile      ./trust                    ^TestHostile                  3h
'
# Fuzz targets: a name, the package, the target. Each runs for XINGKE_FUZZ (60s; 0 leaves them out).
fuzz='
journal      ./backend/core/store/journal  FuzzJournal
box          ./backend/core/seal           FuzzBox
stream       ./backend/core/seal           FuzzStream
recovery     ./backend/core/seal           FuzzRecoveryKey
backup       ./backend/core/store/backup   FuzzShelf
records      ./backend/core/store          FuzzDecode
calls        ./backend/core/rpc            FuzzInput
queries      ./backend/core/columns        FuzzFilter
search       ./backend/core/search         FuzzText
csv          ./backend/core/sheet          FuzzCSV
texts        ./backend/core/sheet          FuzzText
workbooks    ./backend/core/sheet          FuzzOpen
sheets       ./backend/core/sheet          FuzzSheetXML
parts        ./backend/core/sheet          FuzzParts
values       ./backend/core/sheet          FuzzParse
mapping      ./backend/core/records        FuzzMapping
'
[ "${XINGKE_FUZZ:-60s}" != 0 ] || fuzz=""
rm -f "$XINGKE_TRUST"
failed=""
while read -r name package tests limit; do
  [ -n "$name" ] || continue
  printf '\n== %s · %s\n' "$(date +%T)" "$name"
  go test -count=1 -timeout "$limit" -run "$tests" "$package" || failed="$failed${failed:+, }$name"
done <<<"$suites"
printf '\n== %s · the program for Windows, under Wine\n' "$(date +%T)"
scripts/wine.sh || failed="$failed${failed:+, }windows"
while read -r name package target; do
  [ -n "$name" ] || continue
  printf '\n== %s · fuzz %s\n' "$(date +%T)" "$name"
  go test -run '^$' -fuzz "^$target\$" -fuzztime "${XINGKE_FUZZ:-60s}" -fuzzminimizetime 2s "$package" || failed="$failed${failed:+, }fuzz $name"
done <<<"$fuzz"
go run ./trust/report -in "$XINGKE_TRUST" -out docs/trust-report.md -failed "$failed"
echo "docs/trust-report.md is written."
[ -z "$failed" ] || { echo "Failed: $failed" >&2; exit 1; }
