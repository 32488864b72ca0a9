"""The order gateway of one account, without I/O: requests, replies, events and the time go in and out.

The contract with whoever has the sockets (`Trader`):

- `now` is ns of a monotonic clock everywhere. `synchronised(offset_ns)` says what to add to get the venue's time.
- Connections are numbers, none used twice. `opened(connection)`: it is open, and logged on where that is needed; what
  is sent goes there from now on. `subscribed(connection)`: the user stream is confirmed on it. `lost(connection)`: it
  has ended, or nothing of it will be read any more. While connections are exchanged two may be open.
- `submit`, `cancel`, `amend`, `replace`, `submit_list`, `cancel_all` return an `Action` to be sent at once on
  `action.connection`: its `id`, `method` and `params`, with recvWindow (that of the policy), timestamp and signature
  added. None means that it waits for the venue's limits and comes from `poll`. They raise `OrderNotSent` when nothing
  will be sent. What was handed back counts as sent: a frame that could not be written means `lost`, one of which no
  bytes could be made `unwritten`. `adopt` takes an order whose frame is on its way already, `adopt_cancel` a
  cancellation.
- `poll(now)` returns the next request to be sent by itself, an `Action` or a question (`Call`, which has the same
  attributes and is signed too), until it returns None; then `wake_at(now)` says when to come again if nothing happens.
- `on_reply(reply, now)` takes every reply with a number of ours (`owns`), unless `on_order_response(response, now)` has
  taken it, decoded in C; `on_event(event, now)` every event of the account.
- What there is to tell comes by `tell(event)` (`trading.events`) and each order's `on_change`, at the end of the call
  that caused it; both may call the gateway at once. Orders never come to an end without being told.

Nothing is ever sent twice: an order whose fate is not known is in doubt (`trading.doubt`) until the venue proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import count
from typing import Any

from ..errors import (
    ConfigError,
    NotConnected,
    OrderNotSent,
    OrderWithdrawn,
    RequestLost,
    RequestTimeout,
    TooManyOrders,
    TooManyRequests,
    TradingHalted,
)
from ..schema import (
    METHODS,
    ApiReply,
    EventStreamTerminated,
    ExecutionReport,
    ListStatus,
    Message,
    OutboundAccountPosition,
)
from ..session.requests import Call
from ..session.weights import WeightBudget
from ..wire.messages import OrderResponse
from .account import Account
from .actions import Action
from .doubt import Doubts
from .events import Blocked, Unmatched, Unreadable, UserEvent
from .flights import Flights
from .inquiries import Inquiries
from .ledger import Ledger
from .limits import OrderLimits
from .lookups import Lookups
from .orders import Change, Order, OrderList
from .outbox import Outbox, Tell
from .outcomes import Outcomes
from .policies import Policy
from .reconcile import EVENT, Reconciler
from .replies import UNREADABLE
from .sightings import of_report
from .states import OVER, ChangeEvent, OrderEvent, OrderState
from .sweeps import Sweeps

Began = Callable[[tuple[Change, ...]], Callable[[Exception | None], None]]


class Gateway:
    """Orders of one account: what is under way, what became of it, what the account has. See the module.

    `assets` names base and quote of each symbol, for positions. Missed executions are asked for in all symbols in which
    an order is known, and in `symbols`; what others do elsewhere while nobody listens shows in the balances only.
    """

    def __init__(
        self,
        account: str = "",
        *,
        tell: Tell,
        ids: Iterator[int] | None = None,
        weights: WeightBudget | None = None,
        limits: OrderLimits | None = None,
        policy: Policy | None = None,
        assets: Mapping[str, tuple[str, str]] | None = None,
        symbols: Iterable[str] = (),
    ) -> None:
        self.policy = policy if policy is not None else Policy()
        self.limits = limits if limits is not None else OrderLimits(weights if weights is not None else WeightBudget())
        self.account = Account(account, assets)
        self.is_halted = False
        self._ids = ids if ids is not None else count(1)
        self._offset_ns = 0
        self._outbox = Outbox(tell)
        self._sources: set[int] = set()  # connections that carry the user stream
        self._flights = Flights(self.limits, self.policy)
        self._ledger = Ledger(self.account, self._outbox)
        self._inquiries = Inquiries(self._ids, self.limits.weights, self.policy, self._outbox)
        self._doubts = Doubts(self._ledger, self._inquiries, self.policy)
        self._lookups = Lookups(self._ledger, self._inquiries, self.policy)
        self._reconciler = Reconciler(
            self._ledger, self._inquiries, self._lookups, self.policy, lambda: self._doubts.orders, symbols
        )
        self._outcomes = Outcomes(self._ledger, self._doubts, self._lookups)
        self._sweeps = Sweeps(self.account, self._outbox, self.policy, self.cancel, self.cancel_all)

    def __repr__(self) -> str:
        return f"<Gateway {self.account.name!r}: {len(self._flights)} under way, {len(self._doubts)} in doubt>"

    @property
    def connection(self) -> int | None:
        """Where requests go."""
        return self._flights.connection

    @property
    def in_doubt(self) -> tuple[Order, ...]:
        """Orders of which it is not known whether they were placed."""
        return self._doubts.orders

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way, in doubt, or being asked."""
        return not (len(self._flights) or len(self._doubts) or len(self._inquiries) or len(self._sweeps))

    def synchronised(self, offset_ns: int) -> None:
        """The venue's clock shows so much more than ours."""
        self._offset_ns = offset_ns

    # What the user wants.

    def submit(self, order: Order, now: int) -> Action | None:
        """Place an order."""
        return self._place("order.place", order.symbol, (order,), now)

    def room(self, now: int) -> int:
        """How many orders may be sent now, for those who send them before they tell (`adopt`)."""
        return 0 if self.is_halted or self.connection is None else self.limits.room(now + self._offset_ns)

    def adopt(self, order: Order, number: int, connection: int, now: int) -> Action:
        """An order was sent already: as request `number`, which must be one of the gateway's `ids`.

        So the bytes can leave before any of the bookkeeping. Nothing can be refused any more, neither by limits nor by
        the kill switch; ask `room` beforehand.
        """
        action = self._action("order.place", order.symbol, number, orders=(order,))
        self._flights.adopt(action, connection, now, now + self._offset_ns)
        self.account.add(order)
        return action

    def adopt_cancel(self, order: Order, number: int, connection: int, now: int) -> Action:
        """The cancellation of an order, whatever its state, was sent already, as `adopt` has it."""
        change = Change(order)
        action = self._action("order.cancel", order.symbol, number, changes=(change,))
        self._flights.adopt(action, connection, now, now + self._offset_ns)
        order.changes.append(change)
        return action

    def submit_list(self, orders: OrderList, now: int) -> Action | None:
        """Place orders that belong together."""
        return self._place(orders.method, orders.symbol, orders.orders, now, list=orders)

    def submit_routed(self, order: Order, now: int) -> Action | None:
        """Place an order by smart order routing."""
        return self._place("sor.order.place", order.symbol, (order,), now)

    def cancel(self, order: Order, now: int, **extra: Any) -> Action | None:
        """Cancel an order; one that still waits for limits is withdrawn, and nothing is sent."""
        if order.state is OrderState.CREATED:
            for action in self._flights.waiting:
                if order in action.orders:
                    self._withdraw(action, OrderWithdrawn("limits", "withdrawn while it waited", order.symbol), now)
            self._outbox.flush()
            return None
        return self._launch("order.cancel", order.symbol, now, changes=(_change(order),), extra=extra)

    def amend(self, order: Order, new_qty: Decimal, now: int) -> Action | None:
        """Lower an order's quantity; it keeps its place in the queue."""
        filled = max(order.told_qty, order.filled_qty)
        if new_qty <= 0 or new_qty < filled or (order.qty is not None and new_qty >= order.qty):
            bounds = f"more than 0, at least the {filled:f} filled, and less than the {order.qty or 0:f} it has"
            reason = f"new_qty {new_qty:f} is not {bounds}"
            raise OrderNotSent("amendment", reason, order.symbol)
        return self._launch("order.amend.keepPriority", order.symbol, now, changes=(_change(order, new_qty),))

    def replace(self, order: Order, by: Order, now: int, mode: str = "STOP_ON_FAILURE", **extra: Any) -> Action | None:
        """Cancel an order and place another in its stead; the venue does the one, then the other."""
        extra = {"cancelReplaceMode": mode, **extra}
        return self._place("order.cancelReplace", by.symbol, (by,), now, changes=(_change(order),), extra=extra)

    def cancel_all(self, symbol: str, now: int, began: Began | None = None) -> Action | None:
        """Cancel all orders of the account on a symbol, whoever placed them; those that wait for limits are withdrawn.

        `began` is given the changes, before anything can become of them, and returns what is called when the request
        itself has been answered, or will not be: with why, if it was refused or lost.
        """
        for action in self._flights.waiting:
            if action.orders and action.symbol == symbol:
                self._withdraw(action, OrderWithdrawn("limits", "withdrawn while it waited", symbol), now)
        self._outbox.flush()
        changes = tuple(Change(order) for order in self.account.open_orders if order.symbol == symbol and order.is_open)
        on_over = None if began is None else began(changes)
        return self._launch("openOrders.cancelAll", symbol, now, changes=changes, on_over=on_over)

    def halt(self, now: int) -> None:
        """The kill switch: refuse new orders, and cancel until no order is open or in doubt; `Swept` tells when.

        An order that comes up later, placed by others, is cancelled as well, until `resume`.
        """
        self.is_halted = True
        for action in self._flights.waiting:
            if action.orders:
                self._withdraw(action, TradingHalted("kill switch", "trading is halted", action.symbol), now)
        self._sweeps.halt(now)
        self._outbox.flush()

    def resume(self) -> None:
        """Take orders again; a cancellation that is under way goes on."""
        self.is_halted = False

    # What happens.

    def opened(self, connection: int, now: int) -> None:
        """Requests go out on this connection from now on."""
        self._flights.opened(connection)
        self._inquiries.opened(connection)
        self._reconciler.watch(now + self._offset_ns)

    def subscribed(self, connection: int, now: int) -> None:
        """The user stream comes on this connection; the account is reconciled."""
        self._sources.add(connection)
        self._reconciler.begin(now)
        self._outbox.flush()

    def unsubscribed(self, connection: int, now: int) -> None:
        """The user stream no longer comes on this connection."""
        if connection in self._sources:
            self._sources.discard(connection)
            if not self._sources:
                self._reconciler.stop()
            elif self._reconciler.is_busy:
                self._reconciler.begin(now)
        self._outbox.flush()

    def lost(self, connection: int, now: int) -> None:
        """A connection has ended: what was sent on it and not answered is in doubt."""
        venue_ns = now + self._offset_ns
        gone = self._flights.lost(connection, venue_ns)
        self._inquiries.lost(connection, now, venue_ns)
        self._doubts.lost(connection)
        if self.connection is not None:
            self._inquiries.opened(self.connection)
        else:
            self._sweeps.disconnected(now)
            for action in self._flights.waiting:
                self._withdraw(action, NotConnected("connection", "lost before this was sent", action.symbol), now)
        for action in gone:
            self._doubts.begin(action, "the connection was lost", now, is_read=True)
            action.over(RequestLost(action.method, 1))
        self.unsubscribed(connection, now)

    def owns(self, number: object) -> bool:
        """Whether a reply with this number is for this gateway, where several share a connection."""
        return self._flights.is_awaited(number) or self._inquiries.requests.is_awaited(number)

    def on_reply(self, reply: ApiReply, now: int) -> None:
        """The venue answered a request."""
        venue_ns = now + self._offset_ns
        action = self._flights.answered(reply, venue_ns)
        if action is not None:
            error = self._outcomes.take(action, reply, now, venue_ns)
            action.over(error)
            if error is not None:
                self._heed(action.method, error, venue_ns)
        elif not self._inquiries.on_reply(reply, now, venue_ns):
            fault = "" if reply.error is None else f"{reply.error.msg:.200} (code {reply.error.code})"
            self._outbox.event(Unmatched(reply.id, reply.status, fault))
        self._outbox.flush()

    def on_order_response(self, response: OrderResponse, now: int) -> bool:
        """The venue took an order or a cancellation; False when it is `on_reply` that has to read this reply."""
        action = self._flights.awaited(response.id)
        usual = None if action is None else self._outcomes.usual(action, response)
        if action is None or usual is None:
            return False
        self._flights.answered(response, now + self._offset_ns)
        self._outcomes.take_usual(action, *usual, now)
        action.over(None)
        self._outbox.flush()
        return True

    def on_event(self, event: Message, now: int, connection: int | None = None) -> None:
        """An event of the account's user stream."""
        try:
            if isinstance(event, ExecutionReport):
                sighting = of_report(event)
                order = self._ledger.found(event, sighting, now)
                self._ledger.take(order, sighting, EVENT, now)
                self._lookups.heard(order, event, sighting, now)
            elif isinstance(event, OutboundAccountPosition):
                if not self.account.on_position(event, now):
                    self._lookups.look_up_balances(now)
            else:
                self._on_other(event, now, connection)
        except UNREADABLE as error:
            self._outbox.event(Unreadable(type(event).__name__, f"{error!r:.300}"))
            self.missed(now)
        self._outbox.flush()

    def missed(self, now: int) -> None:
        """Something came that could not be read, and may have been an event: the account is reconciled."""
        if self._sources:
            self._reconciler.missed(now, self.policy.ask_again_most)

    def heed(self, method: str, error: Exception, now: int) -> None:
        """Another request of the address was refused, which may mean that none is welcome for a while."""
        self._heed(method, error, now + self._offset_ns)
        self._outbox.flush()

    def poll(self, now: int) -> Action | Call | None:
        """The next request to be sent now, if there is one; it counts as sent."""
        venue_ns = now + self._offset_ns
        request: Action | Call | None = None
        if len(self._flights):
            for action in self._flights.overdue(now, venue_ns):
                self._doubts.begin(action, "no reply in time", now)
                action.over(RequestTimeout(f"{action.method}: no reply in time"))
            request = self._flights.next_waiting(now, venue_ns)
        if self.is_halted and self.account.open_count and not self._sweeps.is_halting:
            self._sweeps.halt(now)  # an order that was not known of, or another's
        if request is None and len(self._sweeps) and self.connection is not None:
            request = self._sweeps.poll(now)
        if request is None:
            self._lookups.poll(now)
            request = self._inquiries.poll(now, venue_ns)
        self._outbox.flush()
        return request

    def wake_at(self, now: int) -> int | None:
        """When `poll` has something to do if nothing else happens; None: never."""
        venue_ns = now + self._offset_ns
        times = (
            self._flights.wake_at(now, venue_ns),
            self._inquiries.wake_at(now, venue_ns),
            self._lookups.wake_at(),
            self._sweeps.wake_at(now) if len(self._sweeps) and self.connection is not None else None,
        )
        return min((at for at in times if at is not None), default=None)

    def _place(self, method: str, symbol: str, orders: tuple[Order, ...], now: int, **more: Any) -> Action | None:
        if self.is_halted:
            raise TradingHalted("kill switch", "trading is halted", symbol)
        for order in orders:
            if order.state is not OrderState.CREATED:
                raise ConfigError(f"order: {order.client_order_id!r} was sent before")
            self.check_name(order)
        if len({order.client_order_id for order in orders}) < len(orders):
            raise ConfigError(f"client_order_id: {orders[0].client_order_id!r} is given to two orders of a list")
        return self._launch(method, symbol, now, orders=orders, **more)

    def check_name(self, order: Order) -> None:
        """Raise ConfigError for a client order id that another order has which is not over: the venue takes it once."""
        if self.account.is_taken(order.client_order_id):
            raise ConfigError(f"client_order_id: {order.client_order_id!r} is that of an order which is not over")

    def _launch(self, method: str, symbol: str, now: int, **more: Any) -> Action | None:
        action = self._action(method, symbol, next(self._ids), **more)
        is_sent = self._flights.launch(action, now, now + self._offset_ns)
        for order in action.orders:
            self.account.add(order)
        for change in action.changes:
            change.order.changes.append(change)
        return action if is_sent else None

    def _action(self, method: str, symbol: str, number: int, **more: Any) -> Action:
        kind = METHODS[method]
        weight = kind.weight if isinstance(kind.weight, int) else 1
        return Action(id=number, method=method, symbol=symbol, weight=weight, order_count=kind.order_count, **more)

    def unwritten(self, action: Action, error: Exception, now: int) -> None:
        """No bytes could be made of an action, for its key did not sign, say: it was not sent after all."""
        self._flights.recall(action)
        self._undo(action, error, now)
        self._outbox.flush()

    def _withdraw(self, action: Action, error: OrderNotSent, now: int) -> None:
        """An action that waited is not sent after all."""
        self._flights.drop(action)
        self._undo(action, error, now)

    def _undo(self, action: Action, error: Exception, now: int) -> None:
        for order in action.orders:
            order.error = error
            self._ledger.advance(order, OrderEvent.WITHDRAWN, "user", now)
        for change in action.changes:
            change.error = error
            self._doubts.finish(change, ChangeEvent.WITHDRAWN, now)
        action.over(error)

    def _heed(self, method: str, error: Exception, venue_ns: int) -> None:
        """Be silent for as long as the venue asks."""
        if isinstance(error, TooManyRequests):
            wait = int(error.retry_after * 1e9)
            self.limits.weights.block_until(venue_ns + wait)
            self._outbox.event(Blocked(method, error.status, wait))
        elif isinstance(error, TooManyOrders):
            self.limits.exhausted(venue_ns)

    def _on_other(self, event: Message, now: int, connection: int | None) -> None:
        if isinstance(event, EventStreamTerminated) and connection is not None:
            self.unsubscribed(connection, now)
        elif isinstance(event, ListStatus):
            orders = (self.account.order(row.client_order_id) for row in event.orders)
            for one in {order.list for order in orders if order is not None and order.list is not None}:
                one.list_id, one.status = event.order_list_id, event.list_order_status
        self._outbox.event(UserEvent(event))


def _change(order: Order, new_qty: Decimal | None = None) -> Change:
    if order.state in OVER or order.state is OrderState.CREATED:
        raise OrderNotSent("state", f"{order.client_order_id!r} is {order.state.value}", order.symbol)
    return Change(order, new_qty)
