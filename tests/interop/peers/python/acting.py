"""What the clients in Python have in common: they read the scenario, do it step by step and tell what they saw.

A client is a class with a method for each kind of step that it can do. A method yields what it saw, as dictionaries; it
raises `Cannot` with the reason where the library has no way.
"""
import json
import sys
from collections.abc import Iterator
from typing import Any

Step = dict[str, Any]
Seen = dict[str, Any]


class Cannot(Exception):
    """The library cannot do this, and why."""


def tell(**seen: Any) -> None:
    """One line for the checker."""
    print(json.dumps(seen), flush=True)


def octets_of(pdu: Step) -> bytes:
    """The short_message of a step."""
    return bytes.fromhex(pdu["short_message"])


def sessions() -> list[list[Step]]:
    """The scenario that the command line names."""
    with open(sys.argv[2], encoding="utf-8") as file:
        scenario: list[list[Step]] = json.load(file)
    return scenario


def port() -> int:
    """Where the message centre listens."""
    return int(sys.argv[1])


def act(client: Any) -> None:
    """Does all steps of all sessions with the methods of `client`."""
    for session in sessions():
        no_session = None
        for step in session:
            reason = no_session or act_one(client, step)
            if reason:
                tell(step=step["step"], cannot=reason)
            if reason and step["do"] == "bind":
                no_session = reason


def act_one(client: Any, step: Step) -> str | None:
    """Does one step; why it cannot be done."""
    method = getattr(client, step["do"], None)
    if method is None:
        return f"has no {step['do']}"
    try:
        seen: Iterator[Seen] = method(step)
        for one in seen:
            tell(step=step["step"], **one)
    except Cannot as reason:
        return str(reason)
    return None
