"""smpp34 (Real Time Telecom) as an MC: `smpp34_mc.py`. README.md says what an MC does here."""
import asyncio
import json
import os
import socket
import sys
from typing import Any

import smpp34

ESME_RSYSERR, ESME_RTHROTTLED = 0x08, 0x58
FIELDS = (
    "service_type", "source_addr", "source_addr_ton", "source_addr_npi", "destination_addr", "dest_addr_ton",
    "dest_addr_npi", "esm_class", "protocol_id", "data_coding", "registered_delivery",
)


def tell(**line: Any) -> None:
    print(json.dumps(line), flush=True)


class Centre:
    """Sessions, and what waits for one that receives."""

    def __init__(self) -> None:
        self.bound: dict[str, smpp34.Esme] = {}
        self.taken: dict[str, int] = {}
        self.messages = 0
        self.waiting: list[dict[str, Any]] = []

    def submitted(self, event: smpp34.SubmitSmEvent) -> None:
        fields = {name: getattr(event, name) for name in FIELDS} | {"short_message": event.short_message.hex()}
        tlvs = [(tlv.tag, tlv.value.hex()) for tlv in event.tlvs]
        self.taken[event.session_id] = self.taken.get(event.session_id, 0) + 1
        esme = self.bound[event.session_id]
        if esme.system_id == "busy" and self.taken[event.session_id] > 1:
            tell(by="esme", command="submit_sm", fields=fields, tlvs=tlvs, answer={"command_status": ESME_RTHROTTLED})
            event.reject(ESME_RTHROTTLED)
            return
        self.messages += 1
        message_id = str(self.messages)
        tell(by="esme", command="submit_sm", fields=fields, tlvs=tlvs,
             answer={"command_status": 0, "message_id": message_id})
        event.accept(message_id)
        if event.registered_delivery == 1:
            text = (f"id:{message_id} sub:001 dlvrd:001 submit date:2611261200 done date:2611261200 stat:DELIVRD "
                    "err:000 text:")
            self.put({
                "source_addr": event.destination_addr, "source_addr_ton": event.dest_addr_ton,
                "source_addr_npi": event.dest_addr_npi, "destination_addr": event.source_addr,
                "dest_addr_ton": event.source_addr_ton, "dest_addr_npi": event.source_addr_npi, "esm_class": 4,
                "data_coding": 0, "short_message": text.encode(),
            }, [smpp34.Tlv(0x001E, message_id.encode() + b"\0"),
                smpp34.Tlv(0x0427, b"\2")])

    def put(self, fields: dict[str, Any], tlvs: list[smpp34.Tlv]) -> None:
        self.waiting.append({"fields": fields, "tlvs": tlvs})
        self.flush()

    def flush(self) -> None:
        receiver = next((one for one in self.bound.values() if one.can_receive), None)
        if receiver is not None and self.waiting:
            waiting, self.waiting = self.waiting, []
            task = asyncio.create_task(self.deliver(receiver, waiting))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async def deliver(self, receiver: smpp34.Esme, waiting: list[dict[str, Any]]) -> None:
        # Once the response to the submit_sm is on its way.
        await asyncio.sleep(0.05)
        for one in waiting:
            try:
                status = (await receiver.deliver_sm(**one["fields"], tlvs=one["tlvs"])).command_status
            except smpp34.SmppError:
                status = ESME_RSYSERR
            fields = one["fields"] | {"short_message": one["fields"]["short_message"].hex()}
            tlvs = [(tlv.tag, tlv.value.hex()) for tlv in one["tlvs"]]
            tell(by="mc", command="deliver_sm", fields=fields, tlvs=tlvs, answer={"command_status": status})

    async def mobiles(self) -> None:
        """Messages of mobiles on standard input; at its end, everybody is unbound."""
        while line := await asyncio.to_thread(sys.stdin.readline):
            source, destination, text = line.rstrip("\n").split(":", 2)
            coding, octets = (0, text.encode()) if text.isascii() else (8, text.encode("utf-16-be"))
            self.put({
                "source_addr": source, "destination_addr": destination, "data_coding": coding, "short_message": octets,
            }, [])
        for esme in list(self.bound.values()):
            await esme.unbind()


tasks: set["asyncio.Task[None]"] = set()


async def main() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    centre = Centre()
    server = smpp34.Server("127.0.0.1", port, system_id="smpp34")
    await server.start()
    tell(listening=port)
    end = asyncio.create_task(centre.mobiles())
    while not end.done():
        event = asyncio.ensure_future(server.next())
        await asyncio.wait({event, end}, return_when=asyncio.FIRST_COMPLETED)
        if not event.done():
            break
        match event.result():
            case smpp34.Esme() as esme:
                centre.bound[esme.session_id] = esme
                centre.flush()
            case smpp34.Unbound() as unbound:
                centre.bound.pop(unbound.session_id, None)
            case smpp34.SubmitSmEvent() as submitted:
                centre.submitted(submitted)
    await end
    # Its sessions would keep the program from ending.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main())
