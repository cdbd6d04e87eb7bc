#!/usr/bin/env bash
# libsmppkit without `std` in a C program that has no heap: as a Linux process without a C library, and on a Cortex-M4F that
# qemu plays. Looks that nothing in the images allocates or can panic, and tells how large it is.
#
# Debian's rustc-web, cargo-web, rust-web-src, lld, clang and qemu-system-arm are enough for the Cortex-M4F.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
arm=thumbv7em-none-eabihf
export CARGO_TARGET_DIR=$root/target/no-heap
work=$(mktemp -d "${TMPDIR:-/tmp}/smppkit-no-heap-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$here"

say() { printf 'no heap: %s\n' "$*"; }
die() { say "error: $*" >&2; exit 1; }

# build CARGO ARGUMENT...: the static library.
build() {
  "$1" rustc --quiet --locked --profile firmware --manifest-path ../../Cargo.toml --lib --crate-type staticlib \
    --no-default-features --features compact "${@:2}"
}

# linux COMPILER ARGUMENT..., arm ARGUMENT...: the program, without a C library.
strict=(-std=c11 -Wall -Wextra -Wpedantic -Werror -Os -ffreestanding -nostdlib -static -ffunction-sections -fdata-sections)
linux() {
  # With -O1 no loop of memcpy becomes a call of memcpy.
  "$1" "${strict[@]}" -O1 -fno-pie -fno-stack-protector \
    -Wl,--gc-sections -I../../include program.c linux_x86_64.c "${@:2}" "$CARGO_TARGET_DIR/firmware/libsmppkit_c.a"
}
arm() {
  clang --target=$arm -mcpu=cortex-m4 -mfloat-abi=hard "${strict[@]}" -fuse-ld=lld -Wl,--gc-sections,--entry=vectors \
    -T cortex_m4.ld -Ifreestanding -I../../include program.c cortex_m4.c "$@" "$library"
}

# symbols PROGRAM PATTERN: those functions in it.
symbols() { nm -C "$1" | grep -E "$2" || true; }
heap=' (malloc|calloc|realloc|free|.*__r(ust|dl|g)_(alloc|alloc_zeroed|realloc|dealloc))$'
panic='panic|slice_index_fail|unwrap_failed|expect_failed'

# check NAME SAID: it said what it must.
check() {
  grep -v '^octets of' "$2" | diff "$here/expected.txt" - || die "$1: it said something else"
  say "$1"
}

# section PROGRAM NAME...: the octets of these sections.
section() { size -A -d "$1" | awk -v names=" ${*:2} " 'index(names, " " $1 " ") { sum += $2 } END { print sum + 0 }'; }

if [ "$(uname -sm)" = 'Linux x86_64' ]; then
  build "${CARGO:-cargo}"
  # A function that allocates cannot be linked.
  echo 'void *malloc(unsigned long); void *heap(void); void *heap(void) { return malloc(1); }' >"$work/heap.c"
  ! linux gcc "$work/heap.c" -Wl,-u,heap -o "$work/heap" 2>"$work/log" || die "a program with malloc can be linked"
  grep -q 'undefined reference to .malloc' "$work/log" || { cat "$work/log"; die "malloc is not what is missing"; }
  for cc in gcc clang; do
    linux $cc -o "$work/program"
    [ -z "$(symbols "$work/program" "$heap")" ] || die "there is a heap: $(symbols "$work/program" "$heap")"
    "$work/program" >"$work/said" || { cat "$work/said"; die "$cc: the program failed"; }
    check "Linux without a C library, $cc" "$work/said"
  done
fi

# The linker as tests/embedded/run.py names it: for another one, cargo compiles the library `core` again.
PATH="/usr/bin:/bin" RUSTC_BOOTSTRAP=1 CARGO_TARGET_THUMBV7EM_NONE_EABIHF_LINKER=ld.lld build /usr/bin/cargo -Zbuild-std=core --target $arm
library=$CARGO_TARGET_DIR/$arm/firmware/libsmppkit_c.a
arm -o "$work/program"
for pattern in "$heap" "$panic"; do
  [ -z "$(symbols "$work/program" "$pattern")" ] || die "the image has: $(symbols "$work/program" "$pattern")"
done
timeout 60 qemu-system-arm -machine mps2-an386 -nographic -monitor none -serial none -chardev stdio,id=out \
  -semihosting-config enable=on,target=native,chardev=out -kernel "$work/program" >"$work/said" 2>"$work/log" ||
  { cat "$work/said" "$work/log"; die "the program failed on the Cortex-M4F"; }
check "Cortex-M4F" "$work/said"

# figure NAME FUNCTION...: what a program takes that calls these.
figure() {
  local roots=() name
  for name in "${@:2}"; do roots+=(-u "smppkit_$name"); done
  ld.lld -m armelf --gc-sections --defsym abort=0 -e "smppkit_$2" "${roots[@]}" "$library" -o "$work/figure"
  [ -z "$(symbols "$work/figure" "$panic")" ] || die "$1: $(symbols "$work/figure" "$panic")"
  say "$1: $(section "$work/figure" .text) code, $(section "$work/figure" .rodata) constants"
}
codec=(decode encode check fault)
session=(session_init session_receive session_receive_eof session_request session_respond session_accept_bind
  session_handle_timeout session_poll_timeout session_poll_transmit session_close)
figure "codec" "${codec[@]}"
figure "codec and session" "${codec[@]}" "${session[@]}"
program=$work/program
say "all of the program: $(section "$program" .vectors .text) code, $(section "$program" .rodata) constants," \
  "$(section "$program" .bss) variables; $(grep '^octets of' "$work/said" | tr '\n' ' ')"
