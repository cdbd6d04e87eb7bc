"""Connecting, binding, and the end of it."""

import asyncio
import logging
from typing import Any

import pytest

from smppkit import (
    BindTransceiverResp,
    CommandStatus,
    DeliverSm,
    FieldError,
    InterfaceVersion,
    NotAllowed,
    State,
    SubmitSm,
    SubmitSmResp,
)
from smppkit._options import client_settings
from smppkit.aio import BindRefused, ConnectError, ConnectionClosed, ConnectTimeout, connect, serve
from support import MESSAGE, Centre, Wire, pair, url, wires


def test_url_has_credentials_and_options() -> None:
    read = client_settings(
        "smpp://us%40er:p%2F%3Aw@[::1]:2776?system_type=abc&enquire_link=5&interface_version=5.0&window=3"
    )
    assert (read.host, read.port, read.system_id, read.password, read.tls) == ("::1", 2776, "us@er", "p/:w", False)
    assert (read.system_type, read.config.enquire_link, read.window) == ("abc", 5.0, 3)
    assert read.config.interface_version == InterfaceVersion.V5_0
    assert "p/:w" not in repr(read)
    assert client_settings("smpps://mc").port == 3550
    assert client_settings("smpps://mc").tls is True
    assert client_settings("smpp://a@mc?window=3&enquire_link=none", window=9).window == 9
    assert client_settings("smpp://a@mc?enquire_link=none").config.enquire_link is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("http://mc", "smpp://"),
        ("mc:2775", "smpp://"),
        ("smpp://", "no host"),
        ("smpp://mc/path", "behind the host"),
        ("smpp://mc?window=many", "window"),
        ("smpp://mc?window=0", "window"),
        ("smpp://mc?bind=both", "bind"),
        ("smpp://mc?windows=1", "windows"),
        ("smpp://mc?response=-1", "response"),
        ("smpp://longer_than_allowed@mc", "system_id"),
        ("smpp://app:se/cret@mc", "percent-encoded"),
        ("smpp://app:se?cret@mc", "percent-encoded"),
        ("smpp://app:se#cret@mc", "percent-encoded"),
        ("smpp://mc:0", "port from 1 to 65535"),
        ("smpp://mc:99999", "port from 1 to 65535"),
        ("smpp://mc:2775?window", "option=value"),
        ("smpp://mc?interface_version=3.5", "interface_version: '3.5' is none of 3.3, 3.4, 5.0"),
    ],
)
def test_options_that_are_wrong_are_told_at_once(wrong: str, says: str) -> None:
    with pytest.raises((ValueError, TypeError), match=says) as error:
        connect(wrong)
    assert "cret" not in str(error.value)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"url": None}, "url: expected str, not NoneType"),
        ({"window": "3"}, "window: expected int, not str"),
        ({"window": True}, "window: expected int, not bool"),
        ({"messages_per_second": 0.5}, "messages_per_second: expected int, not float"),
        ({"messages_per_second": 0}, "messages_per_second: 0 is not in 1 to"),
        ({"connect_timeout": "10"}, "connect_timeout: expected seconds, not str"),
        ({"connect_timeout": -1}, "connect_timeout: -1 is no time span"),
        ({"auto_accept": "no"}, "auto_accept: expected bool, not str"),
        ({"tls": "yes"}, "tls: expected bool or ssl.SSLContext, not str"),
        ({"mc_default": "utf9"}, "mc_default: 'utf9' is none of gsm7, "),
        ({"addr_ton": "INTERNATIONAL"}, "addr_ton: expected int, not str"),
        ({"reconnect": 5}, "reconnect: expected bool or Reconnect, not int"),
    ],
)
def test_options_of_a_wrong_type_are_told_by_name(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises((ValueError, TypeError), match=f"^{says}"):
        connect(**{"url": "smpp://app:secret@mc", **wrong})


def test_a_missing_await_is_told() -> None:
    connecting: Any = connect("smpp://app:secret@mc")
    with pytest.raises(AttributeError, match=r"'submit'; there is no client yet: await connect"):
        connecting.submit(MESSAGE)
    with pytest.raises(AttributeError, match="'sumbit'$"):
        connecting.sumbit(MESSAGE)


async def test_bind_and_unbind() -> None:
    async with serve(Centre().handle, port=0, system_id="mc") as server:
        async with connect(url(server.port), system_type="test") as esme:
            assert esme.state == State.BOUND_TRX
            assert esme.version == InterfaceVersion.V3_4
            (peer,) = server.peers
            assert (peer.system_id, peer.bind.kind, peer.bind.pdu.system_type) == ("app", "transceiver", "test")
            assert (await esme.submit(MESSAGE)).message_id == "1"
        assert str(esme.state) == State.CLOSED
        with pytest.raises(ConnectionClosed, match="not sent"):
            await esme.submit(MESSAGE)


async def test_awaited_instead_of_entered() -> None:
    async with serve(Centre().handle, port=0) as server:
        esme = await connect(url(server.port), bind="transmitter")
        assert esme.state == State.BOUND_TX
        await esme.close()
        await esme.close()
        await esme.wait_closed()


async def test_nobody_listens() -> None:
    async with serve(Centre().handle, port=0) as server:
        port = server.port
    with pytest.raises(ConnectError, match="cannot connect") as caught:
        await connect(url(port))
    assert not caught.value.is_permanent
    assert isinstance(caught.value, ConnectionError)


async def test_bind_is_refused() -> None:
    async with serve(Centre().handle, port=0, authenticate=lambda bind: bind.password == "secret") as server:
        with pytest.raises(BindRefused, match="ESME_RBINDFAIL") as caught:
            await connect(url(server.port, "wrong"))
        assert caught.value.is_permanent
        async with connect(url(server.port)):
            pass


async def test_bind_is_not_answered() -> None:
    async def silent(wire: Wire) -> None:
        await wire.reader.read()

    async with wires(silent) as port:
        with pytest.raises(ConnectTimeout) as caught:
            await connect(url(port), connect_timeout=0.05)
        assert isinstance(caught.value, TimeoutError)
        with pytest.raises(ConnectError):
            await connect(url(port), response=0.05)


async def test_connecting_is_cancelled() -> None:
    gone = asyncio.Event()

    async def silent(wire: Wire) -> None:
        await wire.reader.read()
        gone.set()

    async with wires(silent) as port:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await connect(url(port))
        await gone.wait()


async def test_bind_response_of_another_type_does_not_bind() -> None:
    async def confused(wire: Wire) -> None:
        bind = await wire.read()
        wire.write(BindTransceiverResp(command_status=CommandStatus.ESME_RALYBND), to=bind)
        await wire.reader.read()

    async with wires(confused) as port:
        with pytest.raises(BindRefused) as caught:
            await connect(url(port))
        assert caught.value.status == CommandStatus.ESME_RALYBND


async def test_close_waits_for_what_is_in_flight() -> None:
    async def slow(wire: Wire) -> None:
        await wire.accept_bind()
        first, second = await wire.read(), await wire.read()
        # The unbind does not come before these are answered.
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await wire.reader.read(1)
        for number, request in enumerate((second, first)):
            wire.write(SubmitSmResp(message_id=str(number)), to=request)
        await wire.answer()

    async with wires(slow) as port, connect(url(port)) as esme:
        submits = [asyncio.ensure_future(esme.submit(MESSAGE)) for _ in range(2)]
        await asyncio.sleep(0)
        await esme.close()
        assert [(await submit).message_id for submit in submits] == ["1", "0"]


async def test_close_does_not_wait_for_ever() -> None:
    async def deaf(wire: Wire) -> None:
        await wire.accept_bind()
        await wire.reader.read()

    async with wires(deaf) as port:
        esme = await connect(url(port))
        submit = esme.request(MESSAGE)
        loop = asyncio.get_running_loop()
        start = loop.time()
        await esme.close(timeout=0.2)
        assert 0.1 < loop.time() - start < 1.0
        with pytest.raises(ConnectionClosed) as caught:
            await submit
        assert caught.value.may_have_been_done
        assert caught.value.in_flight >= 1


async def test_abort_ends_it_at_once() -> None:
    async with pair() as (esme, server):
        submit = esme.request(MESSAGE)
        esme.abort()
        with pytest.raises(ConnectionClosed):
            await submit
        while server.connections:
            await asyncio.sleep(0)


async def test_iteration_ends_in_order_or_raises() -> None:
    async def leaves(wire: Wire) -> None:
        await wire.accept_bind()

    async with wires(leaves) as port:
        esme = await connect(url(port))
        with pytest.raises(ConnectionClosed, match="the peer ended the connection") as caught:
            async for _ in esme:
                pass
        assert caught.value.reason == "eof"
    async with serve(Centre().handle, port=0) as server:
        esme = await connect(url(server.port))
        await server.close()
        async for _ in esme:
            pass
        with pytest.raises(ConnectionClosed):
            await esme.receive()


async def test_failing_filter_of_the_log_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="smppkit.aio")
    reported: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))

    def failing(record: logging.LogRecord) -> bool:
        raise RuntimeError(vars(record)["smpp_event"])

    logger = logging.getLogger("smppkit.aio")
    logger.addFilter(failing)
    try:
        async with pair() as (esme, _):
            await esme.submit(MESSAGE)
    finally:
        logger.removeFilter(failing)
    assert {str(context["exception"]) for context in reported} >= {"listening", "bound", "sent", "received"}


async def test_log_has_no_password_and_no_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="smppkit.aio")
    async with pair(auto_accept=True) as (esme, server):
        await esme.submit(MESSAGE)
        delivering = asyncio.ensure_future(server.peers[0].deliver_text("447700900123", "1234", "Hello"))
        await esme.receive()
        await delivering
    told = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "secret" not in told
    assert "Hello" not in told
    events = {vars(record)["smpp_event"] for record in caplog.records}
    assert {"bound", "sent", "received", "closed"} <= events
    bound = next(record for record in caplog.records if vars(record)["smpp_event"] == "bound")
    assert vars(bound)["smpp_system_id"] == "app"


async def test_wrong_request_is_told_to_who_asks() -> None:
    async with pair() as (esme, _):
        with pytest.raises(FieldError, match=r"destination_addr.*at most 20"):
            await esme.submit(SubmitSm(destination_addr="1" * 30))
        with pytest.raises(NotAllowed, match="deliver_sm"):
            await esme.request(DeliverSm())
        assert (await esme.submit(MESSAGE)).message_id
