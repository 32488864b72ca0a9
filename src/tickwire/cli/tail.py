"""`tickwire tail`: messages of some streams as they arrive, for people or for machines."""

from __future__ import annotations

from typing import Any

import click

from ..client import Client
from . import lines, options, records
from .encodings import Encoding, with_encoding


class Follower:
    """Prints messages until there are enough of them, or until nobody reads them any more."""

    def __init__(self, client: Client, *, as_json: bool, limit: int | None) -> None:
        self._client, self._as_json, self._left = client, as_json, limit
        self.closed: BrokenPipeError | None = None

    def on_message(self, message: Any) -> None:
        """Print one message, each at once."""
        if self._left == 0 or self.closed is not None:
            return
        try:
            click.echo(records.encode(message) if self._as_json else lines.line(message))
        except BrokenPipeError as closed:
            self.closed = closed
            self._client.stop()
        if self._left is not None:
            self._left -= 1
            if self._left == 0:
                self._client.stop()


@click.command()
@click.argument("streams", nargs=-1, required=True, metavar="STREAM...")
@click.option("--env", type=click.Choice(["live", "testnet", "demo", "sim"]), help="Which venue; live if not given.")
@click.option("--url", "urls", multiple=True, metavar="URL", help="Base of a venue of your own: ws://127.0.0.1:9001.")
@click.option("--ca-file", metavar="FILE", help="Certificate to trust, for wss with one that the system does not know.")
@with_encoding
@click.option("--time-unit", type=click.Choice(["ms", "us"]), default="ms", help="Precision of the venue's times.")
@click.option("--limit", type=click.IntRange(1), help="End after so many messages.")
@click.option("--seconds", type=options.seconds, help="End after so long.")
@click.option("--ndjson", "--json", "as_json", is_flag=True, help="One JSON object a line, with exact numbers.")
def tail(
    streams: tuple[str, ...],
    env: Any,
    urls: tuple[str, ...],
    ca_file: str | None,
    encoding: Encoding,
    time_unit: Any,
    limit: int | None,
    seconds: float | None,
    as_json: bool,
) -> None:
    """Print the messages of streams as they arrive, until Ctrl-C. `tickwire streams` lists what there is.

    \b
    tickwire tail btcusdt@trade btcusdt@bookTicker
    tickwire tail --env sim --limit 10 btcusdt@depth5
    tickwire tail --encoding auto btcusdt@depth@100ms
    tickwire tail --ndjson ethusdt@aggTrade | jq -r .price
    """
    if urls and env is not None:
        raise click.UsageError("--url names a venue and so does --env; leave one of them out")
    env = env or "live"
    copies = 2 if encoding.encoding == "mixed" else 1
    client = Client(
        env=env, stream_urls=list(urls) or None, ssl=ca_file, time_unit=time_unit, lines=copies,
        **encoding.arguments(env),
    )  # fmt: skip
    follower = Follower(client, as_json=as_json, limit=limit)
    client.subscribe(*streams, on=follower.on_message)
    client.run(seconds)
    if follower.closed is not None:
        raise follower.closed
