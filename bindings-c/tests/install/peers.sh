#!/usr/bin/env bash
# The examples, built against the installed library, with peers that are not ours or not in C: esme_poll with
# `smppkit simulate`, and mc_epoll with `smppkit send` and Kannel.
#
#   bindings-c/tests/install/peers.sh DIRECTORY     where esme_poll, mc_epoll and esme are
#
# Uses target/debug/smppkit (built when missing), or what $SMPPKIT names.
set -euo pipefail

bin=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../../.." && pwd)
smppkit=${SMPPKIT:-$root/target/debug/smppkit}
[ -x "$smppkit" ] || (cd "$root" && cargo build --quiet -p smppkit-cli)
run=$(mktemp -d "${TMPDIR:-/tmp}/smppkit-peers-XXXXXX")
peer=
finish() {
  status=$?
  [ -z "$peer" ] || kill -KILL "$peer" 2>/dev/null || true
  [ $status -eq 0 ] || tail -n 20 "$run"/*.log | cut -c 1-300
  rm -rf "$run"
  exit $status
}
trap finish EXIT

say() { printf 'peers: %s\n' "$*"; }

# start NAME COMMAND...: a message centre in the background; its port is then in $port.
start() {
  local name=$1
  shift
  rm -f "$run/port"
  "$@" --port-file "$run/port" >"$run/$name.log" 2>&1 &
  peer=$!
  for _ in $(seq 200); do
    # The port ends with the line.
    [ -s "$run/port" ] && break
    kill -0 "$peer" 2>/dev/null || { say "$name ended before it listened"; exit 1; }
    sleep 0.05
  done
  port=$(cat "$run/port")
}

# stop: ends it, and it must say that all was well.
stop() {
  kill "$peer"
  wait "$peer"
  peer=
}

text=$(printf 'Съешь же ещё этих мягких французских булок, да выпей чаю 👋. %.0s' 1 2 3)

say "esme_poll against smppkit simulate"
start simulate "$smppkit" simulate --listen 127.0.0.1:0 --account test:secret --receipt-delay 100ms --message-id hex \
  --throttle 2000 --json
"$bin/esme_poll" --server "127.0.0.1:$port" --account test:secret --from MyShop --to +447700900123 --receipt \
  --count 200 --window 20 "$text"
"$bin/esme_poll" --server "127.0.0.1:$port" --account test:secret --to +447700900123 --count 3000 --rate 5000 Hello
"$bin/esme" 127.0.0.1 "$port" test secret 447700900123 Hello
stop
[ "$(grep -cF "\"text\":\"$text\"" "$run/simulate.log")" -eq 200 ] || { say "not every text arrived whole"; exit 1; }

say "smppkit send against mc_epoll"
start mc_epoll "$bin/mc_epoll" --port 0 --account test:secret --account kannel:secret --receipt-delay 100
seq 1000 | sed 's/^/message /' | "$smppkit" send --server "127.0.0.1:$port" --account test:secret --to +447700900123 \
  --receipt - >"$run/send.log"
[ "$(grep -c delivered "$run/send.log")" -ge 1000 ] || { say "receipts are missing"; exit 1; }
"$smppkit" send --server "127.0.0.1:$port" --account test:secret --to +447700900123 --smpp 3.3 Hello \
  >>"$run/send.log"

say "Kannel against mc_epoll"
python3 "$root/tests/interop/kannel/kannel_esme.py" "$port"
stop
say "$(cat "$run/mc_epoll.log" | tail -n 1)"
