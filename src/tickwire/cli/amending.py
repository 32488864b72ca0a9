"""One order to be made smaller, in its place in the queue."""

from __future__ import annotations

from decimal import Decimal

from ..client.trading import Trader
from ..trading import Order
from .naming import Named, how_to_ask
from .order_records import OrderRecord, exact, of_order


class Amending:
    """What `tickwire order amend` was told."""

    def __init__(self, named: Named, qty: Decimal) -> None:
        self._named, self._qty = named, qty
        self._sent: Order | None = None  # what it may have been sent for

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbol of its order."""
        return (self._named.symbol,)

    def words(self) -> dict[str, object]:
        """All of it for people, by name."""
        return {"amend": self._named.symbol, **self._named.words, "new qty": exact(self._qty)}

    def send(self, trader: Trader, timeout: float) -> list[OrderRecord]:
        """Amend it and wait for the outcome. Raises the venue's refusal, and TimeoutError."""
        order = self._named.find(trader)
        self._sent = order
        trader.amend(order, self._qty).wait(timeout)
        return [of_order(order)]

    def doubt(self) -> str | None:
        """What may have been sent, and how to ask; None as long as certainly nothing was."""
        if self._sent is None:
            return None
        see = how_to_ask(self._sent.symbol, "--order-id", self._sent.order_id)
        return f"the amendment may have been sent; see {see}"
