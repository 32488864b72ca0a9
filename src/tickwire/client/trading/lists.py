"""The kinds of lists that a trader places."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from ...errors import ConfigError
from ...schema.enums import Side
from ...trading import Instrument
from ...trading.instrument import Quantity
from ...trading.numbers import plain
from .drafts import word
from .live_order import LiveList
from .milestones import Waiters
from .order_lists import Leg, assemble


class Lists:
    """Makes lists of orders; `ids` are client order ids that are used nowhere else, `waiters` of whoever runs."""

    def __init__(self, ids: Iterator[str], waiters: Callable[[], Waiters]) -> None:
        self._ids, self._waiters = ids, waiters

    def oco(self, instrument: Instrument, side: str, qty: Quantity, above: Leg, below: Leg) -> LiveList:
        """Two orders on one side, of which one cancels the other."""
        exact_qty = instrument.qty(qty)
        shared = {"side": side, "qty": exact_qty}
        said = {"side": word(Side, side, "side"), "quantity": _text(instrument, exact_qty)}
        return self._make("oco", instrument, {"above": above, "below": below}, {"above": shared, "below": shared}, said)

    def oto(self, instrument: Instrument, working: Leg, pending: Leg) -> LiveList:
        """An order, and another when it is filled."""
        return self._make("oto", instrument, {"working": working, "pending": pending}, {}, {})

    def otoco(self, instrument: Instrument, working: Leg, side: str, qty: Quantity, above: Leg, below: Leg) -> LiveList:
        """An order, and when it is filled two, of which one cancels the other."""
        exact_qty = instrument.qty(qty)
        shared = {"side": side, "qty": exact_qty}
        said = {"pendingSide": word(Side, side, "side"), "pendingQuantity": _text(instrument, exact_qty)}
        legs = {"working": working, "pendingAbove": above, "pendingBelow": below}
        return self._make("otoco", instrument, legs, {"pendingAbove": shared, "pendingBelow": shared}, said)

    def opo(self, instrument: Instrument, working: Leg, pending: Leg) -> LiveList:
        """A purchase, and a sale of what was bought."""
        _check_unsized(pending)
        return self._make("opo", instrument, {"working": working, "pending": pending}, {}, {}, unsized=("pending",))

    def opoco(self, instrument: Instrument, working: Leg, side: str, above: Leg, below: Leg) -> LiveList:
        """A purchase, and two sales of what was bought, of which one cancels the other."""
        _check_unsized(above, below)
        legs = {"working": working, "pendingAbove": above, "pendingBelow": below}
        shared = {leg: {"side": side} for leg in ("pendingAbove", "pendingBelow")}
        said = {"pendingSide": word(Side, side, "side")}
        return self._make("opoco", instrument, legs, shared, said, unsized=shared)

    def _make(
        self,
        kind: str,
        instrument: Instrument,
        legs: Mapping[str, Leg],
        shared: Mapping[str, Mapping[str, Any]],
        said: Mapping[str, Any],
        unsized: Iterable[str] = (),
    ) -> LiveList:
        method, now = f"orderList.place.{kind}", time.monotonic_ns()
        return assemble(method, instrument, self._ids, legs, shared, said, now, unsized, self._waiters())


def _check_unsized(*legs: Leg) -> None:
    if any(leg.more.keys() & {"qty", "quote_qty"} for leg in legs):
        raise ConfigError("qty: of a pending order; it sells what was bought")


def _text(instrument: Instrument, qty: Decimal) -> str:
    return plain(qty, instrument.qty_exponent)
