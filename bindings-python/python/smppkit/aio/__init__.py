"""SMPP over asyncio: :func:`connect` for applications, :func:`serve` for message centres.

Nothing here is a rule of the protocol: those are in :class:`smppkit.Session`, around which this puts sockets, timers
and futures.
"""

from .._deliveries import Delivery, Message, Receipt, Request
from .._failures import (
    BindRefused,
    ConnectError,
    ConnectionClosed,
    ConnectTimeout,
    NotConnected,
    PartOutcome,
    RequestError,
    RequestRefused,
    ResponseTimeout,
    TextNotAccepted,
)
from .._native import Notification
from .._options import BindKind, ClientOptions, SessionOptions
from ._client import Connecting, Esme, Submitted, connect
from ._peer import Account, Answer, Authenticate, BindRequest, Handler, OnBound, Peer, PeerRequest
from ._receipts import Receipts
from ._reconnect import ConnectionState, Reconnect
from ._server import Server, Serving, serve
from ._texts import Sent, TextOptions

__all__ = [
    "Account",
    "Answer",
    "Authenticate",
    "BindKind",
    "BindRefused",
    "BindRequest",
    "ClientOptions",
    "ConnectError",
    "ConnectTimeout",
    "Connecting",
    "ConnectionClosed",
    "ConnectionState",
    "Delivery",
    "Esme",
    "Handler",
    "Message",
    "NotConnected",
    "Notification",
    "OnBound",
    "PartOutcome",
    "Peer",
    "PeerRequest",
    "Receipt",
    "Receipts",
    "Reconnect",
    "Request",
    "RequestError",
    "RequestRefused",
    "ResponseTimeout",
    "Sent",
    "Server",
    "Serving",
    "SessionOptions",
    "Submitted",
    "TextNotAccepted",
    "TextOptions",
    "connect",
    "serve",
]
