"""What changes an account: asked about, sent once, and never left unexplained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import click

from ..client.trading import Trader
from ..errors import TraderStopped
from .access import Access, confirm
from .order_records import OrderRecord, show


class InDoubt(click.ClickException):
    """Something may have been sent, and what became of it is not known here; the message says how to ask."""

    exit_code = 3


class Sending(Protocol):
    """What a command that changes an account was told to do."""

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols that it is about."""
        ...

    def words(self) -> Mapping[str, object]:
        """All of it for people, by name."""
        ...

    def send(self, trader: Trader, timeout: float) -> Iterable[OrderRecord]:
        """Send it, and wait for the venue's word. Raises its refusal, and TimeoutError."""
        ...

    def doubt(self) -> str | None:
        """What may have been sent, and how to ask; None as long as certainly nothing was."""
        ...


def carry_out(sending: Sending, access: Access, *, as_json: bool, nothing: str = "") -> None:
    """Ask, send it, and show the orders. Raises InDoubt when it ends before they could be shown."""
    credentials = access.credentials()
    confirm(access, sending.words())
    try:
        with access.trader(credentials, sending.symbols) as trader:
            try:
                records = sending.send(trader, access.timeout)
            except TimeoutError:
                raise InDoubt(f"not settled within {access.timeout:g} s: {sending.doubt()}") from None
            except TraderStopped as error:
                raise InDoubt(f"{error}: {sending.doubt()}") from None
        show(records, as_json=as_json, nothing=nothing)
    except KeyboardInterrupt:
        doubt = sending.doubt()
        if doubt is None:
            raise
        raise InDoubt(f"interrupted: {doubt}") from None
