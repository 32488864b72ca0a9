"""Memory stays flat: ten million messages, shapes that come and go, streams opened and closed, refusals, arrays."""

import gc
import os
import pickle
import sys
from collections.abc import Callable, Iterator

import numpy as np
import psutil
import pytest

from tickwire.errors import DecodeError
from tickwire.feed.dispatch import Dispatch
from tickwire.wire import messages as views
from tickwire.wire.arrays import decode_many
from tickwire.wire.decode import decode
from tickwire.wire.json import JsonCodec

from ..fuzz.corpus import FRAMES, KINDS

MESSAGES = int(os.environ.get("TICKWIRE_LEAK_MESSAGES", "10000000"))
SLACK = 4 << 20  # bytes of RSS that allocators may keep; one leaked byte a message would be more
BLOCKS = 1500  # Python's own allocations that caches may keep; every test goes more rounds than that
SHAPED = [frame for name, frame in KINDS.items() if not name.endswith("s")]


def held() -> tuple[int, int]:
    gc.collect()
    return psutil.Process().memory_info().rss, sys.getallocatedblocks()


def assert_flat(work: Callable[[int], object], rounds: int) -> None:
    """Run `work` for a while, then for `rounds`: the second time leaves nothing behind."""
    work(max(rounds // 20, 100))
    rss, blocks = held()
    counts = [sys.getrefcount(cls) for cls in views.KINDS]
    work(rounds)
    grown_rss, grown_blocks = (now - before for now, before in zip(held(), (rss, blocks), strict=True))
    assert [sys.getrefcount(cls) for cls in views.KINDS] == counts
    assert grown_blocks < BLOCKS
    assert grown_rss < SLACK


def test_recognised_messages_leave_nothing_behind() -> None:
    codec = JsonCodec()

    def work(rounds: int) -> None:
        for _ in range(rounds // len(SHAPED)):
            for frame in SHAPED:
                decode(frame, codec=codec)

    assert_flat(work, MESSAGES)


@pytest.mark.parametrize(("table", "rounds"), [(True, 500_000), (False, 100_000)])
def test_the_other_decoders_leave_nothing_behind(table: bool, rounds: int) -> None:
    codec = JsonCodec(shapes=None, table=table)

    def work(count: int) -> None:
        for number in range(count):
            decode(FRAMES[number % len(FRAMES)], codec=codec)

    assert_flat(work, rounds)


def test_refusals_leave_nothing_behind() -> None:
    broken = [frame[: len(frame) // 2] for frame in FRAMES] + [frame.replace(b'"E":', b'"E":"') for frame in FRAMES]

    def work(count: int) -> None:
        for number in range(count):
            try:
                decode(broken[number % len(broken)])
            except DecodeError:
                continue

    assert_flat(work, 100_000)


def other_shapes() -> Iterator[bytes]:
    """The same trade with numbers of ever other lengths: more shapes than a stream keeps."""
    for size in range(1, 17):
        for decimals in range(1, 9):
            yield KINDS["Trade"].replace(b"5211900312", b"1" * size).replace(b"97210.55000000", b"9." + b"1" * decimals)


def test_shapes_that_come_and_go_leave_nothing_behind() -> None:
    codec, frames = JsonCodec(), list(other_shapes())

    def work(count: int) -> None:
        for number in range(count):
            decode(frames[number // 3 % len(frames)], codec=codec)

    assert_flat(work, 300_000)


def test_levels_that_come_and_go_leave_nothing_behind() -> None:
    frame = b'{"e":"depthUpdate","E":1793025003011,"s":"BTCUSDT","U":1,"u":2,"b":[%b],"a":[]}'
    frames = [frame % b",".join([b'["%d.%b","1"]' % (10**i, b"5" * (8 - i % 7))] * (i * 40)) for i in range(11)]
    codec = JsonCodec()

    def work(count: int) -> None:
        for number in range(count):
            view = decode(frames[number % len(frames)], codec=codec)
            np.asarray(view.bids)

    assert_flat(work, 50_000)


def test_streams_opened_and_closed_leave_nothing_behind() -> None:
    dispatch = Dispatch(on_unhandled=lambda event: None)
    names = [f"s{number}@trade" for number in range(500)]

    def work(count: int) -> None:
        for number in range(count):
            sink = dispatch.add(names[number % len(names)], views.Trade, print)
            dispatch.on_bytes(KINDS["AggTrade"], 0)
            dispatch.remove(sink)

    assert_flat(work, 100_000)
    assert not dispatch.streams()


def test_codecs_made_and_dropped_leave_nothing_behind() -> None:
    def work(count: int) -> None:
        for _ in range(count):
            codec = JsonCodec()
            for frame in FRAMES[:14]:
                decode(frame, codec=codec)
                decode(frame, codec=codec)

    assert_flat(work, 3_000)


def test_views_taken_apart_leave_nothing_behind() -> None:
    made = [decode(frame) for frame in SHAPED]

    def work(count: int) -> None:
        for number in range(count):
            view = made[number % len(made)]
            hash(pickle.loads(pickle.dumps(view)))
            repr(view)
            for name in type(view).__match_args__:
                getattr(view, name)
                getattr(view, f"{name}_decimal", None)

    assert_flat(work, 20_000)


def test_tapes_leave_nothing_behind() -> None:
    tape = b"\n".join(FRAMES * 20)

    def work(count: int) -> None:
        for _ in range(count):
            decode_many(tape)

    assert_flat(work, 2_000)
