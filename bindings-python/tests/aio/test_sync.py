"""The blocking client."""

import asyncio

import pytest

from served import served
from smppkit import CommandStatus, MessageState, SubmitSm
from smppkit.aio import (
    BindRefused,
    ConnectError,
    ConnectionClosed,
    Message,
    Peer,
    Receipt,
    RequestRefused,
    ResponseTimeout,
    TextNotAccepted,
)
from smppkit.sync import Client
from support import MESSAGE, Centre, receipt, url


def test_texts_go_out_and_messages_and_receipts_come_in() -> None:
    centre = Centre()
    answered: list[object] = []

    async def on_bound(peer: Peer) -> None:
        await peer.deliver_text("447700900123", "1234", "A long answer. " * 20)
        while not centre.messages:
            await asyncio.sleep(0.01)
        answered.append(await peer.deliver(receipt("1")))

    with served(centre.handle, on_bound=on_bound) as port, Client(url(port)) as esme:
        assert esme.send_text("+447700900123", "Hello", source="MyShop", receipt=True) == ("1",)
        assert len(esme.send_text("+447700900123", "Hello " * 50)) == 2
        message = esme.receive(5.0)
        assert isinstance(message, Message)
        assert message.text == "A long answer. " * 20
        message.accept()
        found = esme.receive(5.0)
        assert isinstance(found, Receipt)
        assert (found.message_id, found.state) == ("1", MessageState.DELIVERED)
        found.accept()
        assert esme.receive(0.05) is None
    assert answered
    with pytest.raises(ConnectionClosed):
        esme.submit(MESSAGE)


def test_what_goes_wrong_is_told() -> None:
    with served(lambda _: CommandStatus.ESME_RTHROTTLED, authenticate=lambda bind: bind.password == "secret") as port:
        with pytest.raises(BindRefused):
            Client(url(port, "wrong"))
        with Client(url(port)) as esme:
            with pytest.raises(RequestRefused):
                esme.submit(MESSAGE)
            with pytest.raises(TextNotAccepted, match="ESME_RTHROTTLED"):
                esme.send_text("1", "Hello")
            with pytest.raises(ValueError, match="destination_addr"):
                esme.submit(SubmitSm(destination_addr="1" * 30))
            assert esme.request(MESSAGE).command_status == CommandStatus.ESME_RTHROTTLED
    with pytest.raises(ConnectError):
        Client(url(port))


def test_response_does_not_come() -> None:
    async def slow(request: object) -> int:
        await asyncio.sleep(0.3)
        return 0

    with served(slow) as port, Client(url(port), response=0.05) as esme, pytest.raises(ResponseTimeout):
        esme.submit(MESSAGE)


def test_server_goes() -> None:
    with served(Centre().handle) as port:
        esme = Client(url(port))
        esme.submit(MESSAGE)

    assert list(esme) == []
    with pytest.raises(ConnectionClosed):
        esme.receive()
    esme.close()
