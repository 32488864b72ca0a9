"""Requests that the venue acts on, which are sent once and never again; and what its reply says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ..errors import RequestError
from ..schema import ApiReply
from .limits import Ticket
from .numbers import plain
from .orders import Change, Order, OrderList

CLIENT_ERROR, SERVER_ERROR = 400, 500


class Action(msgspec.Struct, eq=False, kw_only=True):
    """One request to place, cancel or amend; `orders` are placed by it, `changes` asked for by it.

    `params` are those of the method without signature, timestamp and recvWindow. `weight` is what it costs if it fails:
    the venue charges nothing for a success.
    """

    id: int
    method: str
    symbol: str
    orders: tuple[Order, ...] = ()
    changes: tuple[Change, ...] = ()
    list: OrderList | None = None
    extra: Mapping[str, Any] = {}
    weight: int = 1
    order_count: int = 0
    connection: int | None = None
    sent_at: int = 0
    ticket: Ticket | None = None
    on_over: Callable[[Exception | None], None] | None = None

    def over(self, error: Exception | None) -> None:
        """It was answered, or will not be: with why, if it was refused or lost."""
        if self.on_over is not None:
            on_over, self.on_over = self.on_over, None
            on_over(error)

    @property
    def params(self) -> dict[str, Any]:
        """What is sent."""
        if self.list is not None:
            return dict(self.list.params)
        if self.method == "openOrders.cancelAll":
            return {"symbol": self.symbol}
        if self.method == "order.cancelReplace":
            return self.orders[0].request_params() | _named(self.changes[0].order, "cancelOrder") | dict(self.extra)
        if self.orders:
            return self.orders[0].request_params()
        change = self.changes[0]
        params = {"symbol": self.symbol, **_named(change.order, "order"), **self.extra}
        if change.new_qty is not None:
            params["newQty"] = plain(change.new_qty)
            params["newClientOrderId"] = change.order.client_order_id  # or the venue would make one up
        return params


def _named(order: Order, prefix: str) -> dict[str, Any]:
    """By which id the venue finds an order fastest."""
    if order.order_id is not None:
        return {f"{prefix}Id": order.order_id}
    orig = "cancelOrigClientOrderId" if prefix == "cancelOrder" else "origClientOrderId"
    return {orig: order.client_order_id}


def uncertainty(reply: ApiReply, error: RequestError | None) -> str:
    """Why the reply leaves open whether the venue acted; empty when it does not."""
    if error is None or (CLIENT_ERROR <= reply.status < SERVER_ERROR and not error.is_in_doubt):
        return ""
    return f"status {reply.status}: {error.msg:.200} (code {error.code})"
