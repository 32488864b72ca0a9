"""Looking up single orders: those that contradict what was known, and executions of which only the sum is known.

An order is looked up by `order.status` when the venue's words about it did not agree. What it answers then is believed,
unless the order has moved on since. Executions are listed by `myTrades`, and then by `myAllocations`, when a total told
of a fill whose execution did not come by itself within `Policy.fills_within`.

The user stream should tell within that time what the venue said elsewhere, and each report should come with balances.
Where it does not it has lost something, and balances are asked for (`account.status`): only they do not come again.
"""

from __future__ import annotations

import itertools
from typing import Any

from ..errors import NoSuchOrder
from ..schema import ExecutionReport
from ..schema.enums import ExecutionType
from ..session.requests import Answer
from .events import QuestionFailed
from .inquiries import Inquiries, Inquiry
from .ledger import LOOKUP, Ledger
from .orders import Order, Taken
from .policies import Policy
from .replies import answered, weight_of
from .sightings import Sighting, of_allocation, of_row, of_trade
from .states import ORDER, OrderState

MOST_TRADES = 1000
# Where the venue says what the user stream should say, too.
ELSEWHERE = frozenset({"reply", "query", LOOKUP})
# Reports that come with balances, of orders that are not in these states.
MOVING = frozenset({ExecutionType.NEW, ExecutionType.TRADE, ExecutionType.CANCELED, ExecutionType.EXPIRED})
UNMOVED = frozenset({OrderState.HELD, OrderState.REJECTED, OrderState.NOT_PLACED})


class Lookups:
    """The orders that are being looked up."""

    def __init__(self, ledger: Ledger, inquiries: Inquiries, policy: Policy) -> None:
        self._ledger, self._inquiries, self._policy = ledger, inquiries, policy
        self._orders: dict[Order, Inquiry] = {}
        self._fills: dict[Order, Inquiry] = {}
        self._balances: Inquiry | None = None
        self._unheard: dict[Order, int] = {}  # until when an event should say what was said elsewhere
        self._moved_at: int | None = None  # when a report first came, since balances were last looked after
        ledger.after.append(self._after)
        ledger.on_fault.append(self.contradicted)

    def __len__(self) -> int:
        return len(self._orders) + len(self._fills) + (self._balances is not None)

    def contradicted(self, order: Order, now: int) -> None:
        """The venue contradicts itself: ask where the order stands, and believe that, whatever the table says."""
        self._ask(order, order.state, now)

    def look_up(self, order: Order, now: int) -> None:
        """Ask the venue where an order stands."""
        self._ask(order, None, now)

    def _ask(self, order: Order, state: OrderState | None, now: int) -> None:
        if order in self._orders:
            return
        params = status_params(order)
        self._orders[order] = self._inquiries.begin(
            Inquiry(
                method="order.status",
                params=params,
                weight=weight_of("order.status", params),
                take=lambda answer, now: self._on_status(order, state, answer, now),
                ask_at=now,
                given_up=lambda now: self._forget(self._orders, order),
            )
        )

    def look_up_balances(self, now: int) -> None:
        """Ask the venue for balances. An answer that was asked for earlier tells nothing."""
        if self._balances is not None:
            self._inquiries.end(self._balances)
        account = self._ledger.account

        def take(answer: Answer, now: int) -> bool:
            asked_at = inquiry.asked_at
            changes = answered(answer, lambda status: account.on_status(status, asked_at), self._ledger.outbox)
            if changes is None:
                return False
            self._balances = None
            return True

        weight = weight_of("account.status", {})
        inquiry = Inquiry(method="account.status", params={}, weight=weight, take=take, ask_at=now)
        self._balances = self._inquiries.begin(inquiry)

    def heard(self, order: Order, report: ExecutionReport, sighting: Sighting, now: int) -> None:
        """An event of the user stream said this of the order."""
        if order in self._unheard and sighting.filled_qty == order.told_qty:
            following = ORDER[OrderState.SENT].get(sighting.event) if sighting.event is not None else None
            if following is order.state:
                del self._unheard[order]
        is_moving = report.execution_type in MOVING and order.state not in UNMOVED
        if self._moved_at is None and is_moving and self._ledger.account.is_current:
            self._moved_at = now

    def poll(self, now: int) -> None:
        """Ask for balances where the user stream has kept something to itself."""
        within, is_lost = self._policy.fills_within, False
        if self._moved_at is not None and self._moved_at + within <= now:
            is_lost = self._ledger.account.heard_at < self._moved_at - within  # balances may come before their report
            self._moved_at = None
        while (first := next(iter(self._unheard.items()), None)) is not None and first[1] <= now:
            del self._unheard[first[0]]
            is_lost = True
        if is_lost and self._ledger.account.is_current:
            self.look_up_balances(now)

    def wake_at(self) -> int | None:
        """When `poll` has something to do if nothing else happens; None: never."""
        times = [*itertools.islice(self._unheard.values(), 1)]
        if self._moved_at is not None:
            times.append(self._moved_at + self._policy.fills_within)
        return min(times, default=None)

    def _on_status(self, order: Order, state: OrderState | None, answer: Answer, now: int) -> bool:
        if isinstance(answer.error, NoSuchOrder):
            self._ledger.outbox.event(QuestionFailed(answer.call.method, answer.error, None))
            del self._orders[order]
            return True
        sighting = answered(answer, of_row, self._ledger.outbox)
        if sighting is None:
            return False
        del self._orders[order]
        if not self._ledger.account.is_of(order, sighting):
            return True  # one that had the name before: of this one nothing can be said yet
        if order.state is state:
            self._ledger.correct(order, sighting, now)
        self._ledger.take(order, sighting, LOOKUP, now)
        return True

    def _after(self, order: Order, before: OrderState, taken: Taken, source: str, now: int) -> None:
        """See whether executions of the order are missing, and whether the user stream says the same."""
        if source in ELSEWHERE and order.state not in UNMOVED and self._ledger.account.is_current:
            self._unheard.pop(order, None)
            self._unheard[order] = now + self._policy.fills_within
        inquiry = self._fills.get(order)
        if inquiry is not None and not order.missing_qty:
            del self._fills[order]
            self._inquiries.end(inquiry)
        elif inquiry is None and order.missing_qty and order.order_id is not None:
            self._list_fills(order, order.order_id, now + self._policy.fills_within)

    def _list_fills(self, order: Order, order_id: int, ask_at: int) -> None:
        inquiry = Inquiry(
            method="myTrades",
            params={"symbol": order.symbol, "orderId": order_id, "limit": MOST_TRADES},
            weight=weight_of("myTrades", {"orderId": order_id}),
            take=lambda answer, now: self._on_fills(order, inquiry, answer, now),
            ask_at=ask_at,
            given_up=lambda now: self._forget(self._fills, order),
        )
        self._fills[order] = self._inquiries.begin(inquiry)

    def _forget(self, among: dict[Order, Inquiry], order: Order) -> None:
        among.pop(order, None)

    def _on_fills(self, order: Order, inquiry: Inquiry, answer: Answer, now: int) -> bool:
        method = answer.call.method
        convert = of_trade if method == "myTrades" else of_allocation
        fills = answered(answer, lambda rows: tuple(map(convert, rows)), self._ledger.outbox)
        if fills is None:
            return False
        if len(fills) == MOST_TRADES:
            last = fills[-1].number
            following = {"fromId": last + 1} if method == "myTrades" else {"fromAllocationId": ~last + 1}
            inquiry.params, inquiry.is_partial = {**inquiry.params, **following}, True
        else:  # an order that was routed is filled by allocations, which are another list
            inquiry.method = "myAllocations" if method == "myTrades" else "myTrades"
            inquiry.params = {"symbol": order.symbol, "orderId": order.order_id, "limit": MOST_TRADES}
            inquiry.weight = weight_of(inquiry.method, inquiry.params)
        self._ledger.fill(order, fills, LOOKUP, now)
        return inquiry.is_over  # as soon as none is missing


def status_params(order: Order) -> dict[str, Any]:
    """How the venue is asked for an order: by its own id where that is known, for it never changes."""
    if order.order_id is not None:
        return {"symbol": order.symbol, "orderId": order.order_id}
    return {"symbol": order.symbol, "origClientOrderId": order.client_order_id}
