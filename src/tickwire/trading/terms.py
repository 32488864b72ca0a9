"""What filters and guards look at of an order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from ..errors import ConfigError
from ..schema.enums import OrderType, Side
from .numbers import exact

# They wait for a price, or trail it; the venue counts them apart and calls them algo orders.
ALGO = frozenset({OrderType.STOP_LOSS, OrderType.STOP_LOSS_LIMIT, OrderType.TAKE_PROFIT, OrderType.TAKE_PROFIT_LIMIT})


class OrderTerms(NamedTuple):
    """An order to be checked: exact numbers, None for what it does not have."""

    symbol: str
    side: Side
    type: OrderType
    price: Decimal | None = None
    qty: Decimal | None = None
    quote_qty: Decimal | None = None
    stop_price: Decimal | None = None
    iceberg_qty: Decimal | None = None
    trailing_delta: int | None = None
    is_pegged: bool = False

    @property
    def is_algo(self) -> bool:
        """Whether it waits for a price or trails it."""
        return self.type in ALGO

    @property
    def is_iceberg(self) -> bool:
        """Whether it shows a part of itself."""
        return bool(self.iceberg_qty)


def terms_of(params: Mapping[str, object]) -> OrderTerms:
    """Read the terms out of the `params` of order.place, by the venue's names."""
    numbers = {
        field: exact(params[name], name) if params.get(name) is not None else None
        for field, name in (
            ("price", "price"),
            ("qty", "quantity"),
            ("quote_qty", "quoteOrderQty"),
            ("stop_price", "stopPrice"),
            ("iceberg_qty", "icebergQty"),
        )
    }
    delta = params.get("trailingDelta")
    if delta is not None and (isinstance(delta, bool) or not isinstance(delta, int)):
        raise ConfigError(f"trailingDelta: an int, in basis points, not {delta!r:.60}")
    return OrderTerms(
        _word(params, "symbol"),
        Side(_word(params, "side")),
        OrderType(_word(params, "type")),
        trailing_delta=delta,
        is_pegged=params.get("pegPriceType") is not None,
        **numbers,
    )


def _word(params: Mapping[str, object], name: str) -> str:
    value = params.get(name)
    if not isinstance(value, str):
        raise ConfigError(f"{name}: text, not {type(value).__name__}")
    return str.__str__(value)  # of an enum, too, its value
