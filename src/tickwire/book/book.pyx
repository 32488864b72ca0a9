"""`Book`: a local order book, kept right by the venue's rules and read from Python, Cython and C.

The levels and the queries are in C (book.h); here are the book's life (states.py), its snapshots and its callbacks.
"""

cimport cython
from cpython.pycapsule cimport PyCapsule_GetPointer, PyCapsule_New
from cpython.ref cimport Py_DECREF, Py_INCREF
from libc.stdint cimport int64_t
from libc.stdlib cimport calloc, free

from tickwire.book.order_book cimport book_t
from tickwire.book.paired cimport PairedBook
from tickwire.book.rules cimport (
    APPLIED, AUDIT, CROSSED, DRIFTED, EXHAUSTED, FOREIGN, GAP, HOLLOW, MALFORMED, OLD, OVERFLOWN, THIN, WAITING,
    book_apply, book_check, book_quote, book_take, build_book, pending_base, pending_clear, pending_free,
    pending_keep, pending_last, pending_t, side_free,
)
from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport KIND_PARTIAL_DEPTH, BookTicker, DepthUpdate, PartialDepth
from tickwire.wire.symbols cimport intern

from tickwire.book.events import BookInvalid, BookStats, BookSynced, SnapshotRefused
from tickwire.book.lag import Lag
from tickwire.book.schedule import Schedule
from tickwire.book.states import BookEvent, BookState, next_state
from tickwire.errors import ConfigError, DecodeError

cdef enum:
    OLD_IN_A_ROW = 32  # events with ids below the book's, after which ids have begun anew
    MOST_OLD_SNAPSHOTS = 5  # in a row, without an event kept; after that the ids have begun anew

cdef double BEHIND_AFTER = 1.1  # s: the period of the stream, and a second for the network
cdef dict REASONS = {
    GAP: "gap", OVERFLOWN: "overflow", MALFORMED: "malformed", CROSSED: "crossed", HOLLOW: "hollow",
    DRIFTED: "drift", EXHAUSTED: "memory",
}
cdef dict COUNTED = {
    "gap": "gaps", "overflow": "overflows", "malformed": "malformed", "crossed": "crossed", "hollow": "hollow",
    "drift": "drifts", "restarted": "restarts", "lost": "losses", "behind": "lags", "memory": "exhausted",
}


@cython.final
cdef class Book(PairedBook):
    """A local order book of one instrument. Made by `Client.book`, or on its own and fed by hand.

    `levels` is the limit with which snapshots are asked for, a side (5 to 5000). `on_drift` says what follows when
    another message of the same update id disagrees: "resync", or "report" only. `behind_after` is how many seconds
    bookTicker or partial depth may be ahead of the stream of changes, see `observe`. A book that is not `valid` answers
    every question with None, or as if it were empty: it never shows levels that may be wrong. Numbers are floats, each
    nearest to the venue's text; `bids`, `asks` and the arrays hold the exact integers.

    The hooks are attributes: `on_event` takes BookInvalid, BookSynced, SnapshotRefused and BookDrift; `on_due` takes
    nothing and is called when `snapshot_due` may have become earlier; `on_error` takes an `on_update`
    function or hook that failed and what it raised. What has no hook is logged.

    For one thread at a time. Times of `begin`, `snapshot_due` and so on are seconds of a clock of the caller's.
    Raises ConfigError for a name or a limit that cannot be.

    Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams, on local order books
    """

    def __cinit__(self):
        self.pending = calloc(1, sizeof(pending_t))
        if self.pending is NULL:
            raise MemoryError("no memory for a book")

    def __init__(
        self, str symbol not None, *, int levels=5000, str on_drift="resync", double behind_after=BEHIND_AFTER
    ):
        if not 5 <= levels <= 5000:
            raise ConfigError(f"levels={levels}: a book is built from snapshots of 5 to 5000 levels a side")
        if not behind_after > 0:
            raise ConfigError(f"behind_after={behind_after}: more than 0 seconds")
        if on_drift not in ("resync", "report"):
            raise ConfigError(f'on_drift is "resync" or "report", not {on_drift!r}')
        if not symbol.replace("_", "").isalnum():
            raise ConfigError(f"symbol={symbol!r}: the venue writes it in one, such as btcusdt")
        try:
            self.c.symbol = intern(symbol.upper().encode())
        except ValueError as fault:
            raise ConfigError(f"symbol={symbol!r}: {fault}") from None
        self.symbol, self.levels, self.drift_policy, self.lag = symbol.upper(), levels, on_drift, Lag(behind_after)
        self.c.least_known = max(1, min(levels // 10, 100))
        self.at, self.schedule = BookState.EMPTY, Schedule()
        self.counts = dict.fromkeys(BookStats.__struct_fields__, 0)
        self.owned = []

    def __dealloc__(self):
        side_free(&self.c.bids)
        side_free(&self.c.asks)
        if self.pending is not NULL:
            pending_free(<pending_t *>self.pending)
        free(self.pending)

    # The life of the book

    def begin(self, double now):
        """The stream of the book's diff events is on, for the first time or again."""
        if self.at is BookState.EMPTY:
            self.advance(BookEvent.BEGUN)
        self.schedule.begun(now)
        self.call_due()

    def snapshot_due(self, double now):
        """When to ask for a snapshot, of `levels` levels a side: a time that may be past; None while none is needed."""
        has_event = self.at is BookState.SHALLOW or (<pending_t *>self.pending).count > 0
        if self.at is BookState.STALE and self.schedule.begun_at is None:
            return None
        if self.at not in (BookState.BUFFERING, BookState.SHALLOW, BookState.STALE):
            return None
        if not has_event and self.lag.is_behind(None):
            return None  # the stream is mute, and a snapshot would be behind at once
        return self.schedule.needed(now, has_event)

    def snapshot_requested(self, double now):
        """A snapshot was asked for. Nothing, when none was needed."""
        if self.at is BookState.STALE:
            self.advance(BookEvent.BEGUN)
        if self.at not in (BookState.BUFFERING, BookState.SHALLOW):
            return
        self.advance(BookEvent.REQUESTED)
        self.c.is_keeping = True
        self.schedule.requested()

    def snapshot_failed(self, double now):
        """No snapshot came: another one is due after a while."""
        if self.at in (BookState.SYNCING, BookState.REFRESHING):
            self.refuse("failed", 0, now)

    def apply_snapshot(self, bytes raw not None, double now, *, int64_t recv_time=0):
        """Take a snapshot: the JSON of the venue's `depth` result. Returns whether the book is valid now.

        `recv_time` is when it came, ns since the epoch. A snapshot of no use is told to `on_event`, and another one is
        due after a while; one that comes when none is needed, as after `lost`, is let alone. Raises DecodeError, the
        book untouched, when it is no snapshot.
        """
        if self.at in (BookState.BUFFERING, BookState.SHALLOW):
            self.snapshot_requested(now)
        if self.at not in (BookState.SYNCING, BookState.REFRESHING):
            return self.valid
        cdef JsonCodec codec = JsonCodec(shapes=None)
        cdef batch_t out
        cdef stream_t *stream = codec.open_stream(b"", KIND_PARTIAL_DEPTH, False)
        try:
            if codec.decode(stream, codec.padded(raw, len(raw)), len(raw), 0, 0, &out):
                codec.decode_slow(stream, codec.padded(raw, len(raw)), len(raw), 0, 0, &out)
            self.build(<const partial_depth_t *>out.first, raw, now, recv_time)
        except DecodeError:
            self.refuse("malformed", 0, now)
            raise
        return self.valid

    cdef int build(self, const partial_depth_t *snapshot, bytes raw, double now, int64_t recv_time) except -1:
        cdef pending_t *pending = <pending_t *>self.pending
        cdef book_t fresh
        cdef size_t kept = pending.count
        cdef int64_t since = pending_base(pending) if kept else max(self.c.last_update_id, self.witnessed)
        if snapshot.book_update_id < since:
            if kept or self.old_snapshots < MOST_OLD_SNAPSHOTS:
                self.old_snapshots += 1
                self.refuse("old", snapshot.book_update_id, now)
                return 0
            self.forget_others()
        cdef int status = build_book(&self.c, snapshot, self.levels, pending, &fresh)
        if status == MALFORMED:
            raise DecodeError("levels of a snapshot are out of order, or not above zero", raw)
        if status:
            self.refuse(REASONS[status], snapshot.book_update_id, now)
            return 0
        if fresh.updates == self.c.updates:
            fresh.event_time, fresh.recv_time = 0, recv_time
        if self.lag.is_behind(fresh.last_update_id):
            side_free(&fresh.bids)
            side_free(&fresh.asks)
            self.refuse("old", snapshot.book_update_id, now)
            return 0
        reason = "refresh" if self.c.is_valid else "snapshot"
        self.replace(&fresh, now)
        self.become_valid(BookEvent.SYNCED, reason, kept)
        return 0

    cdef int replace(self, book_t *fresh, double now) except -1:
        """The book built aside takes the place of the one there was."""
        self.count("refreshes" if self.c.is_valid else "resyncs")
        self.count("snapshots")
        side_free(&self.c.bids)
        side_free(&self.c.asks)
        self.c = fresh[0]
        pending_free(<pending_t *>self.pending)
        self.old_snapshots = 0
        self.schedule.synced(now)
        return 0

    cdef int become_valid(self, event, str reason, size_t kept) except -1:
        self.advance(event)
        self.c.is_valid = True
        self.c.is_keeping = False
        self.tell(BookSynced(self.symbol, reason, self.c.last_update_id, kept))
        self.settle(book_check(&self.c), NULL)
        return 0

    cdef int refuse(self, str reason, int64_t snapshot_id, double now) except -1:
        """A snapshot was of no use."""
        cdef pending_t *pending = <pending_t *>self.pending
        self.count(f"snapshots_{reason}" if reason in ("old", "failed") else "snapshots_refused")
        self.advance(BookEvent.REFUSED)
        self.schedule.refused(now)
        first = pending_base(pending) + 1 if pending.count else 0
        self.tell(SnapshotRefused(self.symbol, reason, snapshot_id, first))
        return 0

    def lost(self, double now, *, str reason not None="lost"):
        """The stream of diff events is interrupted: what comes next may have missed some.

        `reason` "stopped" says that it was ended on purpose, which is not counted as a loss.
        """
        self.schedule.cleared()
        self.schedule.forgiven()
        pending_free(<pending_t *>self.pending)
        cdef int64_t known = self.newest_elsewhere()
        self.forget_others()
        self.witnessed = known  # no snapshot may be older
        self.second_leads = False
        if self.at not in (BookState.EMPTY, BookState.STALE):
            self.invalidate(BookEvent.LOST, reason, 0)

    def restarted(self, double now):
        """The venue's update ids have begun anew, as any stream has shown: what was known counts no more."""
        self.schedule.forgiven()
        pending_free(<pending_t *>self.pending)
        self.forget_others()
        if self.at in (BookState.SYNCING, BookState.REFRESHING):
            self.advance(BookEvent.REFUSED)  # the snapshot under way may be of the time before
        if self.c.is_valid:
            self.invalidate(BookEvent.BROKEN, "restarted", 0)
        elif self.at is BookState.STALE:
            self.advance(BookEvent.BROKEN)
            if self.schedule.begun_at is not None:
                self.advance(BookEvent.BEGUN)
        self.c.last_update_id = self.old_in_a_row = self.old_snapshots = 0
        self.call_due()

    def observe(self, double now):
        """Look whether other streams are ahead of the book for longer than allowed; returns whether it is valid.

        To be called a few times a second. Update ids that bookTicker, partial depth or `witness` told prove that the
        book's own stream is mute or slow: then it is invalid until that stream has brought what happened.
        """
        is_late = self.lag.look(now, self.newest_elsewhere(), self.held()) and self.c.is_valid
        if is_late and self.is_joined():
            self.switch("behind")
            is_late = self.lag.look(now, self.newest_elsewhere(), self.held()) and self.c.is_valid
        if is_late:
            self.schedule.cleared()
            pending_free(<pending_t *>self.pending)
            self.invalidate(BookEvent.LOST, "behind", self.newest_elsewhere())
            if (<pending_t *>self.held_back).count:
                self.switch("behind")
        return self.valid

    cdef object held(self):
        """The last id that the book's own stream brought; None while it is not known where the stream stands."""
        cdef const pending_t *pending = <const pending_t *>self.pending
        if pending.count and not self.c.is_valid:
            return pending_last(pending)
        return self.c.last_update_id if self.c.is_valid or self.schedule.begun_at is None else None

    cdef int invalidate(self, event, str reason, int64_t first_id) except -1:
        """The levels are not known to be right any more."""
        was_valid = self.c.is_valid
        self.advance(event)
        self.c.is_valid = False
        self.c.is_keeping = True
        if reason in COUNTED:
            self.count(COUNTED[reason])
        if was_valid:
            self.tell(BookInvalid(self.symbol, reason, self.c.last_update_id, first_id, self.c.recv_time))
        self.call_due()
        return 0

    # Messages

    cdef void take_depth(self, const depth_update_t *message) noexcept:
        cdef int status = book_take(&self.c, message)
        if status == APPLIED:
            if self.listener_count:
                self.notify()
            return
        try:
            self.settle(status, message)
        except BaseException as error:
            self.failed(self, error)

    cdef int settle(self, int status, const depth_update_t *message) except -1:
        """What follows from a message that did not just apply; NULL: from a snapshot."""
        if status == WAITING:
            return self.wait(message)
        if status == APPLIED or status == THIN or status == AUDIT:
            if status == THIN and self.at is BookState.VALID:
                self.advance(BookEvent.THINNED)
                self.call_due()
            if status == AUDIT:
                self.audit()
            if self.c.is_valid:
                self.notify()
        elif status == FOREIGN:
            self.count("foreign")
        elif status == OLD:
            self.pass_over(message)
        elif status == DRIFTED:
            self.drifted_from_ticker()
            if self.c.is_valid:
                self.notify()
        elif status != GAP or not self.bridge(message):
            self.give_up(status, message)
        return 0

    cdef int wait(self, const depth_update_t *message) except -1:
        """A message while the book is not valid, or while messages are kept."""
        cdef int status
        if self.at is BookState.STALE:
            status = book_apply(&self.c, message)
            if status == APPLIED:
                is_late = self.lag.is_behind(self.c.last_update_id)
                return 0 if is_late else self.become_valid(BookEvent.RESUMED, "resumed", 0)
            if status == OLD:
                return self.pass_over(message)
            self.count(COUNTED[REASONS[status]])
        if self.at in (BookState.EMPTY, BookState.STALE):
            self.advance(BookEvent.BEGUN)
        self.keep(message)
        if self.c.is_valid:
            status = book_apply(&self.c, message)
            self.settle(book_check(&self.c) if status == APPLIED else status, message)
        return 0

    cdef int keep(self, const depth_update_t *message) except -1:
        cdef pending_t *pending = <pending_t *>self.pending
        cdef size_t before = pending.count
        cdef int status = pending_keep(pending, message)
        if status == EXHAUSTED:
            raise MemoryError("no memory for the events kept for a snapshot")
        if status == OLD:
            return 0 if self.c.is_valid else self.pass_over(message)
        self.count("buffered")
        if status == GAP:
            self.count("buffer_resets")
        elif not before:
            self.call_due()
        return 0

    cdef int pass_over(self, const depth_update_t *message) except -1:
        """An event that is no news. Many in a row: the venue's ids have begun anew."""
        self.count("ignored")
        self.old_in_a_row = self.old_in_a_row + 1 if self.updates_then == self.c.updates else 1
        self.updates_then = self.c.updates
        if self.old_in_a_row < OLD_IN_A_ROW:
            return 0
        self.old_in_a_row = 0
        pending_clear(<pending_t *>self.pending)
        if self.c.is_valid:
            self.invalidate(BookEvent.BROKEN, "restarted", message.first_book_update_id)
        elif self.at is BookState.STALE:
            self.advance(BookEvent.BEGUN)
        self.c.last_update_id = 0
        self.forget_others()
        return self.keep(message)

    cdef int give_up(self, int status, const depth_update_t *message) except -1:
        """The book is wrong. What spoilt the levels leaves none to be looked at."""
        if status >= CROSSED:
            self.c.bids.count = self.c.asks.count = 0
        if message is not NULL and not self.c.is_keeping:
            pending_keep(<pending_t *>self.pending, message)
        first_id = 0 if message is NULL else message.first_book_update_id
        self.invalidate(BookEvent.BROKEN, REASONS[status], first_id)
        return 0

    cdef void take_ticker(self, const book_ticker_t *message) noexcept:
        cdef int status = FOREIGN
        if message.symbol == self.c.symbol:
            status = book_quote(&self.c, message)
        if status == APPLIED:
            if self.listener_count and self.c.is_valid and message.book_update_id > self.c.last_update_id:
                self.notify()
            return
        try:
            if status == DRIFTED:
                self.drifted_from_ticker()
            else:
                self.count("foreign" if status == FOREIGN else "ignored")
        except BaseException as error:
            self.failed(self, error)

    cdef int advance(self, event) except -1:
        self.at = next_state(self.at, event)
        return 0

    cdef int call_due(self) except -1:
        if self.on_due is not None:
            self.call_hook(self.on_due, ())
        return 0

    # Feeding

    @property
    def depth_handler(self):
        """A handler of DepthUpdate messages, for `Dispatch.add` or `Client.subscribe` with `context=book.context`."""
        return PyCapsule_New(<void *>depth_to_book, DEPTH_SIGNATURE, NULL)

    @property
    def second_depth_handler(self):
        """A handler of DepthUpdate messages of another stream, which the book is compared with, and which stands in."""
        return PyCapsule_New(<void *>second_depth_to_book, DEPTH_SIGNATURE, NULL)

    @property
    def ticker_handler(self):
        """A handler of BookTicker messages, likewise."""
        return PyCapsule_New(<void *>ticker_to_book, TICKER_SIGNATURE, NULL)

    @property
    def partial_handler(self):
        """A handler of PartialDepth messages, with which the book is compared, likewise."""
        return PyCapsule_New(<void *>partial_to_book, PARTIAL_SIGNATURE, NULL)

    @property
    def context(self):
        """What the handlers need as their context: a capsule that keeps the book alive."""
        Py_INCREF(self)
        return PyCapsule_New(<void *>self, CONTEXT_NAME, release_context)

    def apply(self, message, *, bint second=False):
        """Take a DepthUpdate, BookTicker or PartialDepth view, as the handlers do; returns whether it is valid.

        `second` says that the DepthUpdate is one for `second_depth_handler`.
        """
        if isinstance(message, DepthUpdate):
            self.take_of(&(<DepthUpdate>message).c, second)
        elif isinstance(message, BookTicker):
            self.take_ticker(&(<BookTicker>message).c)
        elif isinstance(message, PartialDepth):
            self.take_partial(&(<PartialDepth>message).c)
        else:
            raise TypeError(f"a book takes DepthUpdate, BookTicker and PartialDepth, not {type(message).__name__}")
        return self.valid

    @property
    def state(self):
        """Where the book stands, a `tickwire.book.states.BookState`."""
        return self.at

    def stats(self):
        """The counters, as a `BookStats`."""
        counts = dict(
            self.counts,
            updates=self.c.updates,
            levels_set=self.c.levels_set,
            levels_removed=self.c.levels_removed,
            unknown_removed=self.c.unknown_removed,
            tickers=self.c.tickers,
            audits=self.c.audits,
            handler_errors=self.handler_errors,
        )
        return BookStats(**counts)

    def __repr__(self):
        best = f": {self.best_bid.price} | {self.best_ask.price}" if self.best_bid and self.best_ask else ""
        return f"<Book {self.symbol} {self.at.value} at {self.c.last_update_id}{best}>"


cdef const char *DEPTH_SIGNATURE = "void (*)(const tickwire_depth_update_t *, void *)"
cdef const char *TICKER_SIGNATURE = "void (*)(const tickwire_book_ticker_t *, void *)"
cdef const char *PARTIAL_SIGNATURE = "void (*)(const tickwire_partial_depth_t *, void *)"
cdef const char *CONTEXT_NAME = "tickwire.book.Book"


cdef void depth_to_book(const depth_update_t *message, void *book) noexcept:
    if (<Book>book).second_leads:
        (<Book>book).take_of(message, False)
    else:
        (<Book>book).take_depth(message)


cdef void second_depth_to_book(const depth_update_t *message, void *book) noexcept:
    (<Book>book).take_of(message, True)


cdef void ticker_to_book(const book_ticker_t *message, void *book) noexcept:
    (<Book>book).take_ticker(message)


cdef void partial_to_book(const partial_depth_t *message, void *book) noexcept:
    (<Book>book).take_partial(message)


cdef void release_context(object capsule) noexcept:
    Py_DECREF(<object>PyCapsule_GetPointer(capsule, CONTEXT_NAME))
