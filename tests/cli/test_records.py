"""Messages as JSON for machines."""

import json
from typing import Any

import tickwire
from tickwire.cli import records


def decoded(stream: str, data: str) -> Any:
    return tickwire.decode(f'{{"stream":"{stream}","data":{data}}}'.encode())


def test_a_trade_has_long_names_ns_exact_text_and_its_aggressor() -> None:
    trade = decoded(
        "btcusdt@trade",
        '{"e":"trade","E":1700000000123,"s":"BTCUSDT","t":7,"p":"97308.47000000","q":"0.10","T":1700000000122,"m":true}',
    )
    assert json.loads(records.encode(trade)) == {
        "message": "Trade",
        "stream": "btcusdt@trade",
        "symbol": "BTCUSDT",
        "recv_time": 0,
        "event_time": 1_700_000_000_123_000_000,
        "trade_id": 7,
        "price": "97308.47000000",
        "qty": "0.10",
        "transact_time": 1_700_000_000_122_000_000,
        "is_buyer_maker": True,
        "is_best_match": None,
        "aggressor": "SELL",
    }


def test_levels_are_pairs_of_exact_text_and_an_unsaid_time_is_null() -> None:
    book = decoded("a@depth5", '{"lastUpdateId":3,"bids":[["1.10","1000000000000.5"]],"asks":[]}')
    record = json.loads(records.encode(book))
    assert record["bids"] == [["1.10", "1000000000000.5"]]
    assert record["asks"] == []
    assert record["symbol"] == "A"
    assert record["event_time"] is None


def test_amounts_are_exact_and_names_need_not_be_latin() -> None:
    mini = decoded(
        "测试币usdt@miniTicker",
        '{"e":"24hrMiniTicker","E":1,"s":"测试币USDT","c":"1","o":"2","h":"3","l":"0.5","v":"0.10","q":"12345678901.00"}',
    )
    record = json.loads(records.encode(mini))
    assert (record["symbol"], record["volume"], record["quote_volume"]) == ("测试币USDT", "0.10", "12345678901.00")


def test_a_price_that_is_null_stays_null() -> None:
    reference = decoded("a@referencePrice", '{"e":"referencePrice","s":"A","r":null,"t":5}')
    assert json.loads(records.encode(reference))["reference_price"] is None
