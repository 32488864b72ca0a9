"""`tickwire trade-demo`: a strategy that quotes, an exchange in a second process, and what becomes of its orders."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.live import Live

from ..client import Client
from ..client.trading import Trader
from ..errors import TickwireError
from ..trading import Swept
from . import options
from .encodings import plain_encoding
from .quoting import Quoter
from .trade_report import TradeReport, line, report, screen

SYMBOL = "BTCUSDT"
SCREEN_INTERVAL, LINE_INTERVAL = 0.5, 1.0  # seconds
READY_WITHIN, SWEPT_WITHIN = 15.0, 10.0


class TradeDemo:
    """A client, a trader in its thread, and the strategy."""

    def __init__(self, seconds: float, encoding: Any) -> None:
        self.seconds = seconds
        self.client = Client(env="sim", encoding=encoding)
        self.trader = Trader(client=self.client, symbols=[SYMBOL])
        self.trader.on_event(self._happened)
        self.client.on_book_event(lambda _: None)  # without a book there is no quote, and at the end none is needed
        self._book = self.client.book(SYMBOL, bbo=True)
        self._swept = asyncio.Event()
        self._began = time.monotonic()
        self.quoter: Quoter | None = None
        self.is_clean = False

    @property
    def elapsed(self) -> float:
        """Seconds since the first quote."""
        return time.monotonic() - self._began

    def run(self, show: Callable[[], object], interval: float) -> None:
        """Trade to the end or to Ctrl-C, call `show` every `interval` seconds, and cancel all that is open."""
        with suppress(KeyboardInterrupt):
            asyncio.run(self._run(show, interval))

    async def _run(self, show: Callable[[], object], interval: float) -> None:
        running = asyncio.create_task(self.client.run_async(), name="tickwire trade-demo")
        try:
            async with asyncio.timeout(READY_WITHIN):
                await self.trader.ready
            self.quoter = Quoter(self.trader, self._book)
            self.client.subscribe(f"{SYMBOL.lower()}@bookTicker", on=self.quoter.on_tick)
            self._began = time.monotonic()
            await self._show(show, interval, running)
        except TimeoutError:
            raise TickwireError(f"not ready to trade within {READY_WITHIN:g} s") from None
        finally:
            try:
                await self._wind_up()
            finally:
                self.client.stop()
                with suppress(KeyboardInterrupt):  # of another Ctrl-C, which ended it where it was
                    await running

    async def _show(self, show: Callable[[], object], interval: float, running: asyncio.Task[None]) -> None:
        while (left := self.seconds - self.elapsed) > 0 and not running.done():
            await asyncio.wait([running], timeout=min(interval, left))
            show()

    async def _wind_up(self) -> None:
        """Quote no more, and cancel what is open."""
        if self.quoter is None:
            return
        self.quoter.is_over = True
        self.seconds = self.elapsed
        self.trader.halt()
        with suppress(TimeoutError):
            async with asyncio.timeout(SWEPT_WITHIN):
                await self._swept.wait()
        self.is_clean = not self.trader.account.open_orders

    def _happened(self, event: object) -> None:
        if isinstance(event, Swept):
            self._swept.set()

    def report(self) -> TradeReport:
        """The result for machines. Raises Abort when it was interrupted before it could begin."""
        if self.quoter is None:
            raise click.Abort
        return report(self.quoter, self.trader, min(self.elapsed, self.seconds))


def _run_on_terminal(demo: TradeDemo, console: Console) -> None:
    def show() -> None:
        if demo.quoter is not None:
            live.update(screen(demo.quoter, demo.trader, demo.elapsed, demo.seconds), refresh=True)

    with Live(console=console, auto_refresh=False) as live:
        demo.run(show, SCREEN_INTERVAL)
        show()


def _run_in_lines(demo: TradeDemo, console: Console) -> None:
    demo.run(lambda: click.echo(line(demo.report())), LINE_INTERVAL)
    if demo.quoter is not None:
        console.print(screen(demo.quoter, demo.trader, demo.elapsed, demo.seconds))


@click.command("trade-demo")
@click.option("--seconds", type=options.seconds, default="15", show_default=True, help="How long.")
@plain_encoding
@click.option("--json", "as_json", is_flag=True, help="Print nothing but one JSON object, at the end.")
def trade_demo(seconds: float, encoding: str, as_json: bool) -> int:
    """Quote both sides of a book on a simulated exchange, and follow the mid; nothing leaves this machine.

    It shows open orders, fills, profit, and how long it took from a tick to an order. It is no strategy to trade by.
    At the end, and at Ctrl-C, all orders are cancelled.

    \b
    tickwire trade-demo
    tickwire trade-demo --seconds 5 --json
    """
    console = Console(highlight=False)
    demo = TradeDemo(seconds, encoding)
    if as_json:
        demo.run(lambda: None, LINE_INTERVAL)
        click.echo(msgspec.json.format(msgspec.json.encode(demo.report())))
    elif console.is_terminal:
        _run_on_terminal(demo, console)
    else:
        _run_in_lines(demo, console)
    told = demo.report()
    if not told.orders:
        raise click.ClickException("no order was sent")
    if not demo.is_clean:
        raise click.ClickException(f"{told.open_orders} orders may still be open")
    return 0
