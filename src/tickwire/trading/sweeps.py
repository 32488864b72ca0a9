"""Cancelling everything, until it is: the kill switch, and what is done after a disconnect.

A sweep is over when none of its orders is open or in doubt; an order found to have been placed after all is cancelled
then. After a halt all orders of the account go, by symbol, and it is over only while the account is current; after a
disconnect only ours that were open then go. To cancel twice does no harm, so what is in doubt is tried again: after
pauses that grow, as after a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from ..errors import OrderLimitReached, OrderNotSent
from .account import Account
from .actions import Action
from .events import Swept
from .orders import Order
from .outbox import Outbox
from .policies import Policy
from .states import OVER, ChangeState, OrderState

Reason = Literal["halt", "disconnect"]


class Sweep:
    """One cancellation of everything; `again` is when each order may be tried again, and the pause after that."""

    def __init__(self, reason: Reason, orders: Iterable[Order], now: int, is_total: bool) -> None:
        self.reason, self.began, self.is_total = reason, now, is_total
        self.orders = dict.fromkeys(orders)
        self.again: dict[Order, tuple[int, int]] = {}

    @property
    def left(self) -> Sequence[Order]:
        """The orders that are not over."""
        return [order for order in self.orders if order.state not in OVER]

    def due_at(self, order: Order) -> int | None:
        """When an order is to be cancelled; None while it cannot be, or is being."""
        if not order.is_open or any(one.is_cancel and one.state is not ChangeState.IN_DOUBT for one in order.changes):
            return None
        return self.again.get(order, (self.began, 0))[0]

    def tried(self, orders: Iterable[Order], now: int, policy: Policy) -> None:
        """These are being cancelled, or could not be: not once more before a pause is over."""
        for order in orders:
            pause = self.again.get(order, (0, policy.ask_again))[1]
            self.again[order] = now + pause, min(2 * pause, policy.ask_again_most)

    def wait(self, orders: Iterable[Order], until: int, policy: Policy) -> None:
        """There is no room for these before, by the venue's limits: they were not tried."""
        self.again.update(dict.fromkeys(orders, (until, policy.ask_again)))


class Sweeps:
    """The sweeps under way."""

    def __init__(
        self,
        account: Account,
        outbox: Outbox,
        policy: Policy,
        cancel: Callable[[Order, int], Action | None],
        cancel_all: Callable[[str, int], Action | None],
    ) -> None:
        self._account, self._outbox, self._policy = account, outbox, policy
        self._cancel, self._cancel_all = cancel, cancel_all
        self._sweeps: list[Sweep] = []

    def __len__(self) -> int:
        return len(self._sweeps)

    @property
    def is_halting(self) -> bool:
        """Whether all orders of the account are being cancelled."""
        return any(sweep.is_total for sweep in self._sweeps)

    def halt(self, now: int) -> None:
        """Cancel all orders of the account."""
        self._sweeps = [sweep for sweep in self._sweeps if not sweep.is_total]
        self._sweeps.append(Sweep("halt", self._account.open_orders, now, True))

    def disconnected(self, now: int) -> None:
        """Cancel our orders as soon as that is possible."""
        if not self._policy.cancel_on_disconnect:
            return
        ours = [order for order in self._account.open_orders if order.is_ours and order.state not in OVER]
        if ours:
            self._sweeps.append(Sweep("disconnect", ours, now, False))

    def poll(self, now: int) -> Action | None:
        """The next request that a sweep makes; it counts as sent."""
        for sweep in tuple(self._sweeps):
            if sweep.is_total:
                sweep.orders.update(dict.fromkeys(self._account.open_orders))
            left = sweep.left
            if not left and (self._account.is_current or not sweep.is_total):
                self._sweeps.remove(sweep)
                canceled = [order for order in sweep.orders if order.state is OrderState.CANCELED]
                self._outbox.event(Swept(sweep.reason, tuple(canceled), now - sweep.began))
            elif (action := self._next(sweep, left, now)) is not None:
                return action
        return None

    def wake_at(self, now: int) -> int | None:
        """When `poll` has something to do if nothing else happens; None: never."""
        times = []
        for sweep in self._sweeps:
            left = sweep.left
            if left:
                times += [max(now, at) for at in map(sweep.due_at, left) if at is not None]
            elif self._account.is_current or not sweep.is_total:
                times.append(now)
        return min(times, default=None)

    def _next(self, sweep: Sweep, left: Sequence[Order], now: int) -> Action | None:
        for order in left:
            at = sweep.due_at(order)
            if at is None or at > now:
                continue
            alike = [one for one in left if one.symbol == order.symbol] if sweep.is_total else [order]
            sweep.tried(alike, now, self._policy)
            try:
                return self._cancel_all(order.symbol, now) if sweep.is_total else self._cancel(order, now)
            except OrderLimitReached as full:
                sweep.wait(alike, now + int(full.retry_after * 1e9) + 1, self._policy)
            except OrderNotSent:
                continue
        return None
