"""What happened to one symbol: trades, best prices, book updates and the book they started from.

Captured when the data folder is there, otherwise a seeded random walk.
"""

from __future__ import annotations

import gzip
import os
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from tickwire import schema

from .frames import envelope, stream_of

DATA = Path(os.environ.get("TICKWIRE_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
CAPTURE = "spot-mixed-hftbacktest-ethusdt.jsonl.gz"
SEED = 20240808
START_MS = 1_723_161_255_000


class Tape(NamedTuple):
    """Frames of each stream and the order book before the first update; `origin` is "captured" or "synthetic"."""

    symbol: str
    trades: list[bytes]
    book_tickers: list[bytes]
    depth_updates: list[bytes]
    snapshot: schema.PartialDepth
    origin: str


class TradeFrame(msgspec.Struct):
    """A trade in its envelope."""

    stream: str
    data: schema.Trade


@cache
def tape() -> Tape:
    """The tape that all frame sets are made of."""
    path = DATA / CAPTURE
    return _captured(path) if path.exists() else _synthetic()


@cache
def trades() -> list[schema.Trade]:
    decoder = msgspec.json.Decoder(TradeFrame)
    return [decoder.decode(frame).data for frame in tape().trades]


def captured_frames(stream_suffix: str) -> list[bytes]:
    """All captured Spot frames of the streams whose names end so, from every file."""
    found = []
    for path in sorted(DATA.glob("spot-*.jsonl")):
        lines = path.read_bytes().splitlines()
        found += [line for line in lines if line.startswith(b'{"stream"') and stream_of(line).endswith(stream_suffix)]
    return found


def _captured(path: Path) -> Tape:
    by_stream: dict[str, list[bytes]] = {"trade": [], "bookTicker": [], "depth@100ms": []}
    snapshot = None
    for line in gzip.decompress(path.read_bytes()).splitlines():
        if line.startswith(b'{"stream"'):
            by_stream[stream_of(line).partition("@")[2]].append(line)
        elif snapshot is None:
            snapshot = msgspec.json.decode(line, type=schema.PartialDepth)
    if snapshot is None:
        raise ValueError(f"{path}: no order book snapshot")
    return Tape("ETHUSDT", *by_stream.values(), snapshot, "captured")


def _synthetic() -> Tape:
    chance = random.Random(SEED)
    book = Walk(chance)
    snapshot = schema.PartialDepth(book_update_id=book.update_id, bids=book.side(-1, 1000), asks=book.side(1, 1000))
    trade_frames, tickers, depths = [], [], []
    for step in range(20_000):
        book.step()
        tickers.append(envelope("ethusdt@bookTicker", book.ticker()))
        if step % 4 == 0:
            trade_frames.append(envelope("ethusdt@trade", book.trade(step)))
        if step % 8 == 0:
            depths.append(envelope("ethusdt@depth@100ms", book.depth_update(step)))
    return Tape("ETHUSDT", trade_frames, tickers, depths, snapshot, "synthetic")


class Walk:
    """A seeded random walk of the best prices, in cents, with a book of random quantities around them."""

    def __init__(self, chance: random.Random, mid: int = 268_380) -> None:
        self.chance, self.mid, self.update_id = chance, mid, 35_346_513_501
        self.trade_id, self.told_id = 1_520_538_925, self.update_id  # the last trade, and update in a diff

    def step(self) -> None:
        self.mid += self.chance.choice((-1, 0, 0, 0, 0, 1))
        self.update_id += self.chance.randint(1, 4)

    def qty(self) -> str:
        return f"{self.chance.lognormvariate(0, 2):.4f}0000"

    def side(self, sign: int, levels: int) -> list[tuple[str, str]]:
        offset = 0 if sign < 0 else 1
        return [(f"{(self.mid + offset + sign * i) / 100:.8f}", self.qty()) for i in range(levels)]

    def ticker(self) -> schema.BookTicker:
        (bid, bid_qty), (ask, ask_qty) = self.side(-1, 1)[0], self.side(1, 1)[0]
        return schema.BookTicker(
            book_update_id=self.update_id,
            symbol="ETHUSDT",
            bid_price=bid,
            bid_qty=bid_qty,
            ask_price=ask,
            ask_qty=ask_qty,
        )

    def trade(self, step: int) -> schema.Trade:
        buyer_maker = self.chance.random() < 0.5
        self.trade_id += 1
        price, qty = self.side(-1 if buyer_maker else 1, 1)[0]
        return schema.Trade(
            event_time=START_MS + step,
            symbol="ETHUSDT",
            trade_id=self.trade_id,
            price=price,
            qty=qty,
            transact_time=START_MS + step - 1,
            is_buyer_maker=buyer_maker,
            is_best_match=True,
        )

    def depth_update(self, step: int) -> schema.DepthUpdate:
        first, self.told_id = self.told_id + 1, max(self.update_id, self.told_id + 1)
        return schema.DepthUpdate(
            event_time=START_MS + step,
            symbol="ETHUSDT",
            first_book_update_id=first,
            last_book_update_id=self.told_id,
            bids=list(self._changes(-1)),
            asks=list(self._changes(1)),
        )

    def _changes(self, sign: int) -> Iterator[tuple[str, str]]:
        for price, qty in self.side(sign, self.chance.randint(2, 40)):
            yield price, "0.00000000" if self.chance.random() < 0.3 else qty
