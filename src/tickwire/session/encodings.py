"""Which streams the venue has in SBE, and under which names.

Source: https://developers.binance.com/docs/binance-spot-api-docs/sbe-market-data-streams
"""

from __future__ import annotations

from typing import Literal

# What follows the symbol in JSON, and in SBE: depth has other speeds there.
_SBE = {
    "@trade": "@trade",
    "@bookTicker": "@bestBidAsk",
    "@depth": "@depth",
    "@depth@100ms": "@depth",
    "@depth20": "@depth20",
    "@depth20@100ms": "@depth20",
}


def plain_name(stream: str) -> str:
    """The name by which a stream goes here, whatever it comes in: best prices have another one in SBE alone."""
    symbol, _, rest = stream.partition("@")
    return f"{symbol}@bookTicker" if rest == "bestBidAsk" else stream


def encoding_of_changes(stream: str) -> Literal["json", "sbe"] | None:
    """Where both are in use, in which one alone diff depth comes under a name: its messages span other ids in either.

    None for any other stream.
    """
    symbol, _, rest = stream.partition("@")
    return None if not symbol else "sbe" if rest == "depth" else "json" if rest == "depth@100ms" else None


def has_sbe(stream: str) -> bool:
    """Whether the venue sends a stream in SBE, too."""
    symbol, at, rest = stream.partition("@")
    return bool(symbol) and at + rest in _SBE


def sbe_name(stream: str) -> str:
    """The name that a stream has in SBE."""
    symbol, at, rest = stream.partition("@")
    return symbol + _SBE[at + rest]
