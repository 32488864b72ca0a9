"""A gateway for tests: replies and reports made of a few words, and all that was told, in order."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

import msgspec

from tickwire.feed.account_dispatch import AccountDispatch
from tickwire.schema import ApiReply, ExecutionReport
from tickwire.schema.enums import ExecutionType, OrderStatus, OrderType, Side, TimeInForce
from tickwire.trading import Action, Gateway, Order, OrderState
from tickwire.wire.messages import OrderResponse

EPOCH_MS, SECOND = 1_793_025_003_000, 1_000_000_000
EPOCH_NS = EPOCH_MS * 1_000_000

_ALWAYS: dict[str, Any] = {
    "stop_price": "0",
    "iceberg_qty": "0",
    "order_list_id": -1,
    "reject_reason": "NONE",
    "is_working": True,
    "is_maker": True,
    "order_creation_time": EPOCH_MS,
    "cummulative_quote_qty": "0",
    "orig_quote_order_qty": "0",
    "self_trade_prevention_mode": "NONE",
}
_STATUS = {
    **dict.fromkeys(("makerCommission", "takerCommission", "buyerCommission", "sellerCommission"), 10),
    **dict.fromkeys(("canTrade", "canWithdraw", "canDeposit"), True),
    **dict.fromkeys(("brokered", "requireSelfTradePrevention", "preventSor"), False),
    "commissionRates": dict.fromkeys(("maker", "taker", "buyer", "seller"), "0.001"),
    "accountType": "SPOT",
    "permissions": ["SPOT"],
    "uid": 1,
}
_T = TypeVar("_T")
_executions = count(1)


class Desk:
    """A gateway with its connection open, what it told, and which states its orders went through.

    Replies to orders come to it decoded in C where they can be, unless `is_decoding` is False.
    """

    def __init__(self, *, is_decoding: bool = True, **options: Any) -> None:
        self.told: list[Any] = []
        self.states: list[OrderState] = []
        self.gateway = Gateway("me", tell=self.told.append, **options)
        self.gateway.synchronised(EPOCH_NS)
        self.gateway.opened(1, 0)
        self._made = self._now = 0
        self.decoded = 0  # replies that were taken so
        self._dispatch = AccountDispatch(on_reply=self._read, on_order_response=self._take if is_decoding else None)

    def order(self, **more: Any) -> Order:
        """An order to buy 2 at 100.5."""
        self._made += 1
        given = {
            "symbol": "BTCUSDT",
            "side": Side.BUY,
            "type": OrderType.LIMIT,
            "client_order_id": f"o{self._made}",
            "qty": Decimal(2),
            "price": Decimal("100.5"),
            "time_in_force": TimeInForce.GTC,
            "on_change": lambda order: self.states.append(order.state),
        }
        return Order(**given | more)

    def submitted(self, now: int = 0, **more: Any) -> tuple[Order, Action]:
        """An order that is on its way."""
        order = self.order(**more)
        action = self.gateway.submit(order, now)
        assert action is not None
        return order, action

    def working(self, now: int = 0, number: int = 7) -> Order:
        """An order that the venue has acknowledged."""
        order, action = self.submitted(now)
        self.reply(action, ack(order, number), now)
        return order

    def reply(self, request: Any, result: Any, now: int = 0, status: int = 200) -> None:
        """The venue answers with a result."""
        self.answer({"id": request.id, "status": status, "result": result}, now)

    def refuse(
        self, request: Any, code: int, msg: str = "no", now: int = 0, *, status: int = 400, data: Any = None
    ) -> None:
        """The venue answers with an error."""
        error = {"code": code, "msg": msg} | ({"data": data} if data is not None else {})
        self.answer({"id": request.id, "status": status, "error": error}, now)

    def polled(self, now: int = 0) -> list[Any]:
        """All that the gateway sends by itself now."""
        requests = []
        while (request := self.gateway.poll(now)) is not None:
            requests.append(request)
        return requests

    def asked(self, method: str, now: int = 0) -> Any:
        """The one request of this method that the gateway sends by itself now."""
        (request,) = [request for request in self.polled(now) if request.method == method]
        return request

    def only(self, kind: type[_T]) -> _T:
        """The one event of this kind that was told."""
        (event,) = [event for event in self.told if isinstance(event, kind)]
        return event

    def answer(self, reply: dict[str, Any], now: int) -> None:
        """The venue answers."""
        self._now = now
        self._dispatch.on_bytes(msgspec.json.encode(reply))

    def _take(self, response: OrderResponse) -> bool:
        is_taken = self.gateway.on_order_response(response, self._now)
        self.decoded += is_taken
        return is_taken

    def _read(self, frame: bytes) -> None:
        self.gateway.on_reply(msgspec.json.decode(frame, type=ApiReply), self._now)


def ack(order: Order, number: int = 7) -> dict[str, Any]:
    """The shortest reply to an order."""
    return {
        "symbol": order.symbol,
        "orderId": number,
        "orderListId": -1,
        "clientOrderId": order.client_order_id,
        "transactTime": EPOCH_MS,
    }


def row(order: Order, status: str = "NEW", filled: str = "0", number: int = 7, qty: str = "2") -> dict[str, Any]:
    """An order as queries tell it, and replies that are not short."""
    return ack(order, number) | {
        "price": "100.5",
        "origQty": qty,
        "executedQty": filled,
        "cummulativeQuoteQty": "0",
        "status": status,
        "timeInForce": "GTC",
        "type": order.type,
        "side": order.side,
        "time": EPOCH_MS,
        "updateTime": EPOCH_MS,
        "isWorking": True,
    }


def status(update_time: int = EPOCH_MS, **balances: str) -> dict[str, Any]:
    """The answer to `account.status`: what is free of each asset."""
    rows = [{"asset": asset, "free": free, "locked": "0"} for asset, free in balances.items()]
    return _STATUS | {"updateTime": update_time, "balances": rows}


def trade(number: int, qty: str, order_id: int = 7) -> dict[str, Any]:
    """A row of `myTrades`."""
    return {
        "symbol": "BTCUSDT",
        "id": number,
        "orderId": order_id,
        "orderListId": -1,
        "price": "100.5",
        "qty": qty,
        "quoteQty": f"{Decimal(qty) * Decimal('100.5')}",
        "commission": "0.001",
        "commissionAsset": "BNB",
        "time": EPOCH_MS + 1,
        "isBuyer": True,
        "isMaker": True,
        "isBestMatch": True,
    }


def report(
    order: Order,
    what: str,
    status: str,
    *,
    total: str = "0",
    last: str = "0",
    trade: int = -1,
    number: int = 7,
    **more: Any,
) -> ExecutionReport:
    """An event of the user stream about an order."""
    given = {
        "event_time": EPOCH_MS,
        "symbol": order.symbol,
        "client_order_id": order.client_order_id,
        "side": order.side,
        "order_type": order.type,
        "time_in_force": TimeInForce.GTC,
        "orig_qty": "2.00000000",
        "price": "100.50000000",
        "orig_client_order_id": "",
        "execution_type": ExecutionType(what),
        "order_status": OrderStatus(status),
        "order_id": number,
        "last_qty": last,
        "executed_qty": total,
        "last_price": "100.50000000",
        "commission": "0.00100000",
        "commission_asset": "BNB",
        "transact_time": EPOCH_MS,
        "trade_id": trade,
        "execution_id": next(_executions),
        "quote_qty": f"{Decimal(last) * Decimal('100.5')}",
    }
    return ExecutionReport(**_ALWAYS | given | more)
