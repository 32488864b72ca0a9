"""`tickwire account`: balances, commission, and what is bound in open orders."""

from __future__ import annotations

from decimal import Decimal

import click
import msgspec
from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table

from ..schema import AccountStatus, AssetBalance
from . import numbers
from .access import Access, confirm, with_access
from .order_records import OrderRecord, exact, of_info
from .order_records import table as order_table

WIDE = 160


class Holding(msgspec.Struct, frozen=True):
    """What there is of an asset, as exact text; `locked` is bound in orders."""

    asset: str
    free: str
    locked: str
    total: str


class AccountRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An account: rates of commission as fractions, balances that are not 0, open orders; times are ns."""

    account_type: str
    can_trade: bool
    can_withdraw: bool
    can_deposit: bool
    maker_commission: str
    taker_commission: str
    permissions: tuple[str, ...]
    balances: tuple[Holding, ...]
    open_orders: tuple[OrderRecord, ...]
    update_time: int


def record(status: AccountStatus, open_orders: tuple[OrderRecord, ...]) -> AccountRecord:
    """What the venue told, its times in µs."""
    rates = status.commission_rates
    return AccountRecord(
        account_type=status.account_type,
        can_trade=status.can_trade,
        can_withdraw=status.can_withdraw,
        can_deposit=status.can_deposit,
        maker_commission=exact(Decimal(rates.maker)),
        taker_commission=exact(Decimal(rates.taker)),
        permissions=status.permissions,
        balances=tuple(held for held in map(_holding, status.balances) if Decimal(held.total)),
        open_orders=open_orders,
        update_time=status.update_time * 1000,
    )


def _holding(row: AssetBalance) -> Holding:
    free, locked = Decimal(row.free), Decimal(row.locked)
    return Holding(row.asset, exact(free), exact(locked), exact(free + locked))


def _screen(told: AccountRecord, venue: str, width: int) -> RenderableType:
    may = [word for word, can in (
        ("trade", told.can_trade), ("withdraw", told.can_withdraw), ("deposit", told.can_deposit)
    ) if can]  # fmt: skip
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False)
    table.add_column("asset", no_wrap=True, style="cyan")
    for name in ("free", "in orders", "total"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in told.balances:
        table.add_row(row.asset, *(numbers.quantity(Decimal(text)) for text in (row.free, row.locked, row.total)))
    parts: list[RenderableType] = [
        f"[bold]{told.account_type}[/] account at {venue}, may {', '.join(may) or 'do nothing'}; "
        f"commission {_percent(told.maker_commission)} maker, {_percent(told.taker_commission)} taker",
        "",
        table,
        "",
    ]
    parts.append(order_table(told.open_orders, width) if told.open_orders else "no order is open")
    return Group(*parts)


def _percent(rate: str) -> str:
    return f"{exact(Decimal(rate) * 100)} %"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
@with_access
def account(access: Access, as_json: bool) -> None:
    """Show the balances of an account that are not 0, its commission, and its open orders.

    \b
    tickwire account --yes
    tickwire account --env testnet --account TESTNET
    tickwire account --env sim --json | jq .balances
    """
    credentials = access.credentials()
    confirm(access, {"show": "balances, commission and open orders"})
    with access.trader(credentials) as trader:
        asked = trader.request("account.status"), trader.request("openOrders.status")
        status, orders = map(access.wait, asked)
    told = record(status, tuple(map(of_info, orders)))
    if as_json:
        click.echo(msgspec.json.encode(told))
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(_screen(told, access.venue, console.width))
