"""What passed between an ESME and an MC, as one of the two wrote it down: requests, each with its answer."""
import dataclasses
import json
import pathlib
import subprocess
from collections.abc import Iterable
from typing import Any

Line = dict[str, Any]
Tlvs = list[tuple[int, str]]


@dataclasses.dataclass
class Answer:
    """A response."""

    command: str
    command_status: int
    fields: Line
    at: int


@dataclasses.dataclass
class Exchange:
    """A request and its answer. `at` counts the PDUs of the log."""

    by: str  # "esme" or "mc": who asked
    session: str
    command: str
    fields: Line
    tlvs: Tlvs
    values: Line
    at: int
    faults: list[str]
    answer: Answer | None = None

    def octets(self) -> bytes:
        """The text's octets, wherever they are."""
        payload = [octets for tag, octets in self.tlvs if tag == 0x0424]
        return bytes.fromhex(payload[0] if payload else self.fields.get("short_message", ""))


def exchanges(log: Iterable[Line], writer: str) -> list[Exchange]:
    """Pairs requests and answers in the log of `writer`: what `smppkit simulate --json` writes."""
    found: list[Exchange] = []
    open_requests: dict[tuple[str, str, int], Exchange] = {}
    other = {"esme": "mc", "mc": "esme"}[writer]
    for at, pdu in enumerate(line for line in log if "direction" in line):
        sender = writer if pdu["direction"] == "sent" else other
        # Our own faults would be as bad as theirs.
        faults = [f"{pdu.get('command')}: {fault['field']}: {fault['reason']}" for fault in pdu.get("faults", [])]
        if not pdu["ok"]:
            faults = [f"{pdu['reason']}: {pdu['hex']}"]
        command = str(pdu.get("command"))
        number = pdu.get("sequence_number", 0)
        asker = other if sender == writer else writer
        asked = (pdu["session"], asker, number)
        if (command.endswith("_resp") or command == "generic_nack") and asked in open_requests:
            request = open_requests.pop(asked)
            request.answer = Answer(command, pdu["command_status"], pdu["fields"], at)
            request.faults += faults
            continue
        tlvs = [(tlv["tag"], tlv["hex"]) for tlv in pdu.get("tlvs", [])]
        values = {tlv["name"] or f"0x{tlv['tag']:04x}": tlv["value"] for tlv in pdu.get("tlvs", [])}
        request = Exchange(sender, pdu["session"], command, pdu.get("fields", {}), tlvs, values, at, faults)
        open_requests[pdu["session"], sender, number] = request
        found.append(request)
    return found


def decoded(frames: list[Line], smppkit: pathlib.Path) -> list[Line]:
    """The log of our ESME, whose PDUs are octets, as the other logs are."""
    octets = "".join(frame["hex"] + "\n" for frame in frames)
    run = subprocess.run([smppkit, "decode", "--json", "-"], input=octets, capture_output=True, text=True, check=False)
    pdus = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(pdus) == len(frames), run.stderr
    return [{**frame, **pdu} for frame, pdu in zip(frames, pdus, strict=True)]


GSM_7BIT = {
    "00": "@", "02": "$", "04": "è", "05": "é", "5f": "§", "06": "ù", "07": "ì", "08": "ò", "5c": "Ö", "5e": "Ü", "7b": "ä",
    "7c": "ö", "7e": "ü", "7f": "à", "1b65": "€", "1b28": "{", "1b29": "}",
}


def text_of(parts: list[tuple[int, int, bytes]]) -> str:
    """The text of a message by (esm_class, data_coding, octets) of its parts: read here and not by what is tested."""
    whole = b"".join(octets[octets[0] + 1:] if esm_class & 0x40 else octets for esm_class, _, octets in parts)
    codings = {data_coding for _, data_coding, _ in parts}
    if codings == {8}:
        return whole.decode("utf-16-be", "replace")
    if codings <= {1, 3}:
        return whole.decode("latin-1")
    if codings != {0}:
        return f"{whole!r} in data_coding {codings}"
    text, rest = "", whole.hex()
    while rest:
        length = 4 if rest.startswith("1b") else 2
        text += GSM_7BIT.get(rest[:length], chr(int(rest[:2], 16)))
        rest = rest[length:]
    return text
