"""Tells accounts what happens, in the venue's order: reports as things happen, the balances when all is done."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from ...schema.enums import ExecutionType, ListStatusType, OrderStatus, RejectReason
from .accounts import NO_GROUP, Account
from .events import AccountPosition, AssetBalance, Event, Execution, ListChange, ListedOrder
from .orders import MARKET_LIKE, Fill, Order, OrderList, PreventedMatch

OnEvent = Callable[[Account, Event], None]


class Reports:
    """Where events go: at once to `on_event`; at the end of each step the balances that may have changed."""

    def __init__(self, on_event: OnEvent) -> None:
        self.on_event = on_event
        self._ids = count(1)
        self._touched: dict[Account, dict[str, None]] = {}

    def touch(self, account: Account, *assets: str) -> None:
        """Balances of these assets may have changed."""
        self._touched.setdefault(account, {}).update(dict.fromkeys(assets))

    def balances(self, now: int) -> None:
        """The step is over: tell the balances that it touched."""
        touched, self._touched = self._touched, {}
        for account, assets in touched.items():
            account.update_time = now
            held = ((asset, account.balance(asset)) for asset in assets)
            balances = tuple(AssetBalance(asset, each.free, each.locked) for asset, each in held)
            self.on_event(account, AccountPosition(update_time=now, balances=balances))

    def new(self, order: Order, now: int) -> int:
        """The order was accepted, or came on the book; gives the id of the execution."""
        return self._execution(order, ExecutionType.NEW, now)

    def trade(self, order: Order, fill: Fill) -> int:
        """The order traded."""
        return self._execution(
            order,
            ExecutionType.TRADE,
            fill.time,
            last_qty=fill.qty,
            last_price=fill.price,
            quote_qty=fill.quote_qty,
            commission=fill.commission,
            commission_asset=fill.commission_asset,
            trade_id=fill.trade_id,
            is_maker=fill.is_maker,
            is_best_match=True,
            match_type=fill.match_type,
            alloc_id=fill.alloc_id,
        )

    def cancelled(self, order: Order, cancel_id: str, now: int) -> int:
        """The order was cancelled by its owner."""
        return self._execution(
            order, ExecutionType.CANCELED, now, client_order_id=cancel_id, orig_client_order_id=order.client_order_id
        )

    def expired(self, order: Order, now: int, reason: RejectReason = RejectReason.NONE) -> int:
        """What was left of the order expired."""
        return self._execution(order, ExecutionType.EXPIRED, now, reject_reason=reason)

    def rejected(self, order: Order, reason: RejectReason, now: int) -> int:
        """The engine does not take the order."""
        return self._execution(order, ExecutionType.REJECTED, now, reject_reason=reason)

    def amended(self, order: Order, before: str, now: int) -> int:
        """The order's quantity was lowered; `before` is the client order id that it had."""
        return self._execution(order, ExecutionType.REPLACED, now, orig_client_order_id=before)

    def prevented(self, order: Order, match: PreventedMatch, qty: int, expired: int, now: int) -> int:
        """The order did not trade `qty` with one of its own account or group, and `expired` of it is gone."""
        is_taker = order.order_id == match.taker_order_id
        return self._execution(
            order,
            ExecutionType.TRADE_PREVENTION,
            now,
            prevented_match_id=match.prevented_match_id,
            last_prevented_qty=expired,
            trade_group_id=None if match.trade_group_id == NO_GROUP else match.trade_group_id,
            counter_order_id=match.maker_order_id if is_taker else match.taker_order_id,
            counter_symbol=match.maker_symbol,
            prevented_execution_qty=qty,
            prevented_execution_price=match.price,
            prevented_execution_quote_qty=match.price * qty // 10**8,
        )

    def listed(
        self, orders: OrderList, kind: ListStatusType, now: int, reason: RejectReason = RejectReason.NONE
    ) -> None:
        """Something happened to a list."""
        orders.list_status_type = kind
        change = ListChange(
            symbol=orders.symbol,
            order_list_id=orders.order_list_id,
            contingency_type=orders.contingency_type,
            list_status_type=kind,
            list_order_status=orders.list_order_status,
            reject_reason=reason,
            list_client_order_id=orders.list_client_order_id,
            transact_time=now,
            orders=tuple(ListedOrder(each.symbol, each.order_id, each.client_order_id) for each in orders.orders),
        )
        self.on_event(orders.account, change)

    def _execution(self, order: Order, kind: ExecutionType, now: int, **more: Any) -> int:
        order.update_time = now
        execution_id = next(self._ids)
        fields = {**_order_fields(order), **_rare_fields(order), **more}
        event = Execution(execution_type=kind, execution_id=execution_id, transact_time=now, **fields)
        if kind is not ExecutionType.REJECTED:
            self.touch(order.account, *order.assets)
        self.on_event(order.account, event)
        return execution_id


def _order_fields(order: Order) -> dict[str, Any]:
    on_book = order.is_working and not order.is_done
    if order.type in MARKET_LIKE:
        on_book = on_book and order.status is OrderStatus.NEW
    return {
        "symbol": order.symbol,
        "client_order_id": order.client_order_id,
        "side": order.side,
        "order_type": order.type,
        "time_in_force": order.time_in_force,
        "orig_qty": order.orig_qty,
        "price": order.price,
        "stop_price": order.stop_price,
        "iceberg_qty": order.iceberg_qty,
        "order_list_id": order.order_list_id,
        "orig_client_order_id": "",
        "order_status": order.status,
        "reject_reason": RejectReason.NONE,
        "order_id": order.order_id,
        "last_qty": 0,
        "executed_qty": order.executed_qty,
        "last_price": 0,
        "commission": 0,
        "commission_asset": None,
        "trade_id": -1,
        "is_working": on_book,
        "is_maker": False,
        "is_best_match": False,
        "order_creation_time": order.time,
        "cummulative_quote_qty": order.cummulative_quote_qty,
        "quote_qty": 0,
        "orig_quote_order_qty": order.orig_quote_order_qty,
        "working_time": order.working_time if order.is_working else None,
        "self_trade_prevention_mode": order.self_trade_prevention_mode,
    }


def _rare_fields(order: Order) -> dict[str, Any]:
    is_trailing = order.trailing_delta is not None
    return {
        "trailing_delta": order.trailing_delta,
        "trailing_time": order.trailing_time if is_trailing else None,
        "strategy_id": order.strategy_id,
        "strategy_type": order.strategy_type,
        "prevented_match_id": order.prevented_match_id,
        "prevented_qty": order.prevented_qty or None,
        "working_floor": order.working_floor,
        "used_sor": order.used_sor or None,
        "peg_price_type": order.peg_price_type,
        "peg_offset_type": order.peg_offset_type,
        "peg_offset_value": order.peg_offset_value,
        "pegged_price": order.pegged_price,
        "expiry_reason": order.expiry_reason,
    }
