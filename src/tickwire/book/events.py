"""What happens to local books, as typed events, and their counters."""

from __future__ import annotations

import msgspec


class BookInvalid(msgspec.Struct, frozen=True):
    """A book is not known to be right any more, or could not be made so; reads give nothing until `BookSynced`.

    `reason` is one of "gap" (ids are missing), "crossed", "overflow" (numbers without a common exponent in 64 bits),
    "malformed", "memory", "hollow" (the market left the range that the snapshot told), "restarted" (update ids began
    anew), "drift" (partial depth or bookTicker says otherwise), "lost" (the stream is interrupted), "behind" (other
    messages have told newer update ids for too long), "stopped" (the client was stopped, or the book unsubscribed).
    `last_update_id` is what the book was right up to, `recv_time` when that came, ns since the epoch;
    `first_update_id` is where the message began that showed it, of "behind" the newest id that was told (0: none did).
    """

    symbol: str
    reason: str
    last_update_id: int
    first_update_id: int
    recv_time: int


class BookSynced(msgspec.Struct, frozen=True):
    """A book is right, as of `last_update_id`.

    `reason` is "snapshot", "refresh" (it was right before, too), or "resumed": the stream came back and no id was
    missing. `kept` counts the events that were applied on top of the snapshot.
    """

    symbol: str
    reason: str
    last_update_id: int
    kept: int


class SnapshotRefused(msgspec.Struct, frozen=True):
    """A snapshot was of no use; another one is asked for after a while.

    `reason` is "old" (it ends before the first event kept, or before what others told), "gap", "crossed", "overflow",
    "malformed", "memory" or "failed" (none came). `last_update_id` is the snapshot's, `first_update_id` where the kept
    events begin; 0 unknown.
    """

    symbol: str
    reason: str
    last_update_id: int
    first_update_id: int


class BookSwitched(msgspec.Struct, frozen=True):
    """Another chain of changes keeps a book from now on; it stays right.

    `chain` is "second" when the other one stands in, with `reason` "gap" (ids are missing in the first), "behind" (it
    is silent) or "lost" (it is interrupted); "first" when that one keeps the book again, with "back" or one of those.
    `last_update_id` is what the book was right up to.
    """

    symbol: str
    chain: str
    reason: str
    last_update_id: int


class BookDrift(msgspec.Struct, frozen=True):
    """Another message about the same update id says otherwise than the book.

    `source` is "partial depth", "bookTicker" or "other chain" (of changes), `side` "bids" or "asks", `index` how many
    better levels there are; the levels are pairs of price and quantity, None where there is none.
    """

    symbol: str
    source: str
    update_id: int
    side: str
    index: int
    book_level: tuple[float, float] | None
    other_level: tuple[float, float] | None


class BookStats(msgspec.Struct, frozen=True):
    """Counters of one book since it was made.

    `updates` are diff events applied; `levels_set`, `levels_removed` and `unknown_removed` (of prices that the book did
    not hold) the levels in them. `ignored` are events that were no news, `foreign` those of another instrument.
    `buffered` are events kept for a snapshot, `buffer_resets` how often they began anew.

    Why the book became invalid: `gaps`, `crossed`, `overflows`, `malformed`, `restarts`, `hollow`, `drifts`, `losses`,
    `lags` (behind what other messages told), `exhausted` (no memory). `snapshots` were applied, `snapshots_old`,
    `snapshots_failed` and `snapshots_refused` were not; `resyncs` made an invalid book valid, `refreshes` renewed a
    valid one.

    `tickers` are bookTicker messages, `audits` comparisons with partial depth, bookTicker or the other chain of changes
    at the same update id. `switches` are how often another chain took over.
    `handler_errors` are exceptions of `on_update` functions and hooks.
    """

    updates: int
    levels_set: int
    levels_removed: int
    unknown_removed: int
    ignored: int
    foreign: int
    buffered: int
    buffer_resets: int
    gaps: int
    crossed: int
    overflows: int
    malformed: int
    restarts: int
    hollow: int
    drifts: int
    losses: int
    lags: int
    exhausted: int
    snapshots: int
    snapshots_old: int
    snapshots_failed: int
    snapshots_refused: int
    resyncs: int
    refreshes: int
    tickers: int
    audits: int
    switches: int
    handler_errors: int
