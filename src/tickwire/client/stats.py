"""What a client has counted, and how it stands."""

from __future__ import annotations

import msgspec

from ..book import BookStats
from ..feed.events import FeedStats
from ..session import BudgetStats, VenueClock


class StreamStats(msgspec.Struct, frozen=True, kw_only=True):
    """Totals of one subscription: messages handed to its handler, by stream too, and exceptions out of it."""

    messages: int
    handler_errors: int
    by_stream: dict[str, int]


class LineStats(msgspec.Struct, frozen=True, kw_only=True):
    """One connection to the venue, of those of now.

    `streams` are wanted on it, `active_streams` acknowledged by the venue. `messages`, `bytes` and `connects` count
    since the line was made, `messages_per_second` is of the last ten seconds or so, `age` the seconds since the
    connection opened. `wins` are messages that it brought before any other line, `copies` those that came after
    another one's; of what the lines of its shard brought first since they are these, `win_share` is its part, and the
    shares make 1 together; the leads, in ns, tell by how much it was first when it was, within a factor of two. None
    where nothing is known. `stalls` counts how often it fell behind its twins, `is_moving` tells that its streams are
    being handed over, `is_silent` that it brings nothing at all.
    """

    line: int
    shard: int
    url: str
    local_address: str | None
    state: str
    streams: int
    active_streams: int
    messages: int
    bytes: int
    messages_per_second: float
    connects: int
    connect_failures: int
    age: float | None
    wins: int
    copies: int
    win_share: float | None
    lead_p50_ns: int | None
    lead_p99_ns: int | None
    stalls: int
    is_moving: bool
    is_silent: bool


class StreamFlow(msgspec.Struct, frozen=True, kw_only=True):
    """What flows on one stream.

    `messages` came in all, on the line that brought most, since it carries the stream; `lines` carry it, on those in
    `stale_on` it is stale. `silence` is the seconds since the last message, `allowed` the longest silence that is
    nothing strange, None when too little is known to tell. The ages, in ns, are reckoned by the venue's clock where
    that is known, and measured with `Client(measure=True)` only.
    """

    stream: str
    lines: tuple[int, ...]
    messages: int
    messages_per_second: float
    last_id: int | None
    gaps: int
    silence: float | None
    allowed: float | None
    stale_on: tuple[int, ...]
    age_p50_ns: int | None
    age_p99_ns: int | None

    @property
    def is_stale(self) -> bool:
        """Whether no line brings it."""
        return bool(self.lines) and len(self.stale_on) == len(self.lines)


class ShardStats(msgspec.Struct, frozen=True, kw_only=True):
    """A set of streams and the lines that all carry it."""

    shard: int
    streams: int
    lines: tuple[int, ...]
    messages_per_second: float


class BookStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One local book: how it stands and what it counted; prices and ids are those of now.

    `symbol`, `levels`, `speed`, `bbo` and `audit` are what `Client.book` was given, which tell it from the others.
    """

    symbol: str
    levels: int
    speed: str
    bbo: bool
    audit: int | None
    state: str
    is_valid: bool
    best_bid: float | None
    best_ask: float | None
    last_update_id: int
    counts: BookStats


class BooksStats(msgspec.Struct, frozen=True, kw_only=True):
    """How the books of a client stand: how many there are, and how many are right.

    `snapshots_waiting` are requests that the budget or the venue holds back, which is expected to last for `wait`
    seconds more.
    """

    books: int
    valid: int
    snapshots_waiting: int
    wait: float


class SilenceStats(msgspec.Struct, frozen=True, kw_only=True):
    """What liveness saw and did: events told, streams asked for again, lines replaced."""

    stale: int
    alive: int
    resubscribed: int
    replaced: int


class ClientStats(msgspec.Struct, frozen=True, kw_only=True):
    """Totals since the client was made, and how its lines, streams and books stand now; `feed` holds the dispatchers'.

    `connections` and `streams` are those of now, `active_streams` the ones the venue has acknowledged; `connections`,
    `connects`, `frames` and `bytes` are of the lines, which carry streams, while `feed`, `disconnects` and what went
    wrong count for the connections of traders, too. `frames` and `bytes` are text frames and their payloads,
    `frames_refused` those thrown away, by fault. `hook_failures` are exceptions that hooks raised; `feed.hook_errors`
    are those of them over events of the feed. `clock` is None until the venue's was asked for, `weights` until a
    request was sent. `by_line` and `by_shard` are empty while it does not
    run.
    """

    connections: int = 0
    streams: int = 0
    active_streams: int = 0
    connects: int = 0
    connect_failures: int = 0
    disconnects: int = 0
    frames: int = 0
    bytes: int = 0
    frames_refused: dict[str, int] = {}
    requests_failed: int = 0
    hook_failures: int = 0
    feed: FeedStats
    silence: SilenceStats
    by_line: tuple[LineStats, ...] = ()
    by_stream: tuple[StreamFlow, ...] = ()
    by_shard: tuple[ShardStats, ...] = ()
    books: tuple[BookStatus, ...] = ()
    book_totals: BooksStats
    clock: VenueClock | None = None
    weights: BudgetStats | None = None
