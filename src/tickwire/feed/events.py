"""What can go wrong between a frame and a handler, as typed events for the hooks, and the counters."""

from __future__ import annotations

import traceback

import msgspec


class FeedError(msgspec.Struct, frozen=True):
    """A frame that is no message: neither shapes nor table nor msgspec take it.

    `reason` says why, `offset` where in the frame (bytes; None when unknown), `stream` whose it is (None when it does
    not say). `raw` is its beginning, at most 1024 of its `size` bytes. `recv_time` is in ns since the epoch.
    """

    reason: str
    stream: str | None
    raw: bytes
    size: int
    offset: int | None
    recv_time: int
    line: int


class Unhandled(msgspec.Struct, frozen=True):
    """A whole frame, well-formed, that nobody subscribed to: of another stream, or of none (`stream` is None)."""

    raw: bytes
    stream: str | None
    recv_time: int
    line: int


class HandlerError(msgspec.Struct, frozen=True):
    """A handler raised `error` on a message of `stream`; the feed went on. `count` is how often it has, with this."""

    handler: str
    stream: str
    error: BaseException
    count: int

    @property
    def traceback(self) -> str:
        """The error with its traceback, as Python prints it."""
        return "".join(traceback.format_exception(self.error))


class Gap(msgspec.Struct, frozen=True):
    """Messages of a stream did not come: `first_missing` to `last_missing`, both included.

    `unit` says of what: "trade_id", "agg_trade_id", "update_id", or "open_time" of candles, in ns (a candle whose end
    never came counts as missing). `reason` is "reconnect" when the line was new on the stream, "skipped" when it was
    not, "restarted" when the venue began its ids anew: then they are ids of the new count. `line` brought what came
    behind, at `recv_time`. `is_recovering` tells that the stream waits while what is missing is asked for.
    """

    stream: str
    unit: str
    first_missing: int
    last_missing: int
    reason: str
    line: int
    recv_time: int
    is_recovering: bool = False


class Late(msgspec.Struct, frozen=True):
    """A message was older than its subscription's budget when `handler` got it; ages in ns.

    At most one a second for each subscription: `count` is how many there were so far, `worst_ns` the age of the oldest
    since the last report.
    """

    stream: str
    handler: str
    age_ns: int
    budget_ns: int
    worst_ns: int
    count: int


class SlowHandler(msgspec.Struct, frozen=True):
    """`handler` kept the feed waiting for longer than its budget; seconds.

    At most one a second for each subscription: `count` is how often it has, `worst` the longest since the last report.
    """

    stream: str
    handler: str
    seconds: float
    budget: float
    worst: float
    count: int


class Activity(msgspec.Struct, frozen=True):
    """What one line has brought of one stream since it carries it.

    `last_id` is the highest id, the event time in ns where messages have none and of candles; None before the first
    message, whose `last_recv_time` is 0.
    """

    stream: str
    line: int
    frames: int
    last_id: int | None
    last_recv_time: int


class LineFigures(msgspec.Struct, frozen=True):
    """A line against the others that bring the same streams.

    `wins` are the messages that it brought first, `copies` those that another one had brought before. `leads[n]` counts
    the copies that came 2**n to 2**(n+1) ns after this line's.
    """

    wins: int
    copies: int
    leads: tuple[int, ...]


class FeedStats(msgspec.Struct, frozen=True, kw_only=True):
    """What went through a dispatcher since it was made.

    `messages` counts by message name, the elements of arrays and of SBE events of trades one by one. `late` are frames
    of streams that were subscribed once; `slow_decodes` those that msgspec took where shapes and table did not;
    `unknown_templates` those of SBE that no schema known here lists; `shape_hits` and `shape_misses` messages tried by
    shape. `hook_errors` are exceptions that hooks raised.

    Of frames that bring what came before, `duplicates` are copies of what was delivered, `stale` those that came after
    they had been given up, or much later. `held` are frames that waited for what was missing before them, `released`
    those of them that were delivered; `gaps` were reported, with `missing` ids in them (candles count once a gap), and
    `recovered` messages filled them later. `restarts` tells how often the ids of a stream began anew. `overdue` are
    messages beyond their subscription's `late_after`, `slow_calls` handlers beyond their `slow_after`.
    """

    frames: int
    payload_bytes: int
    messages: dict[str, int]
    streams: int
    control: int
    decode_errors: int
    unhandled: int
    late: int
    handler_errors: int
    hook_errors: int
    slow_decodes: int
    unknown_templates: int
    shape_hits: int
    shape_misses: int
    duplicates: int
    stale: int
    held: int
    released: int
    gaps: int
    missing: int
    recovered: int
    restarts: int
    overdue: int
    slow_calls: int
