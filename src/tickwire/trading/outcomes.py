"""What a reply to an action means for its orders and changes: done, refused, or in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import CancelRejected, CancelReplaceFailed, CancelReplacePartlyFailed, RequestError, request_error
from ..schema import ApiError, ApiReply, CancelReplaceReply, OrderListReply, OrderReply
from ..schema.enums import CancelReplaceResult
from ..session.refusals import OK, refusal
from ..wire.messages import OrderResponse
from .actions import Action, uncertainty
from .doubt import Doubts
from .events import CancelAllRefused, Unreadable
from .ledger import Ledger
from .lookups import Lookups
from .orders import Change, Order
from .replies import UNREADABLE, read
from .sightings import Sighting, of_amended, of_response, of_row
from .states import OVER, ChangeEvent, OrderEvent

REPLY = "reply"
UNLIKE = "the reply speaks of another order"
INCOMPLETE = "the reply could not be read, or leaves something out"
# Methods that a reply with one order answers, and what the decoder has for a word of which it kept no text.
OF_ONE_ORDER = frozenset({"order.place", "order.cancel", "sor.order.place"})
UNTOLD = "NON_REPRESENTABLE"


class Outcomes:
    """Takes replies to actions."""

    def __init__(self, ledger: Ledger, doubts: Doubts, lookups: Lookups) -> None:
        self._ledger, self._doubts, self._lookups = ledger, doubts, lookups

    def take(self, action: Action, reply: ApiReply, now: int, venue_ns: int) -> RequestError | None:
        """Bring a reply to the orders and changes of its action; returns the refusal, if it is one."""
        is_success = reply.status == OK and reply.failure is None
        error = None if is_success else refusal(reply, action.method, action.params, venue_ns)
        if words := uncertainty(reply, error):
            self._doubts.begin(action, words, now, is_read=True)
        elif error is None:
            self._succeeded(action, reply, now)
        elif isinstance(error, CancelReplacePartlyFailed | CancelReplaceFailed):
            self._replaced_in_part(action, error, now)
        else:
            self._refused(action.orders, action.changes, error, now)
            if action.method == "openOrders.cancelAll":
                self._ledger.outbox.event(CancelAllRefused(action.symbol, error))
        return error

    def usual(self, action: Action, response: OrderResponse) -> tuple[Order, Sighting] | None:
        """The order that a decoded reply shows, and what it says of it; None for what has to be looked at closely."""
        if response.status_code != OK or action.method not in OF_ONE_ORDER:
            return None
        try:
            sighting = of_response(response)
        except ValueError:
            return None
        order = self._ledger.account.meant_by(sighting) if not action.orders else action.orders[0]
        if order is None or order.symbol != sighting.symbol or UNTOLD in (sighting.status, sighting.reason):
            return None
        return None if action.orders and order.client_order_id != sighting.client_order_id else (order, sighting)

    def take_usual(self, action: Action, order: Order, sighting: Sighting, now: int) -> None:
        """Bring what a decoded reply says to the order and the changes of its action."""
        self._take(action, order, sighting, now)
        self._doubts.begin(action, INCOMPLETE, now, is_read=True)

    def _succeeded(self, action: Action, reply: ApiReply, now: int) -> None:
        if action.method == "order.cancelReplace":
            halves = read(action.method, reply.result, _checked_halves, self._ledger.outbox)
            if halves is not None:
                self._replaced(action, halves, None, now)
        elif action.method == "order.amend.keepPriority":
            sighting = read(action.method, reply.result, of_amended, self._ledger.outbox)
            if sighting is not None:
                self._ledger.take(action.changes[0].order, sighting, REPLY, now)
                self._doubts.finish(action.changes[0], ChangeEvent.DONE, now)
        else:
            rows = read(action.method, reply.result, _rows, self._ledger.outbox)
            self._show(action, rows or [], now)
        self._doubts.begin(action, INCOMPLETE, now, is_read=True)

    def _show(self, action: Action, rows: Iterable[tuple[Any, Any]], now: int) -> None:
        """The orders that a reply lists: those that the action placed, or cancelled, and what went with them."""
        placed = {order.client_order_id: order for order in action.orders}
        for row, sighting in rows:
            if isinstance(row, OrderListReply):
                self._show_list(action, row)
                continue
            order = placed.get(sighting.client_order_id)
            if order is None and not placed:
                order = self._known(row, sighting, now)
            if order is None or order.symbol != sighting.symbol:
                self._ledger.outbox.event(Unreadable(f"the reply to {action.method}", UNLIKE))
                continue
            self._take(action, order, sighting, now)

    def _take(self, action: Action, order: Order, sighting: Sighting, now: int) -> None:
        self._ledger.take(order, sighting, REPLY, now)
        for change in [change for change in action.changes if change.order is order]:
            self._doubts.finish(change, ChangeEvent.DONE, now)

    def _known(self, row: Any, sighting: Any, now: int) -> Order | None:
        if row.side is None or row.type is None:
            return self._ledger.account.meant_by(sighting)
        return self._ledger.found(row, sighting, now)

    def _show_list(self, action: Action, row: OrderListReply) -> None:
        if action.list is not None:
            action.list.list_id, action.list.status = row.order_list_id, row.list_order_status
            action.list.contingency_type = row.contingency_type

    def _refused(self, orders: Iterable[Order], changes: Iterable[Change], error: RequestError, now: int) -> None:
        for order in orders:
            order.error = error
            self._ledger.advance(order, OrderEvent.REJECTED, REPLY, now)
        for change in changes:
            change.error = error
            self._doubts.finish(change, ChangeEvent.REFUSED, now)
            if isinstance(error, CancelRejected) and change.order.state not in OVER:
                self._lookups.look_up(change.order, now)  # it has ended, and we were not told

    def _replaced_in_part(self, action: Action, error: RequestError, now: int) -> None:
        try:
            halves = _checked_halves(error.data) if isinstance(error.data, CancelReplaceReply) else None
        except UNREADABLE as fault:
            self._ledger.outbox.event(Unreadable(f"the reply to {action.method}", f"{fault!r:.300}"))
            halves = None
        if halves is not None:
            self._replaced(action, halves, error, now)
        self._doubts.begin(action, INCOMPLETE, now, is_read=True)

    def _replaced(self, action: Action, halves: _Halves, error: RequestError | None, now: int) -> None:
        """Either half by itself."""
        reply, cancelled, placed = halves
        for result, response, rows, orders, changes in (
            (reply.cancel_result, reply.cancel_response, cancelled, (), action.changes),
            (reply.new_order_result, reply.new_order_response, placed, action.orders, ()),
        ):
            half = Action(
                id=action.id,
                method=action.method,
                symbol=action.symbol,
                orders=orders,
                changes=changes,
                connection=action.connection,
                sent_at=action.sent_at,
            )
            if result == CancelReplaceResult.SUCCESS:
                self._show(half, rows, now)
            elif isinstance(response, ApiError):
                told = request_error(response.code, response.msg, action.method)
                if told.is_in_doubt:
                    self._doubts.begin(half, f"{response.msg:.200} (code {response.code})", now, is_read=True)
                else:
                    self._refused(orders, changes, told, now)
            elif result == CancelReplaceResult.NOT_ATTEMPTED and error is not None:
                self._refused(orders, changes, error, now)


_Halves = tuple[CancelReplaceReply, list[tuple[Any, Any]], list[tuple[Any, Any]]]


def _checked_halves(reply: CancelReplaceReply) -> _Halves:
    halves = reply.cancel_response, reply.new_order_response
    cancelled, placed = (_rows(half) if isinstance(half, OrderReply | OrderListReply) else [] for half in halves)
    return reply, cancelled, placed


def _rows(result: Any) -> list[tuple[Any, Any]]:
    """The orders, and order lists, of a result that is one or a list of them; each with what it says of the order."""
    rows: list[tuple[Any, Any]] = []
    for one in result if isinstance(result, list | tuple) else (result,):
        if isinstance(one, OrderListReply):
            rows.append((one, None))
            rows += [(report, of_row(report)) for report in one.order_reports or ()]
        else:
            rows.append((one, of_row(one)))
    return rows
