"""Orders and changes in doubt: the venue is asked until it is proven what became of them; nothing is sent again.

That the venue has an order is proven by whatever it says of it: a report, a late reply, the answer to a query. That it
has not is harder: "no such order" may be the truth of an instant before the order is executed, for the request may
still lie in the venue's queues, or in a connection that is thought dead. So it counts only when

- the question was sent when the order could no longer be executed: every station of the venue, the last right before
  the matching engine, refuses an order once `recv_window` has passed since its timestamp, and gives a request up after
  `processing`; both are waited for, one after the other, and a `margin` for what the clocks are off; and
- it could not overtake the order: the venue had answered that (that it does not know, say), or the question went over
  the same connection, which is read in order, or that connection had ended before, so that nothing was read from it any
  more. Where the order's connection lives on beside the one for questions, the time above is waited for twice.

The same holds for a change of which the order shows nothing.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..errors import NoSuchOrder
from ..session.requests import Answer
from .actions import Action
from .events import InDoubt, Resolved, Verdict
from .inquiries import Inquiries, Inquiry
from .ledger import Ledger
from .lookups import status_params
from .orders import Change, Order, Taken
from .policies import MILLISECOND, Policy
from .replies import answered, weight_of
from .sightings import Sighting, of_row
from .states import OPEN, OVER, ChangeEvent, ChangeState, OrderEvent, OrderState

MOST_ORDERS = 1000


class Doubt(msgspec.Struct, eq=False, kw_only=True):
    """One order, or one change of it, whose fate is not known since `since`.

    After `settles_at`, `settles_within` after it was sent, the request can have no further effect. `connection` is the
    one it was sent on, None once that has ended or the venue has answered.
    """

    order: Order
    change: Change | None
    cause: str
    since: int
    settles_at: int
    settles_within: int
    connection: int | None
    inquiry: Inquiry | None = None

    def is_proof(self, answer: Answer, asked_at: int) -> bool:
        """Whether what the answer does not show will never be."""
        if self.connection is None or answer.call.connection == self.connection:
            return asked_at >= self.settles_at
        return asked_at >= self.settles_at + self.settles_within


class Doubts:
    """All that is in doubt, and what is done about it."""

    def __init__(self, ledger: Ledger, inquiries: Inquiries, policy: Policy) -> None:
        self._ledger, self._inquiries, self._policy = ledger, inquiries, policy
        self._of_orders: dict[Order, Doubt] = {}
        self._of_changes: dict[Change, Doubt] = {}
        ledger.after.append(self._after)

    def __len__(self) -> int:
        return len(self._of_orders) + len(self._of_changes)

    @property
    def orders(self) -> tuple[Order, ...]:
        """The orders that may have been placed or not."""
        return tuple(self._of_orders)

    def begin(self, action: Action, cause: str, now: int, *, is_read: bool = False) -> None:
        """It is not known what the venue did about a request.

        `is_read`: the venue will not read it later, for it has answered, or the connection has ended.
        """
        for order in action.orders:
            if order.state is OrderState.SENT:
                self._of_orders[order] = self._begin(action, order, None, cause, now, is_read)
                self._ledger.advance(order, OrderEvent.DOUBTED, cause, now)
        for change in action.changes:
            self._show(change, now)
            if change.state is ChangeState.SENT:
                change.advance(ChangeEvent.DOUBTED, now)
                self._of_changes[change] = self._begin(action, change.order, change, cause, now, is_read)
                self._ledger.outbox.changed(change.order)

    def lost(self, connection: int) -> None:
        """A connection has ended: what was sent on it is read no more."""
        for doubt in (*self._of_orders.values(), *self._of_changes.values()):
            if doubt.connection == connection:
                doubt.connection = None

    def finish(self, change: Change, event: ChangeEvent, now: int) -> None:
        """A change has come to its end, in doubt or not."""
        if not change.advance(event, now):
            return
        self._ledger.outbox.changed(change.order)
        self._ledger.outbox.over(change)
        doubt = self._of_changes.pop(change, None)
        if doubt is not None:
            verdicts: dict[ChangeState, Verdict] = {ChangeState.DONE: "done", ChangeState.REFUSED: "refused"}
            self._end(doubt, verdicts.get(change.state, "not done"), now)

    def _begin(self, action: Action, order: Order, change: Change | None, cause: str, now: int, is_read: bool) -> Doubt:
        doubt = Doubt(
            order=order,
            change=change,
            cause=cause,
            since=now,
            settles_at=action.sent_at + self._policy.settles_within,
            settles_within=self._policy.settles_within,
            connection=None if is_read else action.connection,
        )
        self._ledger.outbox.event(InDoubt(order, change, cause))
        params = status_params(order)
        inquiry = Inquiry(
            method="order.status",
            params=params,
            weight=weight_of("order.status", params),
            take=lambda answer, now: self._on_answer(doubt, answer, now),
            ask_at=now,
            latest=doubt.settles_at + MILLISECOND,
        )
        doubt.inquiry = self._inquiries.begin(inquiry)
        return doubt

    def _on_answer(self, doubt: Doubt, answer: Answer, now: int) -> bool:
        assert doubt.inquiry is not None
        order, inquiry, is_proof = doubt.order, doubt.inquiry, doubt.is_proof(answer, doubt.inquiry.asked_at)
        rows = answered(answer, _sightings, self._ledger.outbox)
        shown = next((row for row in rows or () if self._is_of(order, row, answer)), None)
        if shown is not None:
            self._ledger.take(order, shown, "query", now)
            if doubt.change is not None and not doubt.change.is_over and is_proof:
                self.finish(doubt.change, ChangeEvent.INEFFECTIVE, now)
        elif doubt.change is None and rows and (elsewhere := _elsewhere(order, answer, rows)):
            inquiry.method, inquiry.params, inquiry.is_partial = "allOrders", elsewhere, True
            inquiry.weight = weight_of(inquiry.method, elsewhere)
        elif doubt.change is None and (rows is not None or isinstance(answer.error, NoSuchOrder)) and is_proof:
            self._ledger.advance(order, OrderEvent.ABSENT, "query", now)
        return inquiry.is_over

    def _is_of(self, order: Order, row: Sighting, answer: Answer) -> bool:
        is_named = answer.call.method == "order.status" or row.client_order_id == order.client_order_id
        return is_named and self._ledger.account.is_of(order, row)

    def _after(self, order: Order, before: OrderState, taken: Taken, source: str, now: int) -> None:
        """The venue has said something of an order: it may settle what was in doubt."""
        if order.state is not OrderState.IN_DOUBT and (doubt := self._of_orders.pop(order, None)) is not None:
            self._end(doubt, _verdict(order.state), now)
        for change in tuple(order.changes):
            if change.state is ChangeState.IN_DOUBT:
                self._show(change, now)
            elif change.state is ChangeState.SENT and change.is_shown_done():
                self.finish(change, ChangeEvent.DONE, now)  # its reply may come or not

    def _show(self, change: Change, now: int) -> None:
        """End a change if the order shows what became of it."""
        order = change.order
        if change.is_shown_done():
            self.finish(change, ChangeEvent.DONE, now)
        elif order.state in OVER:
            self.finish(change, ChangeEvent.REFUSED, now)  # the order came to another end

    def _end(self, doubt: Doubt, verdict: Verdict, now: int) -> None:
        if doubt.inquiry is not None:
            self._inquiries.end(doubt.inquiry)
        self._ledger.outbox.event(Resolved(doubt.order, doubt.change, verdict, doubt.cause, now - doubt.since))


def _elsewhere(order: Order, answer: Answer, rows: list[Sighting]) -> dict[str, Any] | None:
    """Where an order may be that `order.status` does not show for one that had its name before: among all of the
    symbol since it was sent, and those behind the ones that are listed; None when these were the last.
    """
    if answer.call.method == "order.status":
        return {"symbol": order.symbol, "startTime": order.not_before // MILLISECOND, "limit": MOST_ORDERS}
    if len(rows) < MOST_ORDERS:
        return None
    return {"symbol": order.symbol, "orderId": rows[-1].order_id + 1, "limit": MOST_ORDERS}


def _sightings(result: Any) -> list[Sighting]:
    return [of_row(row) for row in (result if isinstance(result, list) else (result,))]


def _verdict(state: OrderState) -> Verdict:
    if state in OPEN:
        return "placed"
    named: dict[OrderState, Verdict] = {
        OrderState.FILLED: "filled",
        OrderState.REJECTED: "rejected",
        OrderState.NOT_PLACED: "not placed",
    }
    return named.get(state, "over")
