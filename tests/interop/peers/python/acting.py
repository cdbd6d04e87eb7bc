"""What the clients in Python have in common: they read the scenario, do it step by step and tell what they saw.

A client is a class with a method for each kind of step that it can do. A method yields what it saw, as dictionaries; it
raises `Cannot` where the library has no way. What it has no way to do at all stands in `cannot`, with the reason.
"""
import json
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any, ClassVar, Protocol

Step = dict[str, Any]
Seen = dict[str, Any]


class Client(Protocol):
    """Something with methods that are called as kinds of steps are."""

    cannot: ClassVar[dict[str, str]]


class Cannot(Exception):
    """The library cannot do this, and why."""


def tell(**seen: Any) -> None:
    """One line for the checker."""
    print(json.dumps(seen), flush=True)


def octets_of(pdu: Step) -> bytes:
    """The short_message of a step."""
    return bytes.fromhex(pdu["short_message"])


def port() -> int:
    """Where the message centre listens."""
    return int(sys.argv[1])


def sessions() -> list[list[Step]]:
    """The scenario that the command line names."""
    with open(sys.argv[2], encoding="utf-8") as file:
        scenario: list[list[Step]] = json.load(file)
    return scenario


def method_of(client: Client, step: Step) -> Any:
    """What does this step."""
    method = getattr(client, step["do"], None)
    if method is None:
        raise Cannot(client.cannot.get(step["do"], f"has no {step['do']}"))
    return method


def act(client: Client) -> None:
    """Does all steps of all sessions with the methods of `client`."""
    for session in sessions():
        no_session: Cannot | None = None
        for step in session:
            try:
                if no_session:
                    raise no_session
                seen: Iterator[Seen] = method_of(client, step)(step)
                for one in seen:
                    tell(step=step["step"], **one)
            except Cannot as reason:
                tell(step=step["step"], cannot=str(reason))
                no_session = reason if step["do"] == "bind" else no_session


async def act_async(client: Client) -> None:
    """The same with asynchronous methods."""
    for session in sessions():
        no_session: Cannot | None = None
        for step in session:
            try:
                if no_session:
                    raise no_session
                seen: AsyncIterator[Seen] = method_of(client, step)(step)
                async for one in seen:
                    tell(step=step["step"], **one)
            except Cannot as reason:
                tell(step=step["step"], cannot=str(reason))
                no_session = reason if step["do"] == "bind" else no_session
