"""Orders for machines and for people: what a trader knows of its own, and what the venue tells of any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..schema import OrderInfo
from ..trading import Order, OrderState
from . import numbers
from .fitting import NONE, Cell, Column, fitted

# Our words for what the venue calls by others.
_STATUS = {OrderState.WORKING: "NEW", OrderState.HELD: "PENDING_NEW"}
WIDE = 160
_STYLES = {"BUY": "green", "SELL": "red"}


class OrderRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An order. Numbers are exact text, `status` is the venue's word, times are ns since the epoch.

    `qty` is None for an order by value, `average_price` before the first fill; `commission` is told of orders just
    placed.
    """

    symbol: str
    order_id: int | None
    client_order_id: str
    side: str
    type: str
    status: str
    time_in_force: str | None
    price: str | None
    stop_price: str | None
    qty: str | None
    filled_qty: str
    filled_quote: str
    average_price: str | None
    commission: dict[str, str] | None = None
    time: int | None = None
    update_time: int | None = None


def of_order(order: Order) -> OrderRecord:
    """What is known of an order here."""
    return OrderRecord(
        symbol=order.symbol,
        order_id=order.order_id,
        client_order_id=order.client_order_id,
        side=order.side,
        type=order.type,
        status=_STATUS.get(order.state, order.state.name),
        time_in_force=order.time_in_force,
        price=_text(order.price),
        stop_price=order.params.get("stopPrice"),
        qty=_text(order.qty),
        filled_qty=exact(order.filled_qty),
        filled_quote=exact(order.filled_quote),
        average_price=_text(order.average_price),
        commission={asset: exact(amount) for asset, amount in order.commissions.items()},
        update_time=order.venue_time or None,
    )


def of_info(info: OrderInfo) -> OrderRecord:
    """What the venue tells of an order; its times are µs."""
    filled, quote = Decimal(info.executed_qty), Decimal(info.cummulative_quote_qty or 0)
    return OrderRecord(
        symbol=info.symbol,
        order_id=info.order_id,
        client_order_id=info.client_order_id,
        side=info.side,
        type=info.type,
        status=info.status,
        time_in_force=info.time_in_force,
        price=_given(info.price),
        stop_price=_given(info.stop_price),
        qty=_given(info.orig_qty),
        filled_qty=exact(filled),
        filled_quote=exact(quote),
        average_price=exact(quote / filled) if filled and quote > 0 else None,
        time=info.time * 1000,
        update_time=info.update_time * 1000,
    )


def exact(number: Decimal) -> str:
    """As text, without an exponent or zeros at the end."""
    return f"{number.normalize():f}"


def _text(number: Decimal | None) -> str | None:
    return None if number is None else exact(number)


def _given(text: str | None) -> str | None:
    """What the venue tells as 0 where there is none."""
    number = Decimal(text or 0)
    return exact(number) if number else None


# What an order is and where it stands is always there; the rest, as far as there is room.
_COLUMNS = (
    *(Column("symbol"), Column("side"), Column("type", 2), Column("status")),
    *(Column("price"), Column("stop", 5), Column("qty"), Column("filled", 1), Column("average", 4)),
    *(Column("order id", 3), Column("client order id", 7), Column("changed", 6)),
)


def table(records: Sequence[OrderRecord], width: int) -> Table:
    """A line for each, of as many columns as there is room for."""
    return fitted(_COLUMNS, [_cells(record) for record in records], width)


def _cells(record: OrderRecord) -> tuple[Cell, ...]:
    return (
        Text(record.symbol, "cyan"),
        Text(record.side, _STYLES.get(record.side, "none")),
        record.type,
        record.status,
        *(numbers.price(_number(text)) for text in (record.price, record.stop_price)),
        *(numbers.quantity(_number(text)) for text in (record.qty, record.filled_qty)),
        numbers.price(_number(record.average_price)),
        NONE if record.order_id is None else str(record.order_id),
        record.client_order_id,
        _instant(record.update_time),
    )


def _instant(ns: int | None) -> str:
    return NONE if ns is None else f"{datetime.fromtimestamp(ns / 1e9, UTC):%Y-%m-%d %H:%M:%S}Z"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def show(records: Iterable[OrderRecord], *, as_json: bool, nothing: str) -> None:
    """Print orders; `nothing` is said to people when there are none."""
    found = list(records)
    if as_json:
        for record in found:
            click.echo(msgspec.json.encode(record))
        return
    if not found:
        click.echo(nothing)
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(table(found, console.width))
