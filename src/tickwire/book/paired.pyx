"""Two chains of changes of one book, such as those in SBE every 20 ms and those in JSON every 100 ms.

Their messages span other ids, of the same order book updates. One chain keeps the book. What the other one brings is
held until the book has just its update id: then each level that it names must stand in the book as it says. When the
chain that keeps the book misses ids, falls silent or is interrupted, the other one goes on from where the book is; the
first chain takes over again as soon as its messages join.
"""

from libc.stdint cimport int64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

from tickwire.book.audited cimport AuditedBook
from tickwire.book.order_book cimport as_level
from tickwire.book.rules cimport (
    EXHAUSTED, changes_agree, disagreement_t, pending_base, pending_clear, pending_drop_first, pending_first,
    pending_free, pending_keep, pending_last, pending_t,
)

from tickwire.book.events import BookSwitched


cdef enum:
    SILENCE = 1_000_000_000  # ns, after which a chain does not stand in for what the other one misses


cdef class PairedBook(AuditedBook):
    """A book that a second chain of changes is held beside."""

    def __cinit__(self):
        self.held_back = calloc(1, sizeof(pending_t))
        if self.held_back is NULL:
            raise MemoryError("no memory for a book")

    def __dealloc__(self):
        if self.held_back is not NULL:
            pending_free(<pending_t *>self.held_back)
        free(self.held_back)

    @property
    def chain(self):
        """Which chain of changes keeps the book: "first", or "second" while that one stands in for it."""
        return "second" if self.second_leads else "first"

    def carried(self, bint first, bint second):
        """Which of the two chains the venue sends, as its connections have shown."""
        leads, follows = (second, first) if self.second_leads else (first, second)
        if leads and follows:
            return
        self.is_followed = False
        if follows:
            self.switch("lost")
        pending_clear(<pending_t *>self.held_back)

    cdef void take_depth(self, const depth_update_t *message) noexcept:
        pass

    cdef void take_of(self, const depth_update_t *message, bint is_second) noexcept:
        if is_second == self.second_leads:
            self.take_depth(message)
            return
        try:
            self.hold(message)
        except BaseException as error:
            self.failed(self, error)

    cdef int hold(self, const depth_update_t *message) except -1:
        """A message of the chain that does not keep the book."""
        if message.symbol != self.c.symbol:
            return self.count("foreign")
        self.is_followed, self.heard_at = True, message.recv_time
        if self.c.is_valid and message.last_book_update_id <= self.c.last_update_id:
            return self.compare(message)
        if pending_keep(<pending_t *>self.held_back, message) == EXHAUSTED:
            raise MemoryError("no memory for changes that are ahead of a book")
        if self.second_leads and not self.c.is_valid:
            return self.switch("back")  # nothing is lost by it
        return self.look_at_held()

    cdef int look_at_held(self) except -1:
        """Compare what the book has reached, or hand it back to its own chain; then see when to look again."""
        cdef pending_t *held = <pending_t *>self.held_back
        cdef depth_update_t message
        cdef int64_t due
        if self.second_leads and self.c.is_valid and self.is_joined():
            return self.switch("back")
        while self.c.is_valid and held.count and held.events[0].last_book_update_id <= self.c.last_update_id:
            message = pending_first(held)
            self.compare(&message)
            pending_drop_first(held)
        if held.count:
            due = pending_base(held) if self.second_leads else held.events[0].last_book_update_id
            self.c.audit_id = min(self.c.audit_id, due)
        return 0

    cdef int audit(self) except -1:
        AuditedBook.audit(self)
        return self.look_at_held()

    cdef int compare(self, const depth_update_t *message) except -1:
        """Hold a message against the levels, if the book has just its update id."""
        cdef disagreement_t found
        if message.last_book_update_id != self.c.last_update_id:
            return 0
        self.c.audits += 1
        if changes_agree(&self.c, message, &found):
            return 0
        ours = self.level(found.side, found.index) if found.is_there else None
        theirs = as_level(&found.said, message.price_exponent, message.qty_exponent) if found.said.qty else None
        return self.drifted("other chain", found.side, found.index, ours, theirs)

    cdef bint is_joined(self) noexcept:
        """Whether the book can go on with what is held."""
        cdef const pending_t *held = <const pending_t *>self.held_back
        return held.count and pending_base(held) <= self.c.last_update_id < pending_last(held)

    cdef bint bridge(self, const depth_update_t *message) except -1:
        """Ids are missing before a message: have the other chain go on; False when it does not join either."""
        cdef const pending_t *held = <const pending_t *>self.held_back
        if not self.is_followed or message.recv_time > self.heard_at + SILENCE or (held.count and not self.is_joined()):
            return False
        self.switch("gap")
        self.hold(message)
        return True

    cdef int switch(self, str reason) except -1:
        """Have the other chain keep the book, with what was held of it first."""
        cdef pending_t held = (<pending_t *>self.held_back)[0]
        cdef depth_update_t message
        memset(self.held_back, 0, sizeof(pending_t))
        self.second_leads = not self.second_leads
        self.count("switches")
        self.tell(BookSwitched(self.symbol, self.chain, reason, self.c.last_update_id))
        while held.count:
            message = pending_first(&held)
            self.take_depth(&message)
            pending_drop_first(&held)
        pending_free(&held)
        return 0

    cdef int64_t newest_elsewhere(self) noexcept:
        cdef const pending_t *held = <const pending_t *>self.held_back
        return max(AuditedBook.newest_elsewhere(self), pending_last(held) if held.count else 0)

    cdef int forget_others(self) except -1:
        AuditedBook.forget_others(self)
        self.is_followed = False
        pending_clear(<pending_t *>self.held_back)
        return 0
