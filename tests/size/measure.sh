#!/bin/sh
# How large smppkit is on a Cortex-M4F; an error if anything in it can panic, or if it takes more than 32 kB.
#
# Debian's rustc-web, cargo-web, rust-web-src, lld and llvm are enough: the library `core` is compiled along. Another
# compiler of the same kind is chosen with CARGO.
set -eu

cd "$(dirname "$0")"
target=thumbv7em-none-eabihf
cargo=${CARGO:-/usr/bin/cargo}
level=${1:-s}
status=0
export RUSTC_BOOTSTRAP=1 CARGO_PROFILE_RELEASE_OPT_LEVEL="$level"
export CARGO_TARGET_THUMBV7EM_NONE_EABIHF_LINKER=ld.lld
export PATH="$(dirname "$cargo"):/usr/bin:/bin"

build() {
	name=$1
	shift
	entries=$(for entry in "$@"; do printf ' -C link-arg=-u%s' "$entry"; done)
	RUSTFLAGS="-C link-arg=--entry=$1 -C link-arg=--gc-sections$entries" \
		"$cargo" build --quiet --release -Zbuild-std=core --target "$target" --bin "$name"
}

section() {
	size -A -d "$1" | awk -v name="$2" '$1 == name || index($1, name ".") == 1 { sum += $2 } END { print sum + 0 }'
}

printf '%-10s %8s %8s %8s  %s\n' program .text .rodata total 'symbols of panics'
for program in nothing codec session; do
	case $program in
	session) build session start submit receive ;;
	*) build "$program" entry ;;
	esac
	file=target/$target/release/$program
	text=$(section "$file" .text)
	rodata=$(section "$file" .rodata)
	panics=$(nm -C "$file" | grep -c panic || true)
	printf '%-10s %8d %8d %8d  %d\n' "$program" "$text" "$rodata" $((text + rodata)) "$panics"
	nm -C "$file" | grep panic | sed 's/^/    /' || true
	[ "$panics" -eq 0 ] && [ $((text + rodata)) -le 32768 ] || status=1
done
exit "$status"
