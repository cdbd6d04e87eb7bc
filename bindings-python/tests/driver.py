"""The session of this package as the end of a transcript: speaks the protocol of tests/src/transcript/driver.rs."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import smppkit
from smppkit import (
    Closed,
    Config,
    Event,
    FieldError,
    Header,
    NotAllowed,
    Notification,
    NotInVersion,
    Pdu,
    Refused,
    Request,
    Response,
    SendError,
    Session,
    SessionClosed,
    TicketUsed,
    Tolerance,
    Unanswered,
    UnbindReceived,
    WindowFull,
    WrongKind,
)

SECOND = 1_000_000_000

ERRORS = {
    NotAllowed: "not_allowed",
    NotInVersion: "not_in_version",
    SessionClosed: "closed",
    TicketUsed: "ticket_used",
    WindowFull: "window_full",
    WrongKind: "wrong_kind",
}


def seconds(nanoseconds: str) -> float:
    return int(nanoseconds) / SECOND


def octets(text: str) -> bytes:
    return b"" if text == "-" else bytes.fromhex(text)


def shown(pdu: Pdu) -> str:
    # Encoded again, not what it was decoded from.
    return bytes(pdu.replace()).hex()


def header(header: Header) -> str:
    numbers = (header.command_length, header.command_id, header.command_status, header.sequence_number)
    return b"".join(number.to_bytes(4, "big") for number in numbers).hex()


def event_line(event: Event) -> str:
    match event:
        case Request(ticket, pdu):
            return f"request {ticket} {shown(pdu)}"
        case Response(token=token, pdu=pdu):
            return f"response {token} {shown(pdu)}"
        case Notification(pdu):
            return f"notification {shown(pdu)}"
        case Refused(head, status, fault):
            field = f" {fault.field}" if fault else ""
            return f"refused {header(head)} {int(status)}{field}"
        case UnbindReceived():
            return "unbind_received"
        case Unanswered(token=token, reason=reason):
            return f"unanswered {token} {reason}"
        case Closed(reason):
            return f"closed {reason}"
    raise ValueError(f"what is {event}?")


def start(settings: dict[str, str]) -> Session:
    def timer(name: str) -> float | None:
        return None if settings[name] == "off" else seconds(settings[name])

    begin = Config.mc if settings["role"] == "mc" else Config.esme
    config = begin(
        interface_version=int(settings["interface_version"]),
        version_when_absent=int(settings["version_when_absent"]),
        max_command_length=int(settings["max_command_length"]),
        max_unanswered=int(settings["max_unanswered"]),
        session_init=timer("session_init"),
        enquire_link=timer("enquire_link"),
        inactivity=timer("inactivity"),
        response=seconds(settings["response"]),
        when_unanswered_full=settings["when_full"],
        enquire_links=settings["enquire_links"],
        unknown_requests=settings["unknown"],
        tolerance=Tolerance.STRICT if settings["tolerance"] == "strict" else Tolerance.TOLERANT,
        check_outgoing=settings["outgoing"] == "check",
    )
    return Session(config, int(settings["window"]), 1 / SECOND)


def act(session: Session, word: str, now: float, rest: list[str]) -> Iterator[str]:
    match word, rest:
        case "receive", [frame]:
            yield from map(event_line, session.receive(octets(frame), now))
            if session.paused:
                yield "paused"
        case "timeout", []:
            yield from map(event_line, session.handle_timeout(now))
        case "request", [token, frame]:
            session.request(smppkit.decode(octets(frame)), now, int(token))
        case "request_within", [time, token, frame]:
            session.request(smppkit.decode(octets(frame)), now, int(token), within=seconds(time))
        case "notify", [frame]:
            session.notify(smppkit.decode(octets(frame)), now)
        case "respond", [ticket, frame]:
            session.respond(int(ticket), smppkit.decode(octets(frame)), now)
        case "reject", [ticket, status]:
            session.reject(int(ticket), int(status), now)
        case "abandon", [ticket]:
            session.abandon(int(ticket))
        case "close", []:
            yield from map(event_line, session.close())
        case "eof", []:
            yield from map(event_line, session.receive_eof())
        case _:
            raise ValueError(f"what is {word} {rest}?")


def main() -> None:
    session: Session | None = None
    for line in sys.stdin:
        word, *rest = line.split()
        try:
            if word == "start":
                session = start(dict(setting.split("=") for setting in rest))
                rest = []
            elif session is None:
                raise ValueError("no session was begun")
            else:
                now, *rest = rest
                try:
                    for told in act(session, word, seconds(now), rest):
                        print(told)
                except FieldError as error:
                    print(f"error field {error.field}")
                except SendError as error:
                    print(f"error {ERRORS[type(error)]}")
            if data := session.data_to_send():
                print(f"octets {data.hex()}")
            state = str(session.state).title().replace("_", "")
            print(f"done {state}", flush=True)
        except Exception as error:
            print(f"failed {type(error).__name__}: {error}", flush=True)


if __name__ == "__main__":
    main()
