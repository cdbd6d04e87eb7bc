"""The side of the message centre."""

import asyncio
import logging

import pytest

from smppkit import CommandId, CommandStatus, DeliverSm, QuerySm, QuerySmResp, SubmitSmResp
from smppkit.aio import (
    Account,
    Answer,
    BindRefused,
    BindRequest,
    ConnectError,
    ConnectionClosed,
    Peer,
    PeerRequest,
    RequestRefused,
    connect,
    serve,
)
from support import MESSAGE, Centre, pair, receipt, url


async def test_authenticate_says_who_may_bind() -> None:
    seen: list[BindRequest] = []

    async def authenticate(bind: BindRequest) -> Account | CommandStatus | bool:
        seen.append(bind)
        await asyncio.sleep(0)
        if bind.password == "raise":
            raise RuntimeError("the database is away")
        if bind.password == "secret":
            return Account({"name": "test"}, window=1, max_unanswered=2)
        return CommandStatus.ESME_RINVPASWD if bind.password else False

    async with serve(Centre().handle, port=0, authenticate=authenticate) as server:
        for password, status in [
            ("raise", CommandStatus.ESME_RSYSERR),
            ("wrong", CommandStatus.ESME_RINVPASWD),
            ("", CommandStatus.ESME_RBINDFAIL),
        ]:
            with pytest.raises(BindRefused) as caught:
                await connect(url(server.port, password))
            assert caught.value.status == status
        async with connect(url(server.port), bind="receiver") as esme:
            (peer,) = server.peers
            assert peer.account.data == {"name": "test"}
            assert (peer.bind.kind, peer.bind.peername[0]) == ("receiver", "127.0.0.1")
            assert peer.allowed(CommandId.DELIVER_SM)
            assert "secret" not in repr(peer.bind)
            futures = [peer.request(DeliverSm()) for _ in range(2)]
            assert peer.in_flight == 1
            for future in futures:
                (await esme.receive()).accept()  # type: ignore[union-attr]
                await future


async def test_what_a_handler_answers() -> None:
    async def handler(request: PeerRequest) -> Answer:
        match request.pdu:
            case QuerySm(message_id="pdu"):
                return QuerySmResp(message_id="x")
            case QuerySm(message_id="status"):
                return CommandStatus.ESME_RQUERYFAIL
            case QuerySm(message_id="zero"):
                return 0
            case QuerySm(message_id="itself"):
                request.reject(CommandStatus.ESME_RSYSERR)
            case QuerySm(message_id="later"):
                asyncio.get_running_loop().call_later(0.01, request.accept)
            case QuerySm(message_id="raises"):
                raise RuntimeError("oh")
            case QuerySm(message_id="wrong"):
                return SubmitSmResp()
        return None

    async with pair(handler) as (esme, _):
        statuses = {}
        for what in ("pdu", "status", "zero", "itself", "later", "raises", "wrong", "nothing"):
            statuses[what] = (await esme.request(QuerySm(message_id=what))).command_status
    assert statuses == {
        "pdu": CommandStatus.ESME_ROK,
        "status": CommandStatus.ESME_RQUERYFAIL,
        "zero": CommandStatus.ESME_ROK,
        "itself": CommandStatus.ESME_RSYSERR,
        "later": CommandStatus.ESME_ROK,
        "raises": CommandStatus.ESME_RSYSERR,
        "wrong": CommandStatus.ESME_RSYSERR,
        "nothing": CommandStatus.ESME_RX_T_APPN,
    }


async def test_failing_handler_is_told_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def handler(_: PeerRequest) -> None:
        raise RuntimeError("oh")

    caplog.set_level(logging.ERROR, logger="smppkit.aio")
    async with pair(handler) as (esme, _):
        with pytest.raises(RequestRefused, match="ESME_RSYSERR"):
            await esme.submit(MESSAGE)
    (record,) = caplog.records
    assert record.exc_info is not None
    assert vars(record)["smpp_command_id"] == CommandId.SUBMIT_SM


async def test_handlers_that_wait_run_beside_each_other_and_begin_in_order() -> None:
    begun: list[int] = []
    all_begun = asyncio.Event()

    async def handler(request: PeerRequest) -> Answer:
        begun.append(request.pdu.sequence_number)
        if len(begun) == 10:
            all_begun.set()
        await all_begun.wait()
        return SubmitSmResp(message_id="1")

    async with pair(handler) as (esme, _):
        await asyncio.gather(*(esme.submit(MESSAGE) for _ in range(10)))
    assert begun == sorted(begun)


async def test_handler_may_use_timeouts() -> None:
    async def handler(_: PeerRequest) -> Answer:
        async with asyncio.timeout(1):
            return SubmitSmResp(message_id=str(asyncio.current_task() is not None))

    async with pair(handler) as (esme, _):
        assert (await esme.submit(MESSAGE)).message_id == "True"


async def test_on_bound_delivers_and_ends_with_the_connection() -> None:
    ended = asyncio.Event()

    async def on_bound(peer: Peer) -> None:
        try:
            await peer.deliver_text("1", "2", "Welcome")
            await asyncio.sleep(60)
        finally:
            ended.set()

    async with serve(Centre().handle, port=0, on_bound=on_bound) as server:
        async with connect(url(server.port), auto_accept=True) as esme:
            assert (await esme.receive()).text == "Welcome"  # type: ignore[union-attr]
        await ended.wait()


async def test_one_connection_too_many_is_turned_away() -> None:
    async with serve(Centre().handle, port=0, max_connections=1) as server, connect(url(server.port)):
        with pytest.raises(ConnectError):
            await connect(url(server.port))
        assert server.connections == 1


async def test_close_waits_for_handlers_and_deliveries() -> None:
    go_on = asyncio.Event()

    async def handler(_: PeerRequest) -> Answer:
        await go_on.wait()
        return SubmitSmResp(message_id="1")

    server = await serve(handler, port=0)
    esme = await connect(url(server.port))
    submitting = asyncio.ensure_future(esme.submit(MESSAGE))
    delivering = server.peers[0].request(receipt("1"))
    delivery = await esme.receive()
    closing = asyncio.ensure_future(server.close())
    await asyncio.sleep(0.02)
    assert not closing.done()
    with pytest.raises(ConnectError):
        await connect(url(server_port(esme)))
    go_on.set()
    delivery.accept()  # type: ignore[union-attr]
    await closing
    assert (await submitting).message_id == "1"
    assert (await delivering).command_status == 0
    async for _ in esme:
        pass


def server_port(esme: object) -> int:
    return int(esme._settings.port)  # type: ignore[attr-defined]


async def test_close_does_not_wait_for_ever() -> None:
    cancelled = asyncio.Event()

    async def handler(_: PeerRequest) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cancelled.set()

    server = await serve(handler, port=0)
    esme = await connect(url(server.port))
    submitting = asyncio.ensure_future(esme.submit(MESSAGE))
    await asyncio.sleep(0.02)
    await server.close(timeout=0.1)
    await cancelled.wait()
    with pytest.raises((ConnectionClosed, RequestRefused)):
        await submitting
    await server.wait_closed()


async def test_client_that_leaves_without_a_word() -> None:
    handled = asyncio.Event()

    async def handler(_: PeerRequest) -> Answer:
        await asyncio.sleep(0.02)
        handled.set()
        return SubmitSmResp(message_id="1")

    async with serve(handler, port=0) as server:
        esme = await connect(url(server.port))
        lost = esme.request(MESSAGE)
        await asyncio.sleep(0.01)
        delivering = server.peers[0].request(DeliverSm())
        esme.abort()
        with pytest.raises(ConnectionClosed):
            await delivering
        # What it began it ends: a message may have been sent on.
        await handled.wait()
        with pytest.raises(ConnectionClosed):
            await lost
        assert server.connections == 0
