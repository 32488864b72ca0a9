"""What must hold: after each thing that the gateway tells, and when all has come to rest."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tickwire.trading.events import Contradiction, InDoubt, Reconciled, Resolved, Swept
from tickwire.trading.orders import Change, Order
from tickwire.trading.positions import Position
from tickwire.trading.sightings import Fill
from tickwire.trading.states import OVER, ChangeState, OrderState

from .exchange import SYMBOLS, UNIT, VenueOrder, text

if TYPE_CHECKING:
    from .world import World

STATUS = {
    OrderState.WORKING: "NEW",
    OrderState.PARTIALLY_FILLED: "PARTIALLY_FILLED",
    OrderState.FILLED: "FILLED",
    OrderState.CANCELED: "CANCELED",
    OrderState.EXPIRED: "EXPIRED",
}
TRUE_FOR: dict[str, tuple[str, ...]] = {
    "placed": ("NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED", "EXPIRED"),
    "filled": ("FILLED",),
    "over": ("CANCELED", "EXPIRED"),
}
STEPS = {"NEW": 0, "PARTIALLY_FILLED": 1, "FILLED": 2, "CANCELED": 2, "EXPIRED": 2}


class Watch:
    """Compares what the gateway believes with the truth."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.orders: dict[str, Order] = {}
        self.doubts: Counter[tuple[Order, Change | None]] = Counter()
        self.denied: dict[str, str] = {}  # orders said not to be there, and never to be
        self.undone: dict[str, list[Change]] = {}  # changes said to have had no effect
        self.reconciled = 0

    def on_change(self, order: Order) -> None:
        """An order has changed."""
        self.orders[order.client_order_id] = order
        self._compare(order)
        if order.state in (OrderState.REJECTED, OrderState.NOT_PLACED):
            self.denied[order.client_order_id] = order.state.value

    def on_told(self, event: Any) -> None:
        """The gateway tells something."""
        self.world.tally[type(event).__name__] += 1
        self.world.trace.add("told", event)
        if isinstance(event, InDoubt):
            self.doubts[event.order, event.change] += 1
        elif isinstance(event, Resolved):
            self._resolved(event)
        elif isinstance(event, Contradiction):
            self._violate(f"said that the venue contradicts itself, which it never does: {event}")
        elif isinstance(event, Reconciled):
            self.reconciled += 1
        elif isinstance(event, Swept) and any(order.state not in OVER for order in event.canceled):
            self._violate(f"swept, and yet open: {event}")

    def on_truth(self, event: dict[str, Any]) -> None:
        """Something happened at the venue."""
        if event["e"] != "executionReport":
            return
        name = event["C"] or event["c"]
        if name in self.denied:
            self._violate(f"{name} is {event['X']} at the venue, and was told to be {self.denied[name]}")
        wanted = {"CANCELED": "cancel", "REPLACED": "amend"}.get(event["x"])
        is_caused = name in self.undone and self.world.cause == (wanted, name)
        if is_caused and any(change.kind == wanted for change in self.undone[name]):
            self._violate(f"{name} is {event['x']}, and that was told not to be done")

    def at_rest(self) -> None:
        """Everything is quiet: beliefs and truth are one."""
        world, account = self.world, self.world.gateway.account
        truth = world.venue.exchange
        for order in account.orders:
            self._compare(order, is_final=True)
        for venue_order in truth.orders.values():
            order = account.find(venue_order.symbol, venue_order.id, venue_order.cid)
            if order is None and (venue_order.is_open or venue_order.trades):
                self._violate(f"{venue_order} is not known")
        open_here = {order.client_order_id for order in account.open_orders}
        open_there = {order.cid for order in truth.open_orders()}
        if open_here != open_there:
            self._violate(f"open here {sorted(open_here)}, at the venue {sorted(open_there)}")
        if +self.doubts:
            self._violate(f"never resolved: {+self.doubts}")
        for asset, free in truth.free.items():
            known, locked = account.balances.get(asset), truth.locked[asset]
            if known is None or (known.free, known.locked) != (Decimal(text(free)), Decimal(text(locked))):
                self._violate(f"{asset}: {known} here, {text(free)} and {text(locked)} at the venue")
        for symbol, assets in SYMBOLS.items():
            self._compare_positions(symbol, assets)

    def _compare_positions(self, symbol: str, assets: tuple[str, str]) -> None:
        orders = [order for order in self.world.venue.exchange.orders.values() if order.symbol == symbol]
        base = quote = count = 0
        for order in orders:
            sign = 1 if order.side == "BUY" else -1
            for trade in order.trades:
                base, quote, count = base + sign * trade["qty"], quote - sign * trade["quote"], count + 1
                base -= trade["commission"] if trade["asset"] == assets[0] else 0
                quote -= trade["commission"] if trade["asset"] == assets[1] else 0
        known = self.world.gateway.account.positions.get(symbol, Position(symbol))
        told = known.base_qty * UNIT, (known.realised - known.cost) * UNIT, known.fills
        if told != (base, quote, count):
            self._violate(f"{symbol}: position {told}, at the venue {(base, quote, count)}")

    def _compare(self, order: Order, *, is_final: bool = False) -> None:
        """What is believed of an order is, or was, true."""
        truth = self.world.venue.exchange.by_cid.get(order.client_order_id)
        if order.state in (OrderState.REJECTED, OrderState.NOT_PLACED, OrderState.CREATED):
            if truth is not None:
                self._violate(f"{order!r}, but it is at the venue: {truth}")
            return
        if order.state in STATUS:
            if truth is None:
                self._violate(f"{order!r}, but it is not at the venue")
                return
            self._compare_with(order, truth, is_final)
        elif is_final:
            self._violate(f"{order!r} at rest")

    def _compare_with(self, order: Order, truth: VenueOrder, is_final: bool) -> None:
        believed = STATUS[order.state]
        is_possible = STEPS[believed] < STEPS[truth.status] or believed == truth.status
        if not is_possible or (is_final and believed != truth.status):
            self._violate(f"{order!r}, but at the venue {truth}")
        numbers = {trade["id"]: trade for trade in truth.trades}
        for fill in order.fills:
            trade = numbers.get(fill.number)
            if trade is None or _figures(fill) != (trade["qty"], trade["quote"], trade["commission"]):
                self._violate(f"{fill} of {order!r}, but at the venue {trade}")
        filled = sum(fill.qty for fill in order.fills)
        if filled != order.filled_qty or order.told_qty * UNIT > truth.filled:
            self._violate(f"{order!r}: {filled} in fills, {order.told_qty} told, at the venue {truth}")
        if is_final and (len(order.fills) != len(truth.trades) or order.qty is None or order.qty * UNIT != truth.qty):
            self._violate(f"{order!r} has {len(order.fills)} fills, at the venue {truth} has {len(truth.trades)}")
        if is_final and order.changes:
            self._violate(f"{order!r}: left under way {order.changes}")
        stamps = (order.created_at, order.sent_at, order.acked_at, order.done_at or self.world.agenda.now_ns)
        if list(stamps) != sorted(stamps):
            self._violate(f"{order!r}: stamps {stamps}")

    def _resolved(self, event: Resolved) -> None:
        self.doubts[event.order, event.change] -= 1
        name, truth = event.order.client_order_id, self.world.venue.exchange.by_cid.get(event.order.client_order_id)
        if self.doubts[event.order, event.change] < 0:
            self._violate(f"resolved what was not in doubt: {event}")
        if event.change is not None:
            if event.change.state is ChangeState.NOT_DONE:
                self.undone.setdefault(name, []).append(event.change)
            return
        if event.verdict in TRUE_FOR and (truth is None or truth.status not in TRUE_FOR[event.verdict]):
            self._violate(f"told to be {event.verdict}, at the venue {truth}: {event.order!r}")

    def _violate(self, what: str) -> None:
        self.world.violate(what)


def _figures(fill: Fill) -> tuple[Decimal, Decimal, Decimal]:
    return fill.qty * UNIT, fill.quote_qty * UNIT, fill.commission * UNIT
