"""The order books of a client: their streams, their snapshots out of one budget, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Literal, NamedTuple

import msgspec

from ..book import Book
from ..errors import DecodeError
from ..feed.events import HandlerError
from ..schema import depth_weight
from ..session import Alive, Answer, Call, Priority, RequestFailed, Stale
from ..wire.messages import BookTicker, DepthUpdate, PartialDepth
from .api_connection import API_LINE
from .hooks import Hooks
from .keys import resolve
from .parts import Run
from .stats import BooksStats
from .stream import Stream
from .streams import Streams

Speed = Literal["100ms", "1000ms"]
AuditLevels = Literal[5, 10, 20]

PERIODS = {"100ms": 0.1, "1000ms": 1.0}  # s, of the streams of changes
SLACK = 1.0  # s that their messages may take longer than those of other streams
INTERVAL = 0.25  # s between two looks whether a book is behind
# Of a silent stream only the venue's book tells whether anything happened: how often it is asked, and for how little.
DOUBT_INTERVAL, DOUBT_LEVELS = 30.0, 5
PATIENCE = 2.0  # s that a book's own chain of changes is waited for when the other one is on


class _Head(msgspec.Struct):
    """What there is to see of a snapshot."""

    lastUpdateId: int  # noqa: N815 - the venue's name


class BookKey(NamedTuple):
    """What makes one book of a client another one than the next."""

    symbol: str
    levels: int
    speed: Speed
    bbo: bool
    audit: AuditLevels | None


class _Kept:
    """A book, the subscriptions that feed it, and the request for its snapshot if one is under way."""

    def __init__(self, key: BookKey, book: Book, streams: tuple[Stream, ...], chains: int) -> None:
        self.key, self.book, self.streams = key, book, streams
        self.chains = tuple(stream.names[0] for stream in streams[:chains])  # of changes, the one that it goes by first
        self.begins_at: float | None = None  # without its own chain
        self.is_on = False  # the venue sends its diff events
        self.call: Call | None = None
        self.doubt_at: float | None = None  # when to ask how far the venue's book is; None: its stream is alive

    @property
    def diffs(self) -> str:
        """The name of the stream of diff events."""
        return self.chains[0]

    def may_begin(self, on: list[bool], now: float) -> bool:
        """Whether the chains that are on will do; the other one alone only after a while."""
        if on[0] or not any(on):
            self.begins_at = None
        elif self.begins_at is None:
            self.begins_at = now if self.is_on else now + PATIENCE
        return on[0] or (any(on) and (self.is_on or now >= (self.begins_at or now)))

    def follower(self) -> str | None:
        """The chain that does not keep the book, if there are two."""
        return None if len(self.chains) == 1 else self.chains[self.book.chain == "first"]


class Books:
    """Tells books when their stream is on or interrupted, and asks for the snapshots that they need.

    With `is_paired` each has a second chain of changes beside it.
    """

    def __init__(self, streams: Streams, hooks: Hooks, *, is_paired: bool = False) -> None:
        self._streams, self._hooks, self._is_paired = streams, hooks, is_paired
        self._kept: dict[BookKey, _Kept] = {}
        self._of: dict[str, list[Book]] = {}  # by symbol
        self._due: dict[_Kept, float] = {}
        self._run: Run | None = None
        self._looked_at = 0.0
        streams.on_change = self._look_at_all
        streams.on_restart = self._restarted

    def __iter__(self) -> Iterator[tuple[BookKey, Book]]:
        return iter([(key, kept.book) for key, kept in self._kept.items()])

    def of(self, symbol: str) -> list[Book]:
        """The books of a symbol, the oldest first: always the same list, which changes when they do."""
        return self._of.setdefault(symbol, [])

    def keep(
        self, key: BookKey, on: Any, new_stream: Callable[[dict[str, Any], Any], Stream]
    ) -> tuple[Book, tuple[Stream, ...]]:
        """Return the book of a key, fed from now on, and its subscriptions, of the diff events first."""
        kept = self._kept.get(key)
        if kept is None:
            kept = self._new(key, new_stream)
        if on is not None:
            kept.book.on_update(on)
        return kept.book, kept.streams

    def _new(self, key: BookKey, new_stream: Callable[[dict[str, Any], Any], Stream]) -> _Kept:
        book = Book(key.symbol, levels=key.levels, behind_after=PERIODS.get(key.speed, 0.0) + SLACK)
        wanted = _feeds(key, book, is_paired=self._is_paired)
        feeds = [(resolve(kind, (key.symbol,), options), on) for kind, options, on in wanted]
        kept = _Kept(key, book, tuple(new_stream(keys, on) for keys, on in feeds), 1 + self._is_paired)
        try:
            for stream in kept.streams:
                self._streams.attach(stream, book.context)
        except BaseException:
            self._detach(kept)
            raise
        book.on_event = self._hooks.teller("book_event")
        book.on_error = partial(self._failed, kept)
        book.on_due = partial(self._look_at, kept)
        self._kept[key] = kept
        self.of(key.symbol).append(book)
        self._look_at(kept)
        return kept

    def _failed(self, kept: _Kept, on: Any, error: BaseException) -> None:
        handler = getattr(on, "__qualname__", None) or repr(on)
        self._hooks.tell("error", HandlerError(handler, kept.diffs, error, kept.book.stats().handler_errors))
        if not isinstance(error, Exception):
            self._streams.dispatch.interrupt(error)

    def drop(self, book: Book) -> None:
        """Feed a book no more; it is not valid any longer."""
        for kept in [kept for kept in self._kept.values() if kept.book is book]:
            self._drop(kept)

    def stats(self) -> BooksStats:
        """How the books stand."""
        run = self._run
        waiting = run.api.requests.queued(Priority.SNAPSHOT) if run is not None else []
        wait = 0.0
        if run is not None and waiting:
            wait = run.api.requests.budget.seconds_for(sum(call.weight for call in waiting), run.api.venue_ns())
        valid = sum(kept.book.valid for kept in self._kept.values())
        return BooksStats(books=len(self._kept), valid=valid, snapshots_waiting=len(waiting), wait=wait)

    def run_began(self, run: Run) -> None:
        """The client runs."""
        self._run = run
        if run.is_new_venue:
            for kept in self._kept.values():
                kept.book.restarted(run.loop.time())
        run.ticker.add(self)
        self._look_at_all()

    def run_ended(self) -> None:
        """The client stopped running: no book is kept up."""
        run, self._run = self._run, None
        self._due.clear()
        for kept in self._kept.values():
            kept.call, kept.is_on, kept.doubt_at, kept.begins_at = None, False, None, None
            if run is not None:
                kept.book.lost(run.loop.time(), reason="stopped")

    def tick(self, now: float) -> float | None:
        """Look at the books that have something to do; returns when the next one has."""
        run = self._run
        if run is None or run.dispatch.is_stopped or not self._kept:
            return None
        if now >= self._looked_at + INTERVAL:
            self._looked_at = now
            for kept in self._kept.values():
                kept.book.observe(now)
                if kept.doubt_at is not None and kept.doubt_at <= now:
                    self._doubt(run, kept, now)
        for kept in [kept for kept, due_at in self._due.items() if due_at <= now]:
            del self._due[kept]
            self._bring_up_to_date(run, kept, now)
        return min([self._looked_at + INTERVAL, *self._due.values()])

    def stream_told(self, event: Stale | Alive) -> None:
        """A stream fell silent on all lines, or came back."""
        for kept in self._kept.values() if self._run is not None else ():
            if event.stream != kept.diffs:
                continue
            if isinstance(event, Alive):
                kept.doubt_at = None
            elif event.reason != "behind":
                kept.doubt_at = 0.0

    def _doubt(self, run: Run, kept: _Kept, now: float) -> None:
        """Ask how far the venue's book is: a silent stream is mute or has nothing to tell."""
        kept.doubt_at = now + DOUBT_INTERVAL
        params = {"symbol": kept.book.symbol, "limit": DOUBT_LEVELS}
        weight = depth_weight(DOUBT_LEVELS)
        run.api.ask("depth", params, partial(self._witnessed, kept), weight=weight, priority=Priority.SNAPSHOT)

    def _witnessed(self, kept: _Kept, answer: Answer) -> None:
        if answer.error is not None or kept.doubt_at is None:
            return
        try:
            head = msgspec.json.decode(bytes(answer.result), type=_Head)
        except msgspec.DecodeError as fault:
            self._streams.happened(RequestFailed(API_LINE, DecodeError(f"no snapshot: {fault}", bytes(answer.result))))
        else:
            kept.book.witness(head.lastUpdateId)

    def _restarted(self, stream: str) -> None:
        """The venue's ids have begun anew: what is under way may be of the time before."""
        run = self._run
        for kept in list(self._kept.values()) if run is not None else ():
            if run is None or not any(stream in one.names for one in kept.streams):
                continue
            if stream == kept.follower():
                kept.book.carried(*(name != stream for name in kept.chains))  # what it brought before counts no more
                continue
            self._give_up_snapshot(run, kept)
            kept.book.restarted(run.loop.time())

    def _give_up_snapshot(self, run: Run, kept: _Kept) -> None:
        """A snapshot under way is of another time than the events that will come."""
        if kept.call is not None:
            run.api.give_up(kept.call)
            kept.call = None

    def _bring_up_to_date(self, run: Run, kept: _Kept, now: float) -> None:
        if not kept.streams[0].is_attached:
            self._drop(kept)
            return
        on = [run.lines.is_active(name) for name in kept.chains]
        is_on = kept.may_begin(on, now)
        if is_on != kept.is_on:
            kept.is_on = is_on
            if not is_on:
                self._give_up_snapshot(run, kept)
            (kept.book.begin if is_on else kept.book.lost)(now)
        if is_on and len(on) > 1:
            kept.book.carried(*on)
        elif kept.begins_at is not None:
            self._due[kept] = kept.begins_at
        due_at = kept.book.snapshot_due(now)
        if kept.call is not None or due_at is None:
            return
        if due_at > now:
            self._due[kept] = due_at
            return
        params = {"symbol": kept.book.symbol, "limit": kept.key.levels}
        weight = depth_weight(kept.key.levels)
        kept.call = run.api.ask(
            "depth", params, partial(self._answered, kept), weight=weight, priority=Priority.SNAPSHOT
        )
        kept.book.snapshot_requested(now)

    def _answered(self, kept: _Kept, answer: Answer) -> None:
        run, error = self._run, answer.error
        if run is None or run.api.is_closed or kept.call is not answer.call:
            return
        kept.call = None
        failure: Exception | None = error
        if error is not None:
            kept.book.snapshot_failed(run.loop.time())
        else:
            try:
                kept.book.apply_snapshot(bytes(answer.result), run.loop.time(), recv_time=run.venue.wall_ns())
            except DecodeError as fault:
                failure = fault
        if failure is not None:
            self._streams.happened(RequestFailed(API_LINE, failure))
        self._look_at(kept)

    def _look_at(self, kept: _Kept) -> None:
        if self._run is not None:
            self._due[kept] = 0.0
            self._run.ticker.wake(self)

    def _look_at_all(self) -> None:
        if self._run is not None and self._kept:
            self._due = dict.fromkeys(self._kept.values(), 0.0)
            self._run.ticker.wake(self)

    def _drop(self, kept: _Kept) -> None:
        del self._kept[kept.key]
        self.of(kept.key.symbol).remove(kept.book)
        self._due.pop(kept, None)
        kept.book.on_due = None
        self._detach(kept)
        if self._run is not None:
            kept.book.lost(self._run.loop.time(), reason="stopped")
            self._give_up_snapshot(self._run, kept)

    def _detach(self, kept: _Kept) -> None:
        for stream in kept.streams:
            self._streams.detach(stream)


def _feeds(key: BookKey, book: Book, *, is_paired: bool) -> list[tuple[type[Any], dict[str, Any], Any]]:
    """What a book is fed with: the message class, the options of its stream, the book's handler."""
    speed = None if key.speed == "1000ms" else key.speed  # the streams' names leave that one out
    feeds: list[tuple[type[Any], dict[str, Any], Any]] = [
        (DepthUpdate, {"speed": None if is_paired else speed}, book.depth_handler)
    ]
    if is_paired:
        feeds.append((DepthUpdate, {"speed": "100ms"}, book.second_depth_handler))
    if key.bbo:
        feeds.append((BookTicker, {}, book.ticker_handler))
    if key.audit is not None:
        feeds.append((PartialDepth, {"levels": key.audit, "speed": speed}, book.partial_handler))
    return feeds
