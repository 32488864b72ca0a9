"""How often the venue sends a stream, by its own word: the "update speed" of each stream in its documentation.

The venue documents a speed, and for arrays that they hold only what changed. Whether anything is sent when nothing
changed it does not say; `is_steady` is set where a message follows from the clock alone.
"""

from __future__ import annotations

from typing import NamedTuple

from .kinds import Message
from .market import (
    AvgPrice,
    DepthUpdate,
    Kline,
    MiniTicker,
    PartialDepth,
    ReferencePrice,
    RollingTicker,
    Ticker,
)
from .streams import parse_stream


class Cadence(NamedTuple):
    """`period` in seconds, None when messages come as things happen; at most one comes a period.

    `is_steady` tells that one comes every period, though nothing happened.
    """

    period: float | None
    is_steady: bool


AS_IT_HAPPENS = Cadence(None, False)

_STEADY: dict[type[Message], float] = {Kline: 2.0, AvgPrice: 1.0, ReferencePrice: 1.0}
_ON_CHANGE = (MiniTicker, Ticker, RollingTicker, PartialDepth, DepthUpdate)


def cadence(stream: str) -> Cadence:
    """The cadence of a stream, by its name; a name that is not known may be anything."""
    parsed = parse_stream(stream)
    if parsed is None:
        return AS_IT_HAPPENS
    if parsed.message in _STEADY:
        is_fast = parsed.options.get("interval") == "1s"
        return Cadence(1.0 if is_fast else _STEADY[parsed.message], True)
    if parsed.message in _ON_CHANGE:
        return Cadence(0.1 if stream.endswith("@100ms") else 1.0, False)
    return AS_IT_HAPPENS
