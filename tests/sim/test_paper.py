"""Trading on paper over recorded messages."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import connect

from tickwire.sim import Replay, Venue
from tickwire.sim.instruments import units
from tickwire.sim.paper import PaperMarket
from tickwire.sim.replay import Record

START = 1_770_000_000_000


def quote(bid: str, ask: str) -> tuple[str, dict[str, Any]]:
    return "abcusdt@bookTicker", {"u": 1, "s": "ABCUSDT", "b": bid, "B": "2.0", "a": ask, "A": "2.0"}


def trade(time: int, price: str, qty: str, *, sold: bool) -> tuple[str, dict[str, Any]]:
    stamp = START + time
    payload = {"e": "trade", "E": stamp, "s": "ABCUSDT", "t": time, "p": price, "q": qty, "T": stamp, "m": sold}
    return "abcusdt@trade", {**payload, "M": True}


def depth(bids: list[list[str]], asks: list[list[str]], levels: str = "") -> tuple[str, dict[str, Any]]:
    if levels:
        return f"abcusdt@depth{levels}", {"lastUpdateId": 1, "bids": bids, "asks": asks}
    payload = {"e": "depthUpdate", "E": START, "s": "ABCUSDT", "U": 1, "u": 2, "b": bids, "a": asks}
    return "abcusdt@depth@100ms", payload


def records(*messages: tuple[str, Any]) -> list[Record]:
    return [Record(0, stream, json.dumps(payload).encode()) for stream, payload in messages]


def written(path: Path, *messages: tuple[str, Any]) -> Path:
    path.write_text("".join(json.dumps({"stream": s, "data": d}) + "\n" for s, d in messages), encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "number"), [("1", 10**8), ("0.00000001", 1), ("97308.47", 97308_47000000)])
def test_decimals_are_read_exactly(text: str, number: int) -> None:
    assert units(text) == number


def test_steps_are_those_of_what_was_recorded() -> None:
    market = PaperMarket.of_records(records(quote("10.10", "10.15"), trade(1, "10.20", "0.30", sold=True)))
    (floor,) = market.traded
    assert (floor.instrument.tick, floor.instrument.lot) == (units("0.05"), units("0.1"))
    assert market.symbol("ABCUSDT") is floor
    assert market.symbol("XYZUSDT") is None


def test_symbols_that_are_known_keep_their_steps() -> None:
    payload = {"u": 1, "s": "BTCUSDT", "b": "97000.00", "B": "1.0", "a": "97001.00", "A": "1.0"}
    (floor,) = PaperMarket.of_records(records(("btcusdt@bookTicker", payload))).traded
    assert (floor.instrument.tick, floor.instrument.price) == (units("0.01"), units("97000"))


def test_what_is_no_price_and_what_is_broken_is_passed_over() -> None:
    broken = [Record(0, "abcusdt@trade", b"{"), Record(0, "abcusdt@avgPrice", b"{}")]
    market = PaperMarket.of_records(broken)
    assert market.traded == []
    market.hear("abcusdt@trade", b"{", 0)


def test_a_book_is_heard_once_where_it_is_told_twice() -> None:
    whole, change = depth([["9", "1"]], [["11", "1"]], "20"), depth([["10", "1"]], [["12", "1"]])
    market = PaperMarket.of_records(records(whole, change))
    for record in records(change, whole):
        market.hear(record.stream, record.payload, 5)
    (floor,) = market.traded
    assert floor.book.levels(5) == ([(units("10"), units("1"))], [(units("12"), units("1"))])


@pytest.fixture
def ask(tmp_path: Path, talk: Any, signer: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Requests to a venue whose recording begins anew every 30 ms."""
    messages = [quote("10.10", "10.20"), trade(0, "10.15", "0.1", sold=True), quote("10.10", "10.20")]
    messages += [trade(30, "10.00", "5.0", sold=True)]
    made = signer("hmac")
    with Venue(feed=Replay(written(tmp_path / "tape.jsonl", *messages), loop=True)) as venue:
        venue.open_account("paper", key=made.key)
        with connect(venue.api_url) as connection:
            talking = talk(connection)
            talking.ask("userDataStream.subscribe.signature", made.signed())

            def request(method: str, **params: Any) -> Any:
                return talking.ask(method, made.signed(**params))

            request.talk = talking  # type: ignore[attr-defined]
            yield request


ORDER = {"symbol": "ABCUSDT", "side": "BUY", "quantity": "1.0"}


def test_a_recording_describes_its_symbols(ask: Any) -> None:
    (symbol,) = ask.talk.ask("exchangeInfo")["result"]["symbols"]
    assert (symbol["symbol"], symbol["baseAsset"], symbol["quoteAsset"]) == ("ABCUSDT", "ABC", "USDT")
    assert ask.talk.ask("exchangeInfo", {"symbol": "NOSUCH"})["error"]["code"] == -1121
    assert ask.talk.ask("depth", {"symbol": "ABCUSDT"})["error"]["code"] == -1020


def test_a_market_order_takes_the_recorded_offer(ask: Any) -> None:
    placed = ask("order.place", **ORDER, type="MARKET")
    while "error" in placed:  # nothing was offered as yet
        placed = ask("order.place", **ORDER, type="MARKET")
    assert placed["result"]["fills"][0]["price"] == "10.20000000"


def test_an_order_that_rests_is_filled_by_recorded_trades(ask: Any) -> None:
    placed = ask("order.place", **ORDER, type="LIMIT", timeInForce="GTC", price="10.05")["result"]
    reports = []
    while not reports or reports[-1]["X"] != "FILLED":
        event = ask.talk.event()["event"]
        reports += [event] if event["e"] == "executionReport" else []
    assert {each["i"] for each in reports} == {placed["orderId"]}
    assert reports[-1]["m"] is True
    assert reports[-1]["L"] == "10.05000000"


def test_an_unpaced_recording_is_no_market(tmp_path: Path, talk: Any, signer: Callable[..., Any]) -> None:
    made = signer("hmac")
    tape = written(tmp_path / "tape.jsonl", quote("10.10", "10.20"))
    with Venue(feed=Replay(tape, speed=None, loop=True)) as venue:
        venue.open_account("paper", key=made.key)
        with connect(venue.api_url) as connection:
            reply = talk(connection).ask("order.place", made.signed(**ORDER, type="MARKET"))
    assert reply["error"]["code"] == -1020
