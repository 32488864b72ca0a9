"""The venue's own encoder of the four streams, judged by an encoder made from the XML."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tickwire.schema.sbe.reader import read
from tickwire.sim.sbe import replies, streams
from tickwire.sim.sbe.streams import Told

from ...schema.sbe_xml import Schema

BIG = 92_233_720_368_547_758_08  # 2^63 and more, in units of 1e-8


@pytest.fixture(scope="module")
def stream_schema(sbe_folder: Path) -> Schema:
    return Schema(sbe_folder / "stream_1_0.xml")


@pytest.mark.parametrize("symbol", ["BTCUSDT", "测试USDT"])
def test_messages_are_those_of_the_xml(stream_schema: Schema, symbol: str) -> None:
    def by_xml(name: str, **values: Any) -> bytes:
        exponents = {"priceExponent": -8, "qtyExponent": -8}
        return stream_schema.encode({"_template": name, "eventTime": 3, **exponents, "symbol": symbol, **values})

    told = [Told(7, 100, 5, is_buyer_maker=True), Told(8, 101, 6, is_buyer_maker=False)]
    trades = [{"id": t.id, "price": t.price, "qty": t.qty, "isBuyerMaker": t.is_buyer_maker} for t in told]
    assert streams.trades(symbol, 3, 2, told) == by_xml("TradesStreamEvent", transactTime=2, trades=trades)
    best = {"bidPrice": 1, "bidQty": 2, "askPrice": 3, "askQty": 4}
    made = streams.best_bid_ask(symbol, 3, 9, (1, 2), (3, 4))
    assert made == by_xml("BestBidAskStreamEvent", bookUpdateId=9, **best)
    for bids, asks in (([(5, 6), (4, 7)], [(8, 0)]), ([], [(8, 1)]), ([], [])):
        both = {"bids": bids, "asks": asks}
        sides = {side: [{"price": price, "qty": qty} for price, qty in levels] for side, levels in both.items()}
        made = streams.partial_depth(symbol, 3, 9, bids, asks)
        assert made == by_xml("DepthSnapshotStreamEvent", bookUpdateId=9, **sides)
        made = streams.depth_update(symbol, 3, (8, 9, bids, asks))
        assert made == by_xml("DepthDiffStreamEvent", firstBookUpdateId=8, lastBookUpdateId=9, **sides)


def test_quantities_that_do_not_fit_have_fewer_decimals() -> None:
    frame = streams.best_bid_ask("BTTCUSDT", 1, 2, (40, BIG), (41, 10**8))
    assert frame[24:26] == bytes((0xF8, 0xF9))
    assert int.from_bytes(frame[34:42], "little") == BIG // 10
    assert int.from_bytes(frame[50:58], "little") == 10**7


def test_each_balance_has_an_exponent_of_its_own() -> None:
    balances = [
        {"asset": "BTTC", "free": "100000000000.12000000", "locked": "0.00000000"},
        {"asset": "USDT", "free": "100000.12345678", "locked": "0.00000001"},
    ]
    event = {"e": "outboundAccountPosition", "E": 1, "u": 1, "B": [
        {"a": one["asset"], "f": one["free"], "l": one["locked"]} for one in balances
    ]}  # fmt: skip
    told = read(replies.event({"subscriptionId": 0, "event": event}))["event"]
    assert [(one["a"], Decimal(one["f"]), Decimal(one["l"])) for one in told["B"]] == [
        (one["asset"], Decimal(one["free"]), Decimal(one["locked"])) for one in balances
    ]
