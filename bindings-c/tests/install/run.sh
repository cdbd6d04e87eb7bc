#!/usr/bin/env bash
# Installs the library, by way of --destdir, and uses it as a stranger would: with pkg-config, linked statically, and with
# CMake; in a directory that knows nothing of this one. The program is the first example of smppkit.h; then the examples are
# built, and meet peers.
#
#   bindings-c/tests/install/run.sh [DIRECTORY]     leaves what was installed in DIRECTORY/usr, which must not be there yet;
#                                                   default: removes it again
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=${1:-$(mktemp -d "${TMPDIR:-/tmp}/smppkit-install-XXXXXX")}
mkdir -p "$work"
work=$(cd "$work" && pwd)
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
prefix=$work/usr
passed=0

say() { printf 'install: %s\n' "$*"; }
die() { say "error: $*" >&2; exit 1; }

# try NAME PROGRAM: runs a program that was built, and looks at what it says.
try() {
  local said
  said=$("$2") || die "$1: the program failed"
  [ "$said" = 'to 447700900123, reference 7' ] || die "$1: the program said: $said"
  say "$1"
  passed=$((passed + 1))
}

# needs PROGRAM: the shared libraries that it wants.
needs() { readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }

"$root/scripts/setup" test-c-install
# In a directory from which a package would be made, and from there to its place: for each directory cargo-c compiles again.
"$root/scripts/install-c" --prefix "$prefix" --libdir lib/here --destdir "$work/stage"
[ ! -e "$prefix" ] || die "$prefix is there already"
mv "$work/stage$prefix" "$prefix"
[ "$(find "$work/stage" -type f)" = "" ] || die "--destdir: more than what is below the prefix"
grep -qx "prefix=$prefix" "$prefix/lib/here/pkgconfig/smppkit.pc" || die "--destdir: smppkit.pc knows of it"

cd "$(mktemp -d "$work/clean-XXXXXX")"
export PKG_CONFIG_PATH=$prefix/lib/here/pkgconfig
# The program in the comment that smppkit.h begins with.
example() { awk '/^\/\/     #include/ { on = 1 } on && !/^\/\/(     |$)/ { exit } on { print substr($0, 8) }' "$1"; }
example "$prefix/include/smppkit.h" >hello.c
example "$prefix/include/smppkit.hpp" >hello.cpp
strict="-std=c11 -Wall -Wextra -Wpedantic -Werror"

for cc in gcc clang; do
  command -v $cc >/dev/null || continue
  $cc $strict hello.c -o hello $(pkg-config --cflags --libs smppkit)
  needs hello | grep -qx 'libsmppkit.so.0.1' || die "$cc: no soname: $(needs hello)"
  LD_LIBRARY_PATH=$prefix/lib/here try "$cc, shared library" ./hello

  $cc $strict -static hello.c -o hello $(pkg-config --static --cflags --libs smppkit)
  [ -z "$(needs hello)" ] || die "$cc: not static: $(needs hello)"
  try "$cc -static" ./hello

  # Only this library is linked statically, and the system's are not.
  $cc $strict hello.c -o hello $(pkg-config --cflags smppkit) -Wl,-Bstatic $(pkg-config --libs smppkit) -Wl,-Bdynamic \
    $(pkg-config --static --libs-only-l smppkit | sed 's/-lsmppkit//')
  ! needs hello | grep -q smppkit || die "$cc: linked with the shared library"
  try "$cc, static library" ./hello
done

for cxx in g++ clang++; do
  command -v $cxx >/dev/null || continue
  $cxx -std=c++17 -Wall -Wextra -Wpedantic -Werror hello.cpp -o hello $(pkg-config --cflags --libs smppkit)
  LD_LIBRARY_PATH=$prefix/lib/here try "$cxx, shared library" ./hello
done

cp "$here/CMakeLists.txt" .
cmake -S . -B build -DCMAKE_PREFIX_PATH="$prefix" -DWANTED=0.1 >cmake.log || { cat cmake.log; die "cmake"; }
cmake --build build >cmake.log || { cat cmake.log; die "cmake --build"; }
needs build/hello_shared | grep -qx 'libsmppkit.so.0.1' || die "CMake: not linked with the shared library"
! needs build/hello_static | grep -q smppkit || die "CMake: not linked with the static library"
try "CMake, shared library" build/hello_shared
try "CMake, static library" build/hello_static
! cmake -S . -B other -DCMAKE_PREFIX_PATH="$prefix" -DWANTED=9.0 >cmake.log 2>&1 || die "CMake: finds a version that is not there"
# A prefix alone does not say where the library is: pkg-config does.
! env -u PKG_CONFIG_PATH cmake -S . -B other -DCMAKE_PREFIX_PATH="$prefix" -DWANTED=0.1 >cmake.log 2>&1 \
  || die "CMake: finds a library in a place that nobody named"

mkdir bin
for source in "$root"/bindings-c/examples/*.c; do
  gcc $strict -O2 "$source" -o "bin/$(basename "$source" .c)" $(pkg-config --cflags --libs smppkit)
done
g++ -std=c++17 -O2 "$root/bindings-c/examples/esme.cpp" -o bin/esme $(pkg-config --cflags --libs smppkit)
LD_LIBRARY_PATH=$prefix/lib/here bin/drop_in
LD_LIBRARY_PATH=$prefix/lib/here "$here/peers.sh" bin
passed=$((passed + 1))
printf '%d passed, 0 failed\n' "$passed"
