"""What a user may have meant by a stream name that the venue does not know, and the error that says so.

Web tutorials, other clients and other venues use many loose names; each known one gets the right form here.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from ..errors import ConfigError
from ..schema import MARKET_MESSAGES, StreamName, parse_stream
from ..schema.streams import INTERVALS, LEVELS, WINDOWS
from .redaction import redacted

MAX_NAME_BYTES = 256

_TRADES = "<symbol>@trade, or <symbol>@aggTrade"
_CANDLES = "<symbol>@kline_<interval>, such as btcusdt@kline_1m"
_DEPTH = "<symbol>@depth (changes) or <symbol>@depth20 (best levels)"
_QUOTES = "<symbol>@bookTicker"
_STATISTICS = "<symbol>@ticker, or <symbol>@miniTicker"

# Loose words, in lower case without "ws" in front, and the form that the venue knows.
LOOSE = {
    **dict.fromkeys(("trade", "trades", "alltrades", "tradestream", "matches", "executions", "tick", "ticks"), _TRADES),
    **dict.fromkeys(("aggtrade", "aggtrades", "aggregatetrade", "aggregatetrades"), "<symbol>@aggTrade"),
    **dict.fromkeys(("candle", "candles", "candlestick", "candlesticks", "kline", "klines", "ohlc", "ohlcv"), _CANDLES),
    **dict.fromkeys(("book", "orderbook", "order_book", "depth", "l2", "level2", "l2book", "depthupdate"), _DEPTH),
    **dict.fromkeys(("bookticker", "bbo", "quote", "quotes", "bestbidask", "l1", "level1", "spread"), _QUOTES),
    **dict.fromkeys(("ticker", "tickers", "24hrticker", "statistics", "price", "prices", "summary"), _STATISTICS),
    **dict.fromkeys(("miniticker", "minitickers", "24hrminiticker"), "<symbol>@miniTicker, or !miniTicker@arr"),
    **dict.fromkeys(("avgprice", "averageprice"), "<symbol>@avgPrice"),
}

RETIRED = {
    "!ticker@arr": "the venue retired it on 2026-03-26; subscribe to !miniTicker@arr, or to <symbol>@ticker",
    "!bookTicker": "the venue removed it in 2022; subscribe to <symbol>@bookTicker for each symbol",
}

# Words of markets and of connections that are not there, in lower case.
_FUTURES = ("markprice", "indexprice", "forceorder", "continuouskline", "compositeindex", "assetindex", "openinterest")
_ACCOUNT = ("executionreport", "outboundaccount", "balanceupdate", "listenkey", "userdata", "order_trade_update")

_SYMBOL = re.compile(r"[^\s@!/?&,:;\"'{}\[\]<>|\\^%#=+\-]+")
_SPEEDS = re.compile(r"@\d+ms$")


def check_stream_name(name: Any) -> StreamName:
    """Take a stream's raw name apart; raises ConfigError that says what the right form would be."""
    if not isinstance(name, str):
        raise ConfigError(_not_text(name))
    parsed = parse_stream(name)
    if parsed is None or len(name.encode()) > MAX_NAME_BYTES:
        raise ConfigError(f"no stream is named {redacted(name)[:100]!r}: {_advice(name)}")
    if parsed.symbol is not None:
        if parsed.symbol != parsed.symbol.lower():
            right = name.replace(parsed.symbol, parsed.symbol.lower(), 1)
            raise ConfigError(f"no stream is named {name!r}: symbols in stream names are lower-case, write {right!r}")
        check_symbol(parsed.symbol)
    return parsed


def check_symbol(symbol: Any) -> str:
    """Return the symbol in lower case; raises ConfigError when it cannot be one of the venue's."""
    if not isinstance(symbol, str):
        raise ConfigError(f"a symbol is text such as 'btcusdt', not {symbol!r}; unpack lists with *")
    if symbol and _SYMBOL.fullmatch(symbol) and len(symbol.encode()) <= MAX_NAME_BYTES // 4:
        return symbol.lower()
    if "," in symbol:
        parts = ", ".join(repr(part.strip().lower()) for part in symbol.split(",")[:3] if part.strip())
        raise ConfigError(f"one symbol an argument: write {parts}, not {symbol[:100]!r}")
    if "@" in symbol:
        raise ConfigError(f"{symbol[:100]!r} is a stream's name, not a symbol: subscribe({symbol[:100]!r}, on=...)")
    bare = re.sub(r"[^\w]", "", symbol.rpartition(":")[2]).lower()
    right = f"; write {bare!r}" if bare else ""
    raise ConfigError(f"the venue has no symbol {symbol[:100]!r}{right}")


def _not_text(name: Any) -> str:
    if isinstance(name, dict):
        return (
            "subscribe() takes stream names or a message class, not a request such as "
            f"{redacted(str(name))[:100]}: the client writes the requests itself. "
            'subscribe("btcusdt@trade", on=...)'
        )
    if isinstance(name, (list, tuple, set, frozenset)):
        return "subscribe() takes names one by one: subscribe(*names, on=...)"
    return f"subscribe() takes a message class such as tickwire.Trade or a stream's name, not {name!r}"


def _advice(name: str) -> str:
    if name in RETIRED:
        return RETIRED[name]
    if name.lstrip().startswith(("{", "[")):
        return 'the client writes the requests itself; give the names alone, subscribe("btcusdt@trade", on=...)'
    if "://" in name or name.startswith("/") or "streams=" in name:
        return "that is a URL; its base goes to Client(stream_urls=[...]) and the stream's name alone here"
    if "," in name or "/" in name or name != "".join(name.split()):
        parts = [part for part in re.split(r"[,/\s]+", name) if part]
        if len(parts) > 1 and all("@" in part for part in parts):
            return f"one stream an argument, {', '.join(map(repr, parts[:3]))}"
        if "@" not in name:
            return "one name an argument, without blanks, in the form <symbol>@<stream> such as btcusdt@trade"
        return f"a symbol has no separators: {''.join(parts).lower()!r}" if "," not in name else "no commas in names"
    if any(word in name.lower() for word in _FUTURES):
        return "that is a stream of futures, and only Spot is there"
    if any(word in name.lower() for word in _ACCOUNT):
        return "events of an account come over the venue's WebSocket API, which is not there"
    symbol, at, stream = name.partition("@")
    if not at:
        return _advice_on_word(name)
    return _advice_on_stream(symbol, stream)


def _advice_on_word(word: str) -> str:
    bare = re.sub(r"^(ws|stream)", "", word.lower().strip("!"))
    if known := LOOSE.get(bare) or LOOSE.get(re.sub(r"[^a-z0-9_]", "", bare)):
        return f"the form is {known}"
    if re.fullmatch(r"[A-Za-z0-9]{60,}", word):
        return "a listenKey is no stream; the venue retired them for user data on 2026-02-20"
    if re.fullmatch(r"[a-z0-9]{5,20}", bare):
        return f"a symbol alone says not which stream; write {bare}@trade, {bare}@bookTicker, {bare}@depth, ..."
    return "the form is <symbol>@<stream>, such as btcusdt@trade"


def _advice_on_stream(symbol: str, stream: str) -> str:
    prefix = f"{symbol.lower()}@"
    if stream.lower().startswith("kline") or stream.lower().startswith("candle"):
        return f"the form is {prefix}kline_<interval>, interval one of {', '.join(INTERVALS)}"
    if stream.startswith("depth"):
        speed = " and speeds are @100ms or none (1000 ms)" if _SPEEDS.search(stream) else ""
        return f"the forms are {prefix}depth, {prefix}depth<levels>, levels one of {', '.join(LEVELS)}{speed}"
    if stream.startswith("ticker_"):
        return f"the form is {prefix}ticker_<window>, window one of {', '.join(WINDOWS)}"
    known = {t.split("@", 1)[1].lower(): t.split("@", 1)[1] for m in MARKET_MESSAGES for t in m.streams if "@" in t}
    if close := get_close_matches(stream.lower(), known, 1, 0.7):
        return f"did you mean {prefix}{known[close[0]]}"
    if word := LOOSE.get(stream.lower()):
        return f"the form is {word.replace('<symbol>@', prefix)}"
    return "the venue's streams are " + ", ".join(sorted({t for m in MARKET_MESSAGES for t in m.streams}))
