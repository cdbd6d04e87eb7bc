"""A server in a thread, for what blocks."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from smppkit.aio import serve


@contextmanager
def served(handler: Callable[..., Any], **options: Any) -> Iterator[int]:
    """A server in another thread: its port."""
    started: list[int] = []
    ready = threading.Event()
    stop: list[Callable[[], object]] = []

    async def main() -> None:
        done = asyncio.Event()
        loop = asyncio.get_running_loop()
        async with serve(handler, port=0, **options) as server:
            started.append(server.port)
            stop.append(lambda: loop.call_soon_threadsafe(done.set))
            ready.set()
            await done.wait()
            await server.close(0.2)

    thread = threading.Thread(target=asyncio.run, args=(main(),))
    thread.start()
    ready.wait()
    try:
        yield started[0]
    finally:
        stop[0]()
        thread.join()
