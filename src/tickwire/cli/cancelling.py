"""Orders to be cancelled: found among those that are open, and each followed to its end."""

from __future__ import annotations

import queue

import click

from ..client.trading import LiveChange, Trader
from ..errors import OrderNotSent, RequestError
from ..trading import Order, Swept
from .naming import Named, how_to_ask, how_to_list
from .order_records import OrderRecord, of_order


class Cancelling:
    """What `tickwire order cancel` was told. Raises UsageError unless it names orders in one way."""

    def __init__(self, symbol: str, *, order_id: int | None, client_order_id: str | None, is_all: bool) -> None:
        if (order_id is not None) + (client_order_id is not None) + is_all != 1:
            raise click.UsageError("which order: one of --order-id, --client-order-id and --all")
        self.symbol = symbol.upper()
        self._named = None if is_all else Named(symbol, order_id, client_order_id)
        self._sent: list[Order] = []  # whose cancellations may have been sent

    @property
    def symbols(self) -> tuple[str, ...]:
        """Its symbol."""
        return (self.symbol,)

    def words(self) -> dict[str, object]:
        """All of it for people, by name."""
        which = {"orders": "all that are open, whoever placed them"} if self._named is None else self._named.words
        return {"cancel": self.symbol, **which}

    def send(self, trader: Trader, timeout: float) -> list[OrderRecord]:
        """Cancel what is named and open, and wait for the outcomes. Raises the venue's refusal, and TimeoutError."""
        if self._named is not None:
            found = [self._named.find(trader)]
        else:
            found = [order for order in trader.account.open_orders if order.symbol == self.symbol]
        self._sent = found
        under_way = [(order, self._begin(trader, order)) for order in found]
        for order, change in under_way:
            if change is not None:
                self._follow(order, change, timeout)
        return [of_order(order) for order in found]

    def doubt(self) -> str | None:
        """What may have been sent, and how to ask; None as long as certainly nothing was."""
        if not self._sent:
            return None
        if self._named is None:
            return f"cancellations may have been sent; see {how_to_list(self.symbol)}"
        (order,) = self._sent
        return f"the cancellation may have been sent; see {how_to_ask(self.symbol, '--order-id', order.order_id)}"

    @staticmethod
    def _begin(trader: Trader, order: Order) -> LiveChange | None:
        try:
            return trader.cancel(order)
        except OrderNotSent:
            if order.is_open:
                raise
            return None  # it ended by itself, or with another of its list

    @staticmethod
    def _follow(order: Order, change: LiveChange, timeout: float) -> None:
        try:
            change.wait(timeout)
        except RequestError:
            if order.is_open:
                raise


class Sweeping:
    """`tickwire order cancel-all`: every open order of the account, on all symbols."""

    symbols = ()

    def __init__(self) -> None:
        self._trader: Trader | None = None  # that may have sent cancellations

    def words(self) -> dict[str, object]:
        """All of it for people, by name."""
        return {"cancel": "every open order of the account, on all symbols"}

    def send(self, trader: Trader, timeout: float) -> list[OrderRecord]:
        """Cancel until none is open or in doubt. Raises TimeoutError."""
        open_orders, swept = trader.account.open_orders, queue.SimpleQueue[Swept]()
        trader.on_event(lambda event: swept.put(event) if isinstance(event, Swept) else None)
        self._trader = trader
        trader.halt()
        try:
            told = swept.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError from None
        return [of_order(order) for order in dict.fromkeys((*open_orders, *told.canceled))]

    def doubt(self) -> str | None:
        """What may be open yet, and how to ask; None as long as certainly nothing was sent."""
        if self._trader is None:
            return None
        left = [order.client_order_id for order in self._trader.account.open_orders]
        known = f"not known to be over: {', '.join(left)}" if left else "none is known to be open"
        return f"cancellations may have been sent, {known}; see {how_to_list()}"
