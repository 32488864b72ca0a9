"""Candles and rolling windows."""

from datetime import UTC, datetime

import pytest

from tickwire.sim.spans import DAY, HOUR, MINUTE, SECOND, Candle, RollingWindow, Span, candle_bounds


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * SECOND


def span(*trades: tuple[int, int, int, bool]) -> Span:
    made = Span()
    for trade in trades:
        made.add(*trade)
    return made


@pytest.mark.parametrize(
    ("interval", "start", "end"),
    [
        ("1s", "2026-02-18T13:47:31", "2026-02-18T13:47:32"),
        ("3m", "2026-02-18T13:45:00", "2026-02-18T13:48:00"),
        ("8h", "2026-02-18T08:00:00", "2026-02-18T16:00:00"),
        ("1d", "2026-02-18T00:00:00", "2026-02-19T00:00:00"),
        ("1w", "2026-02-16T00:00:00", "2026-02-23T00:00:00"),
        ("1M", "2026-02-01T00:00:00", "2026-03-01T00:00:00"),
    ],
)
def test_candles_open_on_boundaries_of_the_clock(interval: str, start: str, end: str) -> None:
    assert candle_bounds(interval, at("2026-02-18T13:47:31")) == (at(start), at(end))


@pytest.mark.parametrize(
    ("interval", "start", "end"),
    [
        ("1h", "2026-02-28T17:00:00", "2026-02-28T18:00:00"),
        ("12h", "2026-02-28T16:00:00", "2026-03-01T04:00:00"),
        ("1d", "2026-02-28T16:00:00", "2026-03-01T16:00:00"),
        ("1M", "2026-02-28T16:00:00", "2026-03-31T16:00:00"),
    ],
)
def test_candles_of_another_clock_open_on_its_boundaries(interval: str, start: str, end: str) -> None:
    assert candle_bounds(interval, at("2026-02-28T17:30:00"), 8 * HOUR) == (at(start), at(end))


def test_a_span_sums_its_trades() -> None:
    made = span((7, 100, 2, False), (8, 90, 1, True), (9, 110, 4, False))
    assert (made.open, made.high, made.low, made.close) == (100, 110, 90, 110)
    assert (made.volume, made.quote, made.taker_volume, made.taker_quote) == (7, 730, 6, 640)
    assert (made.first_id, made.last_id, made.count, made.last_qty) == (7, 9, 3, 4)


def test_merging_spans_equals_adding_their_trades_one_by_one() -> None:
    trades = [(index, 100 + index * 37 % 11, 1 + index % 3, index % 2 == 0) for index in range(20)]
    merged = Span()
    for part in (trades[:5], [], trades[5:6], trades[6:]):
        merged.merge(span(*part))
    whole = span(*trades)
    assert all(getattr(merged, name) == getattr(whole, name) for name in Span.__slots__)


def test_the_next_candle_opens_at_the_last_price_without_trades() -> None:
    candle = Candle("1m", 0, at("2026-02-18T13:47:31"), price=5)
    candle.span.merge(span((1, 8, 1, True)))
    candle.roll()
    assert (candle.start, candle.end) == (at("2026-02-18T13:48:00"), at("2026-02-18T13:49:00"))
    assert (candle.span.open, candle.span.close, candle.span.count, candle.span.first_id) == (8, 8, 0, -1)


def test_a_rolling_window_forgets_minute_by_minute() -> None:
    window = RollingWindow(HOUR, price=1)
    start = at("2026-02-18T00:00:00")
    for minute in range(90):
        window.add(start + minute * MINUTE + SECOND, span((minute, 100 + minute, 1, False)))
    now = start + 89 * MINUTE + SECOND
    total = window.span()
    assert window.start(now) == start + 29 * MINUTE
    assert (total.first_id, total.last_id, total.count, total.low) == (29, 89, 61, 129)
    assert window.price_before == 128


def test_a_window_without_trades_stays_at_the_opening_price() -> None:
    window = RollingWindow(DAY, price=42)
    window.add(at("2026-02-18T00:00:01"), Span(42))
    assert (window.span().close, window.span().count, window.price_before) == (42, 0, 0)
