"""Messages of another market as they come, for a venue that trades on paper."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Container, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from ..errors import ConfigError, DecodeError
from ..schema.exchange_info import SymbolInfo
from ..schema.filters import LotSizeFilter, MarketLotSizeFilter, MinNotionalFilter, NotionalFilter, PriceFilter
from ..schema.streams import parse_stream
from .instruments import LOTS, Instrument, Rules, units
from .telling import check_numbers

if TYPE_CHECKING:
    from .feeds import Sink


class Live:
    """A feed that is pushed: `push(stream, payload)`, from any thread, sends a message to those who subscribed to it.

    `instruments` are what is traded on paper, see `live_instrument`, `streams` what will be pushed of them. What comes
    while the venue does not run is counted in `skipped`. Raises ConfigError for a stream that the venue has not; `push`
    for one that is not among `streams`, and DecodeError for what is no message of it.
    """

    speed = 1.0  # that of the market itself

    def __init__(self, instruments: Sequence[Instrument], streams: Sequence[str]) -> None:
        self.instruments, self.streams, self.skipped = tuple(instruments), frozenset(streams), 0
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {}
        for stream in streams:
            if (parsed := parse_stream(stream)) is None:
                raise ConfigError(f"streams: the venue has no stream {stream!r}")
            self._decoders[stream] = msgspec.json.Decoder(parsed.message)
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._come: asyncio.Event | None = None

    def push(self, stream: str, payload: bytes) -> None:
        """Send a message."""
        self._check(stream, payload)
        loop, come = self._loop, self._come
        if loop is None or come is None:
            self.skipped += 1
            return
        self._waiting.append((stream, payload))
        try:
            loop.call_soon_threadsafe(come.set)
        except RuntimeError:  # the venue ends just now
            self.skipped += 1

    def _check(self, stream: str, payload: bytes) -> None:
        decoder = self._decoders.get(stream)
        if decoder is None:
            raise ConfigError(f"stream: {stream!r} is not among those that will be pushed")
        try:
            check_numbers(decoder.decode(payload))
        except ValueError as fault:
            raise DecodeError(f"no message of the stream: {fault}", payload, None, stream) from None

    def source(self, _start: int) -> Live:
        """The messages, which come by themselves."""
        return self

    def tape(self, _wanted: Container[str], _time_unit: int) -> NoReturn:
        """Nobody knows what will come."""
        raise ConfigError("a live market has the pace it has")

    async def flow(self, sink: Sink) -> None:
        """Send what comes, until this is cancelled."""
        self._come = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                await self._come.wait()
                self._come.clear()
                while self._waiting:
                    stream, payload = self._waiting.popleft()
                    sink.publish(stream, partial(_as_it_came, payload))
                sink.flush(0.0)
        finally:
            self._loop = self._come = None
            self._waiting.clear()


def live_instrument(info: SymbolInfo, price: str) -> Instrument:
    """What the venue says of a symbol, as the simulated exchange keeps to it; `price` is about the market's.

    Raises ConfigError for a symbol without the filters that every symbol of the venue has.
    """
    filters = {type(each): each for each in info.filters}
    prices, sizes = filters.get(PriceFilter), filters.get(LotSizeFilter)
    if not isinstance(prices, PriceFilter) or not isinstance(sizes, LotSizeFilter):
        raise ConfigError(f"{info.symbol}: the venue tells neither its tick nor its lot")
    lot = units(sizes.step_size)
    market = filters.get(MarketLotSizeFilter)
    worth = filters.get(NotionalFilter) or filters.get(MinNotionalFilter)
    rules = Rules(
        min_price=units(prices.min_price),
        max_price=units(prices.max_price),
        min_qty=units(sizes.min_qty),
        max_qty=units(sizes.max_qty),
        market_max_qty=units(market.max_qty) if isinstance(market, MarketLotSizeFilter) else 0,
        min_notional=units(worth.min_notional) if isinstance(worth, NotionalFilter | MinNotionalFilter) else 0,
    )
    assets = info.base_asset, info.quote_asset
    return Instrument(info.symbol, units(price), units(prices.tick_size), lot, LOTS * lot, rules=rules, assets=assets)


def _as_it_came(payload: bytes, _unit: int) -> msgspec.Raw:
    return msgspec.Raw(payload)
