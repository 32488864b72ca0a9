"""One account as the venue has it: balances, open orders, executions, positions.

Balances are the venue's own figures, never reckoned here. Which of two is newer? Events come in order, but for those
that are repeated late, so what is older than what is known is left out. An answer is newer than all that had been heard
when it was asked for; what was heard since is newer if it tells of a change that is as late as the answer's.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from ..schema import OutboundAccountPosition
from .amounts import ZERO, amount, plus
from .events import BalanceChange
from .orders import Order
from .positions import Position
from .sightings import Fill, Sighting
from .states import OVER

# Orders that are over are remembered, for the venue's late words; the oldest of more are forgotten.
KEEP_OVER = 10_000


class Balance(NamedTuple):
    """What there is of an asset; `updated` is when it changed, in the venue's unit."""

    free: Decimal
    locked: Decimal
    updated: int

    @property
    def total(self) -> Decimal:
        """Free and locked."""
        return plus(self.free, self.locked)


class Account:
    """The view of one account. `is_current` is False while events may be missing, until it is reconciled."""

    def __init__(self, name: str, assets: Mapping[str, tuple[str, str]] | None = None) -> None:
        self.name = name
        self.is_current = False
        self.heard_at = -1 << 63  # when balances last came by the user stream
        self.balances: dict[str, Balance] = {}
        self.positions: dict[str, Position] = {}
        self._assets = assets if assets is not None else {}
        self._by_id: dict[tuple[str, int], Order] = {}
        self._by_client_id: dict[str, Order] = {}
        self._orders: dict[Order, None] = {}
        self._open: dict[Order, None] = {}
        self._over: deque[Order] = deque()
        self._heard: dict[str, int] = {}  # when an event last told of an asset
        self._told: dict[str, tuple[int, set[tuple[Decimal, Decimal]]]] = {}  # what events of the latest instant told

    def __repr__(self) -> str:
        return f"<Account {self.name!r}: {len(self._open)} orders, {len(self.balances)} assets>"

    @property
    def open_orders(self) -> tuple[Order, ...]:
        """The orders that the venue has, or may have."""
        return tuple(self._open)

    @property
    def open_count(self) -> int:
        """How many those are."""
        return len(self._open)

    @property
    def orders(self) -> Iterator[Order]:
        """All orders that are remembered."""
        return iter(self._orders)

    @property
    def fills(self) -> Iterator[tuple[Order, Fill]]:
        """The executions of all orders that are remembered."""
        return ((order, fill) for order in self.orders for fill in order.fills)

    @property
    def symbols(self) -> set[str]:
        """The symbols of all orders that are remembered."""
        return {order.symbol for order in self.orders}

    def order(self, client_order_id: str) -> Order | None:
        """The order with this client order id: the one that is open, or was there last."""
        return self._by_client_id.get(client_order_id)

    def has(self, order: Order) -> bool:
        """Whether the order is one of those that are remembered."""
        return order in self._orders

    def is_taken(self, client_order_id: str) -> bool:
        """Whether an order that is not over has this client order id; the venue takes none twice among those."""
        order = self._by_client_id.get(client_order_id)
        return order is not None and order.state not in OVER

    def find(self, symbol: str, order_id: int, client_order_id: str) -> Order | None:
        """The order with these ids."""
        order = self._by_id.get((symbol, order_id))
        if order is not None and order.client_order_id == client_order_id:
            return order
        # Numbers may begin anew at a venue; an order keeps its number when others give it another name.
        named = self._by_client_id.get(client_order_id)
        if named is not None and named.symbol == symbol and named.order_id in (None, order_id):
            return named
        return order

    def meant_by(self, sighting: Sighting) -> Order | None:
        """The order that the venue speaks of."""
        order = self.find(sighting.symbol, sighting.order_id, sighting.client_order_id)
        if order is None or self.is_of(order, sighting):
            return order
        return self._by_id.get((sighting.symbol, sighting.order_id))

    def is_of(self, order: Order, sighting: Sighting) -> bool:
        """Whether what the venue says by an order's name is of that order, and not of one that had the name before."""
        if order.symbol != sighting.symbol or not order.may_be(sighting):
            return False
        known = self._by_id.get((sighting.symbol, sighting.order_id))
        return known is None or known is order or known.client_order_id != order.client_order_id

    def add(self, order: Order) -> None:
        """Take up an order."""
        self._orders[order] = None
        namesake = self._by_client_id.get(order.client_order_id)
        if namesake is None or namesake.state in OVER:
            self._by_client_id[order.client_order_id] = order
        if order.order_id is not None:
            self._by_id[order.symbol, order.order_id] = order
        self._open[order] = None

    def follow(self, order: Order) -> None:
        """An order has changed: file it anew."""
        if order.order_id is not None and (
            order.state not in OVER or (order.symbol, order.order_id) not in self._by_id
        ):
            self._by_id[order.symbol, order.order_id] = order
        if order.is_over == (order in self._open):
            self._file(order)

    def count(self, order: Order, fills: Iterable[Fill]) -> None:
        """Add new executions of an order to the position."""
        position = self.positions.get(order.symbol)
        if position is None:
            assets = self._assets.get(order.symbol, ("", ""))
            position = self.positions[order.symbol] = Position(order.symbol, *assets)
        for fill in fills:
            position.add(order.side, fill)

    def on_position(self, event: OutboundAccountPosition, now: int) -> bool:
        """Take in balances from the user stream. Raises ValueError for amounts that are none.

        False when they cannot be told from a repeated event: they are what they were a while ago, in the same instant
        of the venue's clock. Then `account.status` has to be asked.
        """
        at, is_clear = event.update_time, True
        self.heard_at = now
        for asset, free, locked in [(row.asset, amount(row.free), amount(row.locked)) for row in event.balances]:
            told_at, told = self._told.get(asset, (0, set()))
            known = self.balances.get(asset)
            if known is not None and (at < known.updated or at < told_at):
                continue
            if at > told_at:
                told = set()
                self._told[asset] = at, told
            if (free, locked) in told:
                is_clear = is_clear and known is not None and (free, locked) == (known.free, known.locked)
                continue
            told.add((free, locked))
            self._heard[asset] = now
            self.balances[asset] = Balance(free, locked, at)
        return is_clear

    def on_status(self, status: Any, asked_at: int) -> list[BalanceChange]:
        """Take in the answer to `account.status`; returns what had changed. Raises ValueError as `on_position`."""
        told = {row.asset: (amount(row.free), amount(row.locked)) for row in status.balances}
        changes = []
        for asset in sorted(told.keys() | self.balances.keys()):
            known = self.balances.get(asset, Balance(ZERO, ZERO, 0))
            if self._heard.get(asset, -1) > asked_at and known.updated >= status.update_time:
                continue
            free, locked = told.get(asset, (ZERO, ZERO))
            self.balances[asset] = Balance(free, locked, status.update_time)
            if (free, locked) != (known.free, known.locked):
                changes.append(BalanceChange(asset, (known.free, known.locked), (free, locked)))
        return changes

    def _file(self, order: Order) -> None:
        if not order.is_over:  # it came back, against all rules
            self._open[order] = None
            return
        del self._open[order]
        self._over.append(order)
        while len(self._over) > KEEP_OVER:
            self._forget(self._over.popleft())

    def _forget(self, order: Order) -> None:
        if order in self._open:
            return
        self._orders.pop(order, None)
        if self._by_client_id.get(order.client_order_id) is order:
            del self._by_client_id[order.client_order_id]
        if order.order_id is not None and self._by_id.get((order.symbol, order.order_id)) is order:
            del self._by_id[order.symbol, order.order_id]
