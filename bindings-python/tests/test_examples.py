"""The examples: the queue that is killed, and the web service."""

from __future__ import annotations

import asyncio
import importlib
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from smppkit import CommandStatus, DeliverSm, EsmClass, MessageState, SubmitSm, SubmitSmResp, decode
from smppkit.aio import Peer, PeerRequest, RequestError, RequestRefused, serve
from smppkit.message import format_receipt

EXAMPLES = Path(__file__).parents[1] / "examples"
TEXTS = 400
ANSWERS = 100
DATE = datetime(2026, 1, 2)


class Centre:
    """A message centre that sends what was not accepted again, after each bind."""

    def __init__(self) -> None:
        self.accepted: dict[str, tuple[str, bytes]] = {}
        self.to_deliver: list[DeliverSm] = [DeliverSm(source_addr="1", short_message=b"%d" % n) for n in range(ANSWERS)]
        self.chance = random.Random(3)
        self.news = asyncio.Event()

    async def handle(self, request: PeerRequest) -> SubmitSmResp | CommandStatus:
        await asyncio.sleep(self.chance.uniform(0, 0.01))
        pdu = request.pdu
        assert isinstance(pdu, SubmitSm)
        if self.chance.random() < 0.02:
            return CommandStatus.ESME_RTHROTTLED
        message_id = str(len(self.accepted) + 1)
        self.accepted[message_id] = (pdu.destination_addr, pdu.short_message)
        text = format_receipt(message_id, MessageState.DELIVERED, submit_date=DATE, done_date=DATE)
        self.to_deliver.append(DeliverSm(esm_class=EsmClass.MC_DELIVERY_RECEIPT, short_message=text))
        self.news.set()
        return SubmitSmResp(message_id=message_id)

    async def on_bound(self, peer: Peer) -> None:
        while True:
            while self.to_deliver:
                batch = self.to_deliver[:16]
                outcomes = await asyncio.gather(*(peer.deliver(pdu) for pdu in batch), return_exceptions=True)
                for pdu, outcome in zip(batch, outcomes, strict=True):
                    if not isinstance(outcome, RequestError | RequestRefused):
                        self.to_deliver.remove(pdu)
                if any(isinstance(outcome, RequestError) for outcome in outcomes):
                    return
            self.news.clear()
            await self.news.wait()


def test_queue_that_is_killed_loses_and_forgets_nothing(tmp_path: Path) -> None:
    asyncio.run(killing(tmp_path / "sms.db"))


async def killing(path: Path) -> None:
    centre = Centre()
    chance = random.Random(5)
    async with serve(centre.handle, port=0, on_bound=centre.on_bound) as server:
        url = f"smpp://app:secret@127.0.0.1:{server.port}"

        def start() -> subprocess.Popen[str]:
            command = [sys.executable, str(EXAMPLES / "sms_queue.py"), url, str(path)]
            return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

        program = start()
        while not path.exists():
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.5)
        database = sqlite3.connect(path, timeout=10.0)

        def count(query: str) -> int:
            return int(database.execute(query).fetchone()[0])

        texts = [(f"4477{number:08}", "x" * chance.choice((10, 100, 400))) for number in range(TEXTS)]
        kills = 0
        for begin in range(0, TEXTS, TEXTS // 8):
            with database:
                rows = texts[begin : begin + TEXTS // 8]
                database.executemany("INSERT INTO outbox (destination, text) VALUES (?, ?)", rows)
            await asyncio.sleep(chance.uniform(0.1, 0.5))
            program.kill()
            program.wait()
            kills += count("SELECT count(*) FROM parts WHERE state = 'sending'") > 0
            program = start()
        try:
            async with asyncio.timeout(60):
                while (
                    count("SELECT count(*) FROM outbox WHERE state = 'queued'")
                    + count("SELECT count(*) FROM parts WHERE state <> 'accepted'")
                    + len(centre.to_deliver)
                ):
                    assert program.poll() is None, program.stderr and program.stderr.read()
                    await asyncio.sleep(0.1)
        finally:
            program.kill()
            program.wait()
    # It was killed while parts were under way, or this test shows nothing.
    assert kills > 0
    parts = database.execute("SELECT pdu, message_id FROM parts").fetchall()
    assert count("SELECT count(DISTINCT outbox_id) FROM parts") == TEXTS
    at_centre = Counter(centre.accepted.values())
    for octets, message_id in parts:
        pdu = decode(octets)
        assert isinstance(pdu, SubmitSm)
        # The id that the queue has is that of this very part.
        assert centre.accepted[message_id] == (pdu.destination_addr, pdu.short_message)
    assert len({message_id for _, message_id in parts}) == len(parts)
    assert len(at_centre) == len(parts)
    assert count("SELECT count(DISTINCT message_id) FROM receipts") == len(centre.accepted)
    assert count("SELECT count(DISTINCT octets) FROM inbox") == ANSWERS
    print(f"{len(parts)} parts, {len(centre.accepted) - len(parts)} twice, killed {kills} times while sending")


def test_web_service(monkeypatch: pytest.MonkeyPatch) -> None:
    from fastapi.testclient import TestClient

    from served import served

    def handle(request: PeerRequest) -> SubmitSmResp | CommandStatus:
        assert isinstance(request.pdu, SubmitSm)
        known = request.pdu.destination_addr == "447700900123"
        return SubmitSmResp(message_id="7") if known else CommandStatus.ESME_RINVDSTADR

    with served(handle) as port:
        monkeypatch.setenv("SMPP_URL", f"smpp://app:secret@127.0.0.1:{port}")
        monkeypatch.syspath_prepend(str(EXAMPLES))
        with TestClient(importlib.import_module("fastapi_app").app) as web:
            assert web.get("/health").json() == {"connected": True}
            answer = web.post("/texts", json={"to": "+447700900123", "text": "Hello"})
            assert (answer.status_code, answer.json()) == (202, {"message_ids": ["7"]})
            answer = web.post("/texts", json={"to": "", "text": "Hello"})
            assert answer.status_code == 422
            answer = web.post("/texts", json={"to": "+15550100", "text": "Hello"})
            assert answer.status_code == 502
            assert answer.json()["detail"]["may_have_been_sent"] is False
            assert "ESME_RINVDSTADR" in answer.json()["detail"]["error"]
