"""The client's subscriptions and books in a run, each with a ledger that knows what it must get."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import tickwire as tw
from tickwire.feed.events import HandlerError

from .books import WatchedBook
from .filters import Limited
from .ledger import CandleLedger, Ledger, ledger_of

if TYPE_CHECKING:
    from .world import World

FLAG_RECOVERED = 1 << 2
JUST_NOW_S = 0.3
TapeId = Callable[[int], int]
BY_THE_CLOCK = {"kline_1s": 4.0, "kline_1m": 7.0}  # how long they may be silent, in seconds
PRICE_UNIT = 1_000_000  # a price is in hundredths here, the wire has eight places


class Watched:
    """Subscribes to what a plan says and hears everything that the client tells."""

    def __init__(self, world: World) -> None:
        self._world, self._venue, self._client = world, world.venue, world.client
        self.ledgers: dict[str, Ledger] = {}
        self.books: list[WatchedBook] = []
        self._subscriptions: dict[str, tw.Stream] = {}
        self._left: set[str] = set()
        self._is_excused = False
        self._away: set[int] = set()  # lines that were lost and will be back, they say
        for name in ("error", "disconnect", "reconnect", "unhandled", "gap", "recovery", "stale", "alive", "rotation"):
            getattr(self._client, f"on_{name}")(getattr(self, f"_{name}", self._happened))

    def begin(self) -> None:
        """Subscribe to everything in the plan."""
        for stream in self._world.plan.streams:
            self.join(stream)
        for name in self._world.plan.books:
            has_bbo = self._world.random.random() < 0.5
            book = self._client.book(name, levels=100, bbo=has_bbo)
            self.books.append(WatchedBook(book, self._venue.tape.symbols[name], self._venue, has_bbo))

    def join(self, stream: str) -> None:
        """Subscribe to a stream, if it is not."""
        if stream not in self._subscriptions:
            self._venue.came[stream].clear()
            ledger = ledger_of(stream, self._venue.came[stream], self._venue.violate)
            self.ledgers[stream] = ledger
            self._subscriptions[stream] = self._client.subscribe(stream, on=self._handler(stream, ledger))

    def leave(self, stream: str) -> None:
        """Unsubscribe from a stream, unless it is the last."""
        if len(self._subscriptions) > 1 and stream in self._subscriptions:
            self._left.add(stream)
            self._subscriptions.pop(stream).unsubscribe()
            del self.ledgers[stream]

    def look(self) -> None:
        """Check what can be seen at any time."""
        for book in self.books:
            book.check()

    def unwell(self) -> str:
        """What is not yet as it should be when nothing is wrong any more; "" when all is well."""
        stats = self._client.stats()
        if stats.active_streams < stats.streams:
            return f"{stats.active_streams} of {stats.streams} streams are active"
        lines = [channel for channel in self._venue.channels if not channel.is_dead]
        if len(lines) < max(len(self._venue.channels), self._world.plan.options["lines"]):
            return f"of {self._venue.channels} {len(lines)} are alive"
        if away := self._away - {line.line for line in stats.by_line}:
            return f"the lines {away} were said to come back"
        if words := _unfair(stats):
            return words
        for stream, ledger in self.ledgers.items():
            sent = self._venue.sent.get(stream)
            if sent is not None and not ledger.has_reached(sent.last):
                return f"{stream} expects {ledger.expected}, the venue has sent {sent.last}"
            if ledger.undecided:
                return f"{stream} recovers {ledger.undecided}"
        return next((f"{one} is not valid" for one in self.books if not one.is_well()), "")

    def _handler(self, stream: str, ledger: Ledger) -> Any:
        take = _takers[stream.partition("@")[2].partition("_")[0]]
        symbol = self._venue.tape.symbols[stream.partition("@")[0]]
        world, violate = self._world, self._venue.violate
        tape_id = partial(self._venue.tape_id, symbol)

        def handle(message: Any) -> None:
            if not take(message, ledger, symbol, tape_id):
                violate(f"{stream}: not what the venue sent: {message!r}")
            if world.handler_takes:
                world.loop.now += world.handler_takes
                world.handler_takes = 0.0

        return handle

    def _happened(self, event: Any) -> None:
        self._world.tally[type(event).__name__] += 1
        self._world.trace.add("told", event)

    def _error(self, event: Any) -> None:
        self._happened(event)
        if isinstance(event, HandlerError):
            self._venue.violate(event.traceback)

    def _gap(self, gap: Any) -> None:
        self._happened(gap)
        if gap.reason == "restarted":
            self._venue.untold.discard(gap.stream)
            for book in self.books:
                book.restarted(gap.stream)
        if self._world.plan.is_mild and not self._is_excused and gap.stream not in self._left:
            self._venue.violate(f"a gap although one line at a time was at fault: {gap}")
        if gap.stream in self.ledgers:
            self.ledgers[gap.stream].gap(gap)

    def _rotation(self, rotation: Any) -> None:
        self._happened(rotation)
        if rotation.outcome != "failed":
            self._is_excused |= self._cannot_be_known(rotation.new_line)

    def _cannot_be_known(self, number: int) -> bool:
        """Whether a line that takes over broke just now, or will damage what is yet to come: the old one is closed."""
        faulted_at = self._world.faulted_at.get(number, -JUST_NOW_S)
        lines = [channel for channel in self._venue.channels if channel.line == number]
        is_armed = any(isinstance(one, Limited) and one.is_active for line in lines for one in line.filters)
        return is_armed or self._world.loop.now < faulted_at + JUST_NOW_S

    def _stale(self, event: Any) -> None:
        self._happened(event)
        self._check_silence(event)
        if event.reason != "behind" or event.stream is None or event.stream.partition("@")[0] in self._world.plan.books:
            return  # a stream of a book was there before this subscription of it
        if not self._venue.came[event.stream]:
            self._venue.violate(f"behind on a stream of which nobody brought anything: {event}")
        if event.stream in self.ledgers and event.reason == "silent":
            kind = event.stream.partition("@")[2]
            if event.expected != BY_THE_CLOCK.get(kind, event.expected):
                self._venue.violate(f"a stream by the clock that is not judged by it: {event}")

    def _alive(self, event: Any) -> None:
        self._happened(event)
        self._check_silence(event)

    def _check_silence(self, event: Any) -> None:
        if event.silence < 0:
            self._venue.violate(f"less than no silence: {event}")

    def _disconnect(self, event: Any) -> None:
        self._happened(event)
        self._away.discard(event.line)
        if not event.is_final and event.line >= 0:
            self._away.add(event.line)

    def _reconnect(self, event: Any) -> None:
        self._happened(event)
        self._away.discard(event.line)

    def _recovery(self, recovery: Any) -> None:
        self._happened(recovery)
        ledger = self.ledgers.get(recovery.stream)
        if ledger is not None and (ledger.knows(recovery) or recovery.stream not in self._left):
            ledger.recovery(recovery)


def _unfair(stats: Any) -> str:
    """What is wrong with the shares of the lines: those of a shard make 1 together."""
    for shard in stats.by_shard:
        shares = [line.win_share for line in stats.by_line if line.shard == shard.shard]
        if None not in shares and abs(sum(shares) - 1.0) > 1e-9:
            return f"shares of {shares}"
    return ""


def _trade(message: Any, ledger: Ledger, symbol: Any, _: TapeId) -> bool:
    ledger.delivered(message.trade_id, message.trade_id, bool(message.flags & FLAG_RECOVERED))
    return message.price_mantissa == symbol.trades[message.trade_id].price * PRICE_UNIT


def _aggregate(message: Any, ledger: Ledger, symbol: Any, _: TapeId) -> bool:
    number = message.agg_trade_id
    ledger.delivered(number, number, bool(message.flags & FLAG_RECOVERED))
    return message.price_mantissa == symbol.aggregates[number].price * PRICE_UNIT


def _depth(message: Any, ledger: Ledger, symbol: Any, tape_id: TapeId) -> bool:
    ledger.delivered(message.first_book_update_id, message.last_book_update_id)
    return tape_id(message.last_book_update_id) in symbol.books


def _quote(message: Any, ledger: Ledger, symbol: Any, tape_id: TapeId) -> bool:
    number = message.book_update_id
    ledger.delivered(number, number)
    bids, _ = symbol.books[tape_id(number)]
    return message.bid_price_mantissa == max(bids) * PRICE_UNIT


def _candle(message: Any, ledger: Ledger, symbol: Any, _: TapeId) -> bool:
    assert isinstance(ledger, CandleLedger)
    ledger.candle(message.open_time, message.is_closed, bool(message.flags & FLAG_RECOVERED))
    return True


_takers = {"trade": _trade, "aggTrade": _aggregate, "depth@100ms": _depth, "bookTicker": _quote, "kline": _candle}
