"""Other implementations: their clients at our server, our client at their servers."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiosmpplib
import pytest
import smpp34
import smpplib.client
import smpplib.consts
from aiosmpplib.broker import SimpleBroker

from smppkit import MessageState, RegisteredDelivery, SubmitSm, SubmitSmResp
from smppkit.aio import Message, Peer, PeerRequest, connect, serve
from smppkit.message import Reassembler, read
from support import MESSAGE, receipt, url

ROOT = Path(__file__).parents[3]
LONG = "Zażółć gęślą jaźń. " * 12


class Gateway:
    """A message centre that sends a receipt for each message, and joins the long ones."""

    def __init__(self) -> None:
        self.submits: list[SubmitSm] = []
        self.texts: list[str | None] = []
        self.delivered = 0
        self._reassembler = Reassembler()
        self._tasks: set[asyncio.Task[None]] = set()

    def handle(self, request: PeerRequest) -> SubmitSmResp | int:
        pdu = request.pdu
        if not isinstance(pdu, SubmitSm):
            return 3
        self.submits.append(pdu)
        message_id = str(len(self.submits))
        outcome, message = self._reassembler.insert(pdu, 1.0)
        incoming = read(pdu)
        if outcome == "whole" and incoming is not None:
            self.texts.append(incoming.text)
        elif message is not None:
            self.texts.append(message.text())
        if pdu.registered_delivery:
            task = asyncio.get_running_loop().create_task(self._receipt(request.peer, message_id))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return SubmitSmResp(message_id=message_id)

    async def _receipt(self, peer: Peer, message_id: str) -> None:
        await peer.deliver(receipt(message_id))
        self.delivered += 1


async def in_thread(work: Callable[[], Any]) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, work)


async def test_smpplib_client() -> None:
    gateway = Gateway()

    def talk(port: int) -> tuple[list[bytes], list[bytes]]:
        ids: list[bytes] = []
        texts: list[bytes] = []
        client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True)
        client.set_message_sent_handler(lambda pdu: ids.append(pdu.message_id))
        client.set_message_received_handler(lambda pdu: texts.append(pdu.short_message))
        client.connect()
        client.bind_transceiver(system_id="app", password="secret")
        for text in (b"one", b"two"):
            client.send_message(source_addr="1", destination_addr="2", short_message=text, registered_delivery=1)
        while len(ids) < 2 or len(texts) < 3:
            client.read_once()
        client.unbind()
        client.disconnect()
        return ids, texts

    async def on_bound(peer: Peer) -> None:
        await peer.deliver_text("447700900123", "1234", "Hello smpplib")

    async with serve(gateway.handle, port=0, on_bound=on_bound) as server:
        ids, texts = await in_thread(lambda: talk(server.port))
    assert ids == [b"1", b"2"]
    assert b"Hello smpplib" in texts
    assert sum(text.startswith(b"id:") for text in texts) == 2
    assert gateway.texts == ["one", "two"]
    assert gateway.delivered == 2


async def test_aiosmpplib_client() -> None:
    gateway = Gateway()
    texts: list[str] = []
    ids: list[str] = []
    done = asyncio.Event()

    class Hook(aiosmpplib.AbstractHook):  # type: ignore[misc]
        async def sending(self, smpp_message: Any, pdu: bytes, client_id: str) -> None:
            pass

        async def received(self, smpp_message: Any, pdu: bytes, client_id: str) -> None:
            if isinstance(smpp_message, aiosmpplib.SubmitSmResp):
                ids.append(smpp_message.message_id)
            elif isinstance(smpp_message, aiosmpplib.DeliverSm):
                texts.append(smpp_message.short_message)
            if len(ids) == 2 and len(texts) == 3:
                done.set()

        async def send_error(self, smpp_message: Any, error: Exception, client_id: str) -> None:
            raise error

    async def on_bound(peer: Peer) -> None:
        await peer.deliver_text("447700900123", "1234", "Hello aiosmpplib")

    async with serve(gateway.handle, port=0, on_bound=on_bound) as server:
        broker = SimpleBroker()
        for text in ("one", "Zażółć"):
            source, destination = aiosmpplib.PhoneNumber("1"), aiosmpplib.PhoneNumber("2")
            submit = aiosmpplib.SubmitSm(
                short_message=text, source=source, destination=destination, registered_delivery=1, encoding="ucs2"
            )
            await broker.enqueue(submit)
        esme = aiosmpplib.ESME(
            "127.0.0.1", server.port, "app", "secret", broker=broker, hook=Hook(), log_level="CRITICAL"
        )
        running = asyncio.ensure_future(esme.start())
        await done.wait()
        await esme.stop()
        await asyncio.wait([running], timeout=1)
        running.cancel()
    assert ids == ["1", "2"]
    assert gateway.texts == ["one", "Zażółć"]
    assert "Hello aiosmpplib" in texts


async def test_smpp34_client() -> None:
    gateway = Gateway()

    async def on_bound(peer: Peer) -> None:
        await peer.deliver_text("447700900123", "1234", "Hello smpp34")

    async with serve(gateway.handle, port=0, on_bound=on_bound) as server:
        client = smpp34.Client("127.0.0.1", server.port, "app", "secret", bind_type="TRX")
        session = await client.connect()
        responses = [
            await session.submit_sm("2", text, source_addr="1", registered_delivery=1) for text in (b"one", b"two")
        ]
        texts = []
        for _ in range(3):
            event = await session.next()
            assert isinstance(event, smpp34.DeliverSmEvent)
            texts.append(bytes(event.short_message))
        await session.unbind()
    assert [response.message_id for response in responses] == ["1", "2"]
    assert b"Hello smpp34" in texts
    assert gateway.texts == ["one", "two"]


async def test_smpp34_server() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = smpp34.Server("127.0.0.1", port)
    await server.start()
    submits: list[bytes] = []
    delivering: list[asyncio.Future[Any]] = []

    async def centre() -> None:
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                delivery = event.deliver_sm("1234", b"Hello smppkit", source_addr="447700900123")
                delivering.append(asyncio.ensure_future(delivery))
            elif isinstance(event, smpp34.SubmitSmEvent):
                submits.append(bytes(event.short_message))
                event.accept(str(len(submits)))

    serving = asyncio.ensure_future(centre())
    try:
        async with connect(url(port), window=10) as esme:
            message = await esme.receive()
            assert isinstance(message, Message)
            assert message.text == "Hello smppkit"
            message.accept()
            answers = await asyncio.gather(*(esme.submit(MESSAGE) for _ in range(100)))
            # It hands them out in any order.
            assert {int(answer.message_id) for answer in answers} == set(range(1, 101))
            assert len((await esme.send_text("447700900123", LONG)).message_ids) == 4
    finally:
        serving.cancel()
        await server.stop()


async def test_smppkit_simulate(tmp_path: Path) -> None:
    program = os.environ.get("SMPPKIT", str(ROOT / "target" / "debug" / "smppkit"))
    port_file = tmp_path / "port"
    simulator = await asyncio.create_subprocess_exec(
        program, "simulate", "--listen", "127.0.0.1:0", "--account", "app:secret", "--port-file", str(port_file),
        "--receipt-delay", "10ms", "--mo", f"447700900123:1234:{LONG}",
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not (port_file.exists() and port_file.read_text()):
            await asyncio.sleep(0.01)
        async with connect(url(int(port_file.read_text()))) as esme:
            message = await esme.receive()
            assert isinstance(message, Message)
            assert message.text == LONG
            message.accept()
            sent = await esme.send_text("+447700900123", LONG, source="MyShop", receipt=True)
            assert await sent.receipts.outcome() == (MessageState.DELIVERED,) * 4
            query = MESSAGE.replace(registered_delivery=RegisteredDelivery.RECEIPT)
            submitted = await esme.submit(query)
            assert await submitted.receipts.outcome() == (MessageState.DELIVERED,)
    finally:
        simulator.terminate()
        assert await simulator.wait() == 0


def logged(gateway: Gateway) -> str:
    """What `smppkit simulate --json` would tell of what arrived, as far as Kannel's test looks at it."""
    lines: list[dict[str, Any]] = [{"event": "message", "text": text} for text in gateway.texts]
    for pdu in gateway.submits:
        fields = {"esm_class": int(pdu.esm_class), "short_message": pdu.short_message.hex()}
        lines.append({"command": "submit_sm", "fields": fields})
    return "".join(json.dumps(line) + "\n" for line in lines)


@pytest.mark.parametrize("mo", [["Hello from the handset", "Привет с телефона 👋 " * 10]])
async def test_kannel(tmp_path: Path, mo: list[str]) -> None:
    gateway = Gateway()
    log = tmp_path / "log"
    log.touch()

    def handle(request: PeerRequest) -> SubmitSmResp | int:
        answer = gateway.handle(request)
        log.write_text(logged(gateway))
        return answer

    async def on_bound(peer: Peer) -> None:
        # Kannel binds before it can pass anything on: it can once it sends something.
        while not gateway.submits:
            await asyncio.sleep(0.05)
        for text in mo:
            await peer.deliver_text("447700900123", "12345", text)

    async with serve(handle, port=0, on_bound=on_bound) as server:
        kannel = await asyncio.create_subprocess_exec(
            sys.executable, str(ROOT / "tests/interop/kannel/kannel_esme.py"), str(server.port), "--mc-log", str(log),
            *(argument for text in mo for argument in ("--expect-mo", text)),
            env={**os.environ, "TMPDIR": str(tmp_path)}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        told, errors = await kannel.communicate()
        assert kannel.returncode == 0, errors.decode()
        assert b"delivered whole" in told
