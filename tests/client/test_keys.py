import re

import pytest

import tickwire as tw
from tickwire import schema
from tickwire.client.keys import resolve
from tickwire.errors import ConfigError


@pytest.mark.parametrize(
    ("what", "symbols", "options", "expected"),
    [
        (tw.Trade, ("BTCUSDT", "ethusdt"), {}, {"btcusdt@trade": tw.Trade, "ethusdt@trade": tw.Trade}),
        (schema.Trade, ("btcusdt",), {}, {"btcusdt@trade": schema.Trade}),
        (tw.Kline, ("btcusdt",), {"interval": "1M"}, {"btcusdt@kline_1M": tw.Kline}),
        (tw.Kline, ("btcusdt",), {"interval": "1d", "timezone": "+08:00"}, {"btcusdt@kline_1d@+08:00": tw.Kline}),
        (tw.PartialDepth, ("btcusdt",), {"levels": 5, "speed": "100ms"}, {"btcusdt@depth5@100ms": tw.PartialDepth}),
        (tw.RollingTicker, (), {"window": "4h"}, {"!ticker_4h@arr": tw.RollingTicker}),
        (tw.MiniTicker, (), {}, {"!miniTicker@arr": tw.MiniTicker}),
        ("btcusdt@depth", (), {}, {"btcusdt@depth": tw.DepthUpdate}),
        ("a@trade", ("b@ticker",), {}, {"a@trade": tw.Trade, "b@ticker": tw.Ticker}),
        (tw.Trade, ("btcusdt", "BTCUSDT"), {}, {"btcusdt@trade": tw.Trade}),
    ],
)
def test_arguments_become_names_and_classes(what, symbols, options, expected):
    assert resolve(what, symbols, options) == expected


@pytest.mark.parametrize(
    ("what", "symbols", "options", "words"),
    [
        (tw.Trade, (), {}, "subscribe(Trade, 'btcusdt', on=...)"),
        (tw.Kline, ("btcusdt",), {}, "option 'interval' is missing; one of 1s"),
        (tw.Kline, ("btcusdt",), {"interval": "2m"}, "cannot be '2m'"),
        (tw.Trade, ("btcusdt",), {"interval": "1m"}, "take no option 'interval'"),
        (tw.Trade, ("BTC/USDT",), {}, "write 'btcusdt'"),
        (tw.PartialDepth, ("btcusdt",), {"levels": 50}, "cannot be '50'"),
        ("btcusdt@trade", (), {"speed": "100ms"}, "holds its options already"),
        ("trades", (), {}, "<symbol>@trade"),
        (schema.Message, ("btcusdt",), {}, "message class"),
        (int, (), {}, "message class"),
        ({"event": "subscribe", "channel": "trades"}, (), {}, "the client writes the requests itself"),
    ],
)
def test_arguments_that_cannot_be_get_an_error_that_says_what_can(what, symbols, options, words):
    with pytest.raises(ConfigError, match=re.escape(words)):
        resolve(what, symbols, options)
