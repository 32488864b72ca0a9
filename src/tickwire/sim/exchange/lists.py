"""Order lists: what one order of a list has to do with the others (OCO, OTO, OTOCO, and with `pays` OPO, OPOCO)."""

from __future__ import annotations

from dataclasses import replace

from ...schema.enums import ExpiryReason, ListOrderStatus, ListStatusType, OrderStatus, RejectReason
from .drafts import check_funds, price_in, refuse
from .orders import CONTINGENT, STOPS, Order, OrderList
from .outcomes import PlacedList
from .pit import ListRules, Pit
from .rejected import BAD_OCO_PRICES, NO_BALANCE, Rejected, refused


def lock_pair(pit: Pit, pair: tuple[Order, Order]) -> None:
    """Lock what two orders need of which only one executes: as much as the dearer one, with the first.

    Raises Rejected without balance.
    """
    holder, other = pair
    settlement = pit.house.settlement
    needed = max(holder.needs(), other.needs())
    if needed - holder.locked - other.locked > holder.account.balance(holder.pays_with).free:
        raise refused(NO_BALANCE)
    settlement.hand_over(other, holder)
    settlement.relock(holder, needed)


def check_pair(pit: Pit, pair: tuple[Order, Order]) -> None:
    """Raise Rejected unless the last price lies between the prices of the two."""
    last = pit.floor.last_price
    for order in pair:
        price = order.stop_price if order.type in CONTINGENT else order.pegged_price or order.price
        if not price:
            continue
        belongs_above = order.is_buy is (order.type in STOPS)
        if price <= last if belongs_above else price >= last:
            raise refused(BAD_OCO_PRICES)


class Lists(ListRules):
    """The lists of one symbol."""

    def __init__(self, pit: Pit) -> None:
        self._pit = pit
        # Orders that are out because the other one of their pair traded, until that is told.
        self._leaving: dict[Order, None] = {}
        self._is_cancelling = False

    def start(self, orders: OrderList) -> PlacedList:
        """Accepted orders begin: those that wait for another one are announced, the others come on the market."""
        pit, now = self._pit, self._pit.floor.now
        first = [orders.working] if orders.working is not None else list(orders.pair or ())
        for order in first:
            pit.announce(order)
        for order in orders.pending:
            order.status = OrderStatus.PENDING_NEW
            pit.house.reports.new(order, now)
        pit.house.reports.listed(orders, ListStatusType.EXEC_STARTED, now)
        waiting = [replace(order) for order in orders.pending]
        placed = PlacedList(orders, orders.list_status_type, orders.list_order_status, [*first, *waiting])
        for order in first:
            pit.work(order)
        return placed

    def cancel(self, orders: OrderList, cancel_id: str) -> None:
        """Cancel all that is left of a list."""
        self._is_cancelling = True
        for order in orders.orders:
            if not order.is_done:
                self._pit.cancel(order, cancel_id)
        self._is_cancelling = False
        self._end(orders)

    # What happens to an order of a list.

    def traded(self, order: Order) -> None:
        """Of two orders one is about to execute: the other one is out, and leaves it what they have locked."""
        if order.order_list is None or (other := order.order_list.other(order)) is None or other.is_done:
            return
        self._pit.detach(other)
        self._pit.house.settlement.hand_over(other, order)
        other.status, other.expiry_reason = OrderStatus.EXPIRED, ExpiryReason.OCO_TRIGGER
        self._leaving[other] = None

    def settled(self, order: Order) -> None:
        """Tell that the other one of the two is out."""
        other = None if order.order_list is None else order.order_list.other(order)
        if other is not None and other in self._leaving:
            del self._leaving[other]
            self._pit.house.reports.expired(other, self._pit.floor.now)

    def done(self, order: Order) -> None:
        """An order is done: those that waited for it come on the market, or expire with it."""
        orders = order.order_list
        if orders is None or self._is_cancelling or orders.is_done:
            return
        if order is orders.working and order.status is OrderStatus.FILLED:
            self._pit.later(lambda: self._activate(orders))
            return
        other = orders.other(order)
        if order is orders.working:
            self._expire(orders, orders.pending, ExpiryReason.OTO_PHASE_ONE_EXPIRED)
        elif other is not None:
            self._expire(orders, [other], ExpiryReason.EXCHANGE_CANCELED)
        else:
            self._end(orders)

    def _expire(
        self, orders: OrderList, which: list[Order], reason: ExpiryReason, why: RejectReason = RejectReason.NONE
    ) -> None:
        self._is_cancelling = True
        for order in which:
            if not order.is_done:
                self._pit.expire(order, reason, why)
        self._is_cancelling = False
        self._end(orders)

    def _end(self, orders: OrderList) -> None:
        if orders.is_done or not all(order.is_done for order in orders.orders):
            return
        self._unhold(orders)
        orders.list_order_status = ListOrderStatus.ALL_DONE
        self._pit.house.reports.listed(orders, ListStatusType.ALL_DONE, self._pit.floor.now)

    def _unhold(self, orders: OrderList) -> None:
        order = orders.orders[0]
        self._pit.house.settlement.hold(order.account, order.receives, -orders.held)
        orders.held = 0

    # The working order is filled.

    def _activate(self, orders: OrderList) -> None:
        pending = [order for order in orders.pending if not order.is_done]
        if not pending:
            return
        if orders.pays:
            self._pay(orders, pending)
        try:
            self._admit(orders, pending)
        except Rejected as rejected:
            self._expire(orders, pending, ExpiryReason.REJECTED, rejected.reason)
            return
        for order in pending:
            self._pit.announce(order)
        for order in pending:
            self._pit.work(order)

    def _pay(self, orders: OrderList, pending: list[Order]) -> None:
        qty = orders.held - orders.held % self._pit.instrument.lot
        self._unhold(orders)
        for order in pending:
            order.orig_qty = qty

    def _admit(self, orders: OrderList, pending: list[Order]) -> None:
        pit = self._pit
        for order in pending:
            price_in(pit, order)
            pit.checks.order(order)
            if not order.orig_qty:
                pit.checks.quantity(order)
            refuse(pit, order)
            check_funds(pit, order)
        if orders.pair is not None:
            check_pair(pit, orders.pair)
            lock_pair(pit, orders.pair)
        else:
            pit.house.settlement.lock(pending[0])
