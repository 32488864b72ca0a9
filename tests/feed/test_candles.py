"""Candles: each update once, in order; a gap when one is missing or the end of one never came."""

from datetime import UTC, datetime

import pytest

import tickwire as tw
from tickwire.feed.candles import previous_open
from tickwire.feed.dispatch import Dispatch

MS = 1_000_000
MINUTE = 60_000
START = 1_770_000_000_000 // MINUTE * MINUTE  # ms
STREAM = "btcusdt@kline_1m"
KLINE = (
    '{"e":"kline","E":%d,"s":"BTCUSDT","k":{"t":%d,"T":%d,"s":"BTCUSDT","i":"1m","f":100,"L":200,"o":"1.0","c":"2.0",'
    '"h":"3.0","l":"0.5","v":"1000","n":100,"x":%s,"q":"1.0","V":"500","Q":"0.5","B":"0"}}'
)


def payload(minute: int, second: int, *, is_closed: bool = False) -> str:
    opened = START + minute * MINUTE
    return KLINE % (opened + second * 1000, opened, opened + MINUTE - 1, "true" if is_closed else "false")


class Feed:
    """A dispatcher with one stream of candles: (minute, whether it is closed) as delivered, and gaps in minutes."""

    def __init__(self, *lines: int) -> None:
        self.got, self.gaps = [], []
        self.dispatch = Dispatch()
        self.dispatch.on_gap = self.missed
        self.dispatch.add(STREAM, tw.Kline, self.took)
        for line in lines:
            self.dispatch.carry(STREAM, line)

    def took(self, candle: tw.Kline) -> None:
        self.got.append(((candle.open_time // MS - START) // MINUTE, candle.is_closed))

    def missed(self, gap: tw.Gap) -> None:
        assert (gap.unit, gap.stream) == ("open_time", STREAM)
        self.gaps.append(tuple((at // MS - START) // MINUTE for at in (gap.first_missing, gap.last_missing)))

    def bring(self, minute: int, second: int, line: int = 0, *, is_closed: bool = False) -> None:
        frame = f'{{"stream":"{STREAM}","data":{payload(minute, second, is_closed=is_closed)}}}'
        self.dispatch.on_bytes(frame.encode(), (START + minute * MINUTE + second * 1000) * MS, line)


def test_updates_and_the_end_of_a_candle_come_once_and_in_order() -> None:
    feed = Feed(0, 1)
    for second in (2, 4, 60):
        for line in (0, 1):
            feed.bring(0, second, line, is_closed=second == 60)
    feed.bring(1, 0)
    feed.bring(1, 0, line=1)
    assert feed.got == [(0, False), (0, False), (0, True), (1, False)]
    assert not feed.gaps
    assert feed.dispatch.stats().duplicates == 4


def test_candles_that_never_came_are_a_gap() -> None:
    feed = Feed(0)
    feed.bring(0, 60, is_closed=True)
    feed.bring(4, 2)
    assert feed.gaps == [(1, 3)]
    assert feed.got == [(0, True), (4, False)]


def test_a_candle_whose_end_never_came_is_a_gap() -> None:
    feed = Feed(0)
    feed.bring(0, 58)
    feed.bring(1, 2)
    feed.bring(1, 60, is_closed=True)
    feed.bring(2, 2)
    assert feed.gaps == [(0, 0)]


def test_the_other_line_may_bring_the_end() -> None:
    feed = Feed(0, 1)
    feed.bring(0, 58)
    feed.bring(0, 58, line=1)
    feed.bring(1, 0)
    assert feed.got == [(0, False)]
    feed.bring(0, 59, line=1, is_closed=True)
    assert feed.got == [(0, False), (0, True), (1, False)]
    assert not feed.gaps


def test_recovered_candles_fill_the_gap_and_the_line_goes_on() -> None:
    feed, asked = Feed(0), []
    feed.dispatch.recover = lambda gap: asked.append(gap) or True
    feed.bring(0, 58)
    feed.bring(3, 2)
    rows = [payload(minute, 59, is_closed=True).encode() for minute in (0, 2)]
    missing = feed.dispatch.recovered(STREAM, rows, is_final=True)
    assert missing == [((START + MINUTE) * MS, (START + MINUTE) * MS)]
    assert feed.got == [(0, False), (0, True), (2, True), (3, False)]
    feed.bring(3, 4)
    feed.bring(3, 60, is_closed=True)
    feed.bring(4, 2)
    assert feed.got[4:] == [(3, False), (3, True), (4, False)]
    assert feed.gaps == [(0, 2)]


def test_candles_that_begin_anew_are_taken() -> None:
    feed = Feed(0)
    feed.dispatch.on_gap = feed.gaps.append
    feed.bring(100, 60, is_closed=True)
    for second in range(60):
        feed.bring(0, second)
    feed.bring(0, 60, is_closed=True)
    feed.bring(1, 0)
    assert [gap.reason for gap in feed.gaps] == ["restarted"]
    assert feed.got[-2:] == [(0, True), (1, False)]


def ns(*date: int, zone: int = 0) -> int:
    return int(datetime(*date, tzinfo=UTC).timestamp() - zone * 3600) * 1_000_000_000


@pytest.mark.parametrize(
    ("interval", "opened", "following", "previous"),
    [
        ("1s", ns(2026, 1, 1, 0, 0, 5), ns(2026, 1, 1, 0, 0, 6), ns(2026, 1, 1, 0, 0, 4)),
        ("1w", ns(2026, 1, 5), ns(2026, 1, 12), ns(2025, 12, 29)),
        ("1M", ns(2026, 3, 1), ns(2026, 4, 1), ns(2026, 2, 1)),
        ("1M", ns(2026, 1, 1), ns(2026, 2, 1), ns(2025, 12, 1)),
        ("1M@+08:00", ns(2026, 3, 1, zone=8), ns(2026, 4, 1, zone=8), ns(2026, 2, 1, zone=8)),
    ],
)
def test_the_candle_before_follows_the_calendar(interval: str, opened: int, following: int, previous: int) -> None:
    assert previous_open(f"btcusdt@kline_{interval}", opened, following) == previous
