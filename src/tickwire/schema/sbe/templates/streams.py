"""The market data streams, which have a schema of their own.

Source: https://github.com/binance/binance-spot-api-docs/blob/master/sbe-market-data-streams.md
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ...market import BookTicker, DepthUpdate, PartialDepth, Trade
from ..layout import Group, Template, rows

_LEVEL = "p:price q:qty"


def _trades(said: dict[str, Any]) -> None:
    """In JSON each trade is an event of its own."""
    for trade in said["trades"]:
        trade |= {"e": "trade", "E": said["E"], "T": said["T"], "s": said["s"], "M": True}


def _depth_update(said: dict[str, Any]) -> None:
    said["e"] = "depthUpdate"


STREAM_SCHEMA_ID, STREAM_SCHEMA_VERSION = 1, 0
STREAMS: Mapping[int, Template] = MappingProxyType(
    {
        each.number: each
        for each in (
            Template(
                10000, "TradesStreamEvent", list[Trade], "E:i64 T:i64 price^ qty^ s:str8",
                Group("trades", "t:i64 p:price q:qty m:bool"), root="trades", complete=_trades,
            ),
            Template(
                10001, "BestBidAskStreamEvent", BookTicker,
                "E:i64 u:i64 price^ qty^ b:price B:qty a:price A:qty s:str8",
            ),
            Template(
                10002, "DepthSnapshotStreamEvent", PartialDepth, "E:i64 lastUpdateId:i64 price^ qty^ s:str8",
                Group("bids", _LEVEL, bits=16, shape=rows), Group("asks", _LEVEL, bits=16, shape=rows),
            ),
            Template(
                10003, "DepthDiffStreamEvent", DepthUpdate, "E:i64 U:i64 u:i64 price^ qty^ s:str8",
                Group("b", _LEVEL, bits=16, shape=rows), Group("a", _LEVEL, bits=16, shape=rows),
                complete=_depth_update,
            ),
        )
    }
)  # fmt: skip
"""Every template by its number."""
