"""Orders on a real socket: replies in the venue's forms, events after them, errors in its words."""

from collections.abc import Callable
from typing import Any

import pytest
from websockets.sync.client import connect

from tickwire.sim import Limits, Venue

ACK = ["symbol", "orderId", "orderListId", "clientOrderId", "transactTime"]
FIGURES = ["price", "origQty", "executedQty", "origQuoteOrderQty", "cummulativeQuoteQty"]
KINDS = ["status", "timeInForce", "type", "side"]
RESULT = [*ACK, *FIGURES, *KINDS, "workingTime", "selfTradePreventionMode"]
FULL = [*RESULT[:-1], "fills", "selfTradePreventionMode"]
CANCEL = ["symbol", "origClientOrderId", *ACK[1:], *FIGURES, *KINDS, "selfTradePreventionMode"]


def low(trader: Any) -> float:
    """A price at which nothing trades, and that the filters let through."""
    return round(trader.top()[0] * 0.95, 2)


@pytest.mark.parametrize(("form", "keys"), [("ACK", ACK), ("RESULT", RESULT), ("FULL", FULL)])
def test_a_new_order_is_answered_in_the_form_asked_for(trader: Any, form: str, keys: list[str]) -> None:
    assert list(trader.place(low(trader), newOrderRespType=form)) == keys


@pytest.mark.parametrize(
    ("params", "keys"),
    [
        ({"type": "LIMIT_MAKER", "timeInForce": None}, ACK),
        ({"type": "MARKET", "timeInForce": None, "price": None}, FULL),
        ({}, FULL),
    ],
)
def test_each_kind_has_a_form_of_its_own(trader: Any, params: dict[str, Any], keys: list[str]) -> None:
    limit = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.001"}
    given = {**limit, "price": f"{low(trader):.2f}", **params}
    placed = trader.done("order.place", **{name: value for name, value in given.items() if value is not None})
    assert list(placed) == keys


def test_a_market_order_is_filled_from_the_book_and_paid_for(trader: Any) -> None:
    placed = trader.done("order.place", symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.01")
    assert placed["status"] == "FILLED"
    assert list(placed["fills"][0]) == ["price", "qty", "commission", "commissionAsset", "tradeId"]
    assert sum(float(fill["qty"]) for fill in placed["fills"]) == pytest.approx(0.01)
    reports = [trader.event() for _ in range(len(placed["fills"]) + 1)]
    assert [report["x"] for report in reports] == ["NEW"] + ["TRADE"] * len(placed["fills"])
    position = trader.event()
    assert position["e"] == "outboundAccountPosition"
    free = {each["a"]: float(each["f"]) for each in position["B"]}
    assert free["USDT"] == pytest.approx(1_000_000 - float(placed["cummulativeQuoteQty"]))


def test_the_reply_comes_before_the_events(trader: Any) -> None:
    placed = trader.place(low(trader), newClientOrderId="mine")
    assert not trader.events
    report = trader.event()
    assert (report["x"], report["c"], report["i"]) == ("NEW", "mine", placed["orderId"])


def test_a_cancellation_tells_both_ids(trader: Any) -> None:
    placed = trader.place(low(trader), newClientOrderId="old")
    cancelled = trader.done("order.cancel", symbol="BTCUSDT", orderId=placed["orderId"], newClientOrderId="new")
    assert list(cancelled) == CANCEL
    assert (cancelled["origClientOrderId"], cancelled["clientOrderId"]) == ("old", "new")
    assert cancelled["status"] == "CANCELED"
    for _ in range(2):  # of the placement
        trader.event()
    report = trader.event()
    assert (report["x"], report["c"], report["C"]) == ("CANCELED", "new", "old")


def test_all_orders_of_a_symbol_are_cancelled_at_once(trader: Any) -> None:
    placed = [trader.place(low(trader))["orderId"] for _ in range(3)]
    cancelled = trader.done("openOrders.cancelAll", symbol="BTCUSDT")
    assert [each["orderId"] for each in cancelled] == placed
    assert trader.refused("openOrders.cancelAll", symbol="BTCUSDT") == (400, -2011, "Unknown order sent.")


@pytest.mark.parametrize(
    ("more", "keys"),
    [
        ({"icebergQty": "0.0005"}, ["icebergQty"]),
        ({"strategyId": 7, "strategyType": 1_000_000}, ["strategyId", "strategyType"]),
    ],
)
def test_what_only_some_orders_have_stands_between_side_and_time(
    trader: Any, more: dict[str, Any], keys: list[str]
) -> None:
    placed = trader.place(low(trader), newOrderRespType="RESULT", **more)
    assert list(placed) == [*RESULT[:-2], *keys, *RESULT[-2:]]


def test_a_stop_waits_and_shows_its_price(trader: Any) -> None:
    stop = {"side": "SELL", "type": "STOP_LOSS_LIMIT", "stopPrice": f"{low(trader) * 0.99:.2f}"}
    placed = trader.place(low(trader) * 0.98, newOrderRespType="RESULT", **stop)
    assert list(placed) == [*RESULT[:-2], "stopPrice", *RESULT[-2:]]
    assert placed["workingTime"] == -1


def test_a_routed_order_is_answered_as_an_array(trader: Any) -> None:
    limit = {"side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.001"}
    (placed,) = trader.done("sor.order.place", symbol="BTCUSDT", price=f"{low(trader):.2f}", **limit)
    assert placed["usedSor"] is True
    assert list(placed)[-3:] == ["workingFloor", "selfTradePreventionMode", "usedSor"]
    assert trader.refused("sor.order.place", symbol="BTCUSDT", **{**limit, "type": "STOP_LOSS"})[1] == -1116
    assert trader.refused("sor.order.place", symbol="BTCUSDT", quoteOrderQty=1, **limit)[1] == -1106


def test_an_order_that_is_tested_is_not_placed(trader: Any) -> None:
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01"}
    assert trader.done("order.test", **order) == {}
    rates = trader.done("order.test", **order, computeCommissionRates=True)
    assert list(rates) == [
        "standardCommissionForOrder",
        "specialCommissionForOrder",
        "taxCommissionForOrder",
        "discount",
    ]
    assert trader.done("sor.order.test", **order) == {}
    assert trader.refused("order.test", **{**order, "quantity": "0.000001"})[1] == -1013
    assert trader.done("allOrders", symbol="BTCUSDT") == []


@pytest.mark.parametrize(
    ("changes", "code", "msg"),
    [
        ({"symbol": "NOSUCH"}, -1121, "Invalid symbol."),
        ({"side": "HOLD"}, -1117, "Invalid side."),
        ({"type": "WISH"}, -1116, "Invalid orderType."),
        ({"timeInForce": "EVER"}, -1115, "Invalid timeInForce."),
        ({"timeInForce": None}, -1102, "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed."),
        ({"price": "0.123456789"}, -1111, "Parameter 'price' has too much precision."),
        ({"price": "1,5"}, -1100, "Illegal characters found in parameter 'price'; legal range is"),
        ({"quantity": ""}, -1105, "Parameter 'quantity' was empty."),
        ({"stopPrice": "1"}, -1106, "Parameter 'stopPrice' sent when not required."),
        ({"strategyId": 1 << 70}, -1108, "Parameter 'strategyId' overflowed."),
        ({"strategyType": 5}, -1134, "strategyType was less than 1000000."),
        ({"newClientOrderId": ""}, -1118, "New client order ID was empty."),
        ({"newClientOrderId": "a b"}, -1100, "Illegal characters found in parameter 'newClientOrderId'"),
        ({"pegPriceType": "BEST"}, -1210, "Invalid pegPriceType."),
        ({"pegPriceType": "PRIMARY_PEG", "pegOffsetType": "TICKS"}, -1211, "Invalid pegOffsetType."),
        ({"newOrderRespType": "LONG"}, -1130, "Data sent for parameter 'newOrderRespType' is not valid."),
        ({"surprise": 1}, -1101, "Too many parameters; expected"),
        ({"quantity": "0.0000001"}, -1013, "Filter failure: LOT_SIZE"),
        ({"price": "1000.001"}, -1013, "Filter failure: PRICE_FILTER"),
        ({"price": "1.00", "quantity": "90"}, -1013, "Filter failure: PERCENT_PRICE_BY_SIDE"),
        ({"quantity": "90"}, -2010, "Account has insufficient balance for requested action."),
        (
            {"type": "LIMIT_MAKER", "timeInForce": None, "price": "+4%"},
            -2010,
            "Order would immediately match and take.",
        ),
    ],
)
def test_what_is_wrong_with_an_order_is_said_in_the_words_of_the_venue(
    trader: Any, changes: dict[str, Any], code: int, msg: str
) -> None:
    limit = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.001"}
    given = {**limit, "price": f"{low(trader):.2f}", **changes}
    if given["price"] == "+4%":
        given["price"] = f"{trader.top()[1] * 1.04:.2f}"
    status, found, words = trader.refused("order.place", **{k: v for k, v in given.items() if v is not None})
    assert (status, found) == (400, code)
    assert words.startswith(msg)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"origClientOrderId": "nobody"}, -2011),
        ({"orderId": 10**9}, -2011),
        ({}, -1102),
        ({"origClientOrderId": ""}, -1119),
        ({"orderId": 1, "cancelRestrictions": "ONLY_MINE"}, -1145),
    ],
)
def test_what_cannot_be_cancelled_is_refused(trader: Any, params: dict[str, Any], code: int) -> None:
    assert trader.refused("order.cancel", symbol="BTCUSDT", **params)[:2] == (400, code)


def test_ids_of_two_orders_and_restrictions_keep_an_order(trader: Any) -> None:
    first, second = trader.place(low(trader)), trader.place(low(trader))
    both = {"symbol": "BTCUSDT", "orderId": first["orderId"]}
    assert trader.refused("order.cancel", **both, origClientOrderId=second["clientOrderId"])[1] == -2039
    assert trader.refused("order.cancel", **both, cancelRestrictions="ONLY_PARTIALLY_FILLED") == (
        400,
        -2011,
        "Order was not canceled due to cancel restrictions.",
    )


def test_a_success_weighs_nothing_and_a_failure_what_the_table_says(trader: Any) -> None:
    def used() -> int:
        return trader.ask("session.status")["rateLimits"][-1]["count"]

    price = low(trader)
    before = used()
    trader.place(price)
    trader.done("openOrders.cancelAll", symbol="BTCUSDT")
    assert used() - before == 2
    before = used()
    trader.refused("openOrders.cancelAll", symbol="BTCUSDT")
    assert used() - before == 2 + 1


def test_a_placement_tells_the_count_of_orders(trader: Any) -> None:
    limit = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.001"}
    limits = trader.ask("order.place", **limit, price=f"{low(trader):.2f}")["rateLimits"]
    assert [(each["rateLimitType"], each["interval"], each["intervalNum"]) for each in limits] == [
        ("ORDERS", "SECOND", 10),
        ("ORDERS", "DAY", 1),
        ("REQUEST_WEIGHT", "MINUTE", 1),
    ]
    assert limits[1]["count"] == 1
    assert len(trader.ask("openOrders.status")["rateLimits"]) == 1


def logged_on(venue: Venue, connection: Any, talk: Any, made: Any) -> Any:
    talking = talk(connection)
    talking.ask("session.logon", made.signed())
    return lambda method, **params: talking.ask(method, {**params, "timestamp": talking.now()})


def test_too_many_orders_are_refused_until_the_window_is_over(talk: Any, signer: Callable[..., Any]) -> None:
    made, order = signer(), {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC"}
    with Venue(symbols=["BTCUSDT"], rate=None, limits=Limits(orders_of_a_day=2)) as venue:
        venue.open_account("busy", key=made.key)
        with connect(venue.api_url) as connection:
            ask = logged_on(venue, connection, talk, made)
            replies = [ask("order.place", **order, price="92000", quantity="0.001") for _ in range(3)]
    assert [reply["status"] for reply in replies] == [200, 200, 429]
    error = replies[-1]["error"]
    assert (error["code"], error["msg"]) == (-1015, "Too many new orders; current limit is 2 orders per 1 DAY.")
    assert error["data"]["retryAfter"] % 86_400_000 == 0


def test_keys_may_be_kept_from_trading_or_from_looking(venue: Venue, talk: Any, signer: Callable[..., Any]) -> None:
    looks, trades = (
        signer("hmac", permissions=frozenset({"USER_DATA"})),
        signer("rsa", permissions=frozenset({"TRADE"})),
    )
    venue.open_account("two keys", key=[looks.key, trades.key])
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.001"}
    with connect(venue.api_url) as connection:
        talking = talk(connection)
        assert talking.ask("order.place", looks.signed(**order))["error"]["code"] == -2015
        assert talking.ask("order.place", trades.signed(**order))["status"] == 200
        assert talking.ask("account.status", trades.signed())["error"]["code"] == -2015
        assert talking.ask("account.status", looks.signed())["status"] == 200


def test_a_request_may_speak_for_another_key_than_the_session(trader: Any, venue: Venue, signer: Any) -> None:
    other = signer("hmac")
    venue.open_account("another", balances={"USDT": "5"}, key=other.key)
    balances = trader.talk.ask("account.status", other.signed())["result"]["balances"]
    assert balances == [{"asset": "USDT", "free": "5.00000000", "locked": "0.00000000"}]


def test_times_are_in_the_unit_of_the_connection(venue: Venue, talk: Any, signer: Callable[..., Any]) -> None:
    made = signer()
    venue.open_account("in microseconds", key=made.key)
    with connect(f"{venue.api_url}?timeUnit=MICROSECOND") as connection:
        talking = talk(connection)
        talking.ask("userDataStream.subscribe.signature", made.signed())
        order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.001"}
        placed = talking.ask("order.place", made.signed(**order))["result"]
        report = talking.event()["event"]
    assert placed["transactTime"] == placed["workingTime"] == report["T"] > 10**15
    assert report["E"] > 10**15


def test_the_same_seed_gives_the_same_fills_and_ids(talk: Any, signer: Callable[..., Any]) -> None:
    def placed(seed: int) -> tuple[Any, ...]:
        made, order = signer("hmac"), {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}
        with Venue(symbols=["BTCUSDT"], seed=seed, rate=None) as venue:
            venue.open_account("one", key=made.key)
            with connect(venue.api_url) as connection:
                result = talk(connection).ask("order.place", made.signed(**order))["result"]
        return result["clientOrderId"], result["orderId"], result["fills"]

    assert placed(7) == placed(7)
    assert placed(7) != placed(8)
