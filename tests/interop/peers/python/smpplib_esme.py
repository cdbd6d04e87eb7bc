"""smpplib as an ESME: `smpplib_esme.py PORT SCENARIO`."""
from collections.abc import Iterator
from typing import Any, ClassVar

import smpplib.client
import smpplib.consts
import smpplib.gsm
import smpplib.smpp
from acting import Cannot, Seen, Step, act, octets_of, port

ADDRESSES = ("source_addr_ton", "source_addr_npi", "source_addr", "dest_addr_ton", "dest_addr_npi", "destination_addr")
FIELDS = (
    "service_type", *ADDRESSES, "esm_class", "protocol_id", "priority_flag", "schedule_delivery_time",
    "validity_period", "registered_delivery", "replace_if_present_flag", "data_coding", "sm_default_msg_id",
)


class Client:
    """A session after the other."""

    cannot: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        self.smpp: Any = None
        self.ids: dict[str, str] = {}
        self.deliveries: list[Seen] = []
        self.answers: dict[int, Any] = {}

    def bind(self, step: Step) -> Iterator[Seen]:
        if step["interface_version"] != 0x34:
            raise Cannot("always says that it speaks 3.4")
        self.smpp = smpplib.client.Client("127.0.0.1", port(), timeout=5, allow_unknown_opt_params=True)
        self.smpp.set_message_received_handler(lambda pdu: self.deliveries.append(delivery(pdu)))
        self.smpp.connect()
        bind = getattr(self.smpp, f"bind_{step['kind']}")
        try:
            answer = bind(
                system_id=step["system_id"], password=step["password"], interface_version=step["interface_version"]
            )
        except smpplib.exceptions.PDUError as refused:
            yield {"command_status": refused.args[1]}
            self.smpp.disconnect()
            return
        yield {"command_status": answer.status}

    def submit_sm(self, step: Step) -> Iterator[Seen]:
        fields = {name: value for name, value in step["pdu"].items() if name in FIELDS}
        for tlv in step.get("tlvs", []):
            if "name" not in tlv:
                raise Cannot("sends the TLVs that it lists and no others")
            fields[tlv["name"]] = tlv.get("value", bytes.fromhex(tlv["hex"]))
        answer = self.ask("submit_sm", short_message=octets_of(step["pdu"]), **fields)
        self.ids[step["step"]] = as_text(answer.message_id)
        yield {"command_status": answer.status, "message_id": as_text(answer.message_id)}

    def submit_text(self, step: Step) -> Iterator[Seen]:
        parts, data_coding, esm_class = smpplib.gsm.make_parts(step["text"])
        for part in parts:
            answer = self.ask(
                "submit_sm", source_addr=step["source_addr"], destination_addr=step["destination_addr"],
                short_message=part, data_coding=data_coding, esm_class=esm_class,
            )
            yield {"command_status": answer.status, "message_id": as_text(answer.message_id)}

    def submit_many(self, step: Step) -> Iterator[Seen]:
        fields = {name: value for name, value in step["pdu"].items() if name in FIELDS}
        message = octets_of(step["pdu"])
        sent = [self.send("submit_sm", short_message=message, **fields) for _ in range(step["count"])]
        for number in sent:
            answer = self.answer_to(number)
            yield {"command_status": answer.status, "message_id": as_text(answer.message_id)}

    def data_sm(self, step: Step) -> Iterator[Seen]:
        tlvs = {tlv["name"]: bytes.fromhex(tlv["hex"]) for tlv in step["tlvs"]}
        answer = self.ask("data_sm", **step["pdu"], **tlvs)
        yield {"command_status": answer.status, "message_id": as_text(answer.message_id)}

    def query_sm(self, step: Step) -> Iterator[Seen]:
        source = {name: step[name] for name in ("source_addr_ton", "source_addr_npi", "source_addr")}
        answer = self.ask("query_sm", message_id=self.ids[step["message"]], **source)
        yield {
            "command_status": answer.status, "message_id": as_text(answer.message_id),
            "message_state": answer.message_state,
        }

    def enquire_link(self, _step: Step) -> Iterator[Seen]:
        yield {"command_status": self.ask("enquire_link").status}

    def receive(self, step: Step) -> Iterator[Seen]:
        yield {"ready": True}
        for _ in range(step["count"]):
            while not self.deliveries:
                self.read()
            yield self.deliveries.pop(0)

    def wait(self, step: Step) -> Iterator[Seen]:
        yield {"ready": True}
        # What it reads next is our enquire_link, which it answers by itself.
        self.read()

    def unbind(self, _step: Step) -> Iterator[Seen]:
        answer = self.smpp.unbind()
        self.smpp.disconnect()
        yield {"command_status": answer.status}

    def receive_unbind(self, _step: Step) -> Iterator[Seen]:
        self.smpp.disconnect()
        raise Cannot("leaves an unbind of the message centre unanswered")
        yield {}

    def ask(self, command: str, **fields: Any) -> Any:
        """Sends a request and waits for its answer."""
        return self.answer_to(self.send(command, **fields))

    def send(self, command: str, **fields: Any) -> int:
        pdu = smpplib.smpp.make_pdu(command, client=self.smpp, **fields)
        self.smpp.send_pdu(pdu)
        number: int = pdu.sequence
        return number

    def answer_to(self, number: int) -> Any:
        while number not in self.answers:
            self.read()
        return self.answers.pop(number)

    def read(self) -> None:
        """Reads one PDU and lets the library do what it does with it."""
        pdu = self.smpp.read_pdu()
        if pdu.command.endswith("_resp"):
            self.answers[pdu.sequence] = pdu
        elif pdu.command == "deliver_sm":
            self.smpp._message_received(pdu)
        elif pdu.command == "enquire_link":
            self.smpp._enquire_link_received(pdu)


def as_text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value or ""


def delivery(pdu: Any) -> Seen:
    fields = {name: as_text(value) if isinstance(value, bytes) else value
              for name in (*ADDRESSES, "esm_class", "data_coding") if (value := getattr(pdu, name)) is not None}
    fields["short_message"] = (pdu.short_message or b"").hex()
    return {"received": pdu.command, "fields": fields}


if __name__ == "__main__":
    act(Client())
