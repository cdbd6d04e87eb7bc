# `make help` lists what there is. Every target does its own set-up, and says what it does before it does it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# The steps are meant to run one after another: cargo uses all cores by itself.
.NOTPARALLEL:

CARGO ?= cargo
# All crates at once, with one set of features: what one target compiles the next finds, and the core is not compiled for each.
WORKSPACE := --workspace --exclude smppkit --features smppkit/east-asian,smppkit/log,smppkit/arbitrary
BENCH := --manifest-path bench/Cargo.toml

say = @printf '\n==> %s\n' "$(1)"

# No target is a file.
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what the tests need and is missing (Debian packages, Rust components, cargo-c)
	@for what in test embedded test-node test-c-install; do scripts/setup $$what; done

demo: ## watch a text message travel to an embedded message centre, and its receipt come back
	@scripts/setup build
	@$(CARGO) run --quiet -p smppkit-cli -- demo

build: ## compile the command: target/debug/smppkit
	@scripts/setup build
	$(call say,the smppkit command)
	@$(CARGO) build -p smppkit-cli

# That packages are made and work is what `make test` asks, not how fast they are: `make test-python` optimises as a release does.
QUICK := CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=0
test: ## everything that must pass before a commit
	@scripts/setup test
	@scripts/side-by-side "$(MAKE) fmt-check lint programs" "$(MAKE) setup"
	$(call say,two rows of tests side by side: that of Rust is seen as it goes on)
	@scripts/side-by-side "$(MAKE) unit core features seeds doc readme interop && $(QUICK) $(MAKE) test-c-install" \
		"$(QUICK) $(MAKE) test-python test-node transcripts chaos && $(MAKE) test-embedded"
	@printf '\nAll tests passed.\n'

test-python: programs ## the Python package: its wheel in a virtual environment, types, tests, transcripts
	@scripts/setup python
	$(call say,the Python package)
	@bindings-python/scripts/test

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
	@CARGO_PROFILE_DEV_PANIC=abort $(CARGO) clippy -p smppkit-c --no-default-features --features compact -- -D warnings

# Without the core: its many property tests are compiled in a quarter of the time by `core`.
unit: ## the tests of all crates but the core
	$(call say,tests of the workspace)
	@$(CARGO) test $(WORKSPACE) --quiet

# As `unit` compiles them.
programs: ## compile what the tests run: smppkit, the peers, libsmppkit
	@scripts/setup build
	$(call say,the programs of the workspace)
	@$(CARGO) test $(WORKSPACE) --quiet --no-run

# Not optimised: these tests take seconds, and compiling takes a third of the time.
CORE := -p smppkit --config profile.dev.package.smppkit.opt-level=0 --quiet
core: ## the tests of the core, with all features that change what it does
	$(call say,the core)
	@$(CARGO) test $(CORE) --features east-asian,log,arbitrary

# The compact core by the same tests, with a quarter of the random PDUs.
COMPACT := --config profile.dev.package.smppkit.opt-level=0
features: ## the tests of the core with less than all its features
	$(call say,the core with none of its features)
	@$(CARGO) test $(CORE) --no-default-features
	$(call say,the compact core)
	@PROPTEST_CASES=64 $(CARGO) test $(WORKSPACE),smppkit/compact $(COMPACT) --test codec --test transcripts --quiet -- --skip oracle

seeds: ## the inputs that fuzzing begins with, through what the fuzz targets do
	$(call say,the seeds of the fuzz targets)
	@$(CARGO) test --manifest-path fuzz/Cargo.toml --no-default-features --quiet

# `make fuzz SECONDS=3600 TARGETS="decode session"`
SECONDS ?= 60
TARGETS ?=
fuzz: ## each fuzz target for SECONDS=60; TARGETS="decode session" for some (fuzz/README.md)
	@scripts/setup fuzz
	$(call say,$(or $(TARGETS),every fuzz target) for $(SECONDS) s)
	@fuzz/run $(SECONDS) $(TARGETS)

coverage: ## which lines of the core the tests reach: a table, and target/llvm-cov/html (docs/testing.md)
	@scripts/setup coverage
	$(call say,coverage of the core)
	@scripts/coverage

doc: ## the reference documentation, warnings are errors
	$(call say,documentation)
	@RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --all-features --no-deps --lib

readme: programs ## run the code blocks of README.md and of docs/rust
	$(call say,the code blocks of README.md and docs/rust)
	@CARGO="$(CARGO) --config profile.dev.package.smppkit.opt-level=0" scripts/run-code-blocks README.md docs/rust/*.md

transcripts: node programs ## every transcript against the session of each language: one table
	@scripts/setup python
	$(call say,transcripts in every language)
	@scripts/transcripts

chaos: node programs ## messages between all languages through a network that breaks, each accounted for: the short run (docs/soak.md)
	@scripts/setup python
	$(call say,messages through a network that breaks)
	@scripts/soak --messages 600 --reset 200 --close 400 --silence 2000

COUNT ?= 20000
SEED ?= 1
soak: node programs ## the same, COUNT=20000 messages each way of each pair of languages; SEED=1; PAIR=Python:C for one of them
	@scripts/setup python
	$(call say,$(COUNT) messages each way through a network that breaks)
	@scripts/soak --messages $(COUNT) --seed $(SEED) $(if $(PAIR),--pair $(PAIR))

interop: programs ## other implementations of SMPP, both ways (docs/interop.md); PEERS="smpplib node-smpp" for some
	@scripts/setup interop
	$(call say,other implementations of SMPP)
	@cd tests/interop && python3 -m unittest -q
	@tests/interop/run.py $(PEERS)

PREFIX ?= /usr/local
LIBDIR ?= lib
install-c: ## libsmppkit for C and C++: PREFIX=/usr/local LIBDIR=lib DESTDIR= (bindings-c/README.md)
	$(call say,libsmppkit)
	@scripts/install-c --prefix "$(PREFIX)" --libdir "$(LIBDIR)" $(if $(DESTDIR),--destdir "$(DESTDIR)")

test-c-install: programs ## libsmppkit, installed, as C, C++, pkg-config and CMake find it; its examples and other peers
	@scripts/setup test-c-install
	$(call say,libsmppkit as a stranger uses it)
	@bindings-c/tests/install/run.sh

bench: ## codec, session and loopback throughput beside other Rust crates (docs/performance.md)
	@scripts/setup build
	$(call say,benchmarks)
	@$(CARGO) run --release $(BENCH) -- all

bench-python: ## the Python package beside other packages (docs/performance.md)
	@scripts/setup python
	$(call say,benchmarks in Python)
	@venv=$$(bindings-python/scripts/environment); \
	"$$venv/bin/python" bindings-python/bench/codec.py; \
	"$$venv/bin/python" bindings-python/bench/loopback.py

bench-c: ## the C library beside libsmpp34 and Kannel (docs/performance.md)
	@scripts/setup bench-c
	$(call say,benchmarks in C)
	@$(CARGO) run --release $(BENCH) --features c -- c

node: ## build the package for Node: bindings-node/dist
	@scripts/setup node
	$(call say,the package for Node)
	@cd bindings-node && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error; }
	@cd bindings-node && npm run --silent build

test-node: node programs ## the package for Node: types and style, all of it on both engines, packed, in Chromium
	@scripts/setup test-node
	$(call say,types and style)
	@cd bindings-node && npm run --silent lint
	@cd bindings-node && npm test --silent

bench-node: node ## the package for Node beside node-smpp (docs/performance.md)
	$(call say,the codec for Node beside node-smpp)
	@cd bindings-node && npm run --silent bench

soak-node: export COUNT := 1000000
soak-node: node ## a million messages (COUNT=) between a client and a server for Node, whose memory must not grow
	$(call say,$(COUNT) messages in Node)
	@cd bindings-node && npm run --silent soak

size: ## how large the core is on a microcontroller (docs/performance.md)
	@scripts/setup size
	$(call say,size on a Cortex-M4F)
	@tests/size/measure.sh

test-embedded: programs ## firmware on a Cortex-M4 that qemu plays: examples/firmware, and libsmppkit in C without a heap
	@scripts/setup embedded
	$(call say,firmware on a Cortex-M4)
	@$(CARGO) test --quiet --manifest-path examples/firmware/Cargo.toml --lib
	@tests/embedded/run.py
	$(call say,libsmppkit without a heap and without an operating system)
	@bindings-c/tests/no_heap/run.sh

other-targets: ## whether the library of examples/firmware compiles for a Cortex-M0 and for RISC-V
	@scripts/setup embedded
	$(call say,other microcontrollers)
	@tests/embedded/run.py --other-targets

deny: ## licences, sources and duplicates of all dependencies, and what is linked into binary packages
	@scripts/setup deny
	$(call say,dependencies)
	@$(CARGO) deny --workspace check bans licenses sources
	@release/third-party --check

advisories: ## known vulnerabilities in dependencies: fetches a database, so it needs the network
	@scripts/setup deny
	$(call say,known vulnerabilities)
	@$(CARGO) deny --workspace check advisories || \
		{ printf 'advisories: vulnerable, or the database could not be fetched: see above. `make deny` checks the rest.\n' >&2; exit 1; }

release-check: ## what must be so before a release: PARTS="msrv crates" for some of it (docs/releasing.md)
	@scripts/setup release-check
	$(call say,ready for a release?)
	@release/check $(PARTS)

clean: ## remove all that was built
	@$(CARGO) clean
	@$(CARGO) clean $(BENCH)
