"""What partial depth and bookTicker say of a book: that it has drifted, or how far on the market is."""

from libc.stdint cimport INT64_MAX, int64_t, uint32_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

from tickwire.book.order_book cimport ASKS, BIDS, OrderBook, as_level, bbo_t
from tickwire.book.rules cimport DRIFTED, audit_keep, audit_t, levels_agree
from tickwire.wire.messages cimport depth_update_t, partial_depth_t
from tickwire.wire.numbers cimport tickwire_float

import logging

from tickwire.book.events import BookDrift, BookSynced
from tickwire.wire.view import Level

cdef object LOG = logging.getLogger("tickwire.book")


cdef class AuditedBook(OrderBook):
    """A book beside which other messages of the same instrument are held."""

    def __cinit__(self):
        self.c.audit_id = INT64_MAX
        self.audited = calloc(1, sizeof(audit_t))
        if self.audited is NULL:
            raise MemoryError("no memory for a book")

    def __dealloc__(self):
        free(self.audited)

    def witness(self, int64_t update_id):
        """The venue's book has reached this update id, as somebody else has seen: see `observe`."""
        self.witnessed = max(self.witnessed, update_id)

    cdef int64_t newest_elsewhere(self) noexcept:
        """The newest update id that any other message told."""
        return max(self.c.ticker.update_id, (<audit_t *>self.audited).update_id, self.witnessed)

    cdef int forget_others(self) except -1:
        """What other messages told is of another time."""
        self.lag.clear()
        self.witnessed = 0
        self.c.audit_id = INT64_MAX
        memset(&self.c.ticker, 0, sizeof(bbo_t))
        memset(self.audited, 0, sizeof(audit_t))
        return 0

    cdef void take_partial(self, const partial_depth_t *message) noexcept:
        cdef audit_t *audit = <audit_t *>self.audited
        try:
            if message.symbol != self.c.symbol:
                self.count("foreign")
            elif message.book_update_id >= self.c.last_update_id:
                audit_keep(audit, message)
                self.c.audit_id = min(self.c.audit_id, message.book_update_id)
                if self.c.is_valid and message.book_update_id == self.c.last_update_id:
                    self.audit()
        except BaseException as error:
            self.failed(self, error)

    cdef int audit(self) except -1:
        """Compare with the partial depth message that was waited with, if the book has just its update id."""
        cdef audit_t *audit = <audit_t *>self.audited
        cdef uint32_t compared, agreed
        self.c.audit_id = audit.update_id if audit.update_id > self.c.last_update_id else INT64_MAX
        if audit.update_id != self.c.last_update_id:
            return 0
        self.c.audits += 1
        for side in range(2):
            agreed = levels_agree(audit, &self.c, side, &compared)
            if agreed < compared:
                other = None
                if agreed < audit.counts[side]:
                    other = as_level(&audit.levels[side][agreed], audit.price_exponent, audit.qty_exponent)
                return self.drifted("partial depth", side, agreed, self.level(side, agreed), other)
        return 0

    cdef int drifted_from_ticker(self) except -1:
        cdef const bbo_t *t = &self.c.ticker
        bid = Level(tickwire_float(t.bid_price, t.price_exponent), tickwire_float(t.bid_qty, t.qty_exponent))
        ask = Level(tickwire_float(t.ask_price, t.price_exponent), tickwire_float(t.ask_qty, t.qty_exponent))
        side = BIDS if self.level(BIDS, 0) != bid else ASKS
        return self.drifted("bookTicker", side, 0, self.level(side, 0), ask if side == ASKS else bid)

    cdef int drifted(self, str source, int side, uint32_t index, ours, other) except -1:
        name = "asks" if side == ASKS else "bids"
        self.tell(BookDrift(self.symbol, source, self.c.last_update_id, name, index, ours, other))
        if self.drift_policy == "resync":
            return self.give_up(DRIFTED, NULL)
        self.count("drifts")
        return 0

    cdef int give_up(self, int status, const depth_update_t *message) except -1:
        return 0

    cdef int count(self, str name) except -1:
        self.counts[name] += 1
        return 0

    cdef int tell(self, event) except -1:
        if self.on_event is None:
            is_fine = isinstance(event, BookSynced) or getattr(event, "reason", "") == "stopped"
            LOG.log(logging.INFO if is_fine else logging.WARNING, "%s", event)
        else:
            self.call_hook(self.on_event, (event,))
        return 0

    cdef int call_hook(self, hook, tuple arguments) except -1:
        try:
            hook(*arguments)
        except BaseException as error:
            self.failed(hook, error)
        return 0
