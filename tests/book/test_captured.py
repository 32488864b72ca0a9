"""Books rebuilt from captured data equal the venue's own best prices at every common update id."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch

SYMBOLS_2021 = ("blzeth", "lrcbtc", "nknusdt", "runeeur")


def lines(path: Path) -> Iterator[bytes]:
    if not path.exists():
        pytest.skip(f"{path.name} is absent")
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from (line.rstrip() for line in file)


def by_chain(frame: bytes, state: dict[str, Any]) -> bytes:
    """A futures event with the ids of spot: theirs chain by `pu`, so the event begins where the one before ended."""
    message = json.loads(frame)
    if message.get("data", {}).get("e") == "depthUpdate":
        data = message["data"]
        assert state.setdefault("last", data["pu"]) == data["pu"]
        data["U"], state["last"] = min(data["U"], data["pu"] + 1), data["u"]
        return json.dumps(message, separators=(",", ":")).encode()
    return frame


def tickers_of(path: Path) -> dict[int, tuple[tw.Level, tw.Level]]:
    """Best bid and offer by update id."""
    found = {}
    for frame in lines(path):
        if b"@bookTicker" in frame:
            data = json.loads(frame)["data"]
            bid, ask = (tw.Level(float(data[p]), float(data[q])) for p, q in (("b", "B"), ("a", "A")))
            found[data["u"]] = (bid, ask)
    return found


def rebuild(path: Path, stream: str, symbol: str, is_spot: bool) -> tuple[tw.Book, list[Any], int]:
    """The book of a capture, what it told, and at how many update ids its best prices were compared."""
    tickers, compared = tickers_of(path), []
    book, events, chain = tw.Book(symbol, levels=1000), [], {}
    book.on_event = events.append

    @book.on_update
    def compare(changed: tw.Book) -> None:
        if (expected := tickers.get(changed.last_update_id)) is not None:
            compared.append((changed.best_bid, changed.best_ask) == expected)

    dispatch = Dispatch(on_unhandled=lambda _: None)
    dispatch.add(f"{symbol}@{stream}", tw.DepthUpdate, book.depth_handler, context=book.context)
    dispatch.add(f"{symbol}@bookTicker", tw.BookTicker, book.ticker_handler, context=book.context)
    for frame in lines(path):
        if frame.startswith(b'{"lastUpdateId"') or b'"bids"' in frame:
            book.snapshot_requested(0.0)
            book.apply_snapshot(frame, 0.0)
        elif b"depth" in frame or b"bookTicker" in frame:
            dispatch.on_bytes(frame if is_spot else by_chain(frame, chain))
    assert all(compared)
    return book, events, len(compared)


# The last capture leaves the range that its snapshot of 1000 levels told: from there on levels may be missing.
@pytest.mark.parametrize(
    ("name", "stream", "symbol", "is_spot", "common", "told"),
    [
        ("spot-mixed-hftbacktest-ethusdt.jsonl.gz", "depth@100ms", "ethusdt", True, 1000, ["snapshot"]),
        ("coinm-mixed-hftbacktest-ethusd_perp.jsonl.gz", "depth@0ms", "ethusd_perp", False, 2000, ["snapshot"]),
        ("usdm-mixed-hftbacktest-btcusdt.jsonl.gz", "depth@0ms", "btcusdt", False, 300, ["snapshot", "hollow"]),
    ],
)
def test_a_rebuilt_book_shows_every_best_price_that_the_venue_tells(
    captured, name, stream, symbol, is_spot, common, told
):
    book, events, compared = rebuild(captured / name, stream, symbol, is_spot)
    stats = book.stats()
    assert [event.reason for event in events] == told
    assert (stats.drifts, stats.gaps, stats.crossed) == (0, 0, 0)
    assert compared >= common
    assert stats.audits > 0


@pytest.mark.parametrize("symbol", SYMBOLS_2021)
def test_books_of_small_coins_chain_from_their_snapshots(captured, symbol):
    snapshot = next(lines(captured / f"spot-restdepth-cryptofeed-2021-{symbol}.jsonl"))
    book = tw.Book(symbol, levels=1000)
    prefix = f'{{"stream":"{symbol}@'.encode()
    for frame in lines(captured / "spot-mixed-cryptofeed-2021.jsonl"):
        if frame.startswith(prefix) and (b"depthUpdate" in frame or b"@bookTicker" in frame):
            book.apply(tw.decode(frame))
    book.snapshot_requested(0.0)
    assert book.apply_snapshot(snapshot, 0.0), book
    stats = book.stats()
    assert (stats.buffer_resets, stats.drifts, stats.gaps) == (0, 0, 0)
    assert book.last_update_id > json.loads(snapshot)["lastUpdateId"]
    assert len(book.bids) > 100
