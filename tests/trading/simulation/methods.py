"""What the venue does for each method: params and the exchange in, a result out, or `Refused`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .exchange import UNIT, Exchange, Refused, VenueOrder, text

Params = dict[str, Any]
# Client order ids that end so have been used before.
HAUNTED = ("3", "7")


class HalfDone(Exception):
    """A cancelReplace of which a half failed: status, code and data of the error."""

    def __init__(self, status: int, code: int, data: dict[str, Any]) -> None:
        self.status, self.code, self.data = status, code, data


def units(amount: str) -> int:
    """Text of an amount, in 1e-8."""
    whole, _, rest = amount.partition(".")
    return int(whole) * UNIT + int(rest[:8].ljust(8, "0"))


def place(exchange: Exchange, params: Params) -> Any:
    """`order.place`, and what is filled of it at once: `take` in tenths, set by the world."""
    price = units(params["price"]) // UNIT if "price" in params else params["_market"]
    order = exchange.place(
        params["newClientOrderId"], params["symbol"], params["side"], params["type"], units(params["quantity"]), price
    )
    take_at_once(exchange, order, params["_take"], is_immediate=params["type"] == "MARKET")
    form = params.get("newOrderRespType", "FULL")
    return order_reply(order, form)


def take_at_once(exchange: Exchange, order: VenueOrder, tenths: int, *, is_immediate: bool) -> None:
    """An order that finds somebody waiting is filled in pieces, and what is left of a market order expires."""
    while tenths > 0 and order.is_open:
        piece = order.left if tenths >= 10 else order.qty * min(tenths, 3) // 10
        exchange.fill(order, piece, is_maker=False)
        tenths -= 3
    if is_immediate and order.is_open:
        exchange.expire(order)


def order_reply(order: VenueOrder, form: str = "RESULT") -> Params:
    """The reply to an order, as much as was asked for."""
    reply = {
        "symbol": order.symbol,
        "orderId": order.id,
        "orderListId": order.list_id,
        "clientOrderId": order.cid,
        "transactTime": order.updated,
    }
    if form == "ACK":
        return reply
    reply |= _figures(order)
    if form == "FULL":
        reply["fills"] = [
            {
                "price": text(trade["price"] * UNIT),
                "qty": text(trade["qty"]),
                "commission": text(trade["commission"]),
                "commissionAsset": trade["asset"],
                "tradeId": trade["id"],
            }
            for trade in order.trades
        ]
    return reply


def _figures(order: VenueOrder) -> Params:
    return {
        "price": text(order.price * UNIT),
        "origQty": text(order.qty),
        "executedQty": text(order.filled),
        "cummulativeQuoteQty": text(order.quote),
        "status": order.status,
        "timeInForce": order.tif,
        "type": order.type,
        "side": order.side,
    }


def order_row(order: VenueOrder) -> Params:
    """An order as queries tell it."""
    return {
        "symbol": order.symbol,
        "orderId": order.id,
        "orderListId": order.list_id,
        "clientOrderId": order.cid,
        "time": order.at,
        "updateTime": order.updated,
        "isWorking": order.is_open,
    } | _figures(order)


def cancelled(order: VenueOrder) -> Params:
    """The reply about one order that was cancelled."""
    reply = order_reply(order)
    return reply | {"origClientOrderId": order.cid, "clientOrderId": f"x{order.id}"}


def cancel(exchange: Exchange, params: Params) -> Any:
    """`order.cancel`: an order of a list takes the list with it."""
    order = exchange.find(params["symbol"], params.get("orderId"), params.get("origClientOrderId"), code=-2011)
    ended = exchange.cancel(order)
    return cancelled(order) if order.list_id == -1 else list_reply(order.list_id, exchange, list(map(cancelled, ended)))


def list_reply(list_id: int, exchange: Exchange, reports: list[Params]) -> Params:
    """The reply about an order list."""
    legs = exchange.lists[list_id]
    return {
        "orderListId": list_id,
        "contingencyType": "OCO",
        "listStatusType": "EXEC_STARTED",
        "listOrderStatus": "EXECUTING" if any(leg.is_open for leg in legs) else "ALL_DONE",
        "listClientOrderId": f"list{list_id}",
        "transactionTime": legs[0].updated,
        "symbol": legs[0].symbol,
        "orders": [{"symbol": leg.symbol, "orderId": leg.id, "clientOrderId": leg.cid} for leg in legs],
        "orderReports": reports,
    }


def cancel_all(exchange: Exchange, params: Params) -> Any:
    """`openOrders.cancelAll`."""
    symbol, rows = params["symbol"], []
    for order in [order for order in exchange.open_orders() if order.symbol == symbol]:
        if order.is_open:
            ended = exchange.cancel(order)
            one = list_reply(order.list_id, exchange, list(map(cancelled, ended))) if order.list_id != -1 else None
            rows.append(one if one is not None else cancelled(order))
    if not rows:
        raise Refused(-2011, "Unknown order sent.")
    return rows


def amend(exchange: Exchange, params: Params) -> Any:
    """`order.amend.keepPriority`."""
    order = exchange.find(params["symbol"], params.get("orderId"), params.get("origClientOrderId"), code=-2038)
    execution = exchange.amend(order, units(params["newQty"]))
    row = order_row(order) | {"origClientOrderId": order.cid, "qty": text(order.qty)}
    return {"transactTime": order.updated, "executionId": execution, "amendedOrder": row}


def replace(exchange: Exchange, params: Params) -> Any:
    """`order.cancelReplace`: the one, then the other."""
    data: Params = {"newOrderResult": "NOT_ATTEMPTED", "cancelResponse": None, "newOrderResponse": None}
    try:
        target = params.get("cancelOrderId"), params.get("cancelOrigClientOrderId")
        order = exchange.find(params["symbol"], *target, code=-2011)
        exchange.cancel(order)
        data |= {"cancelResult": "SUCCESS", "cancelResponse": cancelled(order)}
    except Refused as refused:
        data |= {"cancelResult": "FAILURE", "cancelResponse": {"code": refused.code, "msg": refused.msg}}
        if params["cancelReplaceMode"] == "STOP_ON_FAILURE":
            raise HalfDone(400, -2022, data) from None
    try:
        data |= {"newOrderResponse": place(exchange, params), "newOrderResult": "SUCCESS"}
    except Refused as refused:
        data |= {"newOrderResponse": {"code": refused.code, "msg": refused.msg}, "newOrderResult": "FAILURE"}
    failures = [data["cancelResult"], data["newOrderResult"]].count("FAILURE")
    if failures:
        raise HalfDone(409, -2021, data) if failures == 1 else HalfDone(400, -2022, data)
    return data


def place_oco(exchange: Exchange, params: Params) -> Any:
    """`orderList.place.oco`."""
    cids = params["aboveClientOrderId"], params["belowClientOrderId"]
    price = units(params["abovePrice"]) // UNIT
    legs = exchange.place_oco(params["symbol"], params["side"], units(params["quantity"]), price, cids)
    return list_reply(legs[0].list_id, exchange, list(map(order_reply, legs)))


def status(exchange: Exchange, params: Params) -> Any:
    """`order.status`. Asked for a name that orders had before, it tells of one of those, unless an order is open."""
    name = params.get("origClientOrderId", "")
    known = exchange.by_cid.get(name)
    if name.endswith(HAUNTED) and (known is None or not known.is_open):
        return ghost_row(exchange, params["symbol"], name)
    return order_row(exchange.find(params["symbol"], params.get("orderId"), params.get("origClientOrderId")))


def ghost_row(exchange: Exchange, symbol: str, name: str) -> Params:
    """An order of a day before, by another run of the program."""
    ghost = VenueOrder(1 << 40, name, symbol, "BUY", "LIMIT", UNIT, 1, exchange.now_ms - 86_400_000)
    ghost.status = "CANCELED" if name.endswith(HAUNTED[0]) else "FILLED"
    ghost.filled = UNIT if ghost.status == "FILLED" else 0
    return order_row(ghost)


def all_orders(exchange: Exchange, params: Params) -> Any:
    """`allOrders`, in the order of their ids."""
    since, first = params.get("startTime", 0), params.get("orderId", 0)
    orders = (order for order in exchange.orders.values() if order.symbol == params["symbol"])
    return [order_row(order) for order in orders if order.at >= since and order.id >= first][: params["limit"]]


def open_orders(exchange: Exchange, params: Params) -> Any:
    """`openOrders.status`."""
    return list(map(order_row, exchange.open_orders()))


def account(exchange: Exchange, params: Params) -> Any:
    """`account.status`."""
    return {
        **dict.fromkeys(("makerCommission", "takerCommission", "buyerCommission", "sellerCommission"), 10),
        **dict.fromkeys(("canTrade", "canWithdraw", "canDeposit"), True),
        **dict.fromkeys(("brokered", "requireSelfTradePrevention", "preventSor"), False),
        "commissionRates": dict.fromkeys(("maker", "taker", "buyer", "seller"), "0.00100000"),
        "updateTime": exchange.updated,
        "accountType": "SPOT",
        "balances": [
            {"asset": asset, "free": text(free), "locked": text(exchange.locked[asset])}
            for asset, free in exchange.free.items()
        ],
        "permissions": ["SPOT"],
        "uid": 1,
    }


def my_trades(exchange: Exchange, params: Params) -> Any:
    """`myTrades`, in the order of their ids."""
    symbol, order_id = params["symbol"], params.get("orderId")
    first, since = params.get("fromId", 0), params.get("startTime", 0)
    rows = [
        {
            "symbol": symbol,
            "id": trade["id"],
            "orderId": order.id,
            "orderListId": order.list_id,
            "price": text(trade["price"] * UNIT),
            "qty": text(trade["qty"]),
            "quoteQty": text(trade["quote"]),
            "commission": text(trade["commission"]),
            "commissionAsset": trade["asset"],
            "time": trade["at"],
            "isBuyer": order.side == "BUY",
            "isMaker": trade["is_maker"],
            "isBestMatch": True,
        }
        for order in exchange.orders.values()
        if order.symbol == symbol and order_id in (None, order.id)
        for trade in order.trades
        if trade["id"] >= first and trade["at"] >= since
    ]
    return sorted(rows, key=lambda row: row["id"])[: params["limit"]]


METHODS: dict[str, Callable[[Exchange, Params], Any]] = {
    "order.place": place,
    "order.cancel": cancel,
    "order.cancelReplace": replace,
    "order.amend.keepPriority": amend,
    "openOrders.cancelAll": cancel_all,
    "orderList.place.oco": place_oco,
    "order.status": status,
    "allOrders": all_orders,
    "openOrders.status": open_orders,
    "account.status": account,
    "myTrades": my_trades,
    "myAllocations": lambda exchange, params: [],
}
PLACES = {"order.place": 1, "order.cancelReplace": 1, "orderList.place.oco": 2}
