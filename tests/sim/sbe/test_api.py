"""The WebSocket API in SBE: every method, every kind of event, errors; and schemas that are not spoken."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tickwire.schema import METHODS, ApiError, CancelReplaceReply, ExecutionReport, ListStatus, cancel_replace_of, sbe
from tickwire.sim import Limits, Venue, faults

from .test_replies import differences

SBE = "?responseFormat=sbe&sbeSchemaId=3&sbeSchemaVersion=5"
PRICE, HIGHER, ABOVE = "90000.00", "90001.00", "190000.00"
LIMIT = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.001"}


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT", "BTTCUSDT"], rate=None, limits=Limits(weight=1_000_000, orders=10_000)) as venue:
        yield venue


class Line:
    """A connection in SBE, told apart into replies and events, both in their JSON form."""

    def __init__(self, connection: Any) -> None:
        self._connection, self._number = connection, 0
        self.events: list[Any] = []
        self.deprecated: list[bool] = []

    def _next(self) -> Any:
        frame = self._connection.recv(timeout=10)
        assert isinstance(frame, bytes)
        assert sbe.decode(frame) is not None
        return sbe.read(frame)

    def ask(self, method: str, **params: Any) -> Any:
        """The reply to a request."""
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while "event" in (said := self._next()):
            self.events.append(said)
        assert said["id"] == self._number
        self.deprecated.append(said["sbeSchemaIdVersionDeprecated"])
        return said

    def done(self, method: str, **params: Any) -> Any:
        """The result of a request that succeeds, as the class of its method."""
        said = self.ask(method, **params)
        assert said["status"] == 200, said
        result = [said["result"]] if method == "sor.order.place" else said["result"]
        return METHODS[method].decode(msgspec.json.encode(result))

    def event(self) -> Any:
        """The next event."""
        return self.events.pop(0) if self.events else self._next()


@pytest.fixture
def opened(venue: Venue, signer: Callable[..., Any], request: Any) -> Iterator[Callable[..., Any]]:
    """Opens lines to the account of the test, logged on and with its events, in SBE or wrapped in something else."""
    made, connections = signer("ed25519"), list[Any]()
    venue.open_account(request.node.name, key=made.key)

    def open_line(query: str = SBE, wrap: Any = Line) -> Any:
        connections.append(connect(venue.api_url + query, legacy=True))
        line = wrap(connections[-1])
        ask = line.ask if wrap is Line else lambda method, **params: line.ask(method, params)
        assert ask("session.logon", **made.signed())["status"] == 200
        assert ask("userDataStream.subscribe")["status"] == 200
        return line

    yield open_line
    for connection in connections:
        connection.close()


def stamped(talk: Any, **params: Any) -> dict[str, Any]:
    return {**params, "timestamp": talk.now()}


ASKED: list[tuple[str, dict[str, Any]]] = [
    ("depth", {"symbol": "BTCUSDT", "limit": 50}),
    ("depth", {"symbol": "BTTCUSDT", "limit": 5}),
    ("exchangeInfo", {}),
    ("executionRules", {"symbol": "BTCUSDT"}),
    ("trades.recent", {"symbol": "BTCUSDT"}),
    ("trades.aggregate", {"symbol": "BTCUSDT"}),
    ("blockTrades.historical", {"symbol": "BTCUSDT", "fromId": 0}),
    ("klines", {"symbol": "BTCUSDT", "interval": "1m"}),
    ("avgPrice", {"symbol": "BTTCUSDT"}),
    ("ticker.price", {}),
    ("ticker.book", {"symbol": "BTTCUSDT"}),
    ("ticker.book", {}),
    ("account.status", {}),
    ("account.commission", {"symbol": "BTCUSDT"}),
    ("account.rateLimits.orders", {}),
    ("myFilters", {"symbol": "BTCUSDT"}),
    ("allOrders", {"symbol": "BTCUSDT"}),
    ("openOrders.status", {}),
    ("openOrderLists.status", {}),
    ("allOrderLists", {}),
    ("myTrades", {"symbol": "BTCUSDT"}),
    ("myAllocations", {"symbol": "BTCUSDT"}),
    ("order.test", LIMIT | {"price": PRICE}),
    ("order.test", LIMIT | {"price": PRICE, "computeCommissionRates": True}),
]


def test_questions_are_answered_as_in_json(opened: Any, talk: Any) -> None:
    in_sbe, in_json = opened(), opened("?timeUnit=MICROSECOND", talk)
    for method, params in ASKED:
        params = stamped(in_json, **params) if METHODS[method].is_signed else params
        other = in_json.ask(method, params)
        assert "result" in other, (method, other)
        expected = METHODS[method].decode(json.dumps(other["result"]).encode())
        found = in_sbe.done(method, **params)
        assert differences(msgspec.to_builtins(expected), msgspec.to_builtins(found)) == {}, method


def test_what_the_clock_and_the_session_say(opened: Any) -> None:
    line = opened()
    assert line.done("time").server_time > 10**15
    line.done("ping")
    status = line.done("session.status")
    assert status.user_data_stream is True
    assert status.authorized_since >= status.connected_since > 10**15
    assert [each.subscription_id for each in line.done("session.subscriptions")] == [0]
    line.done("userDataStream.unsubscribe")
    assert line.event()["event"]["e"] == "eventStreamTerminated"
    assert line.done("session.logout").api_key is None


def test_rolling_tickers_say_what_they_say_in_full_and_in_short(opened: Any) -> None:
    line = opened()
    for method in ("ticker.24hr", "ticker.tradingDay", "ticker"):
        for kind in ("FULL", "MINI"):
            one = line.done(method, symbol="BTTCUSDT", type=kind)
            several = line.done(method, symbols=["BTTCUSDT", "BTCUSDT"], type=kind)
            assert (one.symbol, [each.symbol for each in several]) == ("BTTCUSDT", ["BTTCUSDT", "BTCUSDT"])
            assert (one.price_change is None) == (kind == "MINI")


@pytest.mark.parametrize("form", ["ACK", "RESULT", "FULL"])
def test_orders_live_and_die_in_sbe(opened: Any, talk: Any, form: str) -> None:
    line = opened()
    placed = line.done("order.place", **stamped(talk, **LIMIT, price=PRICE, newOrderRespType=form))
    assert placed.form == form
    report = msgspec.convert(line.event()["event"], ExecutionReport)
    assert (report.order_id, report.price, report.order_status) == (placed.order_id, f"{PRICE}000000", "NEW")
    assert line.event()["event"]["e"] == "outboundAccountPosition"
    found = line.done("order.status", **stamped(talk, symbol="BTCUSDT", orderId=placed.order_id))
    assert (found.status, found.orig_qty) == ("NEW", "0.00100000")
    lower = {"symbol": "BTCUSDT", "orderId": placed.order_id, "newQty": "0.0005"}
    amended = line.done("order.amend.keepPriority", **stamped(talk, **lower))
    assert (amended.amended_order.qty, amended.list_status) == ("0.00050000", None)
    changes = line.done("order.amendments", **stamped(talk, symbol="BTCUSDT", orderId=placed.order_id))
    assert [(each.orig_qty, each.new_qty) for each in changes] == [("0.00100000", "0.00050000")]
    gone = line.done("order.cancel", **stamped(talk, symbol="BTCUSDT", orderId=placed.order_id))
    assert (gone.status, gone.orig_client_order_id) == ("CANCELED", amended.amended_order.client_order_id)


def test_a_trade_is_told_with_its_fills(opened: Any, talk: Any) -> None:
    line = opened()
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.002"}
    placed = line.done("order.place", **stamped(talk, **order))
    assert (placed.status, placed.executed_qty) == ("FILLED", "0.00200000")
    assert placed.fills
    assert placed.fills[0].trade_id > 0
    kinds = [line.event()["event"] for _ in range(3)]
    assert [each["x"] for each in kinds[:2]] == ["NEW", "TRADE"]
    assert [fill.id for fill in line.done("myTrades", **stamped(talk, symbol="BTCUSDT"))] == [
        fill.trade_id for fill in placed.fills
    ]


def test_lists_and_replacements(opened: Any, talk: Any) -> None:
    line = opened()
    oco = {
        "symbol": "BTCUSDT", "side": "SELL", "quantity": "0.001", "aboveType": "LIMIT_MAKER", "abovePrice": ABOVE,
        "belowType": "STOP_LOSS", "belowStopPrice": PRICE,
    }  # fmt: skip
    for form in ("ACK", "RESULT", "FULL"):
        placed = line.done("orderList.place.oco", **stamped(talk, **oco, newOrderRespType=form))
        assert [report.form for report in placed.order_reports] == [form, form]
        while (event := line.event()["event"])["e"] != "listStatus" or event["g"] != placed.order_list_id:
            pass
        assert msgspec.convert(event, ListStatus).list_status_type == "EXEC_STARTED"
        asked = line.done("orderList.status", **stamped(talk, orderListId=placed.order_list_id))
        assert asked.orders == placed.orders
        ended = line.done("orderList.cancel", **stamped(talk, symbol="BTCUSDT", orderListId=placed.order_list_id))
        assert [report.status for report in ended.order_reports] == ["CANCELED", "CANCELED"]
    first = line.done("order.place", **stamped(talk, **LIMIT, price=PRICE))
    again = {"cancelReplaceMode": "STOP_ON_FAILURE", "cancelOrderId": first.order_id, **LIMIT, "price": HIGHER}
    replaced = line.done("order.cancelReplace", **stamped(talk, **again))
    assert replaced.new_order_response.price == f"{HIGHER}000000"
    refused = line.ask("order.cancelReplace", **stamped(talk, **again))
    halves = cancel_replace_of(msgspec.convert(refused["error"], ApiError))
    assert isinstance(halves, CancelReplaceReply)
    assert (halves.cancel_result, halves.new_order_result) == ("FAILURE", "NOT_ATTEMPTED")
    line.done("orderList.place.oco", **stamped(talk, **oco))
    everything = line.done("openOrders.cancelAll", **stamped(talk, symbol="BTCUSDT"))
    assert sorted(type(each).__name__ for each in everything) == ["OrderListReply", "OrderReply"]


def test_errors_say_what_is_wrong(opened: Any, talk: Any) -> None:
    line = opened()
    missing = line.ask("depth")
    assert (missing["status"], missing["error"]["code"]) == (400, -1102)
    refused = line.ask("order.place", **stamped(talk, **LIMIT, price="90000.000000001"))
    assert (refused["status"], refused["error"]["code"]) == (400, -1111)
    unknown = line.ask("no.such.method")
    assert unknown["error"]["code"] == -1020


def test_who_is_told_to_wait_is_told_until_when_in_microseconds(venue: Venue, opened: Any) -> None:
    line = opened()
    venue.inject(faults.ApiStatus(status=429, retry_after=3.0, requests=1), api=True)
    error = line.ask("ping")["error"]
    assert error["data"]["retryAfter"] - error["data"]["serverTime"] == 3_000_000


def test_a_late_answer_is_in_sbe_too(venue: Venue, opened: Any, talk: Any) -> None:
    line = opened()
    venue.inject(faults.LateAck(seconds=0.05, requests=1), api=True)
    placed = line.done("order.place", **stamped(talk, **LIMIT, price=PRICE))
    assert placed.order_id > 0


def test_a_shutdown_is_an_event(venue: Venue, opened: Any) -> None:
    line = opened()
    venue.shutdown_notice()
    assert line.event()["event"]["e"] == "serverShutdown"


@pytest.mark.parametrize(("version", "deprecated"), [(5, False), (4, True), (3, True)])
def test_replies_tell_whether_the_version_has_a_successor(opened: Any, version: int, deprecated: bool) -> None:
    line = opened(f"?responseFormat=sbe&sbeSchemaId=3&sbeSchemaVersion={version}")
    assert set(line.deprecated) == {deprecated}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?responseFormat=sbe", -1152),
        ("?responseFormat=sbe&sbeSchemaId=3&sbeSchemaVersion=x", -1152),
        ("?responseFormat=sbe&sbeSchemaId=3&sbeSchemaVersion=2", -1153),
        ("?responseFormat=sbe&sbeSchemaId=3&sbeSchemaVersion=6", -1153),
        ("?responseFormat=sbe&sbeSchemaId=2&sbeSchemaVersion=1", -1153),
        ("?responseFormat=sbe&responseFormat=json&sbeSchemaId=3&sbeSchemaVersion=5", -1128),
    ],
)
def test_schemas_that_are_not_spoken_are_refused_at_the_handshake(venue: Venue, query: str, code: int) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(venue.api_url + query):
        pass
    assert refused.value.response.status_code == 400
    assert json.loads(refused.value.response.body or b"")["code"] == code
