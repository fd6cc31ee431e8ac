# 行客 Xingke. The two commands of every day:
#   make run    sets up what is missing, builds, and opens the window on a practice book
#   make test   sets up what is missing and passes every test
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN    := build/bin
TAGS   := desktop,production,webkit2_41
GOFILES = $(shell git ls-files -co --exclude-standard -- '*.go')
PAGES  := $(shell find frontend/src frontend/public docs/manual -type f 2>/dev/null) \
          frontend/index.html frontend/vite.config.ts frontend/tsconfig.json
# Every step of `make test` says when it began, so that a slow one is seen.
STEP    = @printf '\n== %s · %s\n' "$$(date +%T)" 

.PHONY: help run dev test check fmt gen bench nightly package shots notices need-run need-test \
        build go-check go-test cross pages-test browser-test window-test clean

help: ## lists the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: need-run build ## sets up what is missing, builds, opens the window on a practice book
	@scripts/run.sh

dev: need-run frontend/node_modules/.ready ## the office door on 127.0.0.1:8700 and Vite, which shows changed pages at once
	@scripts/dev.sh

test: need-test ## sets up what is missing and passes every test
	@$(MAKE) frontend/dist/.ready
	@$(MAKE) -j2 -Otarget check go-test pages-test
	@$(MAKE) build
	@$(MAKE) -j2 -Otarget browser-test cross SYSTEMS=windows
	@$(MAKE) window-test
	$(STEP) 'all passed'

check: go-check frontend/node_modules/.ready ## formatting, vet, linters, types, generated files
	$(STEP) 'generated files'
	@go run ./app/gen -check
	@node scripts/notices.mjs --check
	$(STEP) 'pages: biome, types'
	@cd frontend && npx --no-install biome check --error-on-warnings . && npx --no-install tsc --noEmit

fmt: frontend/node_modules/.ready ## formats Go and TypeScript
	@gofmt -w $(GOFILES)
	@cd frontend && npx --no-install biome check --write .

gen: ## writes the TypeScript client and the generated documents anew
	@go run ./app/gen

BENCH ?= 1000,10000,100000
comma := ,
bench: need-test build ## the work measured beside SQLite at three sizes, into docs/bench.md; BENCH=1000,10000 for fewer
	@cd bench && go run . -customers $(BENCH) -programs -out ../docs/bench.md
	@[ ! -e bench/pages/measure.mjs ] || node bench/pages/measure.mjs --customers $(lastword $(subst $(comma), ,$(BENCH))) --out docs/bench.md

nightly: need-test build ## the long suites (XINGKE_PERCENT=20 for a fifth, XINGKE_CUSTOMERS=10000), into docs/trust-report.md
	@scripts/nightly.sh

shots: need-test build ## screenshots of every page, both languages, light and dark, into shots/
	@node e2e/shots.mjs

notices: frontend/node_modules/.ready ## collects the licences of everything that ships into THIRD-PARTY.txt
	@node scripts/notices.mjs

package: need-run frontend/dist/.ready ## programs to hand out, into build/bin/package
	@scripts/package.sh

clean: ## removes what was built; books stay
	@rm -rf $(BIN) frontend/dist/assets frontend/dist/index.html frontend/dist/.ready

# ---- what the steps are made of ------------------------------------------------

need-run:
	@scripts/need.sh run

need-test:
	@scripts/need.sh test

frontend/node_modules/.ready: frontend/package.json frontend/package-lock.json
	$(STEP) 'pages: packages'
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/.ready: frontend/node_modules/.ready $(PAGES)
	$(STEP) 'pages: build'
	@cd frontend && npx --no-install vite build --logLevel warn
	@touch $@ frontend/dist/.gitkeep

build: frontend/dist/.ready ## the command (build/bin/xingke) and the window (build/bin/xingke-desktop)
	$(STEP) 'programs'
	@mkdir -p $(BIN)
	@CGO_ENABLED=0 go build -o $(BIN)/xingke ./app/xingke
	@go build -tags $(TAGS) -o $(BIN)/xingke-desktop .

go-check:
	$(STEP) 'gofmt'
	@bad=$$(gofmt -l $(GOFILES)); [ -z "$$bad" ] || { echo "not formatted (make fmt):"; echo "$$bad"; exit 1; }
	$(STEP) 'go vet'
	@go vet ./...
	$(STEP) 'go vet, the window'
	@go vet -tags $(TAGS) . ./app/desktop
	$(STEP) 'staticcheck'
	@go tool -modfile=tools/go.mod staticcheck ./...

# A test named TestLong… lets one goroutine do very much of the same, or runs the program as a process of its own: to look
# for races there takes minutes, and finds nothing that the tests beside it would not.
LONG = $$(git grep -l '^func TestLong' -- 'app/*_test.go' 'backend/*_test.go' | xargs -n1 dirname | sort -u | sed 's,^,./,')
go-test:
	$(STEP) 'go test -race'
	@go test -race -timeout 15m -skip '^TestLong' $$(go list ./... | grep -v '/trust$$')
	$(STEP) 'what is long; the program killed, its files damaged, files that mean harm'
	@go test -timeout 15m -run '^TestLong' $(LONG)
	@go test -timeout 15m ./trust
	$(STEP) 'every work of the bench, once'
	@cd bench && go test .

# What is handed out must build for the three systems (`build` does Linux); only the Linux and macOS
# windows need C. It takes what the browser leaves of the processors. `make test` leaves macOS out:
# every file of ours that it takes, Linux or Windows takes too.
SYSTEMS := windows darwin
cross:
	@for os in $(SYSTEMS); do \
	  printf '\n== %s · build for %s\n' "$$(date +%T)" $$os; \
	  CGO_ENABLED=0 GOOS=$$os nice -n 19 go build -o /dev/null ./app/xingke; done
	$(STEP) 'build the window for windows'
	@CGO_ENABLED=0 GOOS=windows nice -n 19 go build -tags desktop,production -o /dev/null .

pages-test:
	$(STEP) 'pages: unit tests'
	@cd frontend && npx --no-install vitest run --reporter=dot

browser-test:
	$(STEP) 'pages in a browser'
	@node --test --test-reporter=spec --test-concurrency=2 e2e/*.browser.mjs

window-test:
	$(STEP) 'the window'
	@go build -tags $(TAGS),windowtest -o $(BIN)/xingke-windowtest .
	@node --test --test-reporter=spec e2e/window.mjs
