"""Any thread may call any method of a session."""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from links import Link
from smppkit import Request, Response, SubmitSm, SubmitSmResp, TicketUsed, WindowFull, decode, encode

THREADS = 8
MESSAGES = 500


@pytest.fixture(autouse=True)
def _switch_often() -> object:
    """Threads take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def test_one_session_and_many_threads() -> None:
    link = Link(window=16)
    outcomes: Counter[int] = Counter()
    answered: Counter[str] = Counter()

    def send(thread: int) -> None:
        sent = 0
        while sent < MESSAGES:
            try:
                link.esme.request(SubmitSm(short_message=b"Hello"), 2.0, thread * MESSAGES + sent)
                sent += 1
            except WindowFull:
                pass
            pump()

    def pump() -> None:
        for event in link.mc.receive(link.esme.data_to_send(), 2.0):
            assert isinstance(event, Request)
            for _ in range(2):
                try:
                    link.mc.respond(event.ticket, SubmitSmResp(message_id="a"), 2.0)
                    answered["once"] += 1
                except TicketUsed:
                    answered["twice"] += 1
        for event in link.esme.receive(link.mc.data_to_send(), 2.0):
            assert isinstance(event, Response)
            outcomes[event.token] += 1

    # Octets of one direction must arrive in order: whoever takes them hands them over. That is what `pump` cannot
    # promise to two threads at once, so only one pumps; all the others send.
    def only_send(thread: int) -> None:
        sent = 0
        while sent < MESSAGES:
            try:
                link.esme.request(SubmitSm(short_message=b"Hello"), 2.0, thread * MESSAGES + sent)
                sent += 1
            except WindowFull:
                _ = link.esme.window_available, link.esme.state, link.esme.timeout(), link.esme.stats

    with ThreadPoolExecutor(THREADS) as pool:
        senders = [pool.submit(only_send, thread) for thread in range(1, THREADS)]
        pumping = pool.submit(send, 0)
        while not all(sender.done() for sender in senders) or not pumping.done():
            if pumping.done():
                pump()
        for future in (*senders, pumping):
            future.result()
    pump()
    assert link.esme.in_flight == 0
    assert len(outcomes) == THREADS * MESSAGES and set(outcomes.values()) == {1}
    assert answered == {"once": THREADS * MESSAGES, "twice": THREADS * MESSAGES}


def test_a_ticket_answered_by_many_threads_is_answered_once() -> None:
    for _ in range(200):
        link = Link()
        link.esme.request(SubmitSm(), 2.0)
        (request,) = link.to_mc()

        def answer(_: int, link: Link = link, ticket: int = request.ticket) -> bool:  # type: ignore[attr-defined]
            try:
                link.mc.respond(ticket, SubmitSmResp(message_id="a"), 2.0)
            except TicketUsed:
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(answer, range(4))) == 1
        assert len(link.to_esme()) == 1


def test_pdus_may_be_shared() -> None:
    pdu = SubmitSm(source_addr="1", tlvs={"user_message_reference": 7})

    def look(_: int) -> bool:
        return all(decode(encode(pdu)) == pdu and pdu.replace().tlvs == pdu.tlvs for _ in range(200))

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(look, range(THREADS)))
