"""A queue of texts in SQLite, which loses and forgets nothing, whenever this program is killed.

    python sms_queue.py smpp://app:secret@localhost:2775 sms.db

Other programs put rows into ``outbox`` and look at ``parts``, ``receipts`` and ``inbox``. What keeps the promise:

* A part of a text is *sending* in the database before it is sent, and has its message id there once it was accepted.
  When the program comes back, parts that are still *sending* may have been accepted or not, nobody knows: they are sent
  again. A text may so arrive twice, it is never lost. Where twice is worse than never, leave them as they are instead.
* A receipt or a message is in the database before it is accepted. What was not accepted, the message centre sends
  again.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from contextlib import suppress

from smppkit import SubmitSm, SubmitSmResp, decode
from smppkit.aio import ConnectionClosed, Esme, Message, Receipt, Reconnect, RequestError, connect
from smppkit.message import submits

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL DEFAULT '', destination TEXT NOT NULL, text TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'split', 'impossible'))
);
CREATE TABLE IF NOT EXISTS parts (
    outbox_id INTEGER NOT NULL REFERENCES outbox, number INTEGER NOT NULL, pdu BLOB NOT NULL, message_id TEXT,
    status INTEGER, state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'sending', 'accepted', 'refused')),
    PRIMARY KEY (outbox_id, number)
);
CREATE INDEX IF NOT EXISTS parts_by_state ON parts (state) WHERE state IN ('ready', 'sending');
CREATE TABLE IF NOT EXISTS receipts (message_id TEXT NOT NULL, state INTEGER, octets BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS inbox (source TEXT NOT NULL, destination TEXT NOT NULL, text TEXT, octets BLOB NOT NULL);
"""

#: How many requests are under way at once.
WINDOW = 32
#: How often new texts are looked for, in seconds.
LOOK = 0.05


class Queue:
    """The database. Its calls are short, so they are made in the event loop."""

    def __init__(self, path: str) -> None:
        self.database = sqlite3.connect(path, timeout=10.0)
        self.database.executescript(SCHEMA)
        with self.database:
            # Nobody knows what became of these.
            self.database.execute("UPDATE parts SET state = 'ready' WHERE state = 'sending'")

    def split(self) -> None:
        """Makes submit_sm of the texts that are new."""
        with self.database:
            rows = self.database.execute(
                "SELECT id, source, destination, text FROM outbox WHERE state = 'queued' LIMIT 100"
            )
            for number, source, destination, text in rows.fetchall():
                try:
                    pdus = submits(source, destination, text, number=number % 65_536, receipt=True)
                except ValueError as error:
                    print(f"text {number}: {error}", file=sys.stderr)
                    self.database.execute("UPDATE outbox SET state = 'impossible' WHERE id = ?", (number,))
                    continue
                parts = [(number, part, bytes(pdu)) for part, pdu in enumerate(pdus, 1)]
                self.database.executemany("INSERT INTO parts (outbox_id, number, pdu) VALUES (?, ?, ?)", parts)
                self.database.execute("UPDATE outbox SET state = 'split' WHERE id = ?", (number,))

    def take(self, count: int) -> list[tuple[int, int, bytes]]:
        """Parts to be sent now."""
        with self.database:
            query = "SELECT outbox_id, number, pdu FROM parts WHERE state = 'ready' ORDER BY 1, 2 LIMIT ?"
            parts: list[tuple[int, int, bytes]] = self.database.execute(query, (count,)).fetchall()
            self.database.executemany(
                "UPDATE parts SET state = 'sending' WHERE outbox_id = ? AND number = ?", [part[:2] for part in parts]
            )
        return parts

    def settle(self, outbox_id: int, number: int, state: str, message_id: str | None = None, status: int = 0) -> None:
        """What became of a part."""
        with self.database:
            self.database.execute(
                "UPDATE parts SET state = ?, message_id = ?, status = ? WHERE outbox_id = ? AND number = ?",
                (state, message_id, status, outbox_id, number),
            )

    def keep(self, delivery: Message | Receipt) -> None:
        """What came in."""
        with self.database:
            if isinstance(delivery, Receipt):
                row = (delivery.message_id, delivery.state, bytes(delivery.pdu))
                self.database.execute("INSERT INTO receipts VALUES (?, ?, ?)", row)
            else:
                message = (delivery.source_addr, delivery.destination_addr, delivery.text, delivery.octets)
                self.database.execute("INSERT INTO inbox VALUES (?, ?, ?, ?)", message)


async def send(esme: Esme, queue: Queue, outbox_id: int, number: int, octets: bytes) -> None:
    """Sends one part, and writes down what became of it."""
    pdu = decode(octets)
    assert isinstance(pdu, SubmitSm)
    try:
        # Receipts go to the one loop that keeps them, so nobody awaits them here.
        response = await esme.request(pdu)
    except RequestError as error:
        # If it may have been done, it is sent again all the same: see above.
        print(f"text {outbox_id}, part {number}: {error}", file=sys.stderr)
        queue.settle(outbox_id, number, "ready")
        return
    if isinstance(response, SubmitSmResp) and response.command_status == 0:
        queue.settle(outbox_id, number, "accepted", response.message_id)
    elif response.command_status.retry in ("temporary", "depends"):
        await asyncio.sleep(1.0)
        queue.settle(outbox_id, number, "ready")
    else:
        queue.settle(outbox_id, number, "refused", status=response.command_status)


async def send_all(esme: Esme, queue: Queue) -> None:
    """Sends what there is, for ever."""
    async with asyncio.TaskGroup() as tasks:
        running: set[asyncio.Task[None]] = set()
        while True:
            queue.split()
            for part in queue.take(WINDOW - len(running)):
                task = tasks.create_task(send(esme, queue, *part))
                running.add(task)
                task.add_done_callback(running.discard)
            if running:
                await asyncio.wait(running, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(LOOK)


async def receive_all(esme: Esme, queue: Queue) -> None:
    """Keeps what comes in, for ever."""
    async for delivery in esme:
        # The message centre is told only once it is kept. What is forgotten here is rejected.
        if isinstance(delivery, Message | Receipt):
            queue.keep(delivery)
            with suppress(ConnectionClosed):
                delivery.accept()


async def main(url: str, path: str) -> None:
    queue = Queue(path)
    policy = Reconnect(first_delay=0.2, max_delay=30.0)
    async with connect(url, window=WINDOW, reconnect=policy) as esme, asyncio.TaskGroup() as tasks:
        tasks.create_task(send_all(esme, queue))
        tasks.create_task(receive_all(esme, queue))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(main(*sys.argv[1:]))
