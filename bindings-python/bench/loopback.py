"""submit_sm a second over loopback, client and server in two processes, beside other packages in one run.

Each client keeps 64 requests under way; smpplib, which has no window, once so by hand and once as its documentation
shows it, one after the other. smpp34 is measured against its own server; smpplib and aiosmpplib have none, and are
measured against ours.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from importlib.metadata import version
from typing import Any

WINDOW = 64
TEXT = b"Your code is 123456. It is good for ten minutes."
ROUNDS = 3

#: How many messages each client sends, so that it takes about a second.
COUNTS = {
    "smppkit": 60_000,
    "smppkit-uvloop": 60_000,
    "smpp34": 10_000,
    "smpplib": 10_000,
    "smpplib, one by one": 3_000,
    "aiosmpplib": 2_000,
}
#: Which server each client talks to.
SERVERS = {"smpp34": "smpp34", "smppkit-uvloop": "smppkit-uvloop"}


async def smppkit_server() -> None:
    import smppkit
    from smppkit.aio import PeerRequest, serve

    count = 0

    async def handle(_: PeerRequest) -> smppkit.SubmitSmResp:
        nonlocal count
        count += 1
        return smppkit.SubmitSmResp(message_id=str(count))

    async with serve(handle, port=0) as server:
        print(server.port, flush=True)
        await server.wait_closed()


async def smpp34_server() -> None:
    import smpp34

    # It does not tell which port it got.
    port = free_port()
    server = smpp34.Server("127.0.0.1", port)
    await server.start()
    print(port, flush=True)
    count = 0
    while True:
        event = await server.next()
        if isinstance(event, smpp34.SubmitSmEvent):
            count += 1
            event.accept(str(count))


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def in_turns(count: int, submit: Callable[[], Coroutine[Any, Any, object]]) -> float:
    """Submits a second of as many tasks as the window has slots."""

    async def one(times: int) -> None:
        for _ in range(times):
            await submit()

    await asyncio.gather(*(one(5) for _ in range(WINDOW)))
    start = time.perf_counter()
    await asyncio.gather(*(one(count // WINDOW) for _ in range(WINDOW)))
    return count // WINDOW * WINDOW / (time.perf_counter() - start)


async def smppkit_client(port: int, count: int) -> float:
    import smppkit
    from smppkit.aio import connect

    async with connect(f"smpp://app:secret@127.0.0.1:{port}", window=WINDOW) as esme:

        async def submit() -> str:
            message = smppkit.SubmitSm(
                source_addr="12345",
                dest_addr_ton=1,
                dest_addr_npi=1,
                destination_addr="447700900123",
                short_message=TEXT,
            )
            return (await esme.submit(message)).message_id

        return await in_turns(count, submit)


async def smpp34_client(port: int, count: int) -> float:
    import smpp34

    client = smpp34.Client("127.0.0.1", port, "app", "secret", bind_type="TRX", window_size=WINDOW)
    session = await client.connect()

    async def submit() -> str | None:
        response = await session.submit_sm("447700900123", TEXT, source_addr="12345", dest_addr_ton=1, dest_addr_npi=1)
        return response.message_id

    rate = await in_turns(count, submit)
    await session.unbind()
    return rate


async def aiosmpplib_client(port: int, count: int) -> float:
    import aiosmpplib

    answered = 0
    times: list[float] = []
    done = asyncio.Event()

    class Hook(aiosmpplib.AbstractHook):  # type: ignore[misc]
        async def sending(self, message: object, pdu: bytes, client_id: str) -> None:
            pass

        async def received(self, message: object, pdu: bytes, client_id: str) -> None:
            nonlocal answered
            if isinstance(message, aiosmpplib.SubmitSmResp):
                answered += 1
                if answered in (WINDOW, count):
                    times.append(time.perf_counter())
                if answered == count:
                    done.set()

        async def send_error(self, message: object, error: Exception, client_id: str) -> None:
            raise error

    from aiosmpplib.broker import SimpleBroker

    broker = SimpleBroker(maxsize=count)
    for _ in range(count):
        await broker.enqueue(
            aiosmpplib.SubmitSm(
                short_message=TEXT.decode(),
                source=aiosmpplib.PhoneNumber("12345"),
                destination=aiosmpplib.PhoneNumber("447700900123", aiosmpplib.TON.INTERNATIONAL, aiosmpplib.NPI.ISDN),
                registered_delivery=0,
            )
        )
    esme = aiosmpplib.ESME("127.0.0.1", port, "app", "secret", broker=broker, hook=Hook(), log_level=logging.CRITICAL)
    running = asyncio.ensure_future(esme.start())
    await done.wait()
    running.cancel()
    return (count - WINDOW) / (times[1] - times[0])


async def smpplib_client(port: int, count: int, window: int = WINDOW) -> float:
    import smpplib.client

    logging.disable(logging.CRITICAL)
    client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True)
    client.connect()
    client.bind_transceiver(system_id="app", password="secret")

    def send() -> None:
        client.send_message(
            source_addr="12345", dest_addr_ton=1, dest_addr_npi=1, destination_addr="447700900123", short_message=TEXT
        )

    for _ in range(window - 1):
        send()
    start = time.perf_counter()
    for _ in range(count):
        send()
        client.read_once()
    rate = count / (time.perf_counter() - start)
    for _ in range(window - 1):
        client.read_once()
    return rate


async def smpplib_one_by_one(port: int, count: int) -> float:
    return await smpplib_client(port, count, window=1)


CLIENTS: dict[str, Callable[[int, int], Coroutine[Any, Any, float]]] = {
    "smppkit": smppkit_client,
    "smppkit-uvloop": smppkit_client,
    "smpp34": smpp34_client,
    "smpplib": smpplib_client,
    "smpplib, one by one": smpplib_one_by_one,
    "aiosmpplib": aiosmpplib_client,
}


def run(name: str, work: Coroutine[Any, Any, Any]) -> Any:
    """Runs this in asyncio's event loop or in uvloop."""
    if name.endswith("-uvloop"):
        import uvloop

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    return asyncio.run(work)


def measured(name: str) -> float:
    """Submits a second of this client."""
    server_name = SERVERS.get(name, "smppkit")
    server = subprocess.Popen([sys.executable, __file__, "server", server_name], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        client = subprocess.run(
            [sys.executable, __file__, "client", name, port], capture_output=True, text=True, timeout=120, check=True
        )
        return float(client.stdout)
    finally:
        server.kill()
        server.wait()


def main() -> None:
    names = ("smppkit", "uvloop", "smpp34", "smpplib", "aiosmpplib")
    print(", ".join(f"{name} {version(name)}" for name in names))
    best = dict.fromkeys(CLIENTS, 0.0)
    for _ in range(ROUNDS):
        for name in CLIENTS:
            best[name] = max(best[name], measured(name))
    print(f"\n{'submit_sm a second, window ' + str(WINDOW):32} {'':>8} {'times':>8}")
    for name, rate in best.items():
        print(f"{name:32} {rate:8.0f} {best['smppkit'] / rate:8.1f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["server", name]:
            run(name, smpp34_server() if name == "smpp34" else smppkit_server())
        case ["client", name, port]:
            print(run(name, CLIENTS[name](int(port), COUNTS[name])), flush=True)
            # The threads of smpp34 now and then bring an interpreter down that is leaving.
            os._exit(0)
        case _:
            main()
