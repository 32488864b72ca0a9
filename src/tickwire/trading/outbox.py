"""What is to be told, kept until the gateway has done its work: whoever is told may call it again at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from .events import CallbackFailed
from .orders import Change, Order

Tell = Callable[[Any], None]


class Outbox:
    """Events for `tell`, orders whose `on_change` is to be called, and changes that are over, as they came up."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._kept: deque[Any] = deque()

    def event(self, event: Any) -> None:
        """Tell this later."""
        self._kept.append(event)

    def changed(self, order: Order) -> None:
        """The order has changed."""
        if order.on_change is not None and not (self._kept and self._kept[-1] is order):
            self._kept.append(order)

    def over(self, change: Change) -> None:
        """The outcome of the change is known."""
        if change.on_over is not None:
            self._kept.append(change)

    def flush(self) -> None:
        """Tell all of it now."""
        while self._kept:
            item = self._kept.popleft()
            if isinstance(item, Change):
                if item.on_over is not None:
                    item.on_over(item)
            elif not isinstance(item, Order):
                self._tell(item)
            elif item.on_change is not None:
                try:
                    item.on_change(item)
                except Exception as error:
                    self._kept.append(CallbackFailed(item, error))
