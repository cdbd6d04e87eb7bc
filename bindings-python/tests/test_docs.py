"""The samples of the documentation, each as a program of its own."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from smppkit import DeliverSm, EsmClass, MessageState, SubmitSm, SubmitSmResp
from smppkit.aio import Message, Peer, PeerRequest, connect, serve
from smppkit.message import format_receipt

PACKAGE = Path(__file__).parents[1]
ROOT = PACKAGE.parent
PAGES = [ROOT / "README.md", PACKAGE / "README.md", *sorted((ROOT / "docs" / "python").glob("*.md"))]
BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<code>.*?)^```$(?:\n\n```text\n(?P<prints>.*?)^```$)?", re.M | re.S)
LIMIT = 30.0


def samples(kind: str) -> list[ParameterSet]:
    found = []
    for page in PAGES:
        for block in BLOCK.finditer(page.read_text()):
            if block["info"] == f"python {kind}":
                line = page.read_text()[: block.start()].count("\n") + 1
                found.append(pytest.param(block["code"], block["prints"], id=f"{page.relative_to(ROOT)}:{line}"))
    return found


def test_every_sample_is_one_that_is_run() -> None:
    infos = {block["info"] for page in PAGES[1:] for block in BLOCK.finditer(page.read_text())}
    # Those that are just "python" need no peer: see test_package.
    assert infos <= {"python", "python client", "python server", "sh no_run", "text"}
    assert len(samples("client")) > 8


async def end(program: asyncio.subprocess.Process) -> tuple[str, str]:
    """What a program says until it ends."""
    try:
        async with asyncio.timeout(LIMIT):
            out, errors = await program.communicate()
    except TimeoutError:
        program.kill()
        out, errors = await program.communicate()
        pytest.fail(f"it does not end: {out.decode()} {errors.decode()}")
    return out.decode(), errors.decode()


@pytest.mark.parametrize(("code", "prints"), samples("client"))
def test_client(code: str, prints: str | None) -> None:
    asyncio.run(at_centre(code, prints))


async def at_centre(code: str, prints: str | None) -> None:
    count = 0
    tasks: set[asyncio.Task[None]] = set()

    def handle(request: PeerRequest) -> SubmitSmResp:
        nonlocal count
        count += 1
        assert isinstance(request.pdu, SubmitSm)
        if request.pdu.registered_delivery:
            tasks.add(asyncio.create_task(send_receipt(request.peer, str(count))))
        return SubmitSmResp(message_id=str(count))

    async def send_receipt(peer: Peer, message_id: str) -> None:
        from datetime import datetime

        now = datetime(2026, 1, 2)
        text = format_receipt(message_id, MessageState.DELIVERED, submit_date=now, done_date=now)
        await peer.deliver(DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, short_message=text))

    async def on_bound(peer: Peer) -> None:
        # Those that only receive end when they are told to.
        if "async for" in code:
            await peer.deliver_text("447700900123", "1234", "Hello")
            await peer.close()
        elif "receive(" in code:
            await peer.deliver_text("447700900123", "1234", "Hello")

    def authenticate(bind: object) -> bool:
        return (bind.system_id, bind.password) == ("app", "secret")  # type: ignore[attr-defined]

    async with serve(handle, port=0, authenticate=authenticate, on_bound=on_bound) as server:
        code = code.replace("localhost:2775", f"127.0.0.1:{server.port}")
        code = code.replace('"localhost", 2775', f'"127.0.0.1", {server.port}')
        program = await asyncio.create_subprocess_exec(
            sys.executable,
            "-u",
            "-W",
            "error::ResourceWarning",
            "-c",
            code,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, errors = await end(program)
        # The threads of smpp34 now and then bring an interpreter down that is leaving.
        leaving = (-signal.SIGSEGV, -signal.SIGABRT) if "import smpp34" in code else ()
        assert program.returncode in (0, *leaving), errors
        if prints is not None:
            assert out == prints


@pytest.mark.parametrize(("code", "prints"), samples("server"))
def test_server(code: str, prints: str | None) -> None:
    asyncio.run(at_server(code))


async def at_server(code: str) -> None:
    async with serve(lambda _: 0, port=0) as probe:
        port = probe.port
    code = code.replace("port=2775", f"port={port}")
    # Whoever started these tests may have had it ignored.
    code = f"import signal\n\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n{code}"
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-u", "-c", code, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        while True:
            try:
                esme = await connect(f"smpp://app:secret@127.0.0.1:{port}")
                break
            except ConnectionError:
                assert program.returncode is None, "it ended"
                await asyncio.sleep(0.05)
        message = await esme.receive()
        assert isinstance(message, Message)
        assert message.text == "Hello"
        message.accept()
        sent = await esme.send_text("+447700900123", "Hi there", receipt=True)
        async with asyncio.timeout(LIMIT):
            assert await sent.receipts.outcome() == (MessageState.DELIVERED,)
        await esme.close()
    finally:
        if program.returncode is None:
            os.kill(program.pid, signal.SIGINT)
    out, _ = await end(program)
    assert out == "app to 447700900123 Hi there\n"
