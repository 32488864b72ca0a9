"""Frames as the venue sends them, in the combined envelope."""

import json

TRADE = (
    '{"e":"trade","E":1770000000123,"s":"%s","t":%d,"p":"97123.45000000","q":"0.50000000","T":1770000000120,'
    '"m":true,"M":true}'
)
BOOK_TICKER = '{"u":%d,"s":"%s","b":"97123.44000000","B":"1.25000000","a":"97123.45000000","A":"0.75000000"}'
DEPTH = '{"lastUpdateId":%d,"bids":[["97123.44","1.25"],["97123.40","2.00"]],"asks":[["97123.45","0.75"]]}'
MINI_TICKERS = (
    '[{"e":"24hrMiniTicker","E":1770000000123,"s":"BTCUSDT","c":"97123.45","o":"96000.00","h":"98000.00",'
    '"l":"95000.00","v":"1000.50000","q":"97000000.12"},{"e":"24hrMiniTicker","E":1770000000123,"s":"ETHUSDT",'
    '"c":"3500.10","o":"3400.00","h":"3600.00","l":"3300.00","v":"2000.50000","q":"7000000.12"}]'
)


def combined(stream: str, payload: str) -> bytes:
    return f'{{"stream":{json.dumps(stream, ensure_ascii=False)},"data":{payload}}}'.encode()


def trade(number: int = 1, symbol: str = "BTCUSDT") -> bytes:
    return combined(f"{symbol.lower()}@trade", TRADE % (symbol, number))


def book_ticker(number: int = 1, symbol: str = "BTCUSDT") -> bytes:
    return combined(f"{symbol.lower()}@bookTicker", BOOK_TICKER % (number, symbol))


def depth(number: int = 1, symbol: str = "BTCUSDT") -> bytes:
    return combined(f"{symbol.lower()}@depth5", DEPTH % number)


def mini_tickers() -> bytes:
    return combined("!miniTicker@arr", MINI_TICKERS)
