#!/usr/bin/env bash
# Kannel, an SMS gateway in production the world over, against `smppkit simulate`: it binds as a transceiver, submits plain,
# long, Unicode and other messages, gets a receipt for each, and receives messages that the simulated mobile sends: a short
# one, and a long one in Unicode. Passes when all of them arrived as they were sent and the simulator ended cleanly on
# SIGTERM.
#
#   tests/interop/kannel/run.sh [LOG]    uses target/debug/smppkit (built when missing), or what $SMPPKIT names; LOG is where
#                                        what passed is kept, as `smppkit simulate --json` writes it
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
smppkit=${SMPPKIT:-$root/target/debug/smppkit}
mo='Hello from the handset'
# Seven parts; with emoji of two units and of eleven.
long_mo=$(printf 'Привет с телефона 👋 от всей семьи 👨‍👩‍👧‍👦! %.0s' $(seq 10))

say() { printf 'kannel: %s\n' "$*"; }

[ -x "$smppkit" ] || (cd "$root" && cargo build -p smppkit-cli)

run=$(mktemp -d "${TMPDIR:-/tmp}/smppkit-kannel-XXXXXX")
simulator=
finish() {
  status=$?
  # Still there only when something failed on the way.
  [ -z "$simulator" ] || kill -KILL "$simulator" 2>/dev/null || true
  if [ $status -ne 0 ]; then
    for log in "$run"/simulate.err "$run"/simulate.log "$run"/kannel-*/bearerbox.log; do
      [ -s "$log" ] || continue
      say "the end of ${log##*/}:"
      tail -n 60 "$log"
    done
    # Last, so that it is what one sees.
    [ ! -s "$run/failures" ] || cat "$run/failures" >&2
  fi
  rm -rf "$run"
  exit $status
}
trap finish EXIT

say "starting smppkit simulate"
"$smppkit" simulate --listen 127.0.0.1:0 --account kannel:secret --port-file "$run/port" \
  --receipt-delay 100ms --mo "447700900123:12345:$mo" --mo "447700900123:12345:$long_mo" --json \
  >"$run/simulate.log" 2>"$run/simulate.err" &
simulator=$!

for _ in $(seq 100); do
  [ -s "$run/port" ] && break
  kill -0 "$simulator" 2>/dev/null || { wait "$simulator" || true; say "the simulator ended before it listened"; exit 1; }
  sleep 0.05
done
[ -s "$run/port" ] || { say "the simulator did not listen within 5 seconds"; exit 1; }
port=$(cat "$run/port")

say "starting Kannel against port $port"
# Kannel's configuration and logs go where ours do, so that they are shown on failure and removed at the end.
TMPDIR="$run" python3 "$here/kannel_esme.py" "$port" --mc-log "$run/simulate.log" --expect-mo "$mo" \
  --expect-mo "$long_mo" 2>"$run/failures"

say "stopping the simulator"
kill -TERM "$simulator"
for _ in $(seq 100); do
  kill -0 "$simulator" 2>/dev/null || break
  sleep 0.05
done
if kill -0 "$simulator" 2>/dev/null; then
  say "the simulator did not end within 5 seconds of SIGTERM"
  exit 1
fi
status=0
wait "$simulator" || status=$?
simulator=
if [ $status -ne 0 ]; then
  say "the simulator ended with exit status $status after SIGTERM"
  exit 1
fi
[ $# -eq 0 ] || cp "$run/simulate.log" "$1"
say "passed"
