"""When and how often to connect again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple


class ConnectionState(NamedTuple):
    """What happened to the connection of a client that reconnects."""

    kind: Literal["connected", "lost", "reconnecting", "gave_up", "ended"]
    """What it is now. ``lost``: each request that was in flight has ended with :class:`ConnectionClosed`, and what
    became of it is not known."""
    error: Exception | None = None
    """Why it was lost, why the last attempt failed, why there will be none any more."""
    in_flight: int = 0
    """How many requests were in flight when it was lost."""
    attempt: int = 0
    """Of ``reconnecting``: the number of the attempt since the connection was lost, from 1."""
    delay: float = 0.0
    """Of ``reconnecting``: the pause before it, in seconds."""


@dataclass(frozen=True)
class Reconnect:
    """When and how often a client connects again, and what it does meanwhile. Times are seconds."""

    first_delay: float = 1.0
    """The pause before the first attempt; each further one is twice as long."""
    max_delay: float = 60.0
    """The longest pause."""
    jitter: float = 0.5
    """The part of a pause that is left to chance, 0 to 1, so that not all clients come back at the same moment."""
    max_attempts: int | None = None
    """How many attempts in a row may fail before the client gives up; ``None``: it never does."""
    stable_after: float = 30.0
    """A connection that lasted so long was good: after it the pauses begin with the first again."""
    despite_permanent_failure: bool = False
    """Whether to go on after a failure that will not mend itself, such as a wrong password, for which message centres
    lock accounts."""
    request_wait: float = 10.0
    """How long a request waits for a connection when there is none."""
    on_change: Callable[[ConnectionState], None] | None = None
    """Is told what happens to the connection."""

    def delay(self, attempt: int, chance: float | None = None) -> float:
        """The pause before this attempt, the first being 1; ``chance`` is 0 to 1."""
        chance = random.random() if chance is None else chance
        doubled = self.first_delay * 2.0 ** min(attempt - 1, 32)
        return min(doubled, self.max_delay) * (1.0 - self.jitter * chance)
