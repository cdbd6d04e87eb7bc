# `make help` lists what there is. Every target does its own set-up, and says what it does before it does it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# The steps are meant to run one after another: cargo uses all cores by itself.
.NOTPARALLEL:

CARGO ?= cargo
BENCH := --manifest-path bench/Cargo.toml

say = @printf '\n==> %s\n' "$(1)"

.PHONY: help setup demo build test fmt fmt-check lint unit features seeds doc readme interop kannel bench size test-embedded deny clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the tests need and is missing (Debian packages, Rust components)
	@scripts/setup test

demo: ## watch a text message travel to an embedded message centre, and its receipt come back
	@scripts/setup build
	@$(CARGO) run --quiet -p smppkit-cli -- demo

build: ## compile the command: target/debug/smppkit
	@scripts/setup build
	$(call say,the smppkit command)
	@$(CARGO) build -p smppkit-cli

test: setup fmt-check lint unit features seeds doc build readme kannel interop test-embedded ## everything that must pass before a commit
	@printf '\nAll tests passed.\n'

fmt: ## format all sources
	@$(CARGO) fmt --all
	@$(CARGO) fmt $(BENCH)

fmt-check:
	$(call say,formatting)
	@$(CARGO) fmt --all --check
	@$(CARGO) fmt $(BENCH) --check

lint: ## clippy over everything, warnings are errors
	$(call say,clippy)
	@$(CARGO) clippy --workspace --all-targets --all-features -- -D warnings
	@$(CARGO) clippy -p smppkit --no-default-features -- -D warnings
	@$(CARGO) clippy -p smppkit --no-default-features --features log,defmt -- -D warnings

unit: ## the tests of all crates
	$(call say,tests of the workspace)
	@$(CARGO) test --workspace --quiet

features: ## the tests of the core with less than all its features
	$(call say,the core without an allocator)
	@$(CARGO) test -p smppkit --no-default-features --quiet
	$(call say,the core without an allocator and with the alphabets of East Asia)
	@$(CARGO) test -p smppkit --no-default-features --features east-asian --quiet
	$(call say,the core with an allocator but no operating system)
	@$(CARGO) test -p smppkit --no-default-features --features alloc --quiet
	$(call say,the core with all features that change what it does)
	@$(CARGO) test -p smppkit --features east-asian,log,arbitrary --quiet
	$(call say,the compact core)
	@$(CARGO) test -p smppkit-conformance --test codec --test transcripts --features smppkit/compact --quiet

seeds: ## the inputs that fuzzing begins with, through what the fuzz targets do
	$(call say,the seeds of the fuzz targets)
	@$(CARGO) test --manifest-path fuzz/Cargo.toml --quiet

doc: ## the reference documentation, warnings are errors
	$(call say,documentation)
	@RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --lib

readme: build ## run the code blocks of README.md
	$(call say,the code blocks of README.md)
	@scripts/run-code-blocks README.md

kannel: build ## Kannel, as a real peer, sends and receives through `smppkit simulate`
	@scripts/setup test
	$(call say,Kannel against smppkit simulate)
	@tests/interop/kannel/run.sh

interop: build ## other implementations of SMPP, both ways (docs/interop.md); PEERS="smpplib node-smpp" for some
	@scripts/setup interop
	$(call say,other implementations of SMPP)
	@tests/interop/run.py $(PEERS)

bench: ## codec, session and loopback throughput beside other Rust crates (docs/performance.md)
	@scripts/setup build
	$(call say,benchmarks)
	@$(CARGO) run --release $(BENCH) -- all

size: ## how large the core is on a microcontroller (docs/performance.md)
	@scripts/setup size
	$(call say,size on a Cortex-M4F)
	@tests/size/measure.sh

test-embedded: build ## examples/firmware on a Cortex-M4 that qemu plays, against `smppkit simulate` and worse peers
	@scripts/setup embedded
	$(call say,firmware on a Cortex-M4)
	@$(CARGO) test --quiet --manifest-path examples/firmware/Cargo.toml --lib
	@tests/embedded/run.py

deny: ## licences, advisories and sources of all dependencies (installs cargo-deny when missing)
	@$(CARGO) deny --version >/dev/null 2>&1 || $(CARGO) install --locked cargo-deny
	$(call say,cargo-deny)
	@$(CARGO) deny --workspace check

clean: ## remove all that was built
	@$(CARGO) clean
	@$(CARGO) clean $(BENCH)
