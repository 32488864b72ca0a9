"""Every frame set by its name, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from tickwire import schema

from . import derived, synthetic
from .frames import SOCKET_READ, FrameSet, first
from .tape import captured_frames, tape

MANY = 8 << 20  # bytes; where repeating a few frames would be another question


class Recipe(NamedTuple):
    """How a frame set is made; `origin` with {tape} stands for the tape's own origin."""

    message: type[schema.Message]
    make: Callable[[], Iterable[bytes]]
    origin: str
    is_array: bool = False
    size_limit: int = SOCKET_READ


def _spread(kind: str, streams: int) -> Iterable[bytes]:
    frames = tape().trades if kind == "trade" else tape().book_tickers
    return synthetic.interleaved(frames[:4096], streams)


CATALOGUE: dict[str, Recipe] = {
    "trade": Recipe(schema.Trade, lambda: tape().trades, "{tape}"),
    "agg_trade": Recipe(schema.AggTrade, derived.agg_trades, "derived from {tape} trades"),
    "book_ticker": Recipe(schema.BookTicker, lambda: tape().book_tickers, "{tape}"),
    "depth_update": Recipe(schema.DepthUpdate, lambda: tape().depth_updates, "{tape}"),
    "depth5": Recipe(schema.PartialDepth, lambda: derived.partial_depths(5), "derived from {tape} book"),
    "depth20": Recipe(schema.PartialDepth, lambda: derived.partial_depths(20), "derived from {tape} book"),
    "depth50": Recipe(schema.DepthUpdate, lambda: derived.wide_updates(50), "derived from {tape} book"),
    "depth200": Recipe(schema.DepthUpdate, lambda: derived.wide_updates(200), "derived from {tape} book"),
    "kline": Recipe(schema.Kline, derived.klines, "derived from {tape} trades"),
    "ticker": Recipe(schema.Ticker, derived.tickers, "derived from {tape} trades"),
    "ticker_mixed": Recipe(schema.Ticker, lambda: captured_frames("@ticker") * 50, "captured, 12 symbols, repeated"),
    "mini_ticker_array": Recipe(
        schema.MiniTicker,
        lambda: synthetic.mini_ticker_array(400),
        "synthetic, 400 of 500 symbols",
        is_array=True,
        size_limit=2 << 20,
    ),
    "trade_1024_streams": Recipe(
        schema.Trade, lambda: _spread("trade", 1024), "{tape}, symbols rewritten", size_limit=MANY
    ),
    "book_ticker_1024_streams": Recipe(
        schema.BookTicker, lambda: _spread("book", 1024), "{tape}, symbols rewritten", size_limit=MANY
    ),
    "never_repeating": Recipe(
        schema.Trade, lambda: synthetic.never_repeating(4096), "synthetic, no shape twice", size_limit=MANY
    ),
}
SETS = tuple(name for name in CATALOGUE if name != "ticker_mixed" or captured_frames("@ticker"))  # what there is here


@cache
def frame_set(name: str) -> FrameSet:
    """The frame set of that name; KeyError when there is none, ValueError when its frames were not captured here."""
    recipe = CATALOGUE[name]
    frames = first(recipe.make(), recipe.size_limit)
    if not frames:
        raise ValueError(f"{name}: the captured data is not here")
    return FrameSet(name, recipe.message, frames, recipe.origin.format(tape=tape().origin), recipe.is_array)


@cache
def spread_over(streams: int) -> FrameSet:
    """The trades of the tape spread at random over so many streams."""
    return FrameSet(f"{streams} streams", schema.Trade, list(_spread("trade", streams)), tape().origin)


@cache
def deep(levels: int) -> FrameSet:
    """Depth updates with so many levels a side."""
    frames = first(synthetic.deep_updates(levels))
    return FrameSet(f"{levels} levels", schema.DepthUpdate, frames, "synthetic")


__all__ = ["CATALOGUE", "SETS", "deep", "frame_set", "spread_over"]
