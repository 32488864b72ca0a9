import re

import pytest

from tickwire.errors import ConfigError
from tickwire.schema import MARKET_MESSAGES, Kline, Trade
from tickwire.session.names import LOOSE, check_stream_name, check_symbol

EXAMPLE = {"symbol": "btcusdt", "interval": "1m", "window": "1h", "levels": "5"}


@pytest.mark.parametrize("template", [t for message in MARKET_MESSAGES for t in message.streams])
def test_every_stream_of_the_schema_passes(template):
    assert template in check_stream_name(template.format(**EXAMPLE)).message.streams


def test_a_name_is_taken_apart():
    parsed = check_stream_name("btcusdt@kline_1M@+08:00")
    assert (parsed.message, parsed.symbol, parsed.options) == (Kline, "btcusdt", {"interval": "1M"})
    assert check_stream_name("这是测试币456@trade").message is Trade


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("WsAllTrades", "<symbol>@trade"),
        ("WsCandle", "btcusdt@kline_1m"),
        ("trades", "<symbol>@trade"),
        ("orderbook", "<symbol>@depth"),
        ("btcusdt", "btcusdt@trade"),
        ("BTCUSDT", "btcusdt@trade"),
        ("BTCUSDT@trade", "write 'btcusdt@trade'"),
        ("BTC/USDT@trade", "'btcusdt@trade'"),
        ("btc-usdt@trade", "write 'btcusdt'"),
        ("btcusdt@aggtrade", "btcusdt@aggTrade"),
        ("btcusdt@candles", "kline_<interval>"),
        ("btcusdt@kline", "interval one of 1s, 1m"),
        ("btcusdt@kline_2m", "interval one of 1s, 1m"),
        ("btcusdt@depth50", "levels one of 5, 10, 20"),
        ("btcusdt@depth@500ms", "@100ms or none"),
        ("btcusdt@ticker_5m", "window one of 1h, 4h, 1d"),
        ("btcusdt@trade,ethusdt@trade", "one stream an argument, 'btcusdt@trade', 'ethusdt@trade'"),
        ("btcusdt@trade/ethusdt@trade", "one stream an argument"),
        ("btcusdt @trade", "write 'btcusdt'"),
        ("!ticker@arr", "!miniTicker@arr"),
        ("!bookTicker", "<symbol>@bookTicker"),
        ("wss://stream.example/ws/btcusdt@trade", "stream_urls"),
        ("/ws/btcusdt@trade", "stream_urls"),
        ('{"event":"subscribe"}', "the client writes the requests itself"),
        ({"event": "subscribe", "channel": "trades"}, "the client writes the requests itself"),
        ({"method": "SUBSCRIBE", "params": ["a@trade"]}, "the client writes the requests itself"),
        (["btcusdt@trade"], "one by one"),
        ("a" * 64, "listenKey"),
        ("btcusdt@markPrice@1s", "only Spot is there"),
        ("!forceOrder@arr", "only Spot is there"),
        ("btcusdt@executionReport", "events of an account"),
        ("btcusdt@nonsense", "the venue's streams are"),
        ("", "btcusdt@trade"),
        (None, "message class"),
        (5, "message class"),
        ("x" * 300 + "@trade", "no stream is named"),
    ],
)
def test_a_loose_name_gets_an_error_that_names_the_right_form(name, words):
    with pytest.raises(ConfigError, match=re.escape(words)):
        check_stream_name(name)


def test_every_loose_word_is_known_in_any_case_and_with_ws_in_front():
    for word, form in LOOSE.items():
        for variant in (word, word.upper(), f"Ws{word.title()}"):
            with pytest.raises(ConfigError, match=re.escape(form)):
                check_stream_name(variant)


@pytest.mark.parametrize(("symbol", "expected"), [("BTCUSDT", "btcusdt"), ("btcusdt", "btcusdt"), ("币安", "币安")])
def test_symbols_may_be_in_any_case(symbol, expected):
    assert check_symbol(symbol) == expected


@pytest.mark.parametrize(
    ("symbol", "words"),
    [
        ("BTC/USDT", "write 'btcusdt'"),
        ("btc-usdt", "write 'btcusdt'"),
        ("BINANCE:BTCUSDT", "write 'btcusdt'"),
        ("btcusdt,ethusdt", "'btcusdt', 'ethusdt'"),
        ("btcusdt@trade", "subscribe('btcusdt@trade', on=...)"),
        ("", "no symbol"),
        (["btcusdt"], "unpack lists"),
        ("x" * 100, "no symbol"),
    ],
)
def test_a_symbol_in_another_spelling_gets_an_error_that_names_the_right_one(symbol, words):
    with pytest.raises(ConfigError, match=re.escape(words)):
        check_symbol(symbol)
