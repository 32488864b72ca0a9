"""What `tickwire trade-demo` shows: the result for machines, and the screen for people."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import version

import msgspec
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..client.trading import Trader
from ..trading import Fill, Order, Position
from . import numbers
from .latency import LatencyHistogram
from .order_records import exact
from .quoting import Quoter
from .report import Latency

FILLS_SHOWN = 4
_STYLES = {"BUY": "green", "SELL": "red"}
EXPLAINED = (
    "tick-to-trade: from the socket read of a tick to the return of place(), when the\n"
    "bytes are with the socket; of each tick's first order, in Python, caches cold"
)


class TradeReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was done in `seconds`. Amounts are exact text; profits are in the quote asset, the open position at the mid.

    `withheld` orders were held back here, by the venue's limits for instance, `rejected` ones refused there.
    """

    versions: dict[str, str]
    symbol: str
    seconds: float
    qty: str
    orders: int
    withheld: int
    rejected: int
    cancelled: int
    open_orders: int
    fills: int
    bought: str
    sold: str
    position: str
    average_cost: str | None
    mid: str | None
    realised: str
    unrealised: str
    pnl: str
    commissions: dict[str, str]
    tick_to_trade_us: Latency


def report(quoter: Quoter, trader: Trader, seconds: float) -> TradeReport:
    """The state of things after `seconds`."""
    symbol = quoter.instrument.symbol
    position = trader.account.positions.get(symbol) or Position(symbol)
    unrealised = position.unrealised(quoter.mid) if quoter.mid is not None else Decimal(0)
    return TradeReport(
        versions={"python": platform.python_version(), "tickwire": version("tickwire")},
        symbol=symbol,
        seconds=round(seconds, 3),
        qty=exact(quoter.qty),
        orders=quoter.placed,
        withheld=quoter.withheld,
        rejected=quoter.rejected,
        cancelled=quoter.cancelled,
        open_orders=len(trader.account.open_orders),
        fills=position.fills,
        bought=exact(position.bought),
        sold=exact(position.sold),
        position=exact(position.base_qty),
        average_cost=None if position.average_cost is None else exact(round(position.average_cost, 8)),
        mid=None if quoter.mid is None else exact(quoter.mid),
        realised=exact(position.realised),
        unrealised=exact(unrealised),
        pnl=exact(position.realised + unrealised),
        commissions={asset: exact(amount) for asset, amount in position.commissions.items()},
        tick_to_trade_us=_latency(quoter.tick_to_trade),
    )


def _latency(histogram: LatencyHistogram) -> Latency:
    return Latency(*(round(ns / 1000, 1) for ns in histogram.summary()))


def line(told: TradeReport) -> str:
    """The state of things in one line."""
    took = told.tick_to_trade_us
    return (
        f"{told.seconds:4.0f} s  {told.orders} orders, {told.fills} fills, position {told.position}, "
        f"PnL {_money(told.pnl)}, tick-to-trade p50 {took.p50:,.1f} µs, p99 {took.p99:,.1f} µs"
    )


def screen(quoter: Quoter, trader: Trader, elapsed: float, seconds: float) -> RenderableType:
    """All of it; 80 columns and 24 lines hold it."""
    told = report(quoter, trader, elapsed)
    title = Text.assemble(
        ("tickwire ", "bold"),
        (told.versions["tickwire"], "bold cyan"),
        f"  {told.symbol} on the simulated exchange, mid {numbers.price(quoter.mid)}  ",
        (f"{min(elapsed, seconds):.0f} of {seconds:.0f} s", "bold"),
    )
    orders, fills = _orders(trader.account.open_orders), _fills(quoter.filled)
    return Group(title, "", orders, "", fills, "", _result(told), Text(EXPLAINED, "dim"))


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, show_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left", no_wrap=True, min_width=10)
    return table


def _orders(orders: Iterable[Order]) -> Table:
    table = _table("open orders", "price", "qty", "filled", "state")
    for order in sorted(orders, key=lambda order: order.price or 0, reverse=True):
        table.add_row(
            Text(order.side, _STYLES.get(order.side, "none")),
            numbers.price(order.price),
            numbers.quantity(order.qty),
            numbers.quantity(order.filled_qty),
            order.state.value,
        )
    return table


def _fills(filled: Iterable[Order]) -> Table:
    table = _table("last fills", "price", "qty", "commission", "at")
    last: list[tuple[Order, Fill]] = [(order, fill) for order in filled for fill in order.fills]
    for order, fill in sorted(last, key=lambda pair: pair[1].time)[-FILLS_SHOWN:]:
        table.add_row(
            Text(order.side, _STYLES.get(order.side, "none")),
            numbers.price(fill.price),
            numbers.quantity(fill.qty),
            f"{numbers.quantity(fill.commission)} {fill.commission_asset}",
            f"{datetime.fromtimestamp(fill.time / 1e9, UTC):%H:%M:%S.%f}"[:-3],
        )
    return table


def _result(told: TradeReport) -> Text:
    pnl = Decimal(told.pnl)
    took = told.tick_to_trade_us
    fees = ", ".join(f"{amount} {asset}" for asset, amount in told.commissions.items()) or "none"
    return Text.assemble(
        f"position {told.position}, average cost {told.average_cost or '—'}\n",
        "PnL ",
        (_money(told.pnl), "bold red" if pnl < 0 else "bold green"),
        f" (realised {_money(told.realised)}, open {_money(told.unrealised)})\n",
        f"commissions {fees}\n",
        f"{told.orders} orders, {told.cancelled} cancelled, {told.fills} fills, {told.rejected} rejected, "
        f"{told.withheld} withheld\n",
        ("tick-to-trade ", "bold"),
        f"p50 {took.p50:,.1f} µs, p99 {took.p99:,.1f} µs, max {took.max:,.1f} µs\n",
    )


def _money(text: str) -> str:
    return f"{Decimal(text):+,.4f}"
