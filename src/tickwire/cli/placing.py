"""One order to be placed: checked before anybody is asked, sent once, and never left unexplained."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any

import click

from ..client.trading import Milestone, Trader
from ..schema.enums import OrderType
from ..trading import Order
from ..trading.orders import client_order_ids
from ..trading.states import OVER
from .naming import how_to_ask
from .order_records import OrderRecord, exact, of_order

STOPS = (OrderType.STOP_LOSS, OrderType.STOP_LOSS_LIMIT, OrderType.TAKE_PROFIT, OrderType.TAKE_PROFIT_LIMIT)
ROUTED = (OrderType.LIMIT, OrderType.MARKET)


class Placing:
    """What `tickwire order place` was told. Raises UsageError for what no venue would take."""

    def __init__(self, *, symbol: str, side: str, kind: str, is_routed: bool = False, **more: Any) -> None:
        self.symbol, self.side, self.kind = symbol.upper(), side.upper(), OrderType(kind.upper())
        self._is_routed = is_routed
        self._trader: Trader | None = None  # that may have sent it
        self._more = {name: value for name, value in more.items() if value is not None}
        self._check()

    def _check(self) -> None:
        given = self._more.keys()
        is_market = self.kind is OrderType.MARKET
        if ("qty" in given) == ("quote_qty" in given):
            raise click.UsageError("how much: one of --qty and --quote-qty")
        if "quote_qty" in given and not is_market:
            raise click.UsageError("--quote-qty is for MARKET orders")
        if self._is_routed and (self.kind not in ROUTED or "quote_qty" in given):
            raise click.UsageError("--sor is for LIMIT and MARKET orders by --qty")
        for option, is_needed in (("price", "LIMIT" in self.kind), ("stop_price", self.kind in STOPS)):
            name = f"--{option.replace('_', '-')}"
            if is_needed and option not in given:
                raise click.UsageError(f"a {self.kind} order needs {name}")
            if not is_needed and option in given:
                raise click.UsageError(f"a {self.kind} order has no {name}")

    @property
    def symbols(self) -> tuple[str, ...]:
        """Its symbol."""
        return (self.symbol,)

    def words(self) -> dict[str, object]:
        """All of it for people, by name."""
        more = {name.replace("_", " "): self._word(value) for name, value in self._more.items()}
        routed = {"by": "smart order routing"} if self._is_routed else {}
        return {"place": self.symbol, "side": self.side, "type": self.kind, **more, **routed}

    def test(self, trader: Trader) -> Milestone[Any]:
        """Have the venue check it and place nothing; waiting raises its refusal."""
        return trader.test(self.symbol, self.side, self.kind, is_routed=self._is_routed, **self._more)

    def send(self, trader: Trader, timeout: float) -> list[OrderRecord]:
        """Place it, and wait for the venue's word. Raises its refusal, and TimeoutError."""
        place = trader.place_routed if self._is_routed else trader.place
        # Named here: whoever is interrupted before there is an order knows what to ask for.
        self._more.setdefault("client_order_id", next(client_order_ids(f"tw{secrets.token_hex(4)}-")))
        self._trader = trader
        order = place(self.symbol, self.side, self.kind, **self._more)
        order.ack.wait(timeout)
        if order.state in OVER:
            order.done.wait(timeout)  # the executions may come after the word that it was filled
        return [of_order(order)]

    def doubt(self) -> str | None:
        """What may have been sent, and how to ask; None as long as certainly nothing was."""
        if self._trader is None:
            return None
        name = self._more["client_order_id"]
        order: Order | None = self._trader.account.order(name)
        what = "the order may have been sent" if order is None else f"the order was sent and is {order.state.value}"
        return f"{what}; see {how_to_ask(self.symbol, '--client-order-id', name)}"

    @staticmethod
    def _word(value: object) -> object:
        return exact(value) if isinstance(value, Decimal) else value
