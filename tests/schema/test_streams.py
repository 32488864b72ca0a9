"""Stream names: built as the venue spells them, read back, and refused with the option that is wrong."""

from typing import Any

import pytest

from tickwire import schema
from tickwire.schema.streams import INTERVALS, LEVELS, WINDOWS

BUILT = [
    (schema.Trade, {"symbol": "BTCUSDT"}, "btcusdt@trade"),
    (schema.AggTrade, {"symbol": "btcusdt"}, "btcusdt@aggTrade"),
    (schema.BlockTrade, {"symbol": "BTCUSDT"}, "btcusdt@blockTrade"),
    (schema.Kline, {"symbol": "BTCUSDT", "interval": "1m"}, "btcusdt@kline_1m"),
    (schema.Kline, {"symbol": "BTCUSDT", "interval": "1M"}, "btcusdt@kline_1M"),
    (schema.Kline, {"symbol": "BTCUSDT", "interval": "1d", "timezone": "+08:00"}, "btcusdt@kline_1d@+08:00"),
    (schema.Kline, {"symbol": "BTCUSDT", "interval": "1d", "timezone": "UTC"}, "btcusdt@kline_1d"),
    (schema.MiniTicker, {"symbol": "BTCUSDT"}, "btcusdt@miniTicker"),
    (schema.MiniTicker, {}, "!miniTicker@arr"),
    (schema.Ticker, {"symbol": "BTCUSDT"}, "btcusdt@ticker"),
    (schema.RollingTicker, {"symbol": "BTCUSDT", "window": "4h"}, "btcusdt@ticker_4h"),
    (schema.RollingTicker, {"window": "1h"}, "!ticker_1h@arr"),
    (schema.BookTicker, {"symbol": "BTCUSDT"}, "btcusdt@bookTicker"),
    (schema.AvgPrice, {"symbol": "BTCUSDT"}, "btcusdt@avgPrice"),
    (schema.PartialDepth, {"symbol": "BTCUSDT", "levels": 5}, "btcusdt@depth5"),
    (schema.PartialDepth, {"symbol": "BTCUSDT", "levels": "20", "speed": "100ms"}, "btcusdt@depth20@100ms"),
    (schema.DepthUpdate, {"symbol": "BTCUSDT"}, "btcusdt@depth"),
    (schema.DepthUpdate, {"symbol": "BTCUSDT", "speed": "100ms"}, "btcusdt@depth@100ms"),
    (schema.DepthUpdate, {"symbol": "BTCUSDT", "speed": "1000ms"}, "btcusdt@depth"),
    (schema.ReferencePrice, {"symbol": "BTCUSDT"}, "btcusdt@referencePrice"),
    (schema.ServerShutdown, {}, "!serverShutdown"),
    (schema.Trade, {"symbol": "测试币USDT"}, "测试币usdt@trade"),
]


@pytest.mark.parametrize(("message", "options", "name"), BUILT, ids=[name for *_, name in BUILT])
def test_a_name_is_built_and_read_back(message: type[schema.Message], options: dict[str, Any], name: str) -> None:
    assert schema.stream_name(message, **options) == name
    parsed = schema.parse_stream(name)
    assert parsed is not None
    assert parsed.message is message
    assert parsed.symbol == (options["symbol"].lower() if "symbol" in options else None)
    assert parsed.is_array == name.endswith("@arr")
    for option in ("interval", "window", "levels"):
        assert parsed.options.get(option) == (str(options[option]) if option in options else None)


@pytest.mark.parametrize("interval", INTERVALS)
def test_every_interval_has_a_stream(interval: str) -> None:
    assert schema.parse_stream(schema.stream_name(schema.Kline, "x", interval=interval)) is not None


@pytest.mark.parametrize("window", WINDOWS)
def test_every_window_has_a_stream_and_an_array(window: str) -> None:
    for symbol in ("x", None):
        assert schema.parse_stream(schema.stream_name(schema.RollingTicker, symbol, window=window)) is not None


@pytest.mark.parametrize("levels", LEVELS)
def test_every_depth_has_a_stream(levels: str) -> None:
    assert schema.parse_stream(schema.stream_name(schema.PartialDepth, "x", levels=levels)) is not None


@pytest.mark.parametrize(
    ("message", "options", "said"),
    [
        (schema.Trade, {}, "no Trade stream of the whole market"),
        (schema.ServerShutdown, {"symbol": "BTCUSDT"}, "no ServerShutdown stream of BTCUSDT"),
        (schema.Kline, {"symbol": "x"}, "option 'interval' is missing"),
        (schema.Kline, {"symbol": "x", "interval": "7m"}, "option 'interval' cannot be '7m'"),
        (schema.PartialDepth, {"symbol": "x", "levels": 7}, "option 'levels' cannot be '7'"),
        (schema.RollingTicker, {"symbol": "x", "window": "2h"}, "option 'window' cannot be '2h'"),
        (schema.Trade, {"symbol": "x", "interval": "1m"}, "Trade streams take no option 'interval'"),
        (schema.Trade, {"symbol": "x", "speed": "100ms"}, "Trade streams take no option 'speed'"),
        (schema.Trade, {"symbol": "x", "timezone": "+08:00"}, "Trade streams take no option 'timezone'"),
        (schema.DepthUpdate, {"symbol": "x", "speed": "250ms"}, "speed is"),
        (schema.Kline, {"symbol": "x", "interval": "1d", "timezone": "+09:00"}, "timezone is"),
    ],
)
def test_options_that_cannot_be_are_named(message: type[schema.Message], options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        schema.stream_name(message, **options)


@pytest.mark.parametrize(
    "name",
    ["", "btcusdt", "@trade", "btcusdt@Trade", "btcusdt@trade ", "btcusdt@trade@100ms", "btcusdt@kline",
     "btcusdt@kline_1x", "btcusdt@depth7", "btcusdt@depth@250ms", "!ticker@arr", "!bookTicker", "a@b@trade",
     "btc/usdt@trade", "btcusdt@trade\n"],
)  # fmt: skip
def test_what_is_no_stream_is_none(name: str) -> None:
    assert schema.parse_stream(name) is None
