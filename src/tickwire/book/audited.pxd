"""A book beside which other messages of the same instrument are held, for `cimport`."""

from libc.stdint cimport int64_t, uint32_t

from tickwire.book.order_book cimport OrderBook
from tickwire.wire.messages cimport depth_update_t, partial_depth_t


cdef class AuditedBook(OrderBook):
    cdef void *audited           # the partial depth message to be compared with
    cdef int64_t witnessed       # the newest id that somebody else told
    cdef object lag
    cdef str drift_policy
    cdef dict counts
    cdef public object on_event

    cdef void take_partial(self, const partial_depth_t *message) noexcept

    cdef int64_t newest_elsewhere(self) noexcept
    cdef int forget_others(self) except -1
    cdef int audit(self) except -1
    cdef int drifted_from_ticker(self) except -1
    cdef int drifted(self, str source, int side, uint32_t index, ours, other) except -1
    cdef int give_up(self, int status, const depth_update_t *message) except -1
    cdef int count(self, str name) except -1
    cdef int tell(self, event) except -1
    cdef int call_hook(self, hook, tuple arguments) except -1
