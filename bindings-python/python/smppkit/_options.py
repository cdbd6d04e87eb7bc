"""Whom to bind to, and how: read from a URL and keywords."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn, TypedDict, Unpack
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ._enums import Alphabet
from ._native import (
    BindReceiver,
    BindTransceiver,
    BindTransmitter,
    Config,
    InterfaceVersion,
    Npi,
    Tolerance,
    Ton,
)

if TYPE_CHECKING:
    import ssl


class BindKind(StrEnum):
    """What a client binds for."""

    TRANSCEIVER = "transceiver"
    """To send and to receive, over one connection; not in 3.3."""
    TRANSMITTER = "transmitter"
    """To send."""
    RECEIVER = "receiver"
    """To receive."""


#: The bind requests.
BINDS: dict[BindKind, type[BindTransceiver | BindTransmitter | BindReceiver]] = {
    BindKind.TRANSCEIVER: BindTransceiver,
    BindKind.TRANSMITTER: BindTransmitter,
    BindKind.RECEIVER: BindReceiver,
}
_PORTS = {"smpp": 2775, "smpps": 3550}


class SessionOptions(TypedDict, total=False):
    """The settings of a session, see :class:`smppkit.Config`. Times are seconds."""

    interface_version: InterfaceVersion | int | str
    """The version that we speak, ``"3.4"`` for example. Default: 3.4."""
    version_when_absent: InterfaceVersion | int | str
    """The version of a peer that does not say it. Default: 3.4."""
    max_command_length: int
    """The largest ``command_length`` accepted. Default: 70,000."""
    session_init: float | None
    """From the connection to the bind. Default: 30 s for a server."""
    enquire_link: float | None
    """Silence after which we ask whether the peer is there. Default: 30 s."""
    inactivity: float | None
    """Silence after which the session is closed. Default: none."""
    response: float
    """How long a response may take. Default: 10 s."""
    max_unanswered: int
    """How many requests of the peer may wait for our answer. Default: 64."""
    when_unanswered_full: str
    """What happens to further ones, see :class:`smppkit.WhenFull`."""
    enquire_links: str
    """Who answers an enquire_link, see :class:`smppkit.EnquireLinks`."""
    unknown_requests: str
    """What happens to unknown requests, see :class:`smppkit.UnknownRequests`."""
    tolerance: Tolerance
    """For which faults a request is handed over all the same."""
    check_outgoing: bool
    """Whether what we send must be what the peer may be sent; a relay goes without. Default: yes."""


class ClientOptions(SessionOptions, total=False):
    """The options of a client: keywords, or the query of the URL."""

    bind: str
    """What for, a :class:`BindKind`. Default: ``"transceiver"``."""
    system_id: str
    """Who we are, rather than the user of the URL."""
    password: str
    """The password, rather than that of the URL."""
    system_type: str
    """What kind of application we are, for message centres that want to know it."""
    address_range: str
    """The addresses that we serve: one, or a regular expression."""
    addr_ton: Ton | int
    """The type of number of these."""
    addr_npi: Npi | int
    """Their numbering plan."""
    window: int
    """How many requests may be unanswered at once. Default: 16."""
    messages_per_second: int
    """How fast to send. Default: as fast as the window allows."""
    connect_timeout: float
    """How long connection, TLS handshake and bind may take together. Default: 10 s."""
    tls: bool | ssl.SSLContext
    """Whether to speak TLS, or with which settings. Default: as the URL says, ``smpps`` or ``smpp``."""
    auto_accept: bool
    """Whether messages are accepted as they are handed out. Default: the application accepts or rejects each."""
    mc_default: str
    """The alphabet that ``data_coding`` 0 means for this account. Default: GSM 7-bit."""


_SESSION = tuple(SessionOptions.__annotations__)


@dataclass(frozen=True)
class ClientSettings:
    """All that a client needs to know."""

    host: str
    port: int
    tls: bool | ssl.SSLContext = False
    bind: BindKind = BindKind.TRANSCEIVER
    system_id: str = ""
    password: str = field(default="", repr=False)
    system_type: str = ""
    address_range: str = ""
    addr_ton: int = 0
    addr_npi: int = 0
    window: int = 16
    messages_per_second: int | None = None
    connect_timeout: float = 10.0
    auto_accept: bool = False
    mc_default: str | None = None
    config: Config = field(default_factory=Config.esme)

    @property
    def address(self) -> str:
        """Host and port, for people."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def bind_pdu(self) -> BindTransceiver | BindTransmitter | BindReceiver:
        """The bind request."""
        return BINDS[self.bind](
            system_id=self.system_id,
            password=self.password,
            system_type=self.system_type,
            interface_version=self.config.interface_version,
            addr_ton=Ton(self.addr_ton),
            addr_npi=Npi(self.addr_npi),
            address_range=self.address_range,
        )

    def ssl_context(self) -> ssl.SSLContext | None:
        """What to speak TLS with, if at all."""
        if self.tls is True:
            import ssl

            return ssl.create_default_context()
        return self.tls or None


def client_settings(url: str, **options: Unpack[ClientOptions]) -> ClientSettings:
    """Reads ``smpp://system_id:password@host:port?option=value``, or ``smpps`` for TLS. Keywords go before the query.

    What the URL cannot have as it is, it has percent-encoded. Raises ``ValueError`` for what is not understood.
    """
    if not isinstance(url, str):
        _wrong_type("url", "str", url)
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError(f"the URL begins with smpp:// or smpps://, not with {parts.scheme or url.split('@')[-1]!r}")
    if not parts.hostname:
        raise ValueError("the URL names no host")
    if parts.path not in ("", "/") or parts.fragment:
        raise ValueError(f"the URL has something behind the host that is no query: {_ENCODED}")
    port = _port(parts)
    given: dict[str, Any] = {"tls": parts.scheme == "smpps"}
    if parts.username is not None:
        given["system_id"] = unquote(parts.username)
    if parts.password is not None:
        given["password"] = unquote(parts.password)
    for name, value in _query(parts.query):
        given[name] = _read(name, value)
    given |= options
    _check_types(given)
    if "bind" in given:
        if given["bind"] not in tuple(BindKind):
            raise ValueError(f"bind: {given['bind']!r} is none of {', '.join(BindKind)}")
        given["bind"] = BindKind(given["bind"])
    for name, highest in (("window", 65_535), ("messages_per_second", 2**32 - 1)):
        if not 1 <= (1 if given.get(name) is None else given[name]) <= highest:
            raise ValueError(f"{name}: {given[name]} is not in 1 to {highest}")
    config = session_config(Config.esme(), given)
    own = {name: value for name, value in given.items() if name not in _SESSION}
    unknown = own.keys() - ClientOptions.__annotations__.keys()
    if unknown:
        raise TypeError(f"there is no option {', '.join(sorted(unknown))}")
    settings = ClientSettings(parts.hostname, port, config=config, **own)
    # What cannot be sent is an error now, not at some attempt to connect again.
    settings.bind_pdu().check(config.interface_version)
    return settings


_ENCODED = "what a system_id or a password has of / ? # [ ] is percent-encoded, or given by keyword"


def _port(parts: SplitResult) -> int:
    # What urllib says would show what it takes for the port: it can be a part of the password.
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise ValueError(f"the URL has no port from 1 to 65535 behind its host; {_ENCODED}")
    return port or _PORTS[parts.scheme]


def _query(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise ValueError(f"the URL's query is no option=value&option=value; {_ENCODED}") from None


def _wrong_type(name: str, expected: str, value: object) -> NoReturn:
    raise TypeError(f"{name}: expected {expected}, not {type(value).__name__}")


def _check_types(given: dict[str, Any]) -> None:
    """Whether the options that no PDU and no :class:`smppkit.Config` checks are what they are declared as."""
    for name in ("window", "messages_per_second", "addr_ton", "addr_npi"):
        value = given.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            _wrong_type(name, "int", value)
    timeout = given.get("connect_timeout")
    if timeout is not None:
        if isinstance(timeout, bool) or not isinstance(timeout, int | float):
            _wrong_type("connect_timeout", "seconds", timeout)
        if timeout <= 0:
            raise ValueError(f"connect_timeout: {timeout} is no time span, in seconds: more than 0")
    if not isinstance(given.get("auto_accept", False), bool):
        _wrong_type("auto_accept", "bool", given["auto_accept"])
    tls = given["tls"]
    if not isinstance(tls, bool) and not hasattr(tls, "wrap_bio"):
        _wrong_type("tls", "bool or ssl.SSLContext", tls)
    alphabet = given.get("mc_default")
    if alphabet is not None and alphabet not in tuple(Alphabet):
        raise ValueError(f"mc_default: {alphabet!r} is none of {', '.join(Alphabet)}")


def session_config(base: Config, options: dict[str, Any]) -> Config:
    """The settings of a session among these options."""
    changes = {name: options[name] for name in _SESSION if name in options}
    for name in ("interface_version", "version_when_absent"):
        if isinstance(changes.get(name), str):
            changes[name] = _version(name, changes[name])
    return base.replace(**changes)


def _version(name: str, text: str) -> InterfaceVersion:
    versions = {"3.3": InterfaceVersion.V3_3, "3.4": InterfaceVersion.V3_4, "5.0": InterfaceVersion.V5_0}
    if text not in versions:
        raise ValueError(f"{name}: {text!r} is none of {', '.join(versions)}")
    return versions[text]


_INTEGERS = ("window", "messages_per_second", "max_command_length", "max_unanswered", "addr_ton", "addr_npi")
_SECONDS = ("session_init", "enquire_link", "inactivity", "response", "connect_timeout")


def _read(name: str, value: str) -> Any:
    """An option of the query: it is text there."""
    try:
        if name in _INTEGERS:
            return int(value)
        if name in _SECONDS:
            return None if value == "none" else float(value)
        if name in ("auto_accept", "check_outgoing"):
            return {"true": True, "1": True, "false": False, "0": False}[value]
    except (ValueError, KeyError):
        raise ValueError(f"{name}: {value!r} is no value for it") from None
    if name in ("tls", "tolerance", "password"):
        raise ValueError(f"{name} cannot be given in the query of the URL")
    return value
