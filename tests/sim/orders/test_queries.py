"""What an account can ask about."""

from typing import Any

import pytest

from tickwire.sim import Venue

ORDER = [
    "symbol",
    "orderId",
    "orderListId",
    "clientOrderId",
    "price",
    "origQty",
    "executedQty",
    "cummulativeQuoteQty",
    "status",
    "timeInForce",
    "type",
    "side",
    "stopPrice",
    "icebergQty",
    "time",
    "updateTime",
    "isWorking",
    "workingTime",
    "origQuoteOrderQty",
    "selfTradePreventionMode",
]


def low(trader: Any) -> float:
    return round(trader.top()[0] * 0.95, 2)


def test_an_order_is_found_by_either_id(trader: Any) -> None:
    placed = trader.place(low(trader), newClientOrderId="mine")
    by_number = trader.done("order.status", symbol="BTCUSDT", orderId=placed["orderId"])
    assert list(by_number) == ORDER
    assert by_number == trader.done("order.status", symbol="BTCUSDT", origClientOrderId="mine")
    assert trader.refused("order.status", symbol="BTCUSDT", orderId=10**9) == (400, -2013, "Order does not exist.")
    assert trader.refused("order.status", symbol="BTCUSDT")[1] == -1102


def test_open_orders_are_those_of_a_symbol_or_of_all(trader: Any) -> None:
    placed = trader.place(low(trader))
    assert [each["orderId"] for each in trader.done("openOrders.status")] == [placed["orderId"]]
    assert trader.done("openOrders.status", symbol="ETHUSDT") == []
    assert trader.refused("openOrders.status", symbol="NOSUCH")[1] == -1121


def test_all_orders_are_listed_by_id_by_time_or_the_newest(trader: Any) -> None:
    numbers = [trader.place(low(trader))["orderId"] for _ in range(3)]
    orders = trader.done("allOrders", symbol="BTCUSDT")
    assert [each["orderId"] for each in orders] == numbers
    assert [each["orderId"] for each in trader.done("allOrders", symbol="BTCUSDT", limit=2)] == numbers[1:]
    assert [each["orderId"] for each in trader.done("allOrders", symbol="BTCUSDT", orderId=numbers[1])] == numbers[1:]
    first = orders[0]["time"]
    assert len(trader.done("allOrders", symbol="BTCUSDT", startTime=first, endTime=first + 60_000)) == 3
    assert trader.done("allOrders", symbol="BTCUSDT", endTime=first - 1) == []


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"startTime": 1_770_000_000_000, "endTime": 1_770_086_400_001}, -1127),
        ({"startTime": 1_770_000_000_000, "orderId": 5}, -1128),
        ({"limit": 0}, -1130),
    ],
)
def test_spans_have_rules(trader: Any, params: dict[str, Any], code: int) -> None:
    assert trader.refused("allOrders", symbol="BTCUSDT", **params)[1] == code


def test_trades_are_those_of_the_account_and_of_an_order(trader: Any) -> None:
    orders = [
        trader.done("order.place", symbol="BTCUSDT", side=side, type="MARKET", quantity="0.01")
        for side in ("BUY", "SELL")
    ]
    trades = trader.done("myTrades", symbol="BTCUSDT")
    assert [each["id"] for each in trades] == [fill["tradeId"] for order in orders for fill in order["fills"]]
    assert list(trades[0]) == [
        *("symbol", "id", "orderId", "orderListId", "price", "qty", "quoteQty", "commission", "commissionAsset"),
        *("time", "isBuyer", "isMaker", "isBestMatch"),
    ]
    sold = trader.done("myTrades", symbol="BTCUSDT", orderId=orders[1]["orderId"])
    assert {each["isBuyer"] for each in sold} == {False}


def test_an_account_has_balances_rates_and_limits(trader: Any) -> None:
    status = trader.done("account.status")
    assert [each["asset"] for each in status["balances"]] == ["BNB", "BTC", "ETH", "USDT"]
    assert status["commissionRates"]["taker"] == "0.00100000"
    assert (status["takerCommission"], status["canTrade"], status["accountType"]) == (10, True, "SPOT")
    rates = trader.done("account.commission", symbol="BTCUSDT")
    assert rates["standardCommission"] == {
        "maker": "0.00100000",
        "taker": "0.00100000",
        "buyer": "0.00000000",
        "seller": "0.00000000",
    }
    trader.place(low(trader))
    assert [each["count"] for each in trader.done("account.rateLimits.orders")][1] == 1
    kinds = {each["filterType"] for each in trader.done("myFilters", symbol="BTCUSDT")["symbolFilters"]}
    assert "MAX_NUM_ORDERS" in kinds


def test_empty_balances_can_be_left_out(venue: Venue, trader: Any, signer: Any) -> None:
    made = signer("hmac")
    venue.open_account("with nothing of one", balances={"USDT": "5", "ETH": "0"}, key=made.key)
    for omit, held in (("true", ["USDT"]), ("false", ["ETH", "USDT"])):
        status = trader.talk.ask("account.status", made.signed(omitZeroBalances=omit))["result"]
        assert [each["asset"] for each in status["balances"]] == held


def test_matches_with_oneself_that_were_prevented_are_listed(trader: Any) -> None:
    best = trader.talk.ask("ticker.book", {"symbol": "BTCUSDT"})["result"]
    ask, before = float(best["askPrice"]), float(best["askQty"])
    made = trader.place(ask, side="SELL")
    buy = {"qty": f"{before + 0.001:.5f}", "selfTradePreventionMode": "EXPIRE_MAKER"}
    taken = trader.place(ask, **buy)
    (match,) = taken["preventedMatches"]
    assert match["makerOrderId"] == made["orderId"]
    (found,) = trader.done("myPreventedMatches", symbol="BTCUSDT", orderId=made["orderId"])
    assert (found["takerOrderId"], found["selfTradePreventionMode"]) == (taken["orderId"], "EXPIRE_MAKER")
    number = match["preventedMatchId"]
    assert trader.done("myPreventedMatches", symbol="BTCUSDT", preventedMatchId=number) == [found]
    assert trader.refused("myPreventedMatches", symbol="BTCUSDT")[1] == -1128


def test_a_routed_order_leaves_allocations(trader: Any) -> None:
    order = {"side": "BUY", "type": "MARKET", "quantity": "0.01"}
    (placed,) = trader.done("sor.order.place", symbol="BTCUSDT", **order)
    allocations = trader.done("myAllocations", symbol="BTCUSDT", orderId=placed["orderId"])
    assert [each["allocationId"] for each in allocations] == [each["allocId"] for each in placed["fills"]]
    assert {each["allocationType"] for each in allocations} == {"SOR"}
