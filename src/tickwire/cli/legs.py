"""Lists of orders: each order of one written as its type and its numbers, in one argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import click

from ..client.trading import Leg, LiveList, Trader
from ..schema.enums import OrderType
from . import options
from .naming import how_to_list
from .order_records import OrderRecord, exact, of_order

# What a leg may be given, and how it is read.
NUMBERS = ("qty", "price", "stop_price", "iceberg_qty")
WHOLE = ("trailing_delta", "strategy_id", "strategy_type", "peg_offset_value")
WORDS = ("side", "time_in_force", "peg_price_type", "peg_offset_type")
READ: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(NUMBERS, options.amount),
    **dict.fromkeys(WHOLE, int),
    **dict.fromkeys(WORDS, str.upper),
}


def leg(text: str) -> Leg:
    """Read an order of a list: `limit_maker,price=200000`. Raises BadParameter naming what cannot be."""
    kind, *rest = text.split(",")
    if kind.upper() not in OrderType.__members__:
        raise click.BadParameter(f"{kind!r} is no type of order; it begins with one, such as limit,price=50000")
    given: dict[str, Any] = {}
    for part in rest:
        name, _, value = part.partition("=")
        name = name.strip().lower().replace("-", "_")
        if name not in READ or name in given:
            raise click.BadParameter(f"{part!r}: NAME=VALUE, each once, of {', '.join(READ)}")
        try:
            given[name] = READ[name](value.strip())
        except ValueError:
            raise click.BadParameter(f"{name}: {value!r} is no whole number") from None
    return Leg(kind.upper(), given.pop("side", None), **given)


class Listing:
    """A list of orders to be placed; `kind` is the method of `Trader` that does it."""

    def __init__(self, kind: str, symbol: str, **given: Any) -> None:
        self.symbol, self._kind = symbol.upper(), kind
        self._given = {name: value for name, value in given.items() if value is not None}
        self._side = self._given.pop("side", None)
        self._is_sent = False  # or may be
        self._placed: LiveList | None = None

    @property
    def symbols(self) -> tuple[str, ...]:
        """Its symbol."""
        return (self.symbol,)

    def words(self) -> dict[str, object]:
        """All of it for people, by name."""
        return {
            "place": f"{self._kind.upper()} of {self.symbol}",
            "side": self._side and self._side.upper(),
            **{name: _word(value) for name, value in self._given.items()},
        }

    def send(self, trader: Trader, timeout: float) -> list[OrderRecord]:
        """Place it, and wait until the venue has all of its orders. Raises its refusal, and TimeoutError."""
        side = {} if self._side is None else {"side": self._side}
        self._is_sent = True
        placed: LiveList = getattr(trader, self._kind)(self.symbol, **side, **self._given)
        self._placed = placed
        placed.wait(timeout)
        return [of_order(order) for order in placed.orders]

    def doubt(self) -> str | None:
        """What may have been sent, and how to ask; None as long as certainly nothing was."""
        if not self._is_sent:
            return None
        what = "the list may have been sent"
        if self._placed is not None:
            states = (f"{order.client_order_id} is {order.state.value}" for order in self._placed.orders)
            what = f"the list was sent, and {', '.join(states)}"
        return f"{what}; see {how_to_list(self.symbol)}"


def _word(value: object) -> object:
    if isinstance(value, Leg):
        more = {name: _word(each) for name, each in value.more.items()}
        return " ".join([*filter(None, (value.side, value.type)), *(f"{name} {each}" for name, each in more.items())])
    return exact(value) if isinstance(value, Decimal) else value
