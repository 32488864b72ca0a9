"""`tickwire sim`: the simulated venue, with a line of figures a second."""

from __future__ import annotations

import os
import signal
import threading
import time
from math import inf

import click
import msgspec

from ..errors import ConfigError
from ..sim import Replay, Venue
from ..sim.instruments import INSTRUMENTS
from . import options


def _announce(venue: Venue, example: str, as_json: bool) -> None:
    if as_json:
        ready = {"url": venue.url, "ca_file": venue.ca_file, "pid": os.getpid()}
        click.echo(msgspec.json.encode(ready).decode())
        return
    click.echo(f"simulated venue at {venue.url}" + (f", certificate {venue.ca_file}" if venue.ca_file else ""))
    trust = f" --ca-file {venue.ca_file}" if venue.ca_file else ""
    click.echo(f"try: tickwire tail --url {venue.url}{trust} {example}")


def _figures(venue: Venue, rate: float) -> str:
    counters = venue.stats()
    behind = f", {counters.lag:.1f} s behind" if counters.lag > 0.1 else ""
    return (
        f"{counters.connections_open} connections, {counters.messages_sent:,} messages, {rate:,.0f}/s, "
        f"{counters.bytes_sent / 1e6:,.1f} MB, {counters.requests} requests, "
        f"{counters.requests_refused} refused{behind}"
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
@click.option("--port", default=9001, show_default=True, help="Port to listen on; 0 picks a free one.")
@click.option("--tls", is_flag=True, help="Serve wss, with a certificate for loopback addresses.")
@click.option("--seed", default=1, show_default=True, help="Seed of the synthetic market.")
@click.option("--symbol", "symbols", multiple=True, help="Symbol of the synthetic market; may be repeated.")
@click.option(
    "--rate", type=options.pace, default="500", show_default=True, help="Orders a second over all symbols, or max."
)
@click.option("--replay", metavar="FILE", help="Send recorded JSON lines (.jsonl, .jsonl.gz) instead.")
@click.option("--stream", help="Stream of recorded payloads without an envelope, such as {symbol}@trade.")
@click.option(
    "--speed", type=options.pace, default="1", show_default=True, help="Pace of the recording: ×1, ×10, or max."
)
@click.option("--loop", is_flag=True, help="Begin the recording again after its end.")
@click.option("--seconds", type=options.seconds, help="End after so long; without it, at Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object when ready and one a second.")
def sim(
    host: str,
    port: int,
    tls: bool,
    seed: int,
    symbols: tuple[str, ...],
    rate: float | None,
    replay: str | None,
    stream: str | None,
    speed: float | None,
    loop: bool,
    seconds: float | None,
    as_json: bool,
) -> None:
    """Run a simulated venue on this machine, until Ctrl-C.

    \b
    tickwire sim --tls --rate 5000
    tickwire sim --replay trades.jsonl.gz --stream '{symbol}@trade' --speed ×10
    """
    example = f"{symbols[0].lower() if symbols else 'btcusdt'}@trade"
    if replay is not None:
        recording = Replay(replay, stream, speed=speed, loop=loop)
        venue, example = Venue(host, port, tls=tls, feed=recording), min(recording.streams)
    elif stream is not None or loop:
        raise ConfigError("--stream and --loop go with --replay")
    else:
        venue = Venue(host, port, tls=tls, seed=seed, symbols=symbols or INSTRUMENTS, rate=rate)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with venue:
        _announce(venue, example, as_json)
        _serve(venue, seconds or inf, as_json, stopping)
