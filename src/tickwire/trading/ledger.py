"""The one way by which the venue's words reach orders: taken in, counted, filed, told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..schema import ExecutionReport
from .account import Account
from .amounts import amount
from .events import Contradiction, OrderAppeared
from .orders import Order, Taken
from .outbox import Outbox
from .sightings import Fill, Sighting, further_params
from .states import OrderEvent, OrderState

LOOKUP = "lookup"
"""The source of what was asked for because of a contradiction: it raises no further question."""

After = Callable[[Order, OrderState, Taken, str, int], None]
"""Called with the order, its state before, what was taken in, where it came from, and the time."""


class Ledger:
    """Brings what is known of orders into the account's view. `after` are called when an order has changed."""

    def __init__(self, account: Account, outbox: Outbox) -> None:
        self.account, self.outbox = account, outbox
        self.after: list[After] = []
        self.on_fault: list[Callable[[Order, int], None]] = []

    def take(self, order: Order, sighting: Sighting, source: str, now: int) -> None:
        """The venue said this of the order."""
        before = order.state
        self._enter(order, before, order.take(sighting, now), source, now)

    def fill(self, order: Order, fills: tuple[Fill, ...], source: str, now: int) -> None:
        """The venue listed these executions of the order."""
        self._enter(order, order.state, order.fill(fills), source, now)

    def advance(self, order: Order, event: OrderEvent, source: str, now: int) -> None:
        """Something happened to the order that the venue did not say in so many words."""
        before = order.state
        is_legal = order.advance(event, now)
        fault = "" if is_legal else f"{event.value} while {before.value}"
        self._enter(order, before, Taken(is_legal, fault=fault), source, now)

    def correct(self, order: Order, sighting: Sighting, now: int) -> None:
        """The venue answered the question that a contradiction raised."""
        before = order.state
        order.correct(sighting, now)
        self._enter(order, before, Taken(order.state is not before), LOOKUP, now)

    def found(self, row: Any, sighting: Sighting, now: int) -> Order:
        """The order that the venue speaks of, taken up as somebody else's if it is not known."""
        order = self.account.meant_by(sighting)
        if order is None:
            order = _foreign(row, sighting)
            order.created_at = order.sent_at = now
            self.account.add(order)
            self.outbox.event(OrderAppeared(order))
        return order

    def _enter(self, order: Order, before: OrderState, taken: Taken, source: str, now: int) -> None:
        if taken.fills:
            self.account.count(order, taken.fills)
        self.account.follow(order)
        if taken.is_news:
            self.outbox.changed(order)
            for after in self.after:
                after(order, before, taken, source, now)
        if taken.fault:
            self.outbox.event(Contradiction(order, before, taken.fault, source))
            for on_fault in self.on_fault if source != LOOKUP else ():
                on_fault(order, now)


def _foreign(row: Any, sighting: Sighting) -> Order:
    """An order of somebody else's, from a report or a row of a list. Raises ValueError for amounts that are none."""
    price = amount(row.price)
    order = Order(
        row.symbol,
        row.side,
        row.order_type if isinstance(row, ExecutionReport) else row.type,
        client_order_id=sighting.client_order_id,
        qty=sighting.qty,
        price=price or None,
        time_in_force=row.time_in_force,
        params=further_params(row),
        is_ours=False,
    )
    order.state = OrderState.SENT
    order.order_id = sighting.order_id
    return order
