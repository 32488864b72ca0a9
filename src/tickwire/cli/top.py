"""`tickwire top`: how the lines, streams and books of a client are doing, live."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import click
import msgspec
from rich.live import Live

from ..client import Client
from ..client.hooks import HOOKS
from . import options
from .console import Console
from .dashboard import Dashboard
from .encodings import Encoding, with_encoding

WATCHED = ("stale", "alive", "gap", "recovery", "rotation", "late", "book_event", "disconnect", "reconnect", "error")
EVENTS_KEPT = 100
WIDE = 140
# Rates are known after so many seconds.
FIRST_LOOK = 2.5

Show = Callable[[], object]


class Top:
    """A client with everything measured, and the latest of its events."""

    def __init__(self, client: Client, title: str) -> None:
        self.client, self.title = client, title
        self._words: deque[tuple[float, str]] = deque(maxlen=EVENTS_KEPT)
        self._untold: deque[dict[str, Any]] = deque(maxlen=EVENTS_KEPT)
        for name in WATCHED:
            getattr(client, f"on_{name}")(partial(self._note, name))

    def watch(self, names: tuple[str, ...]) -> None:
        """Follow streams by their names, and of symbols the trades, the best prices and the book."""
        discard = deque[Any](maxlen=0).append
        for name in names:
            if "@" in name or name.startswith("!"):
                self.client.subscribe(name, on=discard)
            else:
                self.client.subscribe(f"{name.lower()}@trade", on=discard)
                self.client.book(name, bbo=True)

    async def run(self, seconds: float | None, interval: float, show: Show) -> None:
        """Run to the end, and call `show` every `interval` seconds; raises what it raises."""
        showing = asyncio.create_task(self._show(interval, show), name="tickwire top")
        showing.add_done_callback(lambda _: self.client.stop())
        try:
            await self.client.run_async(seconds)
        finally:
            showing.cancel()
        with suppress(asyncio.CancelledError):
            await showing

    def screen(self) -> Dashboard:
        """The state of things for people."""
        return Dashboard(self.client.stats(), tuple(self._words), self.title)

    def record(self) -> bytes:
        """The state of things for machines, with the events since the last one."""
        events = list(self._untold)
        self._untold.clear()
        return msgspec.json.encode({"time": time.time(), "stats": self.client.stats(), "events": events}, enc_hook=str)

    async def _show(self, interval: float, show: Show) -> None:
        while True:
            await asyncio.sleep(interval)
            show()

    def _note(self, name: str, event: Any) -> None:
        untold = HOOKS[name]
        self._words.append((time.time(), untold.words(event) if untold is not None else str(event)))
        self._untold.append({"event": name, **msgspec.structs.asdict(event)})


def _run(top: Top, seconds: float | None, interval: float, *, once: bool, as_json: bool) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = WIDE

    def tell() -> None:
        if as_json:
            click.echo(top.record())
        else:
            console.print(top.screen())
        if once:
            top.client.stop()

    if once:
        interval = max(interval, FIRST_LOOK)
    with suppress(KeyboardInterrupt):
        if once or as_json or not console.is_terminal:
            asyncio.run(top.run(seconds, interval, tell))
        else:
            with Live(console=console, auto_refresh=False, screen=True) as live:
                asyncio.run(top.run(seconds, interval, lambda: live.update(top.screen(), refresh=True)))


@click.command()
@click.argument("names", nargs=-1, metavar="[SYMBOL|STREAM]...")
@click.option("--env", type=click.Choice(["live", "testnet", "demo", "sim"]), help="Which venue; live if not given.")
@click.option("--url", "urls", multiple=True, metavar="URL", help="Base of a venue of your own: ws://127.0.0.1:9001.")
@click.option("--api-url", metavar="URL", help="Its WebSocket API, which books need.")
@click.option("--ca-file", metavar="FILE", help="Certificate to trust, for wss with one that the system does not know.")
@with_encoding
@click.option("--lines", type=click.IntRange(1, 16), default=1, show_default=True, help="Redundant connections.")
@click.option("--interval", type=options.seconds, default="1", show_default=True, help="Seconds between two looks.")
@click.option("--seconds", type=options.seconds, help="End after so long; without it, at Ctrl-C.")
@click.option("--once", is_flag=True, help="Look once, as soon as rates are known, and end.")
@click.option("--ndjson", "--json", "as_json", is_flag=True, help="One JSON object a line instead of a screen.")
def top(
    names: tuple[str, ...],
    env: Any,
    urls: tuple[str, ...],
    api_url: str | None,
    ca_file: str | None,
    encoding: Encoding,
    lines: int,
    interval: float,
    seconds: float | None,
    once: bool,
    as_json: bool,
) -> None:
    """Watch connections, streams and books: rates, ages, who was first, gaps, silence. Ctrl-C ends it.

    A symbol stands for its trades, best prices and book; btcusdt if nothing is named.

    \b
    tickwire top btcusdt ethusdt --lines 2
    tickwire top btcusdt --lines 2 --encoding mixed
    tickwire top --env sim --once btcusdt@trade btcusdt@kline_1m
    tickwire top --env sim --ndjson | jq .stats.by_stream
    """
    if urls and env is not None:
        raise click.UsageError("--url names a venue and so does --env; leave one of them out")
    env = env or "live"
    client = Client(
        env=env, stream_urls=list(urls) or None, api_url=api_url, ssl=ca_file, lines=lines, measure=True,
        **encoding.arguments(env),
    )  # fmt: skip
    watching = Top(client, f"tickwire top  {', '.join(urls) or env}")
    watching.watch(names or ("btcusdt",))
    _run(watching, seconds, interval, once=once, as_json=as_json)
