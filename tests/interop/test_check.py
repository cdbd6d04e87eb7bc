"""What is not as it should be is found: `python3 -m unittest`, in this folder."""
import copy
import unittest
from collections.abc import Callable
from typing import Any

from check import Check, Findings, Step
from exchange import Line, exchanges, text_of

BIND = {"step": "bind", "do": "bind", "shows": "transceiver", "kind": "transceiver", "system_id": "app",
        "interface_version": 52, "expect": 0}
SUBMIT = {"step": "plain", "do": "submit_sm", "shows": "submit_sm", "tlvs": [{"tag": 516, "hex": "0007"}],
          "pdu": {"destination_addr": "44", "short_message": "4869", "registered_delivery": 1}}
SCENARIO: list[list[Step]] = [[BIND, SUBMIT, {"step": "receipt", "do": "receive", "shows": "receipt", "count": 1}]]
RECEIPT = b"id:7 stat:DELIVRD".hex()
TOLD: list[Line] = [
    {"step": "bind", "command_status": 0},
    {"step": "plain", "command_status": 0, "message_id": "7"},
    {"step": "receipt", "ready": True},
    {"step": "receipt", "received": "deliver_sm", "fields": {"esm_class": 4, "data_coding": 0, "short_message": RECEIPT}},
]


def pdu(direction: str, command: str, number: int, status: int = 0, **fields: Any) -> Line:
    tlvs = fields.pop("tlvs", [])
    return {"session": "#1", "direction": direction, "ok": True, "command": command, "sequence_number": number,
            "command_status": status, "fields": fields, "tlvs": tlvs, "faults": []}


NOTHING_ELSE: dict[str, Any] = dict.fromkeys(("service_type", "schedule_delivery_time", "validity_period"), "") | dict.fromkeys(
    ("esm_class", "protocol_id", "priority_flag", "replace_if_present_flag", "data_coding", "sm_default_msg_id"), 0)
LOG = [
    pdu("received", "bind_transceiver", 1, system_id="app", interface_version=52),
    pdu("sent", "bind_transceiver_resp", 1),
    pdu("received", "submit_sm", 2, **NOTHING_ELSE, destination_addr="44", short_message="4869", registered_delivery=1,
        tlvs=[{"tag": 516, "hex": "0007", "name": "user_message_reference", "value": 7}]),
    pdu("sent", "submit_sm_resp", 2, message_id="7"),
    pdu("sent", "deliver_sm", 1, esm_class=4, data_coding=0, short_message=RECEIPT),
    pdu("received", "deliver_sm_resp", 1),
]


def findings(told: list[Line], log: list[Line]) -> Findings:
    return Check(SCENARIO, told, exchanges(log, "mc")).run()


class TestCheck(unittest.TestCase):
    def test_what_is_as_it_should_be(self) -> None:
        self.assertEqual(findings(TOLD, LOG).problems, [])

    def test_each_thing_that_is_not(self) -> None:
        def put(at: int, key: str, value: object) -> Callable[[list[Line], list[Line]], object]:
            return lambda _, log: log[at].__setitem__(key, value)

        def field(at: int, key: str, value: object) -> Callable[[list[Line], list[Line]], object]:
            return lambda _, log: log[at]["fields"].__setitem__(key, value)

        wrong: dict[str, Callable[[list[Line], list[Line]], object]] = {
            "a field": field(2, "short_message", "4870"),
            "a field that nobody named": field(2, "priority_flag", 1),
            "a TLV": put(2, "tlvs", []),
            "a status": put(3, "command_status", 8),
            "another message_id than was told": field(3, "message_id", "8"),
            "no answer": lambda _, log: log.pop(3),
            "a request too many": lambda _, log: log.insert(4, pdu("received", "query_sm", 3)),
            "a fault": put(2, "faults", [{"field": "short_message", "reason": "no NUL"}]),
            "another delivery than was seen": field(4, "esm_class", 0),
            "a delivery that was not seen": lambda told, _: told.pop(),
            "a delivery that was refused": put(5, "command_status", 8),
            "a receipt for another": lambda told, log: (
                told[3]["fields"].__setitem__("short_message", b"id:8 stat:DELIVRD".hex()),
                log[4]["fields"].__setitem__("short_message", b"id:8 stat:DELIVRD".hex()),
            ),
            "a step of which nothing is told": lambda told, _: told.pop(1),
            "a stray generic_nack": lambda _, log: log.append(pdu("received", "generic_nack", 9, 3)),
        }
        for what, break_it in wrong.items():
            with self.subTest(what):
                told, log = copy.deepcopy(TOLD), copy.deepcopy(LOG)
                break_it(told, log)
                self.assertNotEqual(findings(told, log).problems, [])

    def test_what_cannot_be_done_is_no_problem(self) -> None:
        told = [line for line in TOLD if line["step"] == "bind"]
        told += [{"step": step, "cannot": "is too old"} for step in ("plain", "receipt")]
        found = findings(told, LOG[:2])
        self.assertEqual((found.problems, found.cannot["submit_sm"]), ([], ["is too old"]))

    def test_texts_are_read(self) -> None:
        self.assertEqual(text_of([(0, 0, bytes.fromhex("0031 1b65 05".replace(" ", "")))]), "@1€é")
        parts = [(0x40, 8, b"\x05\0\3\1\2\1\xd8\x3d"), (0x40, 8, b"\x05\0\3\1\2\2\xdc\x4b")]
        self.assertEqual(text_of(parts), "👋")


if __name__ == "__main__":
    unittest.main()
