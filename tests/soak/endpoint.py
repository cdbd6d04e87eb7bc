"""An ESME or an MC for the soak (see README.md), with ``smppkit.aio``.

``endpoint.py client PORT MESSAGES``, ``endpoint.py server MESSAGES``
"""

import asyncio
import functools
import itertools
import json
import logging
import sys
from collections.abc import Iterator

from smppkit import CommandStatus, DeliverSm, Pdu, SubmitSm, SubmitSmResp
from smppkit.aio import (
    ConnectionClosed,
    Delivery,
    Esme,
    Message,
    Notification,
    Peer,
    PeerRequest,
    Receipt,
    Reconnect,
    RequestError,
    connect,
    serve,
)

WINDOW = 16
RESPONSE = 2.0
ENQUIRE_LINK = 1.0
SESSION_INIT = 2.0
#: How long the end may take.
END = 5.0


def tell(**line: object) -> None:
    print(json.dumps(line), flush=True)


async def stdin_ends() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


# Both sides


def text(number: int) -> bytes:
    return b"%d %s" % (number, b"x" * (number * 37 % 120))


def number_of(octets: bytes) -> int | None:
    number = octets.split(b" ")[0]
    return int(number) if number.isdigit() and octets == text(int(number)) else None


class Sender:
    """Sends messages one after the other, over whichever connection."""

    def __init__(self, messages: int) -> None:
        self._numbers: Iterator[int] = iter(range(messages))
        self._unsettled = messages

    async def send_over(self, link: Esme | Peer, kind: type[SubmitSm | DeliverSm]) -> None:
        """Sends as long as there are messages."""
        places = asyncio.Semaphore(WINDOW)
        while True:
            await places.acquire()
            number = next(self._numbers, None)
            if number is None:
                return
            pdu = kind(source_addr="1234", destination_addr="447700900123", short_message=text(number))
            response = link.request(pdu)
            response.add_done_callback(functools.partial(self._settled, number))
            response.add_done_callback(lambda _: places.release())

    def _settled(self, number: int, response: asyncio.Future[Pdu]) -> None:
        try:
            answer = response.result()
        except RequestError as error:
            tell(sent=number, **{"lost" if error.may_have_been_done else "not_sent": str(error)})
        else:
            message_id = {} if answer.command_status else getattr(answer, "message_id", None)
            tell(sent=number, status=answer.command_status, **({"id": message_id} if message_id else {}))
        self._unsettled -= 1
        if not self._unsettled:
            tell(done=True)


def received(delivery: Delivery | PeerRequest, response: SubmitSmResp | None = None) -> None:
    """Tells of a message, and answers it: with this response, or one that says nothing else."""
    message = delivery.pdu
    number = number_of(message.short_message) if isinstance(message, SubmitSm | DeliverSm) else None
    if number is None or isinstance(delivery, Receipt | Notification):
        tell(wrong=str(message))
        return
    try:
        if number % 50 == 49:
            tell(received=number, status=CommandStatus.ESME_RSYSERR)
            delivery.reject(CommandStatus.ESME_RSYSERR)
        elif response is None or isinstance(delivery, Message):
            tell(received=number, status=0)
            delivery.accept()
        else:
            tell(received=number, status=0, id=response.message_id)
            delivery.accept(response)
    except ConnectionClosed:
        pass  # The peer knows.


async def client(port: int, messages: int) -> None:
    esme = await connect(
        f"smpp://soak:secret@127.0.0.1:{port}",
        window=WINDOW,
        response=RESPONSE,
        enquire_link=ENQUIRE_LINK,
        connect_timeout=2 * RESPONSE,
        reconnect=Reconnect(first_delay=0.02, max_delay=0.2, request_wait=60.0),
    )
    sending = asyncio.create_task(Sender(messages).send_over(esme, SubmitSm))
    receiving = asyncio.create_task(receive(esme))
    await stdin_ends()
    await esme.close(END)
    await sending
    await receiving


async def receive(esme: Esme) -> None:
    async for delivery in esme:
        received(delivery)


async def server(messages: int) -> None:
    ids = itertools.count()
    sender = Sender(messages)
    serving = serve(
        lambda request: received(request, SubmitSmResp(message_id=f"s{next(ids)}")),
        port=0,
        on_bound=lambda peer: sender.send_over(peer, DeliverSm),
        window=WINDOW,
        response=RESPONSE,
        enquire_link=ENQUIRE_LINK,
        session_init=SESSION_INIT,
    )
    async with serving as mc:
        tell(listening=mc.port)
        await stdin_ends()


# What is lost is told of, and no news here.
logging.getLogger("smppkit").setLevel(logging.ERROR)

match sys.argv[1:]:
    case ["client", port, messages]:
        asyncio.run(client(int(port), int(messages)))
    case ["server", messages]:
        asyncio.run(server(int(messages)))
    case _:
        sys.exit(__doc__)
