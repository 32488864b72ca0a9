"""One order, named by the venue's number or by the client's name for it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from ..client.trading import Trader
from ..trading import Order


class Named:
    """An order of a symbol. Raises UsageError unless it is named in one way."""

    def __init__(self, symbol: str, order_id: int | None, client_order_id: str | None) -> None:
        if (order_id is None) == (client_order_id is None):
            raise click.UsageError("which order: one of --order-id and --client-order-id")
        self.symbol, self.order_id, self.client_order_id = symbol.upper(), order_id, client_order_id

    def __str__(self) -> str:
        return f"order {self.client_order_id!r}" if self.order_id is None else f"order {self.order_id}"

    @property
    def words(self) -> dict[str, object]:
        """It for people, by name."""
        return {"order id": self.order_id, "client order id": self.client_order_id}

    @property
    def params(self) -> dict[str, object]:
        """It as the venue is asked for it."""
        named = {"origClientOrderId": self.client_order_id} if self.order_id is None else {"orderId": self.order_id}
        return {"symbol": self.symbol, **named}

    def find(self, trader: Trader) -> Order:
        """It among the open orders. Raises ClickException when it is not there."""
        found = [order for order in trader.account.open_orders if order.symbol == self.symbol and self._is(order)]
        if not found:
            raise click.ClickException(f"{self} is not open on {self.symbol}")
        return found[0]

    def _is(self, order: Order) -> bool:
        if self.order_id is not None:
            return order.order_id == self.order_id
        return order.client_order_id == self.client_order_id


def how_to_ask(symbol: str, option: str, name: object) -> str:
    """The command that looks an order up: at the venue of the command under way, and for its account."""
    return _there("tickwire order status", symbol.lower(), option, str(name))


def how_to_list(symbol: str | None = None) -> str:
    """The command that lists the open orders of a symbol, or of all, there."""
    return _there("tickwire order list", *(() if symbol is None else (symbol.lower(),)))


def _there(*words: str) -> str:
    """A command, at the venue of the command under way and for its account."""
    there = list(words)
    context = click.get_current_context(silent=True)
    for given in ("env", "api_url", "ca_file", "key_file", "account"):
        if context is not None and context.get_parameter_source(given) is ParameterSource.COMMANDLINE:
            there += [f"--{given.replace('_', '-')}", shlex.quote(str(context.params[given]))]
    return " ".join(there)


_OPTIONS = (
    click.option("--order-id", type=click.IntRange(min=0), help="By the venue's number."),
    click.option("--client-order-id", metavar="ID", help="By the client's name for it."),
)


def naming(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that name an order."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
