"""`tickwire order`: place orders, change, cancel, look up, list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from ..schema.enums import OrderType, TimeInForce
from . import options
from .access import Access, as_json, confirm, with_access
from .amending import Amending
from .cancelling import Cancelling, Sweeping
from .list_commands import LISTS
from .naming import Named, naming
from .order_records import of_info, show
from .placing import Placing
from .sending import carry_out


@click.group("order")
def order() -> None:
    """Place, amend, cancel, look up and list orders, one by one or in lists of which one sets off or cancels another.

    Whatever may reach the live venue is asked about first, questions and --test too, unless --yes says not to.

    \b
    tickwire order place --env sim btcusdt buy --qty 0.001 --price 50000
    tickwire order list --env testnet
    tickwire order cancel-all --yes
    """


for command in LISTS:
    order.add_command(command)


@order.command()
@click.argument("symbol")
@click.argument("side", type=click.Choice(["buy", "sell"], case_sensitive=False))
@click.option("--qty", type=options.amount, help="How much of the base asset.")
@click.option("--quote-qty", type=options.amount, help="How much of the quote asset, for MARKET orders.")
@click.option("--price", type=options.amount, help="Price, for all that are limited.")
@click.option("--stop-price", type=options.amount, help="Price that sets a stop or take-profit order off.")
@click.option(
    "--type",
    "kind",
    type=click.Choice([one.value for one in OrderType], case_sensitive=False),
    default="LIMIT",
    show_default=True,
    help="Which kind of order.",
)
@click.option(
    "--time-in-force",
    type=click.Choice([one.value for one in TimeInForce], case_sensitive=False),
    help="How long it stands; GTC if not given where one is needed.",
)
@click.option("--client-order-id", metavar="ID", help="A name for it; a new one is made if not given.")
@click.option("--sor", "is_routed", is_flag=True, help="By smart order routing: LIMIT and MARKET orders.")
@click.option("--test", "is_test", is_flag=True, help="Have the venue check it, and place nothing.")
@as_json
@with_access
def place(access: Access, as_json: bool, is_test: bool, **given: Any) -> None:
    """Place an order, and show what became of it at once.

    Exit code 0 says that the venue has taken it. When it is not known whether it did, the exit code is 3, and the line
    on stderr says so, and how to ask.

    \b
    tickwire order place btcusdt buy --qty 0.001 --price 50000
    tickwire order place btcusdt sell --type market --quote-qty 100 --yes
    tickwire order place btcusdt buy --qty 0.001 --price 50000 --sor --test
    tickwire order place --env sim --json ethusdt sell --type limit_maker --qty 0.1 --price 9000
    """
    placing = Placing(**given)
    if not is_test:
        carry_out(placing, access, as_json=as_json)
        return
    credentials = access.credentials()
    confirm(access, placing.words() | {"test": "nothing is placed"})
    with access.trader(credentials, placing.symbols) as trader:
        access.wait(placing.test(trader))
    click.echo('{"test":true}' if as_json else "the venue would take it")


@order.command()
@click.argument("symbol")
@naming
@click.option("--all", "is_all", is_flag=True, help="All that are open on the symbol, whoever placed them.")
@as_json
@with_access
def cancel(access: Access, as_json: bool, symbol: str, **which: Any) -> None:
    """Cancel an order, or all of a symbol; shows each as it ended.

    \b
    tickwire order cancel btcusdt --order-id 12345
    tickwire order cancel btcusdt --all --yes
    """
    cancelling = Cancelling(symbol, **which)
    carry_out(cancelling, access, as_json=as_json, nothing=f"no order is open on {cancelling.symbol}")


@order.command("cancel-all")
@as_json
@with_access
def cancel_all(access: Access, as_json: bool) -> None:
    """Cancel every open order of the account, on all symbols, whoever placed them: the kill switch.

    It goes on until none is open or in doubt, and shows each as it ended. Exit code 3 says that this is not sure.

    \b
    tickwire order cancel-all --yes
    tickwire order cancel-all --env testnet --json
    """
    carry_out(Sweeping(), access, as_json=as_json, nothing="no order is open")


@order.command()
@click.argument("symbol")
@naming
@click.option("--qty", type=options.amount, required=True, help="The new quantity, less than it has.")
@as_json
@with_access
def amend(
    access: Access, as_json: bool, symbol: str, order_id: int | None, client_order_id: str | None, qty: Decimal
) -> None:
    """Lower the quantity of an open order, which keeps its place in the queue.

    \b
    tickwire order amend btcusdt --order-id 12345 --qty 0.0005
    """
    carry_out(Amending(Named(symbol, order_id, client_order_id), qty), access, as_json=as_json)


@order.command()
@click.argument("symbol")
@naming
@as_json
@with_access
def status(access: Access, as_json: bool, symbol: str, order_id: int | None, client_order_id: str | None) -> None:
    """Show what the venue tells of one order.

    \b
    tickwire order status btcusdt --order-id 12345
    """
    named = Named(symbol, order_id, client_order_id)
    credentials = access.credentials()
    confirm(access, {"look up": named.symbol, **named.words})
    with access.trader(credentials) as trader:
        info = access.wait(trader.request("order.status", named.params))
    show([of_info(info)], as_json=as_json, nothing="")


@order.command("list")
@click.argument("symbol", required=False)
@click.option("--limit", type=click.IntRange(1, 1000), help="The newest orders of the symbol, open or not, so many.")
@as_json
@with_access
def list_orders(access: Access, as_json: bool, symbol: str | None, limit: int | None) -> None:
    """List the open orders, of one symbol or all; with --limit the newest of a symbol, open or not.

    \b
    tickwire order list
    tickwire order list btcusdt --limit 20 --json --yes | jq .status
    """
    if limit is not None and symbol is None:
        raise click.UsageError("--limit is for the orders of one symbol; name it")
    params: dict[str, Any] = {} if symbol is None else {"symbol": symbol.upper()}
    method = "openOrders.status" if limit is None else "allOrders"
    if limit is not None:
        params["limit"] = limit
    credentials = access.credentials()
    confirm(access, {"list": "open orders" if limit is None else "orders", **params})
    with access.trader(credentials) as trader:
        found = access.wait(trader.request(method, params))
    show(map(of_info, found), as_json=as_json, nothing="no order is open" if limit is None else "there are no orders")
