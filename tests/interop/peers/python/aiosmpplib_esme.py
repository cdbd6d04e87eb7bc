"""aiosmpplib as an ESME: `aiosmpplib_esme.py PORT SCENARIO`."""
import asyncio
import datetime
from collections.abc import AsyncIterator
from typing import Any, ClassVar

import aiosmpplib
from acting import Cannot, Seen, Step, act_async, octets_of, port
from aiosmpplib.protocol import DeliverSm, EnquireLink, EnquireLinkResp, SubmitSm, SubmitSmResp
from aiosmpplib.state import NPI, TON, BindMode, OptionalParam, PhoneNumber

LIMIT = 10.0


class Hook(aiosmpplib.AbstractHook):  # type: ignore[misc]  # it is not typed
    """What comes, in queues."""

    def __init__(self) -> None:
        self.answers: asyncio.Queue[Any] = asyncio.Queue()
        self.deliveries: asyncio.Queue[Seen] = asyncio.Queue()

    async def sending(self, smpp_message: Any, pdu: bytes, client_id: str) -> None:
        pass

    async def received(self, smpp_message: Any, pdu: bytes, client_id: str) -> None:
        if pdu[4] & 0x80:
            # Of the responses to the parts of a message, the library gives one twice and others not at all.
            header = aiosmpplib.protocol.SmppMessage.parse_header(pdu[:16])
            is_submitted = header.smpp_command.name == "SUBMIT_SM_RESP"
            await self.answers.put(SubmitSmResp.from_pdu(pdu, header) if is_submitted else smpp_message)
        elif isinstance(smpp_message, DeliverSm):
            await self.deliveries.put(delivery(smpp_message))
        elif smpp_message is None:
            # A part of a message, which comes whole with the last of them.
            await self.deliveries.put({"received": "deliver_sm", "fields": {"text": ""}})

    async def send_error(self, smpp_message: Any, error: Exception, client_id: str) -> None:
        raise error


def delivery(pdu: DeliverSm) -> Seen:
    fields = {
        "source_addr_ton": int(pdu.source.ton), "source_addr_npi": int(pdu.source.npi), "source_addr": pdu.source.number,
        "dest_addr_ton": int(pdu.destination.ton), "dest_addr_npi": int(pdu.destination.npi),
        "destination_addr": pdu.destination.number, "esm_class": pdu.esm_class, "text": pdu.short_message,
    }
    return {"received": "deliver_sm", "fields": fields}


class Client:
    """A session after the other."""

    cannot: ClassVar[dict[str, str]] = {}
    esme: aiosmpplib.ESME
    hook: Hook
    running: "asyncio.Task[None]"

    async def answer(self, kind: type = object) -> Any:
        while True:
            answer = await asyncio.wait_for(self.hook.answers.get(), LIMIT)
            if isinstance(answer, kind):
                return answer

    async def bind(self, step: Step) -> AsyncIterator[Seen]:
        if step["interface_version"] != 0x34:
            raise Cannot("always says that it speaks 3.4")
        self.hook = Hook()
        self.esme = aiosmpplib.ESME(
            "127.0.0.1", port(), step["system_id"], step["password"], bind_mode=BindMode[step["kind"].upper()],
            hook=self.hook, log_level="CRITICAL",
        )
        self.running = asyncio.create_task(self.esme.start())
        answer = await self.answer()
        if answer is None:
            await self.end()
            raise Cannot("does not understand a response to a bind that has no body")
        yield {"command_status": int(answer.command_status)}

    async def end(self) -> None:
        """It would connect again and again."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    async def submit_sm(self, step: Step) -> AsyncIterator[Seen]:
        pdu, tlvs = step["pdu"], step.get("tlvs", [])
        if pdu.get("data_coding", 0) == 4 or pdu.get("esm_class", 0):
            raise Cannot("takes texts, and no octets")
        if any("name" not in tlv for tlv in tlvs):
            raise Cannot("sends no vendor's TLV with octets of one's own")
        text = octets_of(pdu).decode("ascii")
        payload = "".join(bytes.fromhex(tlv["hex"]).decode("ascii") for tlv in tlvs if tlv["tag"] == 0x0424)
        await self.esme.broker.enqueue(SubmitSm(
            short_message=text,
            message_payload=payload,
            source=PhoneNumber(pdu["source_addr"], TON(pdu["source_addr_ton"]), NPI(pdu["source_addr_npi"])),
            destination=PhoneNumber(pdu["destination_addr"], TON(pdu["dest_addr_ton"]), NPI(pdu["dest_addr_npi"])),
            service_type=pdu.get("service_type", ""),
            protocol_id=pdu.get("protocol_id", 0),
            priority_flag=pdu.get("priority_flag", 0),
            schedule_delivery_time=time(pdu.get("schedule_delivery_time", "")),
            validity_period=time(pdu.get("validity_period", "")),
            registered_delivery=pdu.get("registered_delivery", 0),
            encoding="ascii" if pdu.get("data_coding") == 1 else None,
            optional_params=[OptionalParam(tlv["tag"], tlv["value"]) for tlv in tlvs if "value" in tlv],
        ))
        yield await self.answered()

    async def answered(self) -> Seen:
        answer = await self.answer(SubmitSmResp)
        return {"command_status": int(answer.command_status), "message_id": answer.message_id}

    async def submit_text(self, step: Step) -> AsyncIterator[Seen]:
        await self.esme.broker.enqueue(SubmitSm(
            short_message=step["text"], source=PhoneNumber(step["source_addr"]),
            destination=PhoneNumber(step["destination_addr"], TON.INTERNATIONAL, NPI.ISDN), registered_delivery=0,
            # Of its own ways to send a long text, the one with a user data header.
            auto_message_payload=False, esm_class=0x40,
        ))
        yield await self.answered()
        # The other parts, if any.
        while True:
            try:
                answer = await asyncio.wait_for(self.hook.answers.get(), 0.3)
            except TimeoutError:
                return
            yield {"command_status": int(answer.command_status), "message_id": answer.message_id}

    async def submit_many(self, step: Step) -> AsyncIterator[Seen]:
        pdu = step["pdu"]
        for _ in range(step["count"]):
            await self.esme.broker.enqueue(SubmitSm(
                short_message=octets_of(pdu).decode("ascii"), registered_delivery=0,
                source=PhoneNumber(pdu["source_addr"], TON(pdu["source_addr_ton"]), NPI(pdu["source_addr_npi"])),
                destination=PhoneNumber(pdu["destination_addr"], TON(pdu["dest_addr_ton"]), NPI(pdu["dest_addr_npi"])),
            ))
        for _ in range(step["count"]):
            yield await self.answered()

    async def enquire_link(self, step: Step) -> AsyncIterator[Seen]:
        await self.esme.broker.enqueue(EnquireLink())
        answer = await self.answer(EnquireLinkResp)
        yield {"command_status": int(answer.command_status)}

    async def receive(self, step: Step) -> AsyncIterator[Seen]:
        yield {"ready": True}
        for _ in range(step["count"]):
            yield await asyncio.wait_for(self.hook.deliveries.get(), LIMIT)

    async def wait(self, step: Step) -> AsyncIterator[Seen]:
        yield {"ready": True}
        await asyncio.sleep(step["seconds"])

    async def unbind(self, step: Step) -> AsyncIterator[Seen]:
        await self.esme.stop()
        yield {"command_status": 0}

    async def receive_unbind(self, step: Step) -> AsyncIterator[Seen]:
        yield {"ready": True}
        while self.esme.session_state.name.startswith("BOUND"):
            await asyncio.sleep(0.05)
        await self.end()
        yield {"closed": True}


def time(text: str) -> datetime.timedelta | None:
    """The relative time that the scenario has on the wire: days and no more."""
    return datetime.timedelta(days=int(text[4:6])) if text else None


if __name__ == "__main__":
    asyncio.run(act_async(Client()))
