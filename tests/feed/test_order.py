"""Several lines that lose, delay, repeat and break frames: the dispatcher does what the model does, for every rule."""

import random
from itertools import pairwise

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.feed.events import FeedError

from .order_model import Item, Model

MS = 1_000_000
WAIT = 250 * MS
START = 1_770_000_000_000 * MS
TRADE = '{"e":"trade","E":%d,"s":"BTCUSDT","t":%d,"p":"97123.45","q":"0.50","T":1770000000120,"m":true,"M":true}'
AGG_TRADE = (
    '{"e":"aggTrade","E":%d,"s":"BTCUSDT","a":%d,"p":"97123.45","q":"0.50","f":100,"l":105,"T":1770000000120,'
    '"m":true,"M":true}'
)
DEPTH = '{"e":"depthUpdate","E":%d,"s":"BTCUSDT","U":%d,"u":%d,"b":[["97123.44","1.25"]],"a":[["97123.45","0.75"]]}'
BOOK_TICKER = '{"u":%d,"s":"BTCUSDT","b":"97123.44","B":"1.25","a":"97123.45","A":"0.75"}'
PARTIAL = '{"lastUpdateId":%d,"bids":[["97123.44","1.25"]],"asks":[["97123.45","0.75"]]}'
AVG_PRICE = '{"e":"avgPrice","E":%d,"s":"BTCUSDT","i":"5m","w":"97123.45","T":1770000000120}'


def enveloped(stream: str, payload: str) -> bytes:
    return f'{{"stream":"{stream}","data":{payload}}}'.encode()


class Kind:
    """How messages of a stream are made, and read back."""

    def __init__(self, stream, view, payload, ids, *, is_contiguous, span=1):
        self.stream, self.view, self.payload, self.ids = stream, view, payload, ids
        self.is_contiguous, self.span = is_contiguous, span

    def item(self, number: int) -> Item:
        return Item(number * self.span + 1000, number * self.span + 999 + self.span)

    def frame(self, item: Item) -> bytes:
        return enveloped(self.stream, self.payload(item))


KINDS = {
    "trade": Kind(
        "btcusdt@trade",
        tw.Trade,
        lambda item: TRADE % (1770000000000 + item.last, item.last),
        lambda m: Item(m.trade_id, m.trade_id),
        is_contiguous=True,
    ),
    "aggTrade": Kind(
        "btcusdt@aggTrade",
        tw.AggTrade,
        lambda item: AGG_TRADE % (1770000000000 + item.last, item.last),
        lambda m: Item(m.agg_trade_id, m.agg_trade_id),
        is_contiguous=True,
    ),
    "depth": Kind(
        "btcusdt@depth@100ms",
        tw.DepthUpdate,
        lambda item: DEPTH % (1770000000000 + item.last, *item),
        lambda m: Item(m.first_book_update_id, m.last_book_update_id),
        is_contiguous=True,
        span=3,
    ),
    "bookTicker": Kind(
        "btcusdt@bookTicker",
        tw.BookTicker,
        lambda item: BOOK_TICKER % item.last,
        lambda m: Item(m.book_update_id, m.book_update_id),
        is_contiguous=False,
    ),
    "partial depth": Kind(
        "btcusdt@depth5",
        tw.PartialDepth,
        lambda item: PARTIAL % item.last,
        lambda m: Item(m.book_update_id, m.book_update_id),
        is_contiguous=False,
    ),
    "avgPrice": Kind(
        "btcusdt@avgPrice",
        tw.AvgPrice,
        lambda item: AVG_PRICE % (1770000000000 + item.last),
        lambda m: Item(*2 * (m.event_time // MS - 1770000000000,)),
        is_contiguous=False,
    ),
}


def schedule(rng: random.Random, kind: Kind, lines: int) -> list[tuple[int, int, int, bool]]:
    """(time, line, number of the message, whether it is broken): each line in order, later and later or not at all."""
    events = []
    for line in range(lines):
        lag, loss = rng.choice((0, 5, 60, 400)), rng.choice((0.0, 0.05, 0.3))
        at = START
        for number in range(rng.randrange(20), 120):
            at = max(at, START + (number * 10 + lag + rng.randrange(10)) * MS)
            while rng.random() >= loss:
                events.append((at, line, number, rng.random() < 0.05))
                if rng.random() > 0.03:  # else the venue repeats itself
                    break
    return sorted(events)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_lines_that_lose_and_lag_give_what_the_model_gives(kind: Kind, lines: int) -> None:
    for seed in range(25):
        compare(kind, lines, random.Random(seed * 10 + lines))


def compare(kind: Kind, lines: int, rng: random.Random) -> None:
    """One schedule through the dispatcher and the model."""
    dispatch, got, gaps = Dispatch(on_error=lambda event: None), [], []
    dispatch.on_gap = lambda gap: gaps.append((gap.first_missing, gap.last_missing))
    dispatch.add(kind.stream, kind.view, lambda m: got.append((kind.ids(m), m.line)))
    model = Model(set(range(lines)), WAIT, is_contiguous=kind.is_contiguous)
    for line in range(lines):
        dispatch.carry(kind.stream, line)
    lost_at = START + rng.randrange(2000) * MS
    for at, line, number, is_broken in schedule(rng, kind, lines):
        if lines > 1 and at >= lost_at and line == 0:
            if 0 in model.lines:
                dispatch.line_lost(0)
                model.lose(0, at)
            continue
        dispatch.expire(at)
        model.settle(at)
        item = kind.item(number)
        if is_broken:
            dispatch.on_bytes(kind.frame(item)[:-9], at, line)
        else:
            dispatch.on_bytes(kind.frame(item), at, line)
            model.frame(item, line, at)
    dispatch.expire(START + 10**12)
    model.settle(START + 10**12)
    assert got == model.delivered
    assert gaps == model.gaps
    assert_complete([item for item, _ in got], gaps, kind)
    assert dispatch.stats().gaps == len(gaps)


def assert_complete(items: list[Item], gaps: list[tuple[int, int]], kind: Kind) -> None:
    """Every id once, in order, or inside exactly one gap."""
    spans = sorted([*items, *(Item(*gap) for gap in gaps)])
    assert [item.last for item in items] == sorted({item.last for item in items})
    if kind.is_contiguous:
        assert all(after.first == before.last + 1 for before, after in pairwise(spans))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_copy_is_dropped_only_when_its_ids_are_old_or_it_is_no_message(kind: Kind) -> None:
    """Every byte of a later copy changed to every kind of other byte, on the line that is behind."""
    refused, got = [], []
    dispatch = Dispatch(on_error=refused.append, on_unhandled=refused.append, on_control=refused.append)
    dispatch.on_gap = lambda gap: None
    dispatch.gap_wait = 0.0
    dispatch.add(kind.stream, kind.view, lambda m: got.append(kind.ids(m)))
    for line in (0, 1):
        dispatch.carry(kind.stream, line)
    for number in range(500, 503):
        dispatch.on_bytes(kind.frame(kind.item(number)), START, 0)
    frame = kind.frame(kind.item(502))
    last = kind.item(502).last
    checker = tw.JsonCodec()
    for at in range(len(frame)):
        for byte in b'0159"\\{}[],:. -xE':
            changed = frame[:at] + bytes([byte]) + frame[at + 1 :]
            if changed == frame:
                continue
            del got[:], refused[:]
            before = dispatch.stats().duplicates
            dispatch.on_bytes(changed, START, 1)
            is_dropped = dispatch.stats().duplicates > before
            try:
                message = tw.decode(changed, codec=checker)
            except tw.DecodeError:
                assert not got
                continue
            if not isinstance(message, kind.view) or message.stream != kind.stream:
                assert not is_dropped
            elif kind.ids(message).last > last:
                assert not is_dropped
                dispatch.expire(START + 10**12)
                dispatch.forget(kind.stream)
                dispatch.on_bytes(frame, START, 0)
            elif not is_dropped:
                assert kind.ids(message).first > last or kind.ids(message).last < kind.ids(message).first
                assert [type(event) for event in refused] == [FeedError]


def test_a_broken_copy_does_not_keep_the_whole_one_out() -> None:
    kind, got, events = KINDS["trade"], [], []
    dispatch = Dispatch(on_error=events.append)
    dispatch.on_gap = events.append
    dispatch.add(kind.stream, kind.view, lambda m: got.append((m.trade_id, m.line)))
    for line in (0, 1):
        dispatch.carry(kind.stream, line)
    for number in (1, 2):
        dispatch.on_bytes(kind.frame(Item(number, number)), START, 0)
    dispatch.on_bytes(kind.frame(Item(3, 3)).replace(b'"m":true', b'"m":trxe'), START, 0)
    dispatch.on_bytes(kind.frame(Item(3, 3)), START, 1)
    dispatch.on_bytes(kind.frame(Item(4, 4)), START, 0)
    assert got == [(1, 0), (2, 0), (3, 1), (4, 0)]
    assert [type(event) for event in events] == [FeedError]
