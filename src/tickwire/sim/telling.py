"""Which messages tell of the prices of a market, and what they tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..schema.kinds import Message
from ..schema.market import AggTrade, BookTicker, DepthUpdate, PartialDepth, Trade
from .instruments import units

TELLING: tuple[type[Message], ...] = (BookTicker, DepthUpdate, PartialDepth, Trade, AggTrade)


def levels(said: Any) -> Iterator[tuple[str, str]]:
    """The prices and quantities of a message of those kinds."""
    if isinstance(said, Trade | AggTrade):
        yield said.price, said.qty
    elif isinstance(said, BookTicker):
        yield said.bid_price, said.bid_qty
        yield said.ask_price, said.ask_qty
    else:
        yield from said.bids
        yield from said.asks


def check_numbers(said: Any) -> None:
    """Raises ValueError for a message with a price or quantity that is none."""
    if isinstance(said, TELLING):
        for level in levels(said):
            for amount in level:
                units(amount)
