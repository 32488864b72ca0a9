"""One order to be made smaller, in its place in the queue."""

from __future__ import annotations

from decimal import Decimal

import click

from ..client.trading import Trader
from .naming import Named, how_to_ask
from .order_records import OrderRecord, exact, of_order


class Amending:
    """What `tickwire order amend` was told."""

    def __init__(self, named: Named, qty: Decimal) -> None:
        self._named, self._qty = named, qty

    def words(self) -> dict[str, object]:
        """All of it for people, by name."""
        return {"amend": self._named.symbol, **self._named.words, "new qty": exact(self._qty)}

    def send(self, trader: Trader, timeout: float) -> OrderRecord:
        """Amend it and wait for the outcome. Raises the venue's refusal."""
        order = self._named.find(trader)
        try:
            trader.amend(order, self._qty).wait(timeout)
        except TimeoutError:
            raise click.ClickException(
                f"not settled within {timeout:g} s: the amendment was sent; see "
                + how_to_ask(order.symbol, "--order-id", order.order_id)
            ) from None
        return of_order(order)
