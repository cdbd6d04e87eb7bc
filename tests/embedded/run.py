#!/usr/bin/env python3
"""The firmware of examples/firmware, on a Cortex-M4 that qemu plays, against `smppkit simulate` and worse peers.

qemu's UART is a socket that this program accepts. What passes between it and the message centre goes through `relay`, so
that a peer can be made to stammer, to send rubbish, or to hang up in the middle of a PDU.

    tests/embedded/run.py                    plays it
    tests/embedded/run.py --other-targets    looks whether its library compiles for other microcontrollers
"""

import contextlib
import json
import os
import random
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FIRMWARE = ROOT / "examples" / "firmware"
# As libsmppkit without a heap is built (bindings-c/tests/no_heap), so that the library `core` is there for both.
BUILT = ROOT / "target" / "no-heap"
PROFILE = ["--profile", "firmware", "--config", "profile.firmware.inherits='release'", "--config", "profile.release.debug=false"]
SIMULATOR = ROOT / "target" / "debug" / "smppkit"
TARGET = "thumbv7em-none-eabihf"
OTHER_TARGETS = ["thumbv6m-none-eabi", "riscv32imac-unknown-none-elf"]

BIND_TRANSCEIVER, SUBMIT_SM_RESP, GENERIC_NACK = 0x00000009, 0x80000004, 0x80000000
ESME_RINVCMDLEN = 0x00000002

# What settings.rs says.
TEXT = "Meter 17: 493.8 kWh"
ORDER = "Set tariff 2"
THEIR_NUMBER, OUR_NUMBER = "447700900123", "12345"

# Nothing here takes a tenth of this.
LIMIT = 20.0


class Failure(Exception):
    """Something is not as it should be."""


def check(is_so: bool, what: str) -> None:
    if not is_so:
        raise Failure(what)


# Building


def cargo(command: str, target: str, *arguments: str) -> None:
    """Debian's compiler has the source of the library `core`, which is compiled along."""
    environment = {
        **os.environ,
        "PATH": "/usr/bin:/bin",
        "RUSTC_BOOTSTRAP": "1",
        "CARGO_TARGET_DIR": str(BUILT),
        "CARGO_TARGET_THUMBV7EM_NONE_EABIHF_LINKER": "ld.lld",
    }
    program = ["/usr/bin/cargo", command, "--quiet", *PROFILE, "--locked", "-Zbuild-std=core"]
    subprocess.run([*program, "--target", target, *arguments], cwd=FIRMWARE, env=environment, check=True)


def image(*arguments: str) -> Path:
    cargo("build", TARGET, "--bin", "mps2", *arguments)
    return BUILT / TARGET / "firmware" / "mps2"


def panics(program: Path) -> list[str]:
    """The functions in it that a panic would go through."""
    symbols = subprocess.run(["nm", "-C", program], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\S*(?:panic|slice_index_fail|unwrap_failed|expect_failed)\S*", symbols)


def sections(program: Path) -> dict[str, int]:
    out = subprocess.run(["size", "-A", "-d", program], capture_output=True, text=True, check=True).stdout
    return {name: int(size) for name, size in re.findall(r"^(\.\S+) +(\d+)", out, re.MULTILINE)}


# Peers


@dataclass
class Pdu:
    """A PDU as it passed at the message centre."""

    direction: str
    command: str
    sequence_number: int
    status: int
    fields: dict[str, Any]
    faults: list[Any]


class MessageCentre:
    """`smppkit simulate`, and what it saw."""

    def __init__(self, directory: Path) -> None:
        self.seen = directory / "pdus.json"
        port_file = directory / "port"
        order = f"{THEIR_NUMBER}:{OUR_NUMBER}:{ORDER}"
        command: list[str | Path] = [SIMULATOR, "simulate", "--listen", "127.0.0.1:0", "--port-file", port_file, "--json"]
        command += ["--account", "meter:secret08", "--receipt-delay", "300ms", "--mo", order]
        with self.seen.open("w") as seen:
            self.process = subprocess.Popen(command, stdout=seen, stderr=subprocess.DEVNULL)
        until = time.monotonic() + LIMIT
        while not (port_file.exists() and port_file.read_text().strip()):
            check(time.monotonic() < until, "the simulator does not listen")
            time.sleep(0.01)
        self.port = int(port_file.read_text())

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=LIMIT)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def sessions(self) -> list[list[Pdu]]:
        """Ends it and tells what passed in each session."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=LIMIT)
        sessions: dict[str, list[Pdu]] = {}
        for line in self.seen.read_text().splitlines():
            pdu = json.loads(line)
            if "command" in pdu:
                number = pdu["session"].split()[0]
                names = "direction", "command", "sequence_number", "command_status", "fields", "faults"
                sessions.setdefault(number, []).append(Pdu(*(pdu[name] for name in names)))
        return list(sessions.values())


def both(line: socket.socket, centre: socket.socket, at_once: int = 4096) -> Iterator[tuple[socket.socket, bytes]]:
    """What comes from either side, so many octets at once, until one ends."""
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        ready, _, _ = select.select([line, centre], [], [], LIMIT)
        check(ready != [], "nothing passes any more")
        for side in ready:
            octets = side.recv(at_once)
            if not octets:
                return
            yield side, octets
    raise Failure("the session does not end")


def relay(line: socket.socket, centre: socket.socket, at_once: int = 4096) -> None:
    """Passes octets on in both directions."""
    for side, octets in both(line, centre, at_once):
        (centre if side is line else line).sendall(octets)


class Frames:
    """Makes PDUs of octets: command_id, command_status, and all octets of each."""

    def __init__(self) -> None:
        self.held = b""

    def take(self, octets: bytes) -> Iterator[tuple[int, int, bytes]]:
        self.held += octets
        while len(self.held) >= 16 and len(self.held) >= (length := int.from_bytes(self.held[:4])):
            frame, self.held = self.held[:length], self.held[length:]
            command_id, status = struct.unpack(">II", frame[4:12])
            yield command_id, status, frame


def received(line: socket.socket) -> Iterator[tuple[int, int, bytes]]:
    """The PDUs that come."""
    frames = Frames()
    while octets := line.recv(4096):
        yield from frames.take(octets)
    raise Failure("the firmware ended")


def next_bind(line: socket.socket) -> bytes:
    """Waits for a bind, whatever comes before it, and answers nothing."""
    return next(frame for command_id, _, frame in received(line) if command_id == BIND_TRANSCEIVER)


def good(line: socket.socket, centre: MessageCentre) -> None:
    with centre.connect() as connection:
        relay(line, connection)


def octet_by_octet(line: socket.socket, centre: MessageCentre) -> None:
    with centre.connect() as connection:
        relay(line, connection, at_once=1)


def rubbish(line: socket.socket, centre: MessageCentre) -> None:
    """Frames of which only the length is right, then none at all; then a message centre."""
    next_bind(line)
    source = random.Random(1)
    ids = [command_id | response for command_id in range(1, 0x23) for response in (0, 0x80000000)]
    for command_id in [*ids, 0x102, 0x80000112, 0xDEADBEEF]:
        body = source.randbytes(source.randrange(60))
        # A number that answers none of its requests.
        line.sendall(struct.pack(">IIII", 16 + len(body), command_id, source.randrange(4), 0x40000000) + body)
    line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    nack = (GENERIC_NACK, ESME_RINVCMDLEN)
    for command_id, status, _ in received(line):
        check(command_id != BIND_TRANSCEIVER, "a new session, and rubbish was not answered")
        if (command_id, status) == nack:
            break
    bind = next_bind(line)
    with centre.connect() as connection:
        connection.sendall(bind)
        relay(line, connection)


def hang_up(line: socket.socket, centre: MessageCentre) -> None:
    """Silence in the middle of the response to the text; then a message centre, which knows nothing of it."""
    with centre.connect() as connection:
        cut(line, connection)
    bind = next_bind(line)
    with centre.connect() as connection:
        connection.sendall(bind)
        relay(line, connection)


def cut(line: socket.socket, centre: socket.socket) -> None:
    """Passes PDUs on, up to the middle of the first submit_sm_resp."""
    frames = Frames()
    for side, octets in both(line, centre):
        if side is line:
            centre.sendall(octets)
            continue
        for command_id, _, frame in frames.take(octets):
            if command_id == SUBMIT_SM_RESP:
                line.sendall(frame[:10])
                return
            line.sendall(frame)


# What must have passed


def check_session(pdus: list[Pdu]) -> None:
    """The one session in which all was done."""
    got = [pdu for pdu in pdus if pdu.direction == "received"]
    sent = [pdu for pdu in pdus if pdu.direction == "sent"]
    check(all(not pdu.faults and pdu.status == 0 for pdu in got), f"out of order: {got}")

    commands = Counter(pdu.command for pdu in got)
    check(commands.pop("enquire_link", 0) >= 1, "the link was not kept")
    check(commands.pop("deliver_sm_resp") == sum(pdu.command == "deliver_sm" for pdu in sent), "deliver_sm unanswered")
    expected = {"bind_transceiver": 1, "submit_sm": 1, "unbind": 1}
    check(commands == expected, f"the firmware sent {dict(commands)}")
    check((got[0].command, got[-1].command) == ("bind_transceiver", "unbind"), "not from bind to unbind")

    # Each request was answered, once, with its number.
    for ours, theirs in ((got, sent), (sent, got)):
        requests = Counter((f"{it.command}_resp", it.sequence_number) for it in ours if not it.command.endswith("_resp"))
        responses = Counter((it.command, it.sequence_number) for it in theirs if it.command.endswith("_resp"))
        check(requests == responses, f"requests {requests}, responses {responses}")

    submit = next(pdu for pdu in got if pdu.command == "submit_sm").fields
    check(bytes.fromhex(submit["short_message"]) == TEXT.encode(), f"another text: {submit}")
    check((submit["source_addr"], submit["destination_addr"]) == (OUR_NUMBER, THEIR_NUMBER), f"to another: {submit}")
    message_id = next(pdu for pdu in sent if pdu.command == "submit_sm_resp").fields["message_id"]
    begin = f"id:{message_id} ".encode()
    texts = [bytes.fromhex(pdu.fields["short_message"]) for pdu in sent if pdu.command == "deliver_sm"]
    check(any(text.startswith(begin) for text in texts), f"no receipt for {message_id} among {texts}")


@dataclass
class Scenario:
    name: str
    peer: Callable[[socket.socket, MessageCentre], None]
    # How many sessions the message centre sees; all is done in the last.
    sessions: int
    # What the firmware says, in this order, between other things.
    says: list[str]


DONE = ["bound to smppkit", "submitted as", "is DELIVERED", "session over: unbound"]
SCENARIOS = [
    Scenario("a message centre", good, 1, ["session 1", f"text: {ORDER}", *DONE[2:]]),
    Scenario("one octet at a time", octet_by_octet, 1, ["session 1", *DONE]),
    Scenario(
        "rubbish, then a message centre",
        rubbish,
        1,
        ["session 1", "session over: command_length 1213486160 is out of bounds: the peer may not speak SMPP (wrong port? TLS?)", "session 2", *DONE],
    ),
    Scenario(
        "a peer that hangs up in the middle of a PDU, then a message centre",
        hang_up,
        2,
        ["session 1", "bound to", "submit_sm: no response in time", "enquire_link was not answered", "session 2", *DONE],
    ),
]


@contextlib.contextmanager
def board(program: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    command: list[str | Path] = ["qemu-system-arm", "-machine", "mps2-an386", "-nodefaults", "-display", "none"]
    command += ["-nic", "none", "-chardev", f"socket,id=line,host=127.0.0.1,port={port}", "-serial", "chardev:line"]
    command += ["-semihosting-config", "enable=on,target=native", "-kernel", program]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def run(scenario: Scenario, program: Path, directory: Path) -> list[str]:
    """Plays it and returns what the firmware said."""
    centre = MessageCentre(directory)
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(LIMIT)
            with board(program, listener.getsockname()[1]) as process:
                line, _ = listener.accept()
                with line:
                    line.settimeout(LIMIT)
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    try:
                        scenario.peer(line, centre)
                    except ConnectionResetError:
                        pass  # The firmware ended first.
                    except (Failure, OSError) as error:
                        process.kill()
                        raise Failure(f"{error}, after:\n{process.communicate()[0]}") from error
                said, _ = process.communicate(timeout=LIMIT)
        check(process.returncode == 0, f"exit status {process.returncode}, after:\n{said}")
        lines = said.splitlines()
        left = iter(lines)
        for wanted in scenario.says:
            check(any(wanted in line for line in left), f"it did not say “{wanted}”, in this order:\n{said}")
        sessions = centre.sessions()
        check(len(sessions) == scenario.sessions, f"{len(sessions)} sessions at the message centre")
        check_session(sessions[-1])
        return lines
    finally:
        centre.process.kill()
        centre.process.wait()


def compile_for_others() -> None:
    for target in OTHER_TARGETS:
        cargo("check", target, "--lib")
        print(f"compiles for {target}")


def main() -> None:
    print("the search for panics finds one that was put in")
    check(panics(image("--features", "with-a-panic")) != [], "it does not")
    program = image()
    check(panics(program) == [], f"what panics goes through is in the image: {panics(program)}")
    print("no panic in the firmware")
    session = stack = 0
    for scenario in SCENARIOS:
        with tempfile.TemporaryDirectory() as directory:
            said = run(scenario, program, Path(directory))
        found = re.fullmatch(r"session (\d+), stack (\d+)", said[-1])
        if not found:
            raise Failure(f"no figures: {said[-1]}")
        session, stack = int(found[1]), max(stack, int(found[2]))
        print(f"passed: {scenario.name}; {found[2]} octets of stack")
    size = sections(program)
    flash = sum(size.get(name, 0) for name in (".vector_table", ".text", ".rodata", ".data"))
    static = size.get(".data", 0) + size.get(".bss", 0)
    print(f"flash {flash} octets; RAM {static + stack}: {static} static, {stack} of stack, {session} of it the session")


if __name__ == "__main__":
    try:
        compile_for_others() if sys.argv[1:] == ["--other-targets"] else main()
    except Failure as failure:
        sys.exit(f"failed: {failure}")
