"""Peers for the tests: message centres that answer as they are told, octet by octet if need be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any

from smppkit import (
    BindTransceiver,
    BindTransceiverResp,
    CommandStatus,
    DeliverSm,
    EsmClass,
    InterfaceVersion,
    MessageState,
    Pdu,
    SubmitSm,
    SubmitSmResp,
    Unbind,
    UnbindResp,
    decode,
    encode,
)
from smppkit.aio import Esme, PeerRequest, Server, connect, serve
from smppkit.message import format_receipt

MESSAGE = SubmitSm(source_addr="1234", destination_addr="447700900123", short_message=b"Hello")
DATE = datetime(2026, 1, 2, 3, 4)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(5.0):
        while not condition():
            await asyncio.sleep(0.001)


def url(port: int, password: str = "secret") -> str:
    return f"smpp://app:{password}@127.0.0.1:{port}"


def receipt(message_id: str, state: MessageState = MessageState.DELIVERED) -> DeliverSm:
    """The receipt of a message."""
    text = format_receipt(message_id, state, submit_date=DATE, done_date=DATE)
    return DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, source_addr="447700900123", short_message=text)


class Centre:
    """Accepts all messages, counting their ids, and keeps them."""

    def __init__(self) -> None:
        self.messages: list[SubmitSm] = []

    def handle(self, request: PeerRequest) -> Pdu | CommandStatus:
        if not isinstance(request.pdu, SubmitSm):
            return CommandStatus.ESME_RINVCMDID
        self.messages.append(request.pdu)
        return SubmitSmResp(message_id=str(len(self.messages)))


@asynccontextmanager
async def pair(
    handler: Callable[[PeerRequest], Any] | None = None, *, server: dict[str, Any] | None = None, **client: Any
) -> AsyncIterator[tuple[Esme, Server]]:
    """A client that is bound to a server of ours."""
    async with (
        serve(handler or Centre().handle, port=0, **(server or {})) as mc,
        connect(url(mc.port), **client) as esme,
    ):
        yield esme, mc


async def stands_still(count: Callable[[], int]) -> bool:
    """Whether a count comes to rest, once the buffers of the operating system are full."""
    for _ in range(50):
        before = count()
        await asyncio.sleep(0.1)
        if count() == before:
            return True
    return False


class Wire:
    """One connection at a message centre that does nothing by itself."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def read(self) -> Pdu:
        """The next PDU."""
        head = await self.reader.readexactly(4)
        return decode(head + await self.reader.readexactly(int.from_bytes(head, "big") - 4))

    def write(self, pdu: Pdu, *, to: Pdu | None = None) -> None:
        """Sends a PDU, as an answer or by itself."""
        self.writer.write(encode(pdu if to is None else pdu.replace(sequence_number=to.sequence_number)))

    async def accept_bind(self) -> BindTransceiver:
        """Lets the client bind."""
        bind = await self.read()
        assert isinstance(bind, BindTransceiver)
        response = BindTransceiverResp(system_id="mc", tlvs={"sc_interface_version": InterfaceVersion.V3_4})
        self.write(response, to=bind)
        return bind

    async def answer(self, status: CommandStatus = CommandStatus.ESME_ROK, message_id: str = "1") -> Pdu:
        """Answers the next request; an unbind as well."""
        request = await self.read()
        if isinstance(request, Unbind):
            self.write(UnbindResp(), to=request)
        elif status:
            self.write(SubmitSmResp(command_status=status), to=request)
        else:
            self.write(SubmitSmResp(message_id=message_id), to=request)
        return request

    async def answer_all(self) -> None:
        """Answers until the client is gone."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while not isinstance(await self.answer(), Unbind):
                pass


@asynccontextmanager
async def wires(script: Callable[[Wire], Awaitable[None]]) -> AsyncIterator[int]:
    """A message centre that treats each connection as told, and then ends it: the port."""
    running: set[asyncio.Task[Any]] = set()

    async def treat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await script(Wire(reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            running.discard(task)

    listener = await asyncio.start_server(treat, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
