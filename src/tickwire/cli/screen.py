"""The demo's screen: a table of streams, a table of instruments, and what it all means."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..client import ClientStats
from . import numbers
from .latency import LatencyHistogram
from .report import count_errors
from .tally import Board

EXPLAINED = (
    "p50, p99, max are wire to callback: from the first frame of a socket read to the\n"
    "entry of a Python function that gets the decoded message"
)


def screen(board: Board, stats: ClientStats, url: str, elapsed: float, seconds: float) -> RenderableType:
    """All of it, `elapsed` of `seconds` after the beginning; 80 columns and 24 lines hold it."""
    title = Text.assemble(
        ("tickwire ", "bold"),
        (version("tickwire"), "bold cyan"),
        f"  {url}  TLS, certificate verified  ",
        (f"{min(elapsed, seconds):.0f} of {seconds:.0f} s", "bold"),
    )
    return Group(title, "", _streams(board), "", _instruments(board), "", _footer(stats))


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left", no_wrap=True, min_width=9 if number else 14)
    return table


def _streams(board: Board) -> Table:
    table = _table("stream", "messages", "per second", "p50", "p99", "max")
    for tally in board.tallies.values():
        table.add_row(f"[cyan]{tally.stream}[/]", *_figures(tally.messages, tally.rate, tally.latency))
    rate = sum(tally.rate for tally in board.tallies.values())
    table.add_row("all", *_figures(board.messages, rate, board.latency), style="bold")
    return table


def _figures(messages: int, rate: float, latency: LatencyHistogram) -> tuple[str, ...]:
    if not messages:
        return "0", "0", "—", "—", "—"
    return f"{messages:,}", f"{rate:,.0f}", *(numbers.duration(ns) for ns in latency.summary())


def _instruments(board: Board) -> Table:
    table = _table("instrument", "last", "bid", "ask", "this minute", "trades")
    for symbol in board.symbols:
        trade, quote = board.last("trade", symbol), board.last("bookTicker", symbol)
        candle = board.last("kline_1m", symbol)
        table.add_row(
            f"[cyan]{symbol.upper()}[/]",
            _last_price(trade),
            numbers.price(quote.bid_price_decimal) if quote else "—",
            numbers.price(quote.ask_price_decimal) if quote else "—",
            _change(candle),
            f"{candle.num_trades:,}" if candle else "—",
        )
    return table


def _last_price(trade: Any) -> Text:
    if trade is None:
        return Text("—")
    is_up = trade.aggressor == "BUY"
    return Text(f"{numbers.price(trade.price_decimal)} {'▲' if is_up else '▼'}", "green" if is_up else "red")


def _change(candle: Any) -> Text:
    if candle is None:
        return Text("—")
    percent = (candle.close_price / candle.open_price - 1) * 100
    return Text(f"{percent:+.3f} %", "red" if percent < 0 else "green")


def _footer(stats: ClientStats) -> Text:
    errors = count_errors(stats)
    return Text.assemble(
        f"{stats.bytes / 1e6:,.1f} MB in {stats.frames:,} frames, ",
        (f"{errors} errors", "bold red" if errors else "bold green"),
        f", {stats.connects - 1} reconnects\n",
        (EXPLAINED, "dim"),
    )
