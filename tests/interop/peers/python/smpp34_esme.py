"""smpp34 (Real Time Telecom) as an ESME: `smpp34_esme.py PORT SCENARIO`."""
import asyncio
import os
import re
from collections.abc import AsyncIterator
from typing import ClassVar

import smpp34
from acting import Cannot, Seen, Step, act_async, octets_of, port

LIMIT = 10.0
KINDS = {"transmitter": "TX", "receiver": "RX", "transceiver": "TRX"}
FIELDS = (
    "service_type", "source_addr", "source_addr_ton", "source_addr_npi", "dest_addr_ton", "dest_addr_npi", "esm_class",
    "protocol_id", "priority_flag", "schedule_delivery_time", "validity_period", "registered_delivery",
    "replace_if_present_flag", "data_coding", "sm_default_msg_id",
)


class Client:
    """A session after the other."""

    cannot: ClassVar[dict[str, str]] = {
        "submit_text": "leaves alphabets and parts to the application",
        "enquire_link": "sends enquire_link by itself only, after half a minute",
    }
    client: smpp34.Client
    smsc: smpp34.Smsc

    async def bind(self, step: Step) -> AsyncIterator[Seen]:
        if step["interface_version"] != 0x34:
            raise Cannot("always says that it speaks 3.4")
        self.client = smpp34.Client(
            "127.0.0.1", port(), step["system_id"], step["password"], bind_type=KINDS[step["kind"]], window_size=20,
            connect_timeout_ms=1500,
        )
        try:
            self.smsc = await self.client.connect()
            yield {"command_status": 0}
        except smpp34.SmppError as refused:
            if "timed out" in str(refused):
                raise Cannot("waits for the body of a response to a bind that has none, until its time is over") from None
            yield {"command_status": status_of(refused)}

    async def submitted(self, step: Step) -> Seen:
        pdu = step["pdu"]
        tlvs = [smpp34.Tlv(tlv["tag"], bytes.fromhex(tlv["hex"])) for tlv in step.get("tlvs", [])]
        fields = {name: value for name, value in pdu.items() if name in FIELDS}
        try:
            answer = await self.smsc.submit_sm(pdu["destination_addr"], octets_of(pdu), tlvs=tlvs, **fields)
        except smpp34.SmppError as refused:
            return {"command_status": status_of(refused)}
        return {"command_status": answer.command_status, "message_id": answer.message_id or ""}

    async def submit_sm(self, step: Step) -> AsyncIterator[Seen]:
        yield await self.submitted(step)

    async def submit_many(self, step: Step) -> AsyncIterator[Seen]:
        for seen in await asyncio.gather(*(self.submitted(step) for _ in range(step["count"]))):
            yield seen

    async def receive(self, step: Step) -> AsyncIterator[Seen]:
        yield {"ready": True}
        for _ in range(step["count"]):
            yield delivery(await asyncio.wait_for(self.smsc.next(), LIMIT))

    async def wait(self, step: Step) -> AsyncIterator[Seen]:
        yield {"ready": True}
        await asyncio.sleep(step["seconds"])

    async def unbind(self, step: Step) -> AsyncIterator[Seen]:
        await self.smsc.unbind()
        await self.client.stop()
        yield {"command_status": 0}

    async def receive_unbind(self, _step: Step) -> AsyncIterator[Seen]:
        await self.client.stop()
        raise Cannot("ends the connection on an unbind of the message centre, without a response")
        yield {}


def status_of(error: smpp34.SmppError) -> int:
    """The command_status, which stands in the text."""
    found = re.search(r"0x([0-9a-fA-F]{8})", str(error))
    if found is None:
        raise error
    return int(found[1], 16)


def delivery(pdu: smpp34.DeliverSmEvent | smpp34.Disconnected) -> Seen:
    assert isinstance(pdu, smpp34.DeliverSmEvent), "the session is over"
    names = (
        "service_type", "source_addr", "source_addr_ton", "source_addr_npi", "destination_addr", "dest_addr_ton",
        "dest_addr_npi", "esm_class", "protocol_id", "data_coding", "registered_delivery",
    )
    fields = {name: getattr(pdu, name) for name in names} | {"short_message": pdu.short_message.hex()}
    return {"received": "deliver_sm", "fields": fields, "tlvs": [(tlv.tag, tlv.value.hex()) for tlv in pdu.tlvs]}


if __name__ == "__main__":
    asyncio.run(act_async(Client()))
    # Its threads may still run when Python comes to an end, and then it crashes.
    os._exit(0)
