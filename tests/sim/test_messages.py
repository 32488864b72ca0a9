"""The keys of every message, in the order the venue sends them."""

import json

import pytest

from tickwire.sim.market import Market
from tickwire.sim.messages import decimal_text

KEYS = {
    "aggTrade": "e E s a p q f l T m M",
    "trade": "e E s t p q T m M",
    "blockTrade": "e E s t p q T m",
    "kline_1m": "e E s k",
    "miniTicker": "e E s c o h l v q",
    "ticker": "e E s p P w x c Q b B a A o h l v q O C F L n",
    "ticker_1h": "e E s p P o h l c w v q O C F L n",
    "bookTicker": "u s b B a A",
    "avgPrice": "e E s i w T",
    "depth5": "lastUpdateId bids asks",
    "depth@100ms": "e E s U u b a",
    "referencePrice": "e s r t",
}
EVENTS = {"kline_1m": "kline", "miniTicker": "24hrMiniTicker", "ticker": "24hrTicker", "ticker_1h": "1hTicker"}


@pytest.fixture(scope="module")
def sent() -> dict[str, list[bytes]]:
    import msgspec

    found: dict[str, list[bytes]] = {}
    market = Market(seed=3, symbols=["BTCUSDT"], rate=200)
    market.advance(
        market.now + 60_000_000,
        lambda stream, make: found.setdefault(stream.partition("@")[2], []).append(msgspec.json.encode(make(1000))),
    )
    return found


@pytest.mark.parametrize("kind", KEYS)
def test_keys_come_in_the_venues_order(kind: str, sent: dict[str, list[bytes]]) -> None:
    for raw in sent[kind]:
        message = json.loads(raw)
        assert list(message) == KEYS[kind].split()
        if "e" in message:
            assert message["e"] == EVENTS.get(kind, kind.partition("@")[0].replace("depth", "depthUpdate"))


def test_candles_come_with_the_key_everyone_ignores(sent: dict[str, list[bytes]]) -> None:
    candle = json.loads(sent["kline_1m"][0])["k"]
    assert list(candle) == ["t", "T", "s", "i", "f", "L", "o", "c", "h", "l", "v", "n", "x", "q", "V", "Q", "B"]


def test_numbers_have_eight_decimals() -> None:
    assert decimal_text(0) == "0.00000000"
    assert decimal_text(41) == "0.00000041"
    assert decimal_text(-162_000_000) == "-1.62000000"
    assert decimal_text(10**20) == "1000000000000.00000000"


def test_a_reference_price_is_sometimes_missing(sent: dict[str, list[bytes]]) -> None:
    prices = {json.loads(raw)["r"] is None for raw in sent["referencePrice"]}
    assert prices == {True, False}
