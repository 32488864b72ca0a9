"""Orders on their way out: checked here, written to the socket, and only then entered in the books."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from ...errors import ConfigError, NotConnected
from ...schema.enums import OrderType, Side
from ...trading import (
    Action,
    CompiledGuards,
    Gateway,
    Guards,
    Instrument,
    Order,
    OrderTerms,
    Quotes,
    risk_state,
    surroundings,
    terms_of,
)
from ...trading.instrument import Quantity
from ...trading.orders import Change, OrderList
from ...trading.states import OVER, ChangeEvent
from ...wire.request import OrderTemplate
from .desk import Desk
from .live_order import LiveChange, LiveOrder, Together
from .milestones import Milestone

_log = logging.getLogger("tickwire")
# The kinds of orders that a screen knows.
SCREENED = frozenset({OrderType.LIMIT, OrderType.LIMIT_MAKER, OrderType.MARKET})
QuotesOf = Callable[[str], Quotes]


class Entry:
    """Sends the orders of one account; `quotes_of` tells prices of a symbol to filters and guards."""

    def __init__(self, desk: Desk, guards: Guards, quotes_of: QuotesOf, *, is_checking: bool, has_quotes: bool) -> None:
        self._desk, self.guards, self._quotes_of, self.is_checking = desk, guards, quotes_of, is_checking
        self.has_quotes = has_quotes  # beyond those of the books, which filters have no use for
        self.has_guards = bool(guards.guards)
        self._compiled: dict[tuple[str, int, int], CompiledGuards | None] = {}

    def compiled_guards(self, instrument: Instrument) -> CompiledGuards | None:
        """The guards in C, shared by all that sends orders of an instrument; None: one of them is not to be had in C.

        Prices that come from a callable are not known there.
        """
        key = (instrument.symbol, instrument.price_exponent, instrument.qty_exponent)
        if key not in self._compiled:
            self._desk.settle()  # what was sent from C counts, too
            try:
                guards = None if self.has_quotes else CompiledGuards(instrument, self.guards)
            except ConfigError:
                guards = None
            self._compiled[key] = guards
            if guards is not None:
                self._desk.gate.guard(guards)
                self._desk.know()  # of the orders that are open already
        return self._compiled[key]

    @property
    def gateway(self) -> Gateway:
        """What keeps the books."""
        return self._desk.gateway

    def place(self, order: LiveOrder) -> LiveOrder:
        """Send an order; raises OrderNotSent when nothing was sent."""
        self.check(order)
        now = order.created_at
        template = self._template(order)
        if template is None or not self.gateway.room(now):
            self.send(self.gateway.submit(order, now))
            self.sent(now)
        else:
            self.gateway.check_name(order)
            self._write(order, template, now)
        return order

    def _write(self, order: LiveOrder, template: OrderTemplate, now: int) -> None:
        instrument, frames = self._desk.instruments[order.symbol], self._desk.frames
        assert frames is not None
        numbers: dict[str, Any] = {}
        if order.price is not None:
            numbers["price"] = instrument.price_mantissa(order.price)
        if order.qty is not None:
            numbers["qty"] = instrument.qty_mantissa(order.qty)
        number = next(self._desk.gate)
        frame = template.frame(
            request_id=number,
            timestamp=frames.venue_us(),
            client_order_id=order.client_order_id,
            sign=frames.sign,
            **numbers,
        )
        self.adopt(order, number, frame, now)

    def adopt(self, order: LiveOrder, number: int, frame: bytes, now: int) -> None:
        """Write the bytes of an order, then enter it."""
        gateway, link = self.gateway, self._desk.link
        connection = gateway.connection
        if connection is None or link is None:
            raise NotConnected("connection", "none to the venue is open", order.symbol)
        link.write(connection, frame)
        gateway.adopt(order, number, connection, now)
        self.sent(now)

    def checked(self, order: object) -> Order:
        """An order of this account; raises ConfigError for what is none."""
        if not isinstance(order, Order):
            raise ConfigError(f"order: what place gives, or account.find, or account.order, not {order!r:.60}")
        if order.state not in OVER and not self.gateway.account.has(order):
            raise ConfigError(f"order: {order.client_order_id!r} is of another account, or of a venue that is gone")
        return order

    def amend(self, order: Order, new_qty: Quantity) -> LiveChange:
        """Send an amendment; raises FilterViolation for one that the venue would not make."""
        instrument = self._desk.instruments[self.checked(order).symbol]
        qty = instrument.qty(new_qty, "new_qty")
        if self.is_checking:
            instrument.check_amend(qty, order.amends)
        return self.send_change(self.gateway.amend(order, qty, time.monotonic_ns()), order)

    def cancel(self, order: Order, **more: Any) -> LiveChange:
        """Send a cancellation."""
        action = self.gateway.cancel(self.checked(order), time.monotonic_ns(), **more)
        return self.send_change(action, order, None if more else self._cancel_frame)

    def cancel_all(self, symbol: str) -> Milestone[tuple[Order, ...]]:
        """Send a cancellation of all orders on a symbol."""
        together = Together(self._desk.waiters)
        self.send(self.gateway.cancel_all(symbol, time.monotonic_ns(), together.began))
        return together.done

    def _cancel_frame(self, action: Action) -> bytes:
        order = action.changes[0].order
        frames = self._desk.frames
        assert frames is not None
        is_by_id = order.order_id is not None
        named: dict[str, Any] = {"target_order_id": order.order_id}
        if not is_by_id:
            named = {"target_client_order_id": order.client_order_id}
        template = self._desk.instruments.cancel_template(order.symbol, is_by_id=is_by_id)
        return template.frame(request_id=action.id, timestamp=frames.venue_us(), sign=frames.sign, **named)

    def send(self, action: Action | None, layout: Callable[[Action], bytes] | None = None) -> None:
        """Write what the gateway handed out, by a layout of its own; None waits for limits, and comes by itself."""
        link, frames = self._desk.link, self._desk.frames
        if action is not None and link is not None and frames is not None:
            try:
                frame = layout(action) if layout else frames.frame(action.id, action.method, action.params)
            except Exception as error:  # of a key of the user's own, say
                self.gateway.unwritten(action, error, time.monotonic_ns())
                raise
            link.write(action.connection, frame)
        self._desk.wake()

    def send_change(
        self, action: Action | None, order: Order, layout: Callable[[Action], bytes] | None = None
    ) -> LiveChange:
        """Write a request for a change, which can be waited for."""
        self.send(action, layout)
        change = action.changes[0] if action is not None else _waiting(order)
        return LiveChange(change, self._desk.waiters)

    def sent(self, now: int) -> None:
        """Count an order."""
        self.counted(now)
        self._desk.gate.count_sent(now)
        self._desk.know()
        self._desk.wake()

    def counted(self, now: int) -> None:
        """Count an order that guards in C have counted. It has left: what a guard of a user's own raises is logged."""
        if self.has_guards:
            try:
                self.guards.sent(now)
            except Exception:
                _log.exception("a guard could not count an order that was sent")

    def check(self, order: Order, *, besides: Sequence[Order] = (), instead_of: Order | None = None) -> None:
        """Raise FilterViolation or RiskRefused for an order that the venue would not take, or a guard.

        `besides` are those of its list that come before it; `instead_of` goes when it comes. The venue counts that one
        all the same, for it looks before it cancels.
        """
        if not self.is_checking and not self.has_guards:
            return
        is_checked = not self.is_checking or (not besides and self._passes(order))
        if is_checked and not self.has_guards:
            return
        instrument, terms = self._desk.instruments[order.symbol], _terms(order)
        if besides and terms.qty is None and terms.quote_qty is None:
            terms = terms._replace(qty=besides[0].qty)  # it sells what that one buys
        quotes = self._quotes_of(order.symbol)
        if not is_checked:
            instrument.check(terms, surroundings(self.gateway.account, instrument, quotes, besides))
        self.check_guards(terms, order.created_at, quotes, besides, instead_of)

    def check_list(self, orders: OrderList) -> None:
        """As `check`, of orders that are sent together: none is, if one of them is refused."""
        instrument = self._desk.instruments[orders.symbol]
        if self.is_checking:
            instrument.check_list(surroundings(self.gateway.account, instrument))
        for number, order in enumerate(orders.orders):
            self.check(order, besides=orders.orders[:number])

    def _passes(self, order: Order) -> bool:
        """Whether it certainly passes all filters, by a look at its numbers. Only what does not is judged in full."""
        if order.params or order.qty is None or order.type not in SCREENED or self.has_quotes:
            return False
        instrument = self._desk.instruments[order.symbol]
        screen, uncounted = self._desk.instruments.screen(order.symbol)
        if self.gateway.account.open_count >= uncounted or (order.price is None) != (order.type is OrderType.MARKET):
            return False
        price = 0 if order.price is None else instrument.price_mantissa(order.price)
        return screen.passes(is_buy=order.side is Side.BUY, price=price, qty=instrument.qty_mantissa(order.qty))

    def check_guards(
        self,
        terms: OrderTerms,
        now: int,
        quotes: Quotes | None = None,
        besides: Sequence[Order] = (),
        instead_of: Order | None = None,
    ) -> None:
        """Raise RiskRefused for an order that a guard would not have sent."""
        if self.has_guards:
            known = quotes if quotes is not None else self._quotes_of(terms.symbol)
            account = self.gateway.account
            state = risk_state(account, terms.symbol, now, known, besides=besides, instead_of=instead_of)
            self.guards.check(terms, state)

    def _template(self, order: LiveOrder) -> OrderTemplate | None:
        """Its template; None for an order with parameters that no template has."""
        if order.params or order.qty is None:
            return None
        time_in_force = None if order.time_in_force is None else order.time_in_force.value
        shape = (order.symbol, order.side.value, order.type.value, time_in_force, False)
        return self._desk.instruments.order_template(shape)


def _terms(order: Order) -> OrderTerms:
    if order.params:
        return terms_of(order.request_params())
    return OrderTerms(order.symbol, order.side, order.type, order.price, order.qty, order.quote_qty)


def _waiting(order: Order) -> Change:
    """The change that waits for the venue's limits; one that is done where the order itself was withdrawn."""
    if order.changes:
        return order.changes[-1]
    change = Change(order)
    change.advance(ChangeEvent.SENT, time.monotonic_ns())
    change.advance(ChangeEvent.DONE, time.monotonic_ns())
    return change
