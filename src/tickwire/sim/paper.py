"""Messages of another market, recorded or live, as one to trade in: its symbols, and what each says to orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import gcd
from typing import Any, cast

import msgspec

from ..schema.kinds import Message
from ..schema.market import AggTrade, BookTicker, DepthUpdate, PartialDepth, Trade
from ..schema.streams import parse_stream
from .book import Level
from .exchange.paper import PaperFloor
from .feeds import Sink
from .instruments import INSTRUMENTS, LOTS, Instrument, units
from .live import Live
from .messages import Payload, Publish
from .replay import Record
from .telling import TELLING, check_numbers, levels

# Of two kinds that say the same, the second is not listened to where there is the first.
_REDUNDANT = ((DepthUpdate, PartialDepth), (Trade, AggTrade))
# So many messages of a stream show what steps its prices and quantities have.
_ENOUGH = 1000


class PaperMarket:
    """A floor for each symbol; `heard` are the kinds of messages of each that it listens to."""

    def __init__(self, instruments: Iterable[Instrument], heard: Mapping[str, set[type[Message]]]) -> None:
        self._readers: dict[str, tuple[str, msgspec.json.Decoder[Any]]] = {}
        self._floors = {each.symbol: PaperFloor(each) for each in instruments}
        self._heard = {name: kinds - _redundant(kinds) for name, kinds in heard.items()}

    @classmethod
    def of_records(cls, records: Iterable[Record]) -> PaperMarket:
        """The symbols of which there are prices in a recording, with the steps that these have."""
        reader, looked_at = cls((), {}), Counter[str]()
        kinds: dict[str, set[type[Message]]] = {}
        steps: dict[str, _Steps] = {}
        for record in records:
            looked_at[record.stream] += 1
            if looked_at[record.stream] > _ENOUGH:
                continue
            for name, said in reader._read(record.stream, record.payload):
                kinds.setdefault(name, set()).add(type(said))
                steps.setdefault(name, _Steps()).add(said)
        return cls((seen.instrument(name) for name, seen in steps.items() if seen.is_enough), kinds)

    @classmethod
    def of_live(cls, live: Live) -> PaperMarket:
        """The symbols of a market that comes as it comes."""
        kinds: dict[str, set[type[Message]]] = {}
        for parsed in filter(None, map(parse_stream, live.streams)):
            if parsed.symbol is not None and parsed.message in TELLING:
                kinds.setdefault(parsed.symbol.upper(), set()).add(parsed.message)
        return cls(live.instruments, kinds)

    @property
    def traded(self) -> list[PaperFloor]:
        """All symbols."""
        return list(self._floors.values())

    def symbol(self, name: str) -> PaperFloor | None:
        """One symbol; None when there are no prices of it."""
        return self._floors.get(name)

    def hear(self, stream: str, payload: bytes, now: int) -> None:
        """A message is sent at `now`."""
        for name, said in self._read(stream, payload):
            floor = self._floors.get(name)
            if floor is not None and type(said) in self._heard[name]:
                _tell(floor, said, now)

    def _read(self, stream: str, payload: bytes) -> Iterator[tuple[str, Any]]:
        if stream not in self._readers:
            parsed = parse_stream(stream)
            if parsed is None or parsed.symbol is None or parsed.message not in TELLING:
                return
            decoder = msgspec.json.Decoder(parsed.message)
            self._readers[stream] = parsed.symbol.upper(), decoder
        name, decoder = self._readers[stream]
        try:
            said = decoder.decode(payload)
            check_numbers(said)
        except ValueError:
            return
        yield name, said


class Heard:
    """Passes messages on to those who subscribed, and after that to the paper market."""

    def __init__(self, sink: Sink, market: PaperMarket, now: Callable[[], int]) -> None:
        self._sink, self._market, self._now = sink, market, now

    @property
    def publish(self) -> Publish:
        """Where messages go."""
        publish = self._sink.publish

        def pass_on(stream: str, make: Callable[[int], Payload]) -> None:
            publish(stream, make)
            self._market.hear(stream, bytes(cast("msgspec.Raw", make(1))), self._now())

        return pass_on

    def flush(self, lag: float) -> None:
        """Send what was published."""
        self._sink.flush(lag)


class _Steps:
    """The smallest steps of the prices and quantities that were seen."""

    def __init__(self) -> None:
        self._price = self._tick = self._lot = 0

    @property
    def is_enough(self) -> bool:
        """Whether there were any."""
        return self._tick > 0 and self._lot > 0

    def add(self, said: Any) -> None:
        """A message."""
        for price, qty in levels(said):
            self._price = self._price or units(price)
            self._tick, self._lot = gcd(self._tick, units(price)), gcd(self._lot, units(qty))

    def instrument(self, name: str) -> Instrument:
        """What is traded; a symbol that is known keeps its steps where the recording fits them."""
        known = next((each for each in INSTRUMENTS if each.symbol == name), None)
        if known is not None and self._tick % known.tick == 0 and self._lot % known.lot == 0:
            return msgspec.structs.replace(known, price=self._price)
        return Instrument(name, self._price, self._tick, self._lot, order_size=LOTS * self._lot)


def _redundant(kinds: set[type[Message]]) -> set[type[Message]]:
    return {second for first, second in _REDUNDANT if first in kinds}


def _tell(floor: PaperFloor, said: Any, now: int) -> None:
    if isinstance(said, Trade | AggTrade):
        floor.on_trade(now, units(said.price), units(said.qty), said.is_buyer_maker)
    elif isinstance(said, BookTicker):
        bid, ask = (units(said.bid_price), units(said.bid_qty)), (units(said.ask_price), units(said.ask_qty))
        floor.on_quote(now, bid, ask)
    else:
        floor.on_depth(now, _book(said.bids), _book(said.asks), is_whole=isinstance(said, PartialDepth))


def _book(levels: Iterable[tuple[str, str]]) -> list[Level]:
    return [(units(price), units(qty)) for price, qty in levels]
