"""`tickwire demo`: a venue in a second process, a client in this one, and what the client measures."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click
import msgspec
from rich.console import RenderableType
from rich.live import Live

from ..client import Client
from ..client.simulation import SimulatedVenue
from . import numbers, options
from .console import Console
from .encodings import plain_encoding
from .report import Report, report
from .screen import screen
from .tally import Board

SYMBOLS = ("btcusdt", "ethusdt", "bnbbtc", "bttcusdt", "测试币usdt")
SCREEN_INTERVAL, LINE_INTERVAL = 0.5, 1.0  # seconds
STREAMS = ("trade", "aggTrade", "bookTicker", "depth@100ms", "depth20@100ms", "kline_1m", "miniTicker")


class Demo:
    """A client, what it counts, and the clock of the demo."""

    def __init__(self, venue: SimulatedVenue, seconds: float, encoding: Any) -> None:
        self.url, self.seconds = venue.url, seconds
        self.board = Board(SYMBOLS, STREAMS)
        self.client = Client(
            stream_urls=[venue.url],
            sbe_urls=[venue.sbe_url],
            ssl=venue.ca_file,
            encoding=encoding,
            credentials=venue.credentials,
        )
        for stream, tally in self.board.tallies.items():
            self.client.subscribe(*(f"{symbol}@{stream}" for symbol in SYMBOLS), on=tally.on_message)
        self._began = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds since `run` began."""
        return time.monotonic() - self._began

    def run(self, show: Callable[[], None], interval: float) -> None:
        """Run to the end or to Ctrl-C, and call `show` every `interval` seconds, in between the messages."""
        with suppress(KeyboardInterrupt):
            asyncio.run(self._run(show, interval))
        self.seconds = self.elapsed
        self.board.average(self.seconds)

    async def _run(self, show: Callable[[], None], interval: float) -> None:
        self._began = time.monotonic()
        showing = asyncio.create_task(self._show(show, interval))
        try:
            await self.client.run_async(self.seconds)
        finally:
            showing.cancel()

    async def _show(self, show: Callable[[], None], interval: float) -> None:
        while True:
            began = self.elapsed
            await asyncio.sleep(interval)
            self.board.tick(self.elapsed - began)
            show()

    def screen(self) -> RenderableType:
        """The state of things for people."""
        return screen(self.board, self.client.stats(), self.url, self.elapsed, self.seconds)

    def report(self) -> Report:
        """The result for machines."""
        return report(self.board, self.client.stats(), self.url, self.seconds)

    def line(self) -> str:
        """The state of things in one line."""
        board = self.board
        p50, p99, largest = (numbers.duration(ns) for ns in board.latency.summary())
        rate = sum(tally.rate for tally in board.tallies.values())
        return (
            f"{self.elapsed:4.0f} s  {board.messages:,} messages, {rate:,.0f}/s, "
            f"wire to callback p50 {p50}, p99 {p99}, max {largest}"
        )


def _run_on_terminal(demo: Demo, console: Console) -> None:
    with Live(console=console, auto_refresh=False) as live:
        demo.run(lambda: live.update(demo.screen(), refresh=True), SCREEN_INTERVAL)
        live.update(demo.screen(), refresh=True)


def _run_in_lines(demo: Demo, console: Console) -> None:
    click.echo(f"simulated venue at {demo.url}, certificate verified")
    demo.run(lambda: click.echo(demo.line()), LINE_INTERVAL)
    console.print(demo.screen())


@click.command("demo")
@click.option("--seconds", type=options.seconds, default="15", show_default=True, help="How long.")
@click.option(
    "--rate", type=options.pace, default="1000", show_default=True, help="Orders a second at the venue, or max."
)
@plain_encoding
@click.option("--json", "as_json", is_flag=True, help="Print nothing but one JSON object, at the end.")
def demo(seconds: float, rate: float | None, encoding: str, as_json: bool) -> int:
    """Show market data arriving in Python callbacks, from a simulated venue over TLS; nothing leaves this machine.

    \b
    tickwire demo --rate max
    tickwire demo --encoding sbe
    tickwire demo --seconds 5 --json
    """
    console = Console()
    venue = SimulatedVenue(f"--rate={'max' if rate is None else rate}", has_account=encoding == "sbe")
    try:
        demo = Demo(venue, seconds, encoding)
        if as_json:
            demo.run(lambda: None, LINE_INTERVAL)
            click.echo(msgspec.json.format(msgspec.json.encode(demo.report())))
        elif console.is_terminal:
            _run_on_terminal(demo, console)
        else:
            _run_in_lines(demo, console)
    finally:
        venue.stop()
    result = demo.report()
    if not result.total_messages:
        raise click.ClickException("no message arrived")
    return 1 if result.errors else 0
