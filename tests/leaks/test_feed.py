"""A million messages through every kind of handler leave memory and reference counts as they were."""

import gc
import sys

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.feed.latest import latest
from tickwire.feed.ring import ring

psutil = pytest.importorskip("psutil")

MESSAGES = 1_000_000
ROUND = 1000
GROWTH = 1 << 20  # bytes; one leaked object of 16 bytes a message would be sixteen times that
TRADE = (
    b'{"stream":"btcusdt@trade","data":{"e":"trade","E":1770000000123,"s":"BTCUSDT","t":%d,"p":"97123.45000000",'
    b'"q":"0.50000000","T":1770000000120,"m":true,"M":true}}'
)
DEPTH = (
    b'{"stream":"btcusdt@depth5","data":{"lastUpdateId":%d,"bids":[["97123.44","1.25"],["97123.40","2.00"]],'
    b'"asks":[["97123.45","0.75"]]}}'
)
KINDS = {
    "btcusdt@trade": (TRADE, tw.Trade, tw.schema.Trade),
    "btcusdt@depth5": (DEPTH, tw.PartialDepth, tw.schema.PartialDepth),
}


def resident() -> int:
    gc.collect()
    return psutil.Process().memory_info().rss


def reading(message):
    return getattr(message, "symbol", None), getattr(message, "price", None), getattr(message, "bids", None)


def failing(message):
    raise ValueError(message)


def pump(dispatch: Dispatch, frames: list[bytes], rounds: int, after=lambda: None) -> None:
    for _ in range(rounds):
        for stream in dispatch.streams():
            dispatch.forget(stream)  # its ids begin again
        for frame in frames:
            dispatch.on_bytes(frame)
        after()


@pytest.mark.parametrize("stream", KINDS)
@pytest.mark.parametrize("kind", ["view", "struct", "latest", "ring", "error"])
def test_memory_stays_flat(stream, kind):
    text, view, struct = KINDS[stream]
    frames = [text % number for number in range(10_000, 10_000 + ROUND)]
    dispatch = Dispatch(on_error=lambda event: None)
    newest, queue = latest(), ring(64)
    key, on = {
        "view": (view, reading),
        "struct": (struct, reading),
        "latest": (view, newest),
        "ring": (view, queue),
        "error": (view, failing),
    }[kind]
    sink = dispatch.add(stream, key, on)
    messages = MESSAGES // (10 if kind == "error" else 1)

    def after() -> None:
        assert newest.count == 0 or newest.value is not None
        list(queue)

    pump(dispatch, frames, 20, after)
    before = resident()
    references = sys.getrefcount(on), sys.getrefcount(sink), sys.getrefcount(None)
    pump(dispatch, frames, messages // ROUND, after)
    assert resident() - before < GROWTH
    found = sys.getrefcount(on), sys.getrefcount(sink), sys.getrefcount(None)
    assert all(abs(a - b) < ROUND for a, b in zip(found, references, strict=True))
    assert sink.messages == messages + 20 * ROUND


def test_subscribing_and_dropping_stays_flat():
    dispatch = Dispatch()
    frame = TRADE % 1

    def turn() -> None:
        sinks = [dispatch.add("btcusdt@trade", tw.Trade, on) for on in (reading, ring(4), latest())]
        dispatch.on_bytes(frame)
        for sink in sinks:
            dispatch.remove(sink)

    for _ in range(1000):
        turn()
    before = resident()
    for _ in range(20_000):
        turn()
    assert resident() - before < GROWTH
