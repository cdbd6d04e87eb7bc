"""Two sessions that are connected, with a clock that is moved by hand."""

from __future__ import annotations

from smppkit import BindTransceiver, Config, Event, Request, Session


class Link:
    """An ESME and an MC, bound to each other."""

    def __init__(self, *, window: int = 4, esme: Config | None = None, mc: Config | None = None) -> None:
        self.now = 1.0
        self.esme = Session(esme or Config.esme(), window, self.now)
        self.mc = Session(mc or Config.mc(), window, self.now)
        self.esme.request(BindTransceiver(system_id="app", password="secret"), self.now, 1)
        (bind,) = self.to_mc()
        assert isinstance(bind, Request)
        self.mc.accept_bind(bind.ticket, "mc", self.now)
        self.to_esme()
        assert self.esme.state.is_bound and self.mc.state.is_bound

    def to_mc(self) -> list[Event]:
        """Lets the octets of the ESME arrive."""
        return self.mc.receive(self.esme.data_to_send(), self.now)

    def to_esme(self) -> list[Event]:
        """Lets the octets of the MC arrive."""
        return self.esme.receive(self.mc.data_to_send(), self.now)
