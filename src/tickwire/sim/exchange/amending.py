"""Lowers the quantity of orders, which keep their place in the queue."""

from __future__ import annotations

from dataclasses import replace

from ...schema.enums import ExpiryReason, ListStatusType, OrderStatus
from .drafts import client_id
from .orders import Amendment, Order, OrderList
from .outcomes import Amended
from .pit import Pit
from .rejected import no_amend
from .requests import Amend


def amend(pit: Pit, order: Order, request: Amend) -> Amended:
    """Give an open order a smaller quantity. Raises Rejected when it cannot be."""
    _check(pit, order, request.new_qty)
    now, orders, before, qty = pit.floor.now, order.order_list, order.client_order_id, order.orig_qty
    for each in _together(order, orders):
        each.orig_qty = request.new_qty
        if each.is_resting:
            pit.queue(each.is_buy).shrunk(each, each.limit or 0)
    _refit(pit, order, orders)
    order.client_order_id = request.new_client_order_id or client_id(pit.house.rng)
    execution_id = pit.house.reports.amended(order, before, now)
    made = Amendment(order.order_id, execution_id, before, order.client_order_id, qty, request.new_qty, now)
    order.amendments.append(made)
    if not order.remaining:
        pit.expire(order, ExpiryReason.NONE)
    if orders is not None and order.client_order_id != before:
        pit.house.reports.listed(orders, ListStatusType.UPDATED, now)
    return Amended(order, execution_id, before)


def _check(pit: Pit, order: Order, new_qty: int) -> None:
    orders = order.order_list
    if orders is not None and orders.pays and order.status is OrderStatus.PENDING_NEW:
        raise no_amend("This order's quantity is not known before the working order is filled.")
    if new_qty == order.orig_qty:
        raise no_amend("The requested action would change no state; rejecting.")
    if new_qty > order.orig_qty:
        raise no_amend("Order amend (quantity increase) is not supported.")
    if new_qty < order.executed_qty + order.prevented_qty:
        raise no_amend("Order amend (quantity below executed quantity) is not supported.")
    pit.checks.amendments(order)
    for each in _together(order, orders):
        pit.checks.quantity(replace(each, orig_qty=new_qty))


def _together(order: Order, orders: OrderList | None) -> list[Order]:
    other = None if orders is None else orders.other(order)
    return [order] if other is None or other.is_done else [order, other]


def _refit(pit: Pit, order: Order, orders: OrderList | None) -> None:
    """Free what is locked beyond what is needed now: for two orders of which one executes, by the dearer one."""
    together = _together(order, orders)
    needed, locked = max(each.needs() for each in together), sum(each.locked for each in together)
    for each in together:
        if each.locked:
            pit.house.settlement.relock(each, min(needed, locked))
