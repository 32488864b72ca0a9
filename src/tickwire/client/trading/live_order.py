"""Orders, changes and lists that can be waited for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from ...errors import OrderNotPlaced
from ...trading.orders import Change, Order, OrderList
from ...trading.states import UNPLACED, ChangeState, OrderState
from .milestones import Milestone, Waiters


class LiveOrder(Order):
    """An order of a `Trader`.

    `ack` is reached when the venue has the order, whatever tells so first: its reply, an event of the user stream, or
    an answer about an order that was in doubt. Waiting for it raises the venue's refusal (`RequestError`), or
    `OrderNotPlaced` when it is proven that the order never got there. `done` is reached when the order can change no
    more and all its executions are known, refused orders included.
    """

    __slots__ = ("_changed", "ack", "done")

    def __init__(
        self,
        *args: Any,
        on_change: Callable[[Order], None] | None = None,
        waiters: Waiters | None = None,
        **kwargs: Any,
    ) -> None:
        self.ack: Milestone[LiveOrder] = Milestone(waiters)
        self.done: Milestone[LiveOrder] = Milestone(waiters)
        self._changed = on_change
        super().__init__(*args, on_change=self._on_change, **kwargs)

    def _on_change(self, order: Order) -> None:
        if not self.ack.is_reached and self.state not in UNPLACED:
            self._settle_ack()
        if self.is_over:
            self.done.reach(self)
        if self._changed is not None:
            self._changed(order)

    def _settle_ack(self) -> None:
        if self.state is OrderState.NOT_PLACED:
            self.ack.fail(self.error or OrderNotPlaced(f"{self.client_order_id}: the venue does not have it"))
        elif self.state is OrderState.REJECTED and self.error is not None:
            self.ack.fail(self.error)
        else:
            self.ack.reach(self)


class LiveList(OrderList):
    """Orders placed together; `orders` are `LiveOrder`s."""

    __slots__ = ()

    def __init__(
        self, method: str, symbol: str, client_order_id: str, orders: tuple[LiveOrder, ...], params: Mapping[str, Any]
    ) -> None:
        super().__init__(method, symbol, client_order_id, orders, params)

    def wait(self, timeout: float | None = None) -> None:
        """Block until the venue has all of them, `timeout` seconds for each at most; raises as `LiveOrder.ack`."""
        for order in self.orders:
            assert isinstance(order, LiveOrder)
            order.ack.wait(timeout)

    def __await__(self) -> Generator[Any, None, None]:
        for order in self.orders:
            assert isinstance(order, LiveOrder)
            yield from order.ack.__await__()


class Together:
    """The cancellations that one request asks for; `done` is reached when the outcome of each is known."""

    def __init__(self, waiters: Waiters) -> None:
        self.done: Milestone[tuple[Order, ...]] = Milestone(waiters)
        self._changes: tuple[Change, ...] = ()
        self._error: Exception | None = None
        self._left = 1  # the reply

    def began(self, changes: tuple[Change, ...]) -> Callable[[Exception | None], None]:
        """These are asked for; returns what is told how the request itself ended."""
        self._changes, self._left = changes, 1 + len(changes)
        for change in changes:
            change.on_over = lambda _change: self._settle()
        return self._replied

    def _replied(self, error: Exception | None) -> None:
        if not self._changes or not getattr(error, "is_in_doubt", False):  # or it will show by the orders
            self._error = error
        self._settle()

    def _settle(self) -> None:
        self._left -= 1
        if self._left:
            return
        failed = [change.error for change in self._changes if change.error is not None and not change.order.is_over]
        error = self._error or next(iter(failed), None)
        if error is not None:
            self.done.fail(error)
        else:
            done = (change.order for change in self._changes if change.state is ChangeState.DONE)
            self.done.reach(tuple(done))


class LiveChange:
    """A cancellation or an amendment under way; `done` is reached when its outcome is known.

    Waiting for it gives the `Change`, and raises `RequestError` when the venue refused it.
    """

    __slots__ = ("change", "done")

    def __init__(self, change: Change, waiters: Waiters | None = None) -> None:
        self.change = change
        self.done: Milestone[Change] = Milestone(waiters)
        if change.is_over:
            self._settle(change)
        else:
            change.on_over = self._settle

    def __repr__(self) -> str:
        return repr(self.change)

    def __await__(self) -> Generator[Any, None, Change]:
        return self.done.__await__()

    def wait(self, timeout: float | None = None) -> Change:
        """Block until the outcome is known."""
        return self.done.wait(timeout)

    def _settle(self, change: Change) -> None:
        if change.error is not None and change.state is not ChangeState.DONE:
            self.done.fail(change.error)
        else:
            self.done.reach(change)
