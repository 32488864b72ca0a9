"""`tickwire sim`: the simulated venue, with a line of figures a second."""

from __future__ import annotations

import os
import signal
import threading
import time
from math import inf
from typing import Any

import click
import msgspec

from ..client.paper import PaperVenue
from ..errors import ConfigError
from ..sim import Account, DemoAccount, Replay, Venue, demo_account, read_accounts
from ..sim.faults import read_script
from ..sim.instruments import INSTRUMENTS
from . import options


def _announce(venue: Venue, example: str, demo: DemoAccount | None, as_json: bool) -> None:
    if as_json:
        ready = {"url": venue.url, "api_url": venue.api_url, "ca_file": venue.ca_file, "pid": os.getpid()}
        if demo is not None:
            ready["api_key"] = demo.api_key
        click.echo(msgspec.json.encode(ready).decode())
        return
    click.echo(f"simulated venue at {venue.url}" + (f", certificate {venue.ca_file}" if venue.ca_file else ""))
    if demo is not None:
        click.echo(f"API key {demo.api_key}")
    trust = f" --ca-file {venue.ca_file}" if venue.ca_file else ""
    click.echo(f"try: tickwire tail --url {venue.url}{trust} {example}")


def _figures(venue: Venue, rate: float) -> str:
    counters = venue.stats()
    behind = f", {counters.lag:.1f} s behind" if counters.lag > 0.1 else ""
    faults = "".join(f", {count} × {kind}" for kind, count in counters.faults.items())
    return (
        f"{counters.connections_open} connections, {counters.messages_sent:,} messages, {rate:,.0f}/s, "
        f"{counters.bytes_sent / 1e6:,.1f} MB, {counters.requests} requests, "
        f"{counters.requests_refused} refused{faults}{behind}"
    )


def _tell(venue: Venue, rate: float, as_json: bool) -> None:
    if as_json:
        click.echo(msgspec.json.encode({**msgspec.to_builtins(venue.stats()), "rate": rate}).decode())
    else:
        click.echo(_figures(venue, rate))


def _serve(venue: Venue, seconds: float, as_json: bool, stopping: threading.Event) -> None:
    sent, told = 0, time.monotonic()
    end = told + seconds
    while told < end and not stopping.wait(min(1.0, end - told)):
        now, count = time.monotonic(), venue.counters.messages_sent
        _tell(venue, (count - sent) / (now - told), as_json)
        sent, told = count, now


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=9001,
    show_default=True,
    help="Port to listen on; 0 picks a free one.",
)
@click.option("--tls", is_flag=True, help="Serve wss, with a certificate for loopback addresses.")
@click.option("--seed", default=1, show_default=True, help="Seed of the synthetic market.")
@click.option("--symbol", "symbols", multiple=True, help="Symbol of the synthetic market; may be repeated.")
@click.option(
    "--rate", type=options.pace, default="500", show_default=True, help="Orders a second over all symbols, or max."
)
@click.option("--replay", metavar="FILE", help="Send recorded JSON lines (.jsonl, .jsonl.gz) instead.")
@click.option("--live", multiple=True, metavar="SYMBOL", help="Trade on paper over the live market; may be repeated.")
@click.option("--live-url", metavar="URL", help="Streams of that market; without it, Binance's.")
@click.option("--live-api-url", metavar="URL", help="And its WebSocket API.")
@click.option("--stream", help="Stream of recorded payloads without an envelope, such as {symbol}@trade.")
@click.option(
    "--speed", type=options.pace, default="1", show_default=True, help="Pace of the recording: ×1, ×10, or max."
)
@click.option("--loop", is_flag=True, help="Begin the recording again after its end.")
@click.option("--faults", "script", metavar="FILE", help="Script of faults, in JSON.")
@click.option("--accounts", "accounts_file", metavar="FILE", help="Accounts to begin with, in JSON.")
@click.option("--demo-key", metavar="FILE", help="Open a demo account; its private key goes to this new file.")
@click.option("--api/--no-api", default=True, show_default=True, help="Serve the WebSocket API.")
@click.option("--seconds", type=options.seconds, help="End after so long; without it, at Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object when ready and one a second.")
def sim(accounts_file: str | None, demo_key: str | None, seconds: float | None, as_json: bool, **what: Any) -> None:
    """Run a simulated venue on this machine, until Ctrl-C.

    \b
    tickwire sim --tls --rate 5000
    tickwire sim --faults script.json
    tickwire sim --demo-key key.pem
    tickwire sim --live BTCUSDT --demo-key key.pem
    tickwire sim --replay trades.jsonl.gz --stream '{symbol}@trade' --speed ×10
    """
    accounts = read_accounts(accounts_file) if accounts_file is not None else ()
    demo = demo_account() if demo_key is not None else None
    if demo is not None:
        accounts = (*accounts, demo.account)
    opening, example = _venue(accounts, **what)
    with opening as opened:  # Ctrl-C ends it here as it ends any program: a live market may let one wait
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        if demo is not None and demo_key is not None:
            demo.write(demo_key)
        venue = opened.venue if isinstance(opened, PaperVenue) else opened
        _announce(venue, example, demo, as_json)
        _serve(venue, seconds or inf, as_json, stopping)


def _venue(
    accounts: tuple[Account, ...],
    *,
    symbols: tuple[str, ...],
    replay: str | None,
    live: tuple[str, ...],
    live_url: str | None,
    live_api_url: str | None,
    stream: str | None,
    speed: float | None,
    loop: bool,
    script: str | None,
    seed: int,
    rate: float | None,
    **where: Any,
) -> tuple[Venue | PaperVenue, str]:
    """The venue, and a stream to try it with."""
    where |= {"accounts": accounts, "faults": read_script(script) if script is not None else None}
    markets = {"--live": live, "--replay": replay, "--symbol": symbols}
    if len(named := [option for option, given in markets.items() if given]) > 1:
        raise ConfigError(f"{' and '.join(named)}: a market is one of them")
    if not live and (live_url is not None or live_api_url is not None):
        raise ConfigError("--live-url and --live-api-url go with --live")
    if replay is None and (stream is not None or loop):
        raise ConfigError("--stream and --loop go with --replay")
    if live:
        urls = [live_url] if live_url is not None else None
        return PaperVenue(*live, stream_urls=urls, api_url=live_api_url, **where), f"{live[0].lower()}@trade"
    if "" in symbols:
        raise ConfigError("--symbol: a name, such as BTCUSDT")
    if replay is not None:
        recording = Replay(replay, stream, speed=speed, loop=loop)
        return Venue(feed=recording, **where), min(recording.streams)
    example = f"{symbols[0].lower() if symbols else 'btcusdt'}@trade"
    return Venue(seed=seed, symbols=symbols or INSTRUMENTS, rate=rate, **where), example
