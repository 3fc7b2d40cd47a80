# Two commands matter: `make run` and `make test`. What they need beyond Rust and Node they bring.

ADDRESS ?= 127.0.0.1:8080
DATA ?= ./data
CARGO_TARGET_DIR ?= target
export BENCH_REVIEWS ?= 200000
BIN = $(CARGO_TARGET_DIR)/release/pinglan
NPM = npm --prefix web --no-fund --no-audit

.NOTPARALLEL:
.PHONY: run build test test-full test-rust test-web e2e bench dev fmt lint page types clean

## Build everything, make and import demo data on the first start, serve.
run: build
	@if [ ! -e $(DATA)/demo/imported ] && { [ -e $(DATA)/demo ] || [ ! -e $(DATA)/store.sqlite ]; }; then \
	    $(BIN) demo --import --data $(DATA) && touch $(DATA)/demo/imported; \
	fi
	$(BIN) serve --data $(DATA) --listen $(ADDRESS)

build: page
	cargo build --release --bin pinglan

## The page, built into web/dist, from where the binary embeds it.
page: web/dist/index.html

web/dist/index.html: web/node_modules/.package-lock.json $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2>/dev/null)
	$(NPM) run build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	$(NPM) ci
	@touch $@

## All tests, scaled down to minutes; one Cargo profile, whose binary the browser tests use too.
test: lint test-web page test-rust e2e

test-rust:
	cargo test

test-web: web/node_modules/.package-lock.json
	$(NPM) run lint
	$(NPM) test

e2e: page
	@scripts/ensure-chromium
	cargo build --bin pinglan
	PINGLAN_BIN=$(abspath $(CARGO_TARGET_DIR))/debug/pinglan $(NPM) run e2e

## Everything at full size, with fuzzing by generators (FUZZ_SECONDS each).
test-full: export PINGLAN_TEST_FULL = 1
test-full: export FUZZ_SECONDS ?= 600
test-full: test

lint:
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings

## The ratios against the yardsticks, then the recorded queries over HTTP on the corpus that the benches have prepared.
bench:
	cargo bench --bench "*"
	cargo build --release --bin pinglan
	$(BIN) bench --data "$$(ls -td $(CARGO_TARGET_DIR)/bench-data/$(BENCH_REVIEWS)-*/data | head -1)"

## The service on the debug binary, and the page with live reload beside it on http://127.0.0.1:5173.
dev: web/node_modules/.package-lock.json
	cargo build --bin pinglan
	@trap 'kill 0' EXIT; $(CARGO_TARGET_DIR)/debug/pinglan serve --data $(DATA) --listen $(ADDRESS) & $(NPM) run dev

fmt:
	cargo fmt

## The contract and the types that the page derives from it.
types: web/node_modules/.package-lock.json
	cargo run --quiet --bin pinglan -- openapi > openapi.json
	$(NPM) run types

clean:
	cargo clean
	rm -rf web/dist web/node_modules
