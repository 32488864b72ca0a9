"""Orders, their fills, and requests to change them.

An order takes in what the venue says of it by `take`: each execution counts once, totals only grow, states go by the
table. What does not fit is handed back in words; the gateway reports it and asks the venue.

All instants are ns: stamps (`created_at` …) of the caller's monotonic clock, a fill's `time` the venue's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import count
from typing import Any, Literal, NamedTuple

from ..errors import NewOrderRejected
from ..schema.enums import OrderType, Side, TimeInForce
from .amounts import ZERO, minus, plus
from .numbers import EXACT, plain
from .sightings import Fill, Sighting
from .states import CHANGE, OPEN, ORDER, OVER, ChangeEvent, ChangeState, OrderEvent, OrderState
from .terms import ALGO


class Taken(NamedTuple):
    """What a sighting did: `fault` says what contradicts what was known, `fills` are those that were new."""

    is_news: bool
    fills: tuple[Fill, ...] = ()
    fault: str = ""


class Order:
    """One order, ours or (`is_ours` False) one that somebody else placed for the account.

    `price` of a pegged order without a price of its own (`is_price_pegged`) is where the venue last said it was. `qty`
    is None for an order by value (`quote_qty`), and for one that sells what another buys until that is known. `params`
    are further parameters of `order.place` by the venue's names. `filled_qty` and `filled_quote` are the sums of the
    `fills` known; `told_qty` is the total that the venue tells: where it is more, executions are missing, and fetched.
    `is_on_book` once the venue said so: a stop order is not, before it is triggered. `error` is what an order was
    rejected with: the reply's or, before that comes, one of its class with the reason that the event gives. `changes`
    are requests to change it that are under way, `amends` counts the amendments made from here. `on_change` is called
    after each change. `prevented_qty` was taken off by self-trade
    prevention. What the venue took before `not_before` (ns since the epoch, by its clock) is another order of that
    name. `list_id` is the venue's number of its `list`, -1 without one. `created_at`, `sent_at`, `acked_at` and
    `done_at` are ns of the monotonic clock, `venue_time` is when it last changed by the venue's.
    """

    __slots__ = (
        "_by_number",
        "_executions",
        "acked_at",
        "amends",
        "changes",
        "client_order_id",
        "created_at",
        "done_at",
        "error",
        "filled_qty",
        "filled_quote",
        "is_on_book",
        "is_ours",
        "is_price_pegged",
        "list",
        "list_id",
        "not_before",
        "on_change",
        "order_id",
        "params",
        "prevented_qty",
        "price",
        "qty",
        "quote_qty",
        "reason",
        "sent_at",
        "side",
        "state",
        "symbol",
        "time_in_force",
        "told_qty",
        "type",
        "venue_time",
    )

    def __init__(
        self,
        symbol: str,
        side: Side,
        type: OrderType,
        *,
        client_order_id: str,
        qty: Decimal | None = None,
        quote_qty: Decimal | None = None,
        price: Decimal | None = None,
        time_in_force: TimeInForce | None = None,
        params: Mapping[str, Any] | None = None,
        on_change: Callable[[Order], None] | None = None,
        created_at: int = 0,
        is_ours: bool = True,
    ) -> None:
        self.symbol, self.side, self.type, self.client_order_id = symbol, side, type, client_order_id
        self.qty, self.quote_qty, self.price, self.time_in_force = qty, quote_qty, price, time_in_force
        self.params: Mapping[str, Any] = params if params is not None else {}
        self.on_change, self.is_ours = on_change, is_ours
        self.state = OrderState.CREATED
        self.order_id: int | None = None
        self.list: OrderList | None = None
        self.list_id = -1
        self.filled_qty = self.filled_quote = self.told_qty = self.prevented_qty = ZERO
        self.error: Exception | None = None
        self.reason = ""
        self.changes: list[Change] = []
        self.amends = 0
        self.is_price_pegged = self.is_on_book = False
        self.created_at = created_at
        self.not_before = 0
        self.sent_at = self.acked_at = self.done_at = self.venue_time = 0
        self._by_number: dict[int, Fill] = {}
        self._executions: set[int] = set()

    def __repr__(self) -> str:
        price = "" if self.price is None else f" at {plain(self.price)}"
        qty = plain(self.qty) if self.qty is not None else f"for {plain(self.quote_qty or ZERO)}"
        filled = f", {plain(self.filled_qty)} filled" if self.filled_qty else ""
        words = f"{self.symbol} {self.side} {self.type} {qty}{price} {self.client_order_id!r}"
        return f"<Order {words}: {self.state.value}{filled}>"

    @property
    def fills(self) -> tuple[Fill, ...]:
        """Its executions, in the order in which they became known."""
        return tuple(self._by_number.values())

    @property
    def is_open(self) -> bool:
        """Whether the venue has it and it may be filled."""
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a stop price, as far as is known: then it cannot trade."""
        return self.type in ALGO and not self.is_on_book

    @property
    def is_over(self) -> bool:
        """Whether it is done and all its executions are known."""
        return self.state in OVER and not self.missing_qty

    @property
    def is_in_doubt(self) -> bool:
        """Whether it is not known if the venue has the order, or what became of a change."""
        return self.state is OrderState.IN_DOUBT or any(change.state is ChangeState.IN_DOUBT for change in self.changes)

    @property
    def is_cancel_pending(self) -> bool:
        """Whether a cancellation is under way."""
        return any(change.is_cancel for change in self.changes)

    @property
    def is_amend_pending(self) -> bool:
        """Whether an amendment is under way."""
        return any(not change.is_cancel for change in self.changes)

    @property
    def missing_qty(self) -> Decimal:
        """What the venue says was filled beyond the executions known."""
        return max(ZERO, minus(self.told_qty, self.filled_qty))

    @property
    def remaining_qty(self) -> Decimal:
        """What may still be filled; 0 for an order by value."""
        if self.qty is None or not self.is_open:
            return ZERO
        return minus(self.qty, plus(self.filled_qty, self.prevented_qty))

    @property
    def average_price(self) -> Decimal | None:
        """The average price of the executions known; None before the first."""
        return EXACT.divide(self.filled_quote, self.filled_qty) if self.filled_qty else None

    @property
    def commissions(self) -> dict[str, Decimal]:
        """What its executions cost, by asset."""
        sums: dict[str, Decimal] = {}
        for fill in self._by_number.values():
            if fill.commission:
                sums[fill.commission_asset] = plus(sums.get(fill.commission_asset, ZERO), fill.commission)
        return sums

    def may_be(self, sighting: Sighting) -> bool:
        """Whether the venue speaks of this order, and not of another that has, or had, its client order id."""
        if self.order_id is not None:
            return self.order_id == sighting.order_id
        return sighting.created is None or sighting.created >= self.not_before

    def request_params(self) -> dict[str, Any]:
        """The parameters of `order.place`, without those of signature and time."""
        params: dict[str, Any] = {"symbol": self.symbol, "side": self.side, "type": self.type}
        if self.time_in_force is not None:
            params["timeInForce"] = self.time_in_force
        for name, value in (("price", self.price), ("quantity", self.qty), ("quoteOrderQty", self.quote_qty)):
            if value is not None:
                params[name] = plain(value)
        params["newClientOrderId"] = self.client_order_id
        params.update(self.params)
        return params

    def advance(self, event: OrderEvent, now: int) -> bool:
        """Go by the table; False when the event has no place there."""
        following = ORDER[self.state].get(event)
        if following is None:
            return False
        self._enter(following, now)
        return True

    def take(self, sighting: Sighting, now: int) -> Taken:
        """Take in what the venue says."""
        if sighting.execution_id is not None and sighting.execution_id in self._executions:
            return Taken(False)
        if self.order_id is not None and self.order_id != sighting.order_id:
            return Taken(False, fault=f"it is order {sighting.order_id}, and was {self.order_id}")
        before, was_over, told = self._figures(), self.state in OVER, self.told_qty
        if sighting.execution_id is not None:
            self._executions.add(sighting.execution_id)
        self._identify(sighting, now)
        fills, fault = self._add(sighting.fills)
        self._count(sighting)
        fault = fault or self._follow(sighting, now) or self._excess()
        if was_over and self.told_qty > told:
            fault = fault or f"{plain(self.told_qty)} filled of an order that ended with {plain(told)}"
        return Taken(self._figures() != before, fills, fault)

    def fill(self, fills: tuple[Fill, ...]) -> Taken:
        """Take in executions that were asked for."""
        new, fault = self._add(fills)
        self.told_qty = max(self.told_qty, self.filled_qty)
        return Taken(bool(new), new, fault or self._excess())

    def correct(self, sighting: Sighting, now: int) -> None:
        """Believe the venue's own answer to the question that a contradiction raised, whatever the table says."""
        following = ORDER[OrderState.SENT].get(sighting.event) if sighting.event is not None else None
        if following is not None and following is not self.state:
            self._enter(following, now)
            self._count(sighting)

    def _enter(self, state: OrderState, now: int) -> None:
        if state is OrderState.SENT:
            self.sent_at = now
        if state in OVER and self.state not in OVER:
            self.done_at = now
        self.state = state

    def _identify(self, sighting: Sighting, now: int) -> None:
        self.order_id = sighting.order_id
        self.venue_time = max(self.venue_time, sighting.time)
        if not self.acked_at:
            self.acked_at = now
        if sighting.list_id != -1:
            self.list_id = sighting.list_id

    def _add(self, fills: tuple[Fill, ...]) -> tuple[tuple[Fill, ...], str]:
        new = []
        fault = ""
        for fill in fills:
            known = self._by_number.get(fill.number)
            if known is None:
                self._by_number[fill.number] = fill
                self.filled_qty = plus(self.filled_qty, fill.qty)
                self.filled_quote = plus(self.filled_quote, fill.quote_qty)
                new.append(fill)
            elif (known.price, known.qty) != (fill.price, fill.qty):
                fault = f"trade {fill.number} was {known.qty} at {known.price}, and is {fill.qty} at {fill.price}"
        return tuple(new), fault

    def _count(self, sighting: Sighting) -> None:
        """Totals only grow and the quantity only shrinks: what is less, or more, is older than what is known."""
        if sighting.filled_qty is not None:
            self.told_qty = max(self.told_qty, sighting.filled_qty)
        self.told_qty = max(self.told_qty, self.filled_qty)
        if sighting.prevented_qty is not None:
            self.prevented_qty = max(self.prevented_qty, sighting.prevented_qty)
        if sighting.qty and self.quote_qty is None:  # what sells what was bought learns its quantity from the venue
            self.qty = sighting.qty if self.qty is None else min(self.qty, sighting.qty)
        self.is_on_book |= sighting.is_on_book is True
        if sighting.pegged_price and (self.price is None or self.is_price_pegged):
            self.price, self.is_price_pegged = sighting.pegged_price, True
        if sighting.reason:
            self.reason = sighting.reason

    def _follow(self, sighting: Sighting, now: int) -> str:
        if sighting.event is None:
            return f"the venue calls it {sighting.status!r:.40}"
        if not self.advance(sighting.event, now):
            return f"{sighting.event.value} while {self.state.value}"
        if self.state is OrderState.REJECTED and self.error is None:
            self.error = rejection(self, sighting.reason)
        return ""

    def _excess(self) -> str:
        if self.qty is not None and self.told_qty > self.qty:
            return f"{plain(self.told_qty)} filled of {plain(self.qty)}"
        return ""

    def _figures(self) -> tuple[Any, ...]:
        known = self.filled_qty, self.told_qty, self.qty, self.prevented_qty, self.is_waiting
        return self.state, self.order_id, *known


class Change:
    """A request to cancel an order or to lower its quantity (`new_qty`), from its making to its outcome.

    `on_over` is called once its outcome is known.
    """

    __slots__ = ("done_at", "error", "new_qty", "on_over", "order", "sent_at", "state")

    def __init__(self, order: Order, new_qty: Decimal | None = None) -> None:
        self.order, self.new_qty = order, new_qty
        self.on_over: Callable[[Change], None] | None = None
        self.state = ChangeState.CREATED
        self.error: Exception | None = None
        self.sent_at = self.done_at = 0

    def __repr__(self) -> str:
        what = "cancel" if self.new_qty is None else f"amend to {plain(self.new_qty)}"
        return f"<Change {what} {self.order!r}: {self.state.value}>"

    @property
    def is_cancel(self) -> bool:
        """Whether it cancels, and does not amend."""
        return self.new_qty is None

    @property
    def kind(self) -> Literal["cancel", "amend"]:
        """What it asks for."""
        return "cancel" if self.new_qty is None else "amend"

    @property
    def is_over(self) -> bool:
        """Whether its outcome is known."""
        return not CHANGE[self.state]

    def advance(self, event: ChangeEvent, now: int) -> bool:
        """Go by the table; False when the event has no place there."""
        following = CHANGE[self.state].get(event)
        if following is None:
            return False
        self.state = following
        if following is ChangeState.DONE and not self.is_cancel:
            self.order.amends += 1
        if following is ChangeState.SENT:
            self.sent_at = now
        if self.is_over:
            self.done_at = now
            if self in self.order.changes:
                self.order.changes.remove(self)
        return True

    def is_shown_done(self) -> bool:
        """Whether the order is as this request wants it."""
        order = self.order
        if self.new_qty is None:
            return order.state is OrderState.CANCELED
        return order.qty is not None and order.qty <= self.new_qty


class OrderList:
    """Orders placed together: `method` is one of `orderList.place.*`, `params` its parameters by the venue's names.

    The client order ids of `orders` stand in `params` too.
    """

    __slots__ = ("client_order_id", "contingency_type", "list_id", "method", "orders", "params", "status", "symbol")

    def __init__(
        self, method: str, symbol: str, client_order_id: str, orders: tuple[Order, ...], params: Mapping[str, Any]
    ) -> None:
        self.method, self.symbol, self.client_order_id = method, symbol, client_order_id
        self.orders, self.params = orders, params
        self.list_id = -1
        self.contingency_type = self.status = ""
        for order in orders:
            order.list = self

    def __repr__(self) -> str:
        return f"<OrderList {self.symbol} {self.client_order_id!r}: {', '.join(o.state.value for o in self.orders)}>"

    @property
    def is_over(self) -> bool:
        """Whether all its orders are."""
        return all(order.is_over for order in self.orders)


def rejection(order: Order, reason: str) -> NewOrderRejected:
    """Why the venue rejected an order, by an event or an answer: the words of its reply are not known (yet)."""
    words = "the venue rejected the order" + (f": {reason}" if reason else "")
    params = tuple(f"{name}={value}" for name, value in order.request_params().items())
    return NewOrderRejected(NewOrderRejected.venue_code, words, "order.place", params)


def client_order_ids(prefix: str) -> Iterator[str]:
    """Ids that are never given twice under one prefix, which must be new for each run of a program."""
    for number in count(1):
        yield f"{prefix}{number}"
