"""Faults of the order path, on a real socket."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import websockets
from websockets.sync.client import ClientConnection, connect

from tickwire.errors import ConfigError, RequestError
from tickwire.sim import Limits, Venue, faults
from tickwire.sim.error_words import STATUS, WORDS

ORDER = {
    "symbol": "BTCUSDT",
    "side": "BUY",
    "type": "LIMIT",
    "timeInForce": "GTC",
    "price": "93000",
    "quantity": "0.01",
}


@pytest.fixture(scope="module")
def quiet() -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT"], rate=None, limits=Limits(weight=1_000_000)) as venue:
        yield venue


class Trader:
    """A connection that is logged on and gets its events; all requests are sent without waiting."""

    def __init__(self, connection: ClientConnection, made: Any) -> None:
        self.connection, self._made, self._last = connection, made, 0

    def send(self, method: str, params: dict[str, Any]) -> int:
        """Send a request; gives its id."""
        self._last += 1
        self.connection.send(json.dumps({"id": self._last, "method": method, "params": self._made.signed(**params)}))
        return self._last

    def next(self) -> dict[str, Any]:
        """What comes next."""
        return json.loads(self.connection.recv(timeout=10))

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The reply to a request, whatever comes before it."""
        number = self.send(method, params)
        while (message := self.next()).get("id") != number:
            pass
        return message

    def kinds(self, count: int) -> list[str]:
        """What comes next, by kind."""
        return [m["event"]["e"] if "event" in m else "reply" for m in (self.next() for _ in range(count))]

    def placed(self) -> int:
        """How many orders there are."""
        return len(self.ask("allOrders", symbol="BTCUSDT")["result"])


@pytest.fixture
def trade(quiet: Venue, signer: Callable[..., Any], request: Any) -> Iterator[Callable[[], Trader]]:
    made = signer("hmac")
    quiet.open_account(request.node.name, key=made.key)

    with ExitStack() as opened:

        def open_one() -> Trader:
            trader = Trader(opened.enter_context(connect(quiet.api_url)), made)
            trader.ask("userDataStream.subscribe.signature")
            return trader

        yield open_one
        quiet.heal()


def test_without_a_fault_the_reply_is_first(trade: Callable[[], Trader]) -> None:
    trader = trade()
    trader.send("order.place", ORDER)
    assert trader.kinds(3) == ["reply", "executionReport", "outboundAccountPosition"]


def test_there_are_words_for_every_code_that_users_get_an_exception_for() -> None:
    assert RequestError.by_code.keys() <= WORDS.keys()


@pytest.mark.parametrize("code", WORDS)
def test_every_code_can_be_produced(quiet: Venue, trade: Callable[[], Trader], code: int) -> None:
    trader = trade()
    quiet.inject(faults.Refuse(code))
    reply = trader.ask("order.place", **ORDER)
    error = reply["error"]
    assert (reply["status"], error["code"], error["msg"]) == (STATUS.get(code, 400), code, WORDS[code])
    assert ("data" in error) == (reply["status"] in (418, 429))
    assert trader.placed() == 0


def test_a_code_that_the_venue_does_not_have_needs_words(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    with pytest.raises(ConfigError, match="-9999"):
        quiet.inject(faults.Refuse(-9999))
    quiet.inject(faults.Refuse(-9999, msg="Something new.", status=403))
    reply = trader.ask("order.place", **ORDER)
    assert (reply["status"], reply["error"]) == (403, {"code": -9999, "msg": "Something new."})


@pytest.mark.parametrize(("executes", "orders"), [(True, 1), (False, 0)])
@pytest.mark.parametrize("code", [-1000, -1006, -1007])
def test_an_unknown_outcome_is_one_of_the_two(
    quiet: Venue, trade: Callable[[], Trader], code: int, executes: bool, orders: int
) -> None:
    trader = trade()
    quiet.inject(faults.Refuse(code, executes=executes))
    assert trader.ask("order.place", **ORDER)["status"] >= 500
    assert trader.placed() == orders


def test_refusals_are_counted_and_end(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    before = quiet.stats().faults.get("refuse", 0)
    quiet.inject(faults.Refuse(-1008, requests=2))
    assert [trader.ask("order.place", **ORDER)["status"] for _ in range(3)] == [503, 503, 200]
    assert quiet.stats().faults["refuse"] == before + 2


def test_a_method_is_meant_by_name_or_by_pattern(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.Refuse(-2015, method="session.*"))
    quiet.inject(faults.Refuse(-1007, method="order.cancel"))
    assert trader.ask("order.place", **ORDER)["status"] == 200
    assert trader.ask("order.cancel", symbol="BTCUSDT", orderId=1)["error"]["code"] == -1007
    trader.send("session.status", {})
    reply = trader.next()
    while "error" not in reply:
        reply = trader.next()
    assert reply["error"]["code"] == -2015


def test_a_question_is_no_part_of_the_order_path(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.Refuse(-1007, requests=None))
    assert trader.ask("order.status", symbol="BTCUSDT", orderId=1)["error"]["code"] == -2013
    assert trader.ask("time")["error"]["code"] == -1101  # signed, which it does not take


def test_a_lost_ack_leaves_the_order_and_its_events(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.LostAck())
    trader.send("order.place", ORDER)
    assert trader.kinds(2) == ["executionReport", "outboundAccountPosition"]
    assert trader.placed() == 1


@pytest.mark.parametrize(
    ("fault", "answers"), [(faults.LostAck(drops=True), 0), (faults.AckThenDrop(), 1)], ids=["no ack", "ack"]
)
def test_a_connection_is_cut_around_the_ack(
    quiet: Venue, trade: Callable[[], Trader], fault: faults.Fault, answers: int
) -> None:
    trader = trade()
    quiet.inject(fault)
    trader.send("order.place", ORDER)
    assert trader.kinds(answers) == ["reply"] * answers
    with pytest.raises(websockets.ConnectionClosed):
        trader.next()
    assert trade().placed() == 1


def test_a_late_ack_comes_after_the_events(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.LateAck(0.05))
    trader.send("order.place", ORDER)
    assert trader.kinds(3) == ["executionReport", "outboundAccountPosition", "reply"]


def test_events_may_come_first(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.EventFirst())
    trader.send("order.place", ORDER)
    assert trader.kinds(3) == ["executionReport", "outboundAccountPosition", "reply"]
    quiet.heal()
    trader.send("order.place", ORDER)
    assert trader.kinds(3) == ["reply", "executionReport", "outboundAccountPosition"]


def test_events_may_come_twice_late_or_never(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.DuplicateEvent("executionReport"))
    trader.send("order.place", ORDER)
    assert trader.kinds(4) == ["reply", "executionReport", "executionReport", "outboundAccountPosition"]
    quiet.inject(faults.LostEvent("outboundAccountPosition"))
    trader.send("order.place", ORDER)
    trader.send("time", {})
    assert trader.kinds(3) == ["reply", "executionReport", "reply"]
    quiet.inject(faults.LateEvent(0.05, "executionReport"))
    trader.send("order.place", ORDER)
    assert trader.kinds(3) == ["reply", "outboundAccountPosition", "executionReport"]


def test_a_request_that_is_held_too_long_fails_the_second_check(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.Held(0.2))
    reply = trader.ask("order.place", **ORDER, recvWindow=100)
    assert reply["error"]["code"] == -1021
    assert reply["rateLimits"][1]["count"] == 1  # it counts all the same
    assert trader.placed() == 0


def test_a_request_that_is_held_is_carried_out_later(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.Held(0.1))
    first = trader.send("order.place", ORDER)
    second = trader.send("allOrders", {"symbol": "BTCUSDT"})
    assert (trader.next()["id"], trader.next()["id"]) == (second, first)


def test_faults_of_the_order_path_meet_later_connections_when_they_last(
    quiet: Venue, trade: Callable[[], Trader]
) -> None:
    quiet.inject(faults.Refuse(-1016, requests=None))
    assert trade().ask("order.place", **ORDER)["error"]["code"] == -1016


def test_they_do_nothing_to_streams(quiet: Venue) -> None:
    with connect(f"{quiet.url}/ws") as streams:
        quiet.inject(faults.EventFirst())
        quiet.inject(faults.LostAck(method="*", requests=None))
        streams.send('{"method":"LIST_SUBSCRIPTIONS","id":1}')
        assert json.loads(streams.recv(timeout=10)) == {"result": [], "id": 1}
    quiet.heal()


def test_several_faults_of_replies_go_one_into_the_other(quiet: Venue, trade: Callable[[], Trader]) -> None:
    trader = trade()
    quiet.inject(faults.Refuse(-1006, executes=True))
    quiet.inject(faults.LateAck(0.05))
    began = time.monotonic()
    trader.send("order.place", ORDER)
    assert trader.kinds(2) == ["executionReport", "outboundAccountPosition"]
    assert trader.next()["error"]["code"] == -1006
    assert time.monotonic() - began >= 0.05
