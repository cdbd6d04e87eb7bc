"""The session: what it tells, what it refuses, and that nothing of it can be used twice.

What a session does on the wire is told by the transcripts (tests/driver.py), not here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from links import Link
from smppkit import (
    AlertNotification,
    BindReceiver,
    BroadcastSm,
    Closed,
    CloseReason,
    CommandId,
    CommandStatus,
    Config,
    DeliverSm,
    DeliverSmResp,
    EnquireLink,
    EnquireLinks,
    FieldError,
    GenericNack,
    Header,
    InterfaceVersion,
    NotAllowed,
    Notification,
    NotInVersion,
    Refused,
    Request,
    Response,
    Role,
    Session,
    SessionClosed,
    State,
    SubmitSm,
    SubmitSmResp,
    TicketUsed,
    Tolerance,
    Unanswered,
    UnansweredReason,
    Unbind,
    UnbindReceived,
    WhenFull,
    WindowFull,
    WrongKind,
    encode,
)

HELLO = SubmitSm(source_addr="1", destination_addr="447700900123", short_message=b"Hello")


def test_a_message_and_its_response() -> None:
    link = Link()
    number = link.esme.request(HELLO, link.now, 77)
    assert (link.esme.in_flight, link.esme.window_available) == (1, 3)
    (request,) = link.to_mc()
    assert request == Request(request.ticket, HELLO.replace(sequence_number=number))  # type: ignore[attr-defined]
    link.now += 0.25
    link.mc.respond(request.ticket, SubmitSmResp(message_id="a"), link.now)
    match link.to_esme():
        case [Response(77, CommandStatus.ESME_ROK, SubmitSmResp(message_id="a"), (), round_trip)]:
            assert round_trip == 0.25
        case other:
            pytest.fail(str(other))
    assert link.esme.stats.answered == 2 and link.mc.stats.received == 2


def test_rejected_and_abandoned() -> None:
    link = Link()
    for token in (1, 2):
        link.esme.request(HELLO, link.now, token)
    first, second = link.to_mc()
    assert link.mc.unanswered == 2
    link.mc.reject(first.ticket, CommandStatus.ESME_RTHROTTLED, link.now)  # type: ignore[attr-defined]
    link.mc.abandon(second.ticket)  # type: ignore[attr-defined]
    assert link.mc.unanswered == 0
    match link.to_esme():
        case [Response(1, CommandStatus.ESME_RTHROTTLED, SubmitSmResp(message_id=""))]:
            pass
        case other:
            pytest.fail(str(other))


def test_a_ticket_is_good_once() -> None:
    link = Link()
    link.esme.request(HELLO, link.now)
    (request,) = link.to_mc()
    ticket: int = request.ticket  # type: ignore[attr-defined]
    with pytest.raises(WrongKind):
        link.mc.respond(ticket, DeliverSmResp(), link.now)
    with pytest.raises(FieldError, match="message_id"):
        link.mc.respond(ticket, SubmitSmResp(message_id="x" * 65), link.now)
    link.mc.respond(ticket, SubmitSmResp(message_id="a"), link.now)
    before = link.mc.data_to_send()
    again_and_again: list[Callable[[], None]] = [
        lambda: link.mc.respond(ticket, SubmitSmResp(message_id="b"), link.now),
        lambda: link.mc.reject(ticket, 8, link.now),
        lambda: link.mc.abandon(ticket),
        lambda: link.mc.abandon(12345),
    ]
    for again in again_and_again:
        with pytest.raises(TicketUsed, match="used already, or never given out"):
            again()
    assert before and link.mc.data_to_send() == b""


def test_misuse_raises_and_changes_nothing() -> None:
    link = Link(window=1)
    before = link.esme.snapshot(link.now)
    with pytest.raises(NotAllowed, match="deliver_sm must not be sent in state BOUND_TRX") as refused:
        link.esme.request(DeliverSm(), link.now)
    assert (refused.value.state, refused.value.command_id) == (State.BOUND_TRX, CommandId.DELIVER_SM)
    with pytest.raises(WrongKind):
        link.esme.request(SubmitSmResp(), link.now)
    with pytest.raises(NotInVersion) as too_old:
        link.esme.request(BroadcastSm(), link.now)
    assert too_old.value.version == InterfaceVersion.V3_4
    with pytest.raises(FieldError, match="submit_sm.service_type: 7 octets, at most 5 allowed"):
        link.esme.request(HELLO.replace(service_type="1234567"), link.now)
    assert link.esme.snapshot(link.now) == before
    link.esme.request(HELLO, link.now)
    with pytest.raises(WindowFull):
        link.esme.request(HELLO, link.now)
    for error in (refused.value, too_old.value):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("now", [-1.0, float("nan"), float("inf")])
def test_no_time_of_a_clock(now: float) -> None:
    session = Session(Config.esme(), 1, 0.0)
    with pytest.raises(ValueError, match="no time of a monotonic clock"):
        session.receive(b"", now)


def test_wrong_types_say_what_was_expected() -> None:
    session = Session(Config.esme(), 1, 0)
    with pytest.raises(TypeError, match="receive.octets: expected bytes, not str"):
        session.receive("x", 0.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected a PDU, not bytes"):
        session.request(b"", 0.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        session.receive(b"", "now")  # type: ignore[arg-type]
    for window in (0, 65536):
        with pytest.raises(ValueError, match="the window must have 1 to 65535 slots"):
            Session(Config.esme(), window, 0.0)


def test_time_outs() -> None:
    link = Link(esme=Config.esme(response=5.0, enquire_link=None))
    link.esme.request(HELLO, link.now, 7, within=2.0)
    link.esme.request(HELLO, link.now, 8)
    assert link.esme.timeout() == link.now + 2.0
    assert link.esme.handle_timeout(link.now + 1.0) == []
    (first,) = link.esme.handle_timeout(link.now + 2.0)
    assert first == Unanswered(7, CommandId.SUBMIT_SM, 2, UnansweredReason.TIMEOUT)
    assert link.esme.close() == [
        Unanswered(8, CommandId.SUBMIT_SM, 3, UnansweredReason.CLOSED),
        Closed(CloseReason.LOCAL),
    ]
    assert link.esme.timeout() is None and link.esme.close_reason == CloseReason.LOCAL


@given(st.integers(1, 2**53), st.floats(0.001, 1000.0))
def test_what_is_due_is_due(start: int, response: float) -> None:
    now = start / 1e6
    session = Session(Config.esme(enquire_link=None, response=response), 1, now)
    session.request(BindReceiver(), now)
    due = session.timeout()
    assert due is not None
    session.handle_timeout(due)
    later = session.timeout()
    assert later is None or later > due


def test_the_end() -> None:
    link = Link()
    link.esme.request(Unbind(), link.now)
    assert link.to_mc() == [UnbindReceived()]
    response, closed = link.to_esme()
    assert isinstance(response, Response) and closed == Closed(CloseReason.UNBOUND)
    with pytest.raises(SessionClosed, match="the session is closed: unbound") as over:
        link.esme.request(HELLO, link.now)
    assert over.value.reason == CloseReason.UNBOUND
    with pytest.raises(SessionClosed):
        link.esme.snapshot(link.now)
    assert link.mc.receive_eof() == [Closed(CloseReason.PEER_UNBOUND)]


def test_a_bad_peer_does_not_raise() -> None:
    link = Link()
    octets = encode(EnquireLink(sequence_number=9)).replace(b"\0\0\0\x15", b"\0\1\2\3")
    (refused,) = link.mc.receive(octets, link.now)
    assert refused == Refused(Header(16, 0x10203, 0, 9), CommandStatus.ESME_RINVCMDID)
    assert link.mc.data_to_send() == encode(GenericNack(command_status=3, sequence_number=9))
    short = encode(HELLO.replace(sequence_number=10))[:30]
    (refused,) = link.mc.receive(len(short).to_bytes(4, "big") + short[4:], link.now)
    assert isinstance(refused, Refused) and refused.fault is not None
    assert (refused.status, refused.fault.field) == (CommandStatus.ESME_RINVDSTADR, "destination_addr")
    (closed,) = link.mc.receive(b"HTTP/1.1 200 OK\r\n\r\n", link.now)
    assert closed == Closed(CloseReason.BAD_COMMAND_LENGTH, 0x48545450)
    assert "command_length 1213486160" in str(closed) and "may not speak SMPP" in str(closed)
    assert str(Closed(CloseReason.EOF)) == "the peer ended the connection"
    assert link.mc.receive(b"anything", link.now) == []


@given(st.lists(st.binary(max_size=64), max_size=8))
def test_any_octets_are_taken(chunks: list[bytes]) -> None:
    session = Session(Config.mc(), 4, 1.0)
    for chunk in chunks:
        session.receive(chunk, 1.0)
        session.data_to_send()
    session.receive_eof()
    assert session.state == State.CLOSED


@given(st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_however_octets_are_cut(cuts: list[int]) -> None:
    whole, cut = Link(), Link()
    octets = encode(HELLO.replace(sequence_number=5)) * 1 + encode(EnquireLink(sequence_number=6))
    expected = whole.mc.receive(octets, 1.0)
    told, at = [], 0
    for length in [*cuts, len(octets)]:
        told += cut.mc.receive(octets[at : at + length], 1.0)
        at += length
    assert told == expected and cut.mc.data_to_send() == whole.mc.data_to_send()


def test_notifications() -> None:
    link = Link()
    link.mc.notify(AlertNotification(source_addr="447700900123"), link.now)
    match link.to_esme():
        case [Notification(AlertNotification(source_addr="447700900123"))]:
            pass
        case other:
            pytest.fail(str(other))


def test_paused_until_something_is_answered() -> None:
    link = Link(window=4, mc=Config.mc(max_unanswered=2))
    for token in range(3):
        link.esme.request(HELLO, link.now, token)
    first, second = link.to_mc()
    assert link.mc.paused and link.mc.congestion_state == 100
    with pytest.raises(OverflowError, match="the session is paused"):
        link.mc.receive(bytes(1 << 20), link.now)
    link.mc.respond(first.ticket, SubmitSmResp(message_id="a"), link.now)  # type: ignore[attr-defined]
    (third,) = link.mc.receive(b"", link.now)
    assert isinstance(third, Request) and not link.mc.paused
    link.mc.set_max_unanswered(1000)
    for _ in range(10):
        link.esme.receive(link.mc.data_to_send(), link.now)
        for _ in range(link.esme.window_available):
            link.esme.request(HELLO, link.now)
        link.to_mc()
    assert second != third


def test_more_tickets_than_there_was_room_for() -> None:
    link = Link(window=100, mc=Config.mc(max_unanswered=2))
    link.mc.set_max_unanswered(100)
    for _ in range(100):
        link.esme.request(HELLO, link.now)
    tickets: list[Any] = [request.ticket for request in link.to_mc()]  # type: ignore[attr-defined]
    assert len(set(tickets)) == 100
    for ticket in tickets:
        link.mc.respond(ticket, SubmitSmResp(message_id="a"), link.now)
    assert len(link.to_esme()) == 100


def test_a_session_goes_on_in_another_process() -> None:
    link = Link()
    link.esme.request(HELLO, link.now, 7)
    octets = link.esme.data_to_send()
    link.mc.receive(octets[:-5], link.now)
    (link_half,) = [link.mc.snapshot(link.now)]
    mc = Session.restore(Config.mc(), 4, link_half, 50.0)
    (request,) = mc.receive(octets[-5:], 50.0)
    ticket: int = request.ticket  # type: ignore[attr-defined]
    mc.respond(ticket, SubmitSmResp(message_id="a"), 50.0)
    again = Session.restore(Config.mc(), 4, mc.snapshot(50.0), 60.0)
    with pytest.raises(TicketUsed):
        again.abandon(ticket)
    esme = Session.restore(Config.esme(), 4, link.esme.snapshot(link.now), 50.0)
    (response,) = esme.receive(again.data_to_send(), 50.0)
    assert isinstance(response, Response) and response.token == 7
    snapshot = esme.snapshot(50.0)
    for wrong in (b"", snapshot[:-1], snapshot + b"x", b"\0" * 60):
        with pytest.raises(ValueError, match="not a snapshot"):
            Session.restore(Config.esme(), 4, wrong, 50.0)
    with pytest.raises(ValueError, match="of the other side"):
        Session.restore(Config.mc(), 4, snapshot, 50.0)


def test_settings() -> None:
    config = Config.mc(enquire_link=None, response=2, when_unanswered_full="throttle", tolerance=Tolerance.TOLERANT)
    assert (config.role, config.enquire_link, config.response) == (Role.MC, None, 2.0)
    assert config.when_unanswered_full is WhenFull.THROTTLE and config.tolerance == Tolerance.TOLERANT
    assert config.replace(enquire_links=EnquireLinks.DELIVER).enquire_links == EnquireLinks.DELIVER
    assert config.replace() == config != Config.mc()
    assert hash(config.replace()) == hash(config)
    assert pickle.loads(pickle.dumps(config)) == config
    assert pickle.loads(pickle.dumps(Tolerance(lengths=True))) == Tolerance(lengths=True) != Tolerance.STRICT
    assert repr(config).startswith("Config.mc(interface_version=InterfaceVersion.V3_4, ")
    wrong: list[tuple[dict[str, Any], type[Exception], str]] = [
        ({"colour": 1}, TypeError, "Config has no setting 'colour'"),
        ({"response": 0}, ValueError, "response: 0 is no time span"),
        ({"response": None}, TypeError, "Config.response: expected seconds, not NoneType"),
        ({"enquire_link": True}, TypeError, "Config.enquire_link: expected seconds, not bool"),
        ({"enquire_link": -1.0}, ValueError, "enquire_link: -1 is no time span"),
        ({"max_unanswered": 65536}, FieldError, "Config.max_unanswered: 65536 is not in 0 to 65535"),
        ({"enquire_links": "ignore"}, FieldError, 'Config.enquire_links: "ignore" is none of answer, deliver'),
        ({"tolerance": "strict"}, TypeError, "Config.tolerance: expected Tolerance, not str"),
    ]
    for settings, error, text in wrong:
        with pytest.raises(error, match=text):
            Config.esme(**settings)


def test_events_are_values() -> None:
    event = Unanswered(7, CommandId.SUBMIT_SM, 2, UnansweredReason.TIMEOUT)
    assert pickle.loads(pickle.dumps(event)) == event == event.replace(token=7) != event.replace(token=8)
    assert len({event, event.replace()}) == 1
    assert repr(UnbindReceived()) == "UnbindReceived()"
    with pytest.raises(TypeError, match="missing argument: 'ticket'"):
        Request()  # type: ignore[call-arg]
