"""The order of streams across lines and losses, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.held cimport Held, Hold
from tickwire.feed.leads cimport came_later, figures_t
from tickwire.feed.reporter cimport Reporter
from tickwire.feed.route cimport Route
from tickwire.feed.sequence cimport ids_t, sequence_t


cdef class Sequencer(Reporter):
    cdef bint is_running          # a frame is being delivered
    cdef bint is_unsettled        # something was put off until it is
    cdef public bint is_stopped   # frames are dropped and counted as late
    cdef public double gap_wait, recovery_wait
    cdef public object on_gap, on_hold, recover
    cdef dict routes              # stream name, or kind of bare messages, to Route
    cdef dict holding             # stream name to Route that holds something
    cdef dict carried             # stream name to the numbers of its lines
    cdef bint is_doubtful         # holds are to be looked at when the frame at hand is delivered
    cdef list put_off             # recoveries that came meanwhile
    cdef figures_t *figures       # by line
    cdef int64_t now              # the latest time heard of
    cdef uint64_t duplicates, stale, held, released, gaps, missing, recovered_messages, restarts, decode_errors

    # Count a message with old ids.
    cdef inline void _count_old(self, const sequence_t *s, const ids_t *ids, int64_t recv_time, int line) noexcept:
        if s.lost_first <= ids.last <= s.lost_last:
            self.stale += 1
        else:
            self.duplicates += 1
        if s.recent is not NULL:
            came_later(s.recent, self.figures, ids.order, recv_time, line)

    # Note a message with old ids; whether so many came that the venue began its ids anew, and it is the next.
    cdef bint _begins_anew(self, Route route, const ids_t *ids, int64_t recv_time, int line) noexcept
    cdef int _restart(self, Route route, const ids_t *ids, int64_t recv_time, int line) except -1
    # Keep a frame until what is missing before it has come or will not come.
    cdef int _hold_back(self, Route route, Held held) except -1
    cdef void _go_on(self, Route route) noexcept
    # Deliver what is held as far as nothing is missing before it; report what will not come.
    cdef int _release(self, Route route) except -1
    cdef bint _give_up(self, Route route, Hold hold, Held held, bint is_leap) except -1
    cdef bint _is_awaited(self, Route route, Hold hold, Held held, bint is_leap) noexcept
    cdef bint _report(self, Route route, Held held, int64_t first, int64_t last) except -1
    cdef int _abandon(self, Route route) except -1
    cdef int _flush(self, Route route) except -1
    cdef int64_t _due(self, Hold hold) noexcept
    cdef object _next_due(self)
    cdef int _release_all(self) except -1
    # At once, or when the frame at hand is delivered.
    cdef int _look_again(self) except -1
    cdef int _settle_order(self) except -1
    cdef int _recover(self, Route route, list payloads, bint is_final) except -1
    cdef dict _order_counts(self)
    # By the dispatcher: deliver a held frame; read the ids of a recovered one, False when it is no message.
    cdef int _deliver_held(self, Route route, Held held) except -1
    cdef bint _read_recovered(self, Route route, Held held) except -1
    # Report a frame that cannot be; do what was put off; let changes of sinks take effect.
    cdef int _refuse(self, str stream, reason, bytes frame, int64_t recv_time, int line) except -1
    cdef void _settle(self) noexcept
    cdef int _relink(self) except -1
