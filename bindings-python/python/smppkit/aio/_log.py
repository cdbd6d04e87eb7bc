"""What is told to :mod:`logging`: each record says what happened, and carries its details under ``smpp_…`` as well.

There is no password in any record, and no text of a message: of a PDU, only what its header says.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

logger = logging.getLogger("smppkit.aio")


class Log:
    """Tells what happens on one connection."""

    __slots__ = ("_details",)

    def __init__(self, **details: Any) -> None:
        self._details = details

    def add(self, **details: Any) -> None:
        """From now on, this is told too."""
        self._details |= details

    @property
    def debugs(self) -> bool:
        """Whether every PDU is told."""
        return logger.isEnabledFor(logging.DEBUG)

    def debug(self, what: str, **details: Any) -> None:
        """What passes."""
        self._tell(logging.DEBUG, what, details)

    def info(self, what: str, **details: Any) -> None:
        """What happens now and then."""
        self._tell(logging.INFO, what, details)

    def warning(self, what: str, **details: Any) -> None:
        """What somebody should look at."""
        self._tell(logging.WARNING, what, details)

    def exception(self, what: str, **details: Any) -> None:
        """An exception of the application."""
        self._tell(logging.ERROR, what, details, exc_info=True)

    def _tell(self, level: int, what: str, details: dict[str, Any], *, exc_info: bool = False) -> None:
        if not logger.isEnabledFor(level):
            return
        all_details = self._details | details
        text = " ".join(f"{name}={value}" for name, value in all_details.items())
        extra = {f"smpp_{name}": value for name, value in all_details.items()} | {"smpp_event": what}
        try:
            logger.log(level, "%s %s", what, text, extra=extra, exc_info=exc_info)
        except Exception as error:
            # A filter of the application: no connection is to end by it, or to be left half-made.
            context = {"message": "a filter of the logger smppkit.aio failed", "exception": error}
            asyncio.get_running_loop().call_exception_handler(context)
