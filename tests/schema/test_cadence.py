"""How often the venue says it sends each stream."""

import pytest

from tickwire.schema import MARKET_MESSAGES, cadence


@pytest.mark.parametrize(
    ("stream", "period"),
    [
        ("btcusdt@kline_1s", 1.0),
        ("btcusdt@kline_1m", 2.0),
        ("btcusdt@kline_1s@+08:00", 1.0),
        ("btcusdt@kline_1M@+08:00", 2.0),
        ("btcusdt@avgPrice", 1.0),
        ("btcusdt@referencePrice", 1.0),
    ],
)
def test_what_follows_from_the_clock_is_steady(stream, period):
    assert cadence(stream) == (period, True)


@pytest.mark.parametrize(
    ("stream", "period"),
    [
        ("btcusdt@depth", 1.0),
        ("btcusdt@depth@100ms", 0.1),
        ("btcusdt@depth20@100ms", 0.1),
        ("btcusdt@depth5", 1.0),
        ("btcusdt@ticker", 1.0),
        ("!miniTicker@arr", 1.0),
        ("!ticker_4h@arr", 1.0),
    ],
)
def test_what_is_sent_on_change_has_a_period_and_is_not_steady(stream, period):
    assert cadence(stream) == (period, False)


@pytest.mark.parametrize("stream", ["btcusdt@trade", "btcusdt@bookTicker", "!serverShutdown", "no stream at all"])
def test_what_just_happens_has_no_period(stream):
    assert cadence(stream) == (None, False)


def test_every_pattern_of_the_schema_has_a_cadence():
    fill = {"symbol": "btcusdt", "interval": "1m", "window": "1h", "levels": "20"}
    for message in MARKET_MESSAGES:
        for pattern in message.streams:
            period, is_steady = cadence(pattern.format(**fill))
            assert period is not None or not is_steady
