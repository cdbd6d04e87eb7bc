"""The rules: what must be so between the scenario, what one side told and what the other wrote down."""
import dataclasses
from collections import Counter
from typing import Any

from exchange import Exchange, Line, text_of

Step = dict[str, Any]
Scenario = list[list[Step]]

# What a step that is no bind asks for; a text goes in one submit_sm or more.
COMMANDS = {"submit_text": "submit_sm", "submit_many": "submit_sm"}
# Steps in which the ESME asks for nothing that the log has in the order of the scenario.
WITHOUT_REQUEST = ("receive", "wait", "receive_unbind", "enquire_link")
# What a library may do by itself, so that its caller does not see it.
QUIET = ("enquire_link", "unbind", "bind_transmitter", "bind_receiver", "bind_transceiver")
# What a PDU of the scenario is not told to have.
UNTOLD = {
    "service_type": "", "esm_class": 0, "protocol_id": 0, "priority_flag": 0, "schedule_delivery_time": "",
    "validity_period": "", "registered_delivery": 0, "replace_if_present_flag": 0, "data_coding": 0,
    "sm_default_msg_id": 0,
}


@dataclasses.dataclass
class Findings:
    """What a run showed: by column, what went well, what the peer cannot do, what is not as it should be."""

    did: set[str] = dataclasses.field(default_factory=set)
    cannot: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    problems: list[tuple[str, str, str]] = dataclasses.field(default_factory=list)

    def problem(self, step: Step | None, what: str) -> None:
        self.problems.append((step["shows"] if step else "", step["step"] if step else "", what))


class Check:
    """Compares one run with the scenario."""

    def __init__(
        self, scenario: Scenario, told: list[Line], ours: list[Exchange], told_by_mc: list[Line] | None = None,
        is_unordered: bool = False,
    ) -> None:
        self.is_unordered = is_unordered
        self.scenario, self.ours, self.told_by_mc = scenario, ours, told_by_mc
        self.told = [line for line in told if "step" in line]
        self.findings = Findings()
        self.ids: dict[str, str] = {}
        self.stopped = False
        self.refused = {line["step"]: line["cannot"] for line in told if "cannot" in line}
        self.asked = [one for one in ours if one.by == "esme" and one.command != "enquire_link"]

    def run(self) -> Findings:
        for session in self.scenario:
            for step in session:
                self.step(step)
        for one in self.asked:
            self.findings.problem(None, f"a {one.command} that no step asks for: {one.fields}")
        self.deliveries()
        self.receipts()
        self.message_centre()
        self.always()
        return self.findings

    def always(self) -> None:
        """What holds whatever the scenario."""
        for one in self.ours:
            for fault in one.faults:
                self.findings.problem(None, fault)
            if one.command == "generic_nack":
                self.findings.problem(None, f"a generic_nack by the {one.by} that answers nothing")
                continue
            if one.answer is None and not self.is_excused(one):
                self.findings.problem(None, f"{one.command} by the {one.by} has no answer")

    def is_excused(self, one: Exchange) -> bool:
        """An enquire_link that crosses an unbind."""
        unbinds = [other.at for other in self.ours if other.session == one.session and other.command == "unbind"]
        return one.command == "enquire_link" and any(abs(one.at - at) <= 2 for at in unbinds)

    def results(self, step: Step) -> list[Line]:
        return [line for line in self.told if line["step"] == step["step"]]

    def step(self, step: Step) -> None:
        if step["step"] in self.refused:
            reasons = self.findings.cannot.setdefault(step["shows"], [])
            reason = self.refused[step["step"]]
            reasons += [reason] if reason not in reasons else []
            # It may have tried.
            if self.asked and self.asked[0].answer:
                tried, status = self.asked[0].command, self.asked[0].answer.command_status
                if (step["do"], tried) == ("unbind", "unbind") or step.get("expect") == status != 0:
                    self.asked.pop(0)
            return None
        self.findings.did.add(step["shows"])
        if not self.results(step):
            # Once will do: whoever has stopped tells of nothing that follows.
            if not self.stopped:
                self.findings.problem(step, "nothing is told of it")
            self.stopped = True
            return None
        if step["do"] in WITHOUT_REQUEST:
            return self.without_request(step)
        taken = self.take(step)
        self.count(step, taken)
        for one in taken:
            self.fields(step, one)
        self.answers(step, taken)
        return None

    def take(self, step: Step) -> list[Exchange]:
        """The requests that are next and belong to this step."""
        command = f"bind_{step['kind']}" if step["do"] == "bind" else COMMANDS.get(step["do"], step["do"])
        address = step.get("pdu", step).get("destination_addr")

        def belongs(one: Exchange) -> bool:
            same = one.command == command
            return same and (command != "submit_sm" or one.fields.get("destination_addr") == address)

        taken: list[Exchange] = []
        while self.asked and belongs(self.asked[0]):
            taken.append(self.asked.pop(0))
            if command != "submit_sm":
                break
        return taken

    def count(self, step: Step, taken: list[Exchange]) -> None:
        wanted = step.get("count", 1)
        if step["do"] == "submit_text":
            in_payload = any(tag == 0x0424 for one in taken for tag, _ in one.tlvs)
            wrong = not taken or (step["shows"] == "long") != (len(taken) > 1 or in_payload)
        else:
            wrong = len(taken) != wanted
        if wrong:
            self.findings.problem(step, f"{len(taken)} requests")
        if step["do"] == "submit_many" and most_in_flight(taken) < 2:
            self.findings.problem(step, "never were two of them unanswered")

    def fields(self, step: Step, one: Exchange) -> None:
        if step["do"] == "submit_text":
            wanted: Line = {"source_addr": step["source_addr"]}
        elif step["do"] == "bind":
            wanted = {"system_id": step["system_id"], "interface_version": step["interface_version"]}
        elif "pdu" in step:
            known = UNTOLD if one.command == "submit_sm" else {}
            wanted = {**known, **step["pdu"]}
            if "dest_address" in step:
                wanted["dest_address"] = [{"dest_flag": 1, **address} for address in step["dest_address"]]
            tlvs = [(tlv["tag"], tlv["hex"]) for tlv in step.get("tlvs", [])]
            if sorted(one.tlvs) != sorted(tlvs):
                self.findings.problem(step, f"the TLVs are {one.tlvs} and not {tlvs}")
        else:
            wanted = {name: value for name, value in step.items() if name in one.fields}
        if "message" in step:
            wanted["message_id"] = self.ids.get(step["message"])
        for name, value in wanted.items():
            if one.fields.get(name) != value:
                self.findings.problem(step, f"{name} is {one.fields.get(name)!r} and not {value!r}")

    def answers(self, step: Step, taken: list[Exchange]) -> None:
        """What the ESME says was answered is what the log has, and is what should be."""
        results = self.results(step)
        if any("closed" in line for line in results):
            return self.findings.problem(step, "the connection ended without a response")
        answers = [one.answer for one in taken if one.answer]
        in_log = Counter((a.command_status, a.fields.get("message_id") or "") for a in answers)
        said = Counter((line["command_status"], line.get("message_id") or "") for line in results)
        if step["do"] in ("bind", "unbind", "replace_sm", "cancel_sm"):
            said = Counter((line["command_status"], "") for line in results)
        if in_log != said:
            self.findings.problem(step, f"says that it was answered {dict(said)}, but was {dict(in_log)}")
        expected = step.get("expect", 0)
        statuses = {status for status, _ in in_log}
        if statuses != (set(expected) if isinstance(expected, list) else {expected}):
            self.findings.problem(step, f"was answered with {sorted(statuses)} and not {expected}")
        if step["do"] == "query_sm":
            states = [one.answer.fields.get("message_state") for one in taken if one.answer]
            if states != [line.get("message_state") for line in results]:
                self.findings.problem(step, f"says that message_state is not {states}")
        if step["do"] == "submit_text" and (text := text_of(parts(taken))) != step["text"]:
            self.findings.problem(step, f"arrived as {text!r}")
        for line in results:
            self.ids[step["step"]] = line.get("message_id", "")
        return None

    def without_request(self, step: Step) -> None:
        by, command = {
            "enquire_link": ("esme", "enquire_link"), "wait": ("mc", "enquire_link"), "receive_unbind": ("mc", "unbind"),
        }.get(step["do"], ("", ""))
        passed = [one for one in self.ours if (one.by, one.command) == (by, command)]
        if by and not any(one.answer and one.answer.command_status == 0 for one in passed):
            self.findings.problem(step, f"no {command} by the {by} was answered")
        if step["do"] == "receive":
            deliveries = [line for line in self.results(step) if "received" in line]
            if len(deliveries) != step["count"]:
                self.findings.problem(step, f"{len(deliveries)} came and not {step['count']}")
            self.mobiles(step, deliveries)

    def mobiles(self, step: Step, deliveries: list[Line]) -> None:
        wanted = [message.split(":", 2)[2] for message in step.get("mobiles", [])]
        got = [text_told([line]) for line in deliveries]
        if len(wanted) == 1 and len(got) > 1:
            got = [text_told(deliveries)]
        if self.is_unordered:
            deliveries.sort(key=lambda line: str(line["fields"].get("short_message")))
            wanted.sort()
            got = [text_told(deliveries)] if len(wanted) == 1 else sorted(got)
        if wanted and got != wanted:
            self.findings.problem(step, f"came as {got}")

    def deliveries(self) -> None:
        """Each deliver_sm of the log was seen by the ESME, as it was sent, and accepted."""
        sent = [one for one in self.ours if one.by == "mc" and one.command in ("deliver_sm", "data_sm")]
        seen = [line for line in self.told if "received" in line]
        if self.is_unordered:
            sent.sort(key=lambda one: str(one.fields.get("short_message")))
            seen.sort(key=lambda line: str(line["fields"].get("short_message")))
        if len(sent) != len(seen):
            self.findings.problem(None, f"{len(sent)} were delivered, the ESME tells of {len(seen)}")
        for one, line in zip(sent, seen, strict=False):
            fields = {**one.fields, **one.values, "text": line["fields"].get("text")}
            for name, value in line["fields"].items():
                if fields.get(name) != value:
                    self.findings.problem(None, f"sees in a deliver_sm {name} {value!r}, it was {fields.get(name)!r}")
            if "tlvs" in line and sorted(map(tuple, line["tlvs"])) != sorted(one.tlvs):
                self.findings.problem(None, f"sees in a deliver_sm the TLVs {line['tlvs']}, they were {one.tlvs}")
            if one.answer and one.answer.command_status != 0:
                self.findings.problem(None, f"answers a deliver_sm with {one.answer.command_status:#x}")

    def receipts(self) -> None:
        """Each message for which a receipt was asked has one, with its id."""
        texts = [text_told([line]) for line in self.told if "received" in line]
        for step in self.steps():
            wants = step.get("pdu", {}).get("registered_delivery", 0) == 1 and step["step"] not in self.refused
            receipt = f"id:{self.ids.get(step['step'])} "
            if wants and sum(text.startswith(receipt) and "stat:DELIVRD" in text for text in texts) != 1:
                self.findings.problem(step, f"has no receipt, or several, that begin with {receipt!r}")


    def message_centre(self) -> None:
        """Where the MC is the peer: what it tells of each request is what passed."""
        if self.told_by_mc is None:
            return
        lines = [line for line in self.told_by_mc if "command" in line]
        for by in ("esme", "mc"):
            for command in sorted({one.command for one in self.ours if one.by == by}):
                passed = [one for one in self.ours if (one.by, one.command) == (by, command)]
                told = [line for line in lines if (line["by"], line["command"]) == (by, command)]
                step = next((one for one in self.steps() if COMMANDS.get(one["do"], one["do"]) == command), None)
                if told or command not in QUIET:
                    if len(told) != len(passed):
                        self.findings.problem(step, f"tells of {len(told)} {command} by the {by}, there were {len(passed)}")
                    if self.is_unordered:
                        told.sort(key=lambda line: sorted_by(line["answer"], line["fields"]))
                        passed.sort(key=lambda one: sorted_by(one.answer.fields if one.answer else {}, one.fields))
                    for line, one in zip(told, passed, strict=False):
                        self.same(step, line, one)

    def same(self, step: Step | None, line: Line, one: Exchange) -> None:
        """What the peer tells of a request and its answer, in whatever detail, is what passed."""
        text = text_of(parts([one])) if "esm_class" in one.fields else None
        passed = {**one.fields, **one.values, "text": text, "payload_text": text}
        if one.answer:
            passed |= {f"answer {name}": value for name, value in one.answer.fields.items()}
            passed["answer command_status"] = one.answer.command_status
        told = {**line["fields"], **{f"answer {name}": value for name, value in line["answer"].items()}}
        for name, value in told.items():
            if (passed.get(name) or "") != (value or ""):
                self.findings.problem(step, f"tells of {name} {value!r} in a {one.command}, it was {passed.get(name)!r}")

        if "tlvs" in line and sorted(map(tuple, line["tlvs"])) != sorted(one.tlvs):
            self.findings.problem(step, f"tells of the TLVs {line['tlvs']} in a {one.command}, they were {one.tlvs}")

    def steps(self) -> list[Step]:
        return [step for session in self.scenario for step in session]


def sorted_by(answer: Line, fields: Line) -> tuple[str, str]:
    """What tells requests apart, whatever order they are in."""
    return str(answer.get("message_id")), str(fields.get("short_message"))


def parts(taken: list[Exchange]) -> list[tuple[int, int, bytes]]:
    return [(one.fields["esm_class"], one.fields["data_coding"], one.octets()) for one in taken]


def text_told(lines: list[Line]) -> str:
    """The text that the ESME saw, by its octets or as it read them."""
    fields = [line["fields"] for line in lines]
    if all("text" in one for one in fields):
        return "".join(one["text"] for one in fields)
    return text_of([(one["esm_class"], one["data_coding"], bytes.fromhex(one["short_message"])) for one in fields])


def most_in_flight(taken: list[Exchange]) -> int:
    """How many of these were without an answer at once."""
    changes = sorted([(one.at, 1) for one in taken] + [(one.answer.at, -1) for one in taken if one.answer])
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most
