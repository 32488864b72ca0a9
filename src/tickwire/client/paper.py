"""Trading on paper: a simulated exchange whose market is the venue's own, as it happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Self

import msgspec

from .. import schema
from ..errors import ConfigError
from ..session import Disconnect, Stale
from ..session.names import check_symbol
from ..sim import Account, Live, Venue, live_instrument
from ..transport.venue import PONG_WITHIN
from .api_connection import API_LINE
from .client import Client
from .settings import Environment

_log = logging.getLogger("tickwire")

# What is listened to of each symbol: its best prices, its trades, and twenty levels of its book.
STREAMS = {
    "{}@bookTicker": schema.BookTicker,
    "{}@trade": schema.Trade,
    "{}@depth20@100ms": schema.PartialDepth,
}
STREAMS_OF_BOOKS = "@depth20"
# Seconds; to hear of a sign of life takes a while.
LEAST_PATIENCE = 1.0


class PaperVenue:
    """An exchange on loopback for `symbols`, over the market of `env` or of `stream_urls` and `api_url`.

    `accounts` trade there with money that is none. What an order takes is what is offered at the venue; what rests is
    filled when the venue's trades come to it. Nobody there reacts, so it is an estimate. The streams bookTicker, trade
    and depth20@100ms are passed on word for word; of the WebSocket API there is what orders and accounts need.
    When the market has been away for `halt_after` seconds its symbols are halted until their books come again; with
    None they go on trading at the last prices.
    `options` are further ones of `sim.Venue`, such as `tls` and `limits`. Use it as a context manager, or by `start()`
    and `stop()`. Raises ConfigError, and when it starts ConnectError or RequestError.
    """

    def __init__(
        self,
        *symbols: str,
        env: Environment = "live",
        stream_urls: Sequence[str] | None = None,
        api_url: str | None = None,
        ssl: Any = None,
        accounts: Sequence[Account] = (),
        halt_after: float | None = 2.0,
        **options: Any,
    ) -> None:
        if not symbols:
            raise ConfigError("symbols: none is named")
        if halt_after is not None and not halt_after >= 0:
            raise ConfigError(f"halt_after: seconds, or None, not {halt_after!r}")
        self._symbols = [check_symbol(symbol).upper() for symbol in symbols]
        self.client = Client(env=env, stream_urls=stream_urls, api_url=api_url, ssl=ssl, **_patience(halt_after))
        self._options = {"accounts": accounts, **options}
        self._venue: Venue | None = None
        self._halt_after = halt_after
        self._away_since: dict[str, float] = {}  # symbols whose book has not come since the market went away
        self._halted: set[str] = set()
        self.client.on_disconnect(self._disconnected)
        self.client.on_stale(self._silent)

    def __repr__(self) -> str:
        return f"<PaperVenue {', '.join(self._symbols)}, {'runs' if self._venue is not None else 'stopped'}>"

    @property
    def venue(self) -> Venue:
        """The exchange. Raises ConfigError before it has started."""
        if self._venue is None:
            raise ConfigError("the exchange has not started")
        return self._venue

    @property
    def url(self) -> str:
        """Where its streams are."""
        return self.venue.url

    @property
    def api_url(self) -> str:
        """Where orders go."""
        return self.venue.api_url

    def start(self) -> Self:
        """Ask the venue for its symbols, open the exchange, and listen."""
        self._away_since.clear()
        self._halted.clear()
        self.client.start()
        try:
            live = self._live()
            self._venue = Venue(feed=live, **self._options).start()
            for stream, kind in self._streams().items():
                on = partial(self._pass_on, live, stream)
                self.client.subscribe(kind, stream.partition("@")[0], on=on, **_how(kind))
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Close the exchange."""
        self.client.stop()
        if self._venue is not None:
            self._venue.stop()
            self._venue = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _live(self) -> Live:
        asked = {"symbols": self._symbols}
        told = self.client.request("exchangeInfo", asked, type=schema.ExchangeInfo).wait()
        quotes = self.client.request("ticker.price", asked).wait()
        prices = {quote["symbol"]: quote["price"] for quote in quotes}
        if missing := [info.symbol for info in told.symbols if info.symbol not in prices]:
            raise ConfigError(f"{', '.join(missing)}: the venue tells no price")
        instruments = [live_instrument(info, prices[info.symbol]) for info in told.symbols]
        return Live(instruments, list(self._streams()))

    def _streams(self) -> dict[str, Any]:
        return {stream.format(symbol.lower()): kind for symbol in self._symbols for stream, kind in STREAMS.items()}

    def _pass_on(self, live: Live, stream: str, message: msgspec.Struct) -> None:
        live.push(stream, msgspec.json.encode(message))
        if self._away_since and isinstance(message, schema.PartialDepth):
            self._go_on(_symbol_of(stream))

    # While the market is away, all in the client's thread.

    def _disconnected(self, event: Disconnect) -> None:
        self.client._hooks.log("disconnect", event)
        if event.line != API_LINE and not event.is_final:
            self._went_away(self._symbols)

    def _silent(self, event: Stale) -> None:
        self.client._hooks.log("stale", event)
        if event.stream is None or STREAMS_OF_BOOKS in event.stream:
            self._went_away(self._symbols if event.stream is None else (_symbol_of(event.stream),))

    def _went_away(self, symbols: Iterable[str]) -> None:
        loop = asyncio.get_running_loop()
        for symbol in symbols:
            self._away_since.setdefault(symbol, loop.time())
        if self._halt_after is not None:
            loop.call_later(self._halt_after, self._halt, loop.time())

    def _halt(self, asked_at: float) -> None:
        for symbol, since in self._away_since.items():
            if since <= asked_at and symbol not in self._halted and self._venue is not None:
                _log.warning("%s is halted: its market is away", symbol)
                self._halted.add(symbol)
                self._venue.set_status(symbol, "HALT")

    def _go_on(self, symbol: str) -> None:
        self._away_since.pop(symbol, None)
        if symbol in self._halted:
            _log.info("%s is traded again", symbol)
            self._halted.discard(symbol)
            self.venue.set_status(symbol, "TRADING")


def _patience(halt_after: float | None) -> dict[str, Any]:
    """When a silent connection is asked for a sign of life, and given up: on one that is dead nobody hears prices."""
    seconds = None if halt_after is None else min(max(halt_after, LEAST_PATIENCE), PONG_WITHIN)
    return {} if seconds is None else {"ping_after": seconds, "pong_within": seconds}


def _symbol_of(stream: str) -> str:
    return stream.partition("@")[0].upper()


def _how(kind: Any) -> dict[str, Any]:
    return {"levels": 20, "speed": "100ms"} if kind is schema.PartialDepth else {}
