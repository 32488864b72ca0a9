"""`tickwire order oco` and its kin: orders of which one cancels another, or sets it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from click.decorators import FC

from . import options
from .access import Access, as_json, with_access
from .legs import Listing
from .legs import leg as as_leg
from .sending import carry_out

SIDES = click.Choice(["buy", "sell"], case_sensitive=False)
side = click.option("--side", type=SIDES, required=True, help="Side of the pending orders.")
qty = click.option("--qty", type=options.amount, required=True, help="How much, of either of the two.")


def leg(name: str, words: str) -> Callable[[FC], FC]:
    """An option that says an order of the list."""
    return click.option(f"--{name}", type=as_leg, required=True, metavar="TYPE,NAME=VALUE,…", help=words)


above, below = leg("above", "The one above the market."), leg("below", "The one below the market.")
working = leg("working", "The one that goes to the market now, with its side.")
pending = leg("pending", "The one that follows when that is filled, with its side.")


def run(kind: str, access: Access, as_json: bool, symbol: str, given: dict[str, Any]) -> None:
    """Place a list of a kind, and show its orders."""
    carry_out(Listing(kind, symbol, **given), access, as_json=as_json)


@click.command()
@click.argument("symbol")
@click.argument("side", type=SIDES)
@qty
@above
@below
@as_json
@with_access
def oco(access: Access, as_json: bool, symbol: str, **given: Any) -> None:
    """Place two orders on one side, one above the market and one below: one cancels the other.

    Each is its type and its numbers: qty, price, stop_price, trailing_delta, time_in_force, iceberg_qty and others.

    \b
    tickwire order oco btcusdt sell --qty 0.001 --above limit_maker,price=200000 \\
        --below stop_loss_limit,price=49000,stop_price=50000
    """
    run("oco", access, as_json, symbol, given)


@click.command()
@click.argument("symbol")
@working
@pending
@as_json
@with_access
def oto(access: Access, as_json: bool, symbol: str, **given: Any) -> None:
    """Place an order, and another when it is filled.

    \b
    tickwire order oto btcusdt --working limit,side=buy,qty=0.001,price=50000 \\
        --pending limit,side=sell,qty=0.001,price=60000
    """
    run("oto", access, as_json, symbol, given)


@click.command()
@click.argument("symbol")
@working
@side
@qty
@above
@below
@as_json
@with_access
def otoco(access: Access, as_json: bool, symbol: str, **given: Any) -> None:
    """Place an order, and when it is filled two, of which one cancels the other.

    \b
    tickwire order otoco btcusdt --working limit,side=buy,qty=0.001,price=50000 --side sell --qty 0.001 \\
        --above limit_maker,price=200000 --below stop_loss,stop_price=40000
    """
    run("otoco", access, as_json, symbol, given)


@click.command()
@click.argument("symbol")
@working
@pending
@as_json
@with_access
def opo(access: Access, as_json: bool, symbol: str, **given: Any) -> None:
    """Place a purchase, and when it is filled the sale of what was bought, whose quantity follows from that.

    \b
    tickwire order opo btcusdt --working limit,side=buy,qty=0.001,price=50000 --pending limit,side=sell,price=60000
    """
    run("opo", access, as_json, symbol, given)


@click.command()
@click.argument("symbol")
@working
@side
@above
@below
@as_json
@with_access
def opoco(access: Access, as_json: bool, symbol: str, **given: Any) -> None:
    """Place a purchase, and when it is filled two sales of what was bought, of which one cancels the other.

    \b
    tickwire order opoco btcusdt --working limit,side=buy,qty=0.001,price=50000 --side sell \\
        --above limit_maker,price=200000 --below stop_loss,stop_price=40000
    """
    run("opoco", access, as_json, symbol, given)


LISTS = (oco, oto, otoco, opo, opoco)
