"""Local order books that keep themselves right, for `cimport`."""

from libc.stdint cimport int64_t, uint32_t, uint64_t

from tickwire.book.order_book cimport book_t
from tickwire.book.paired cimport PairedBook
from tickwire.wire.messages cimport book_ticker_t, depth_update_t, partial_depth_t


cdef class Book(PairedBook):
    cdef void *pending           # events kept for a snapshot
    cdef uint32_t old_in_a_row
    cdef uint32_t old_snapshots
    cdef uint64_t updates_then   # when the last event that was no news came
    cdef readonly int levels     # that snapshots are asked for with, a side
    cdef object at               # BookState
    cdef object schedule
    cdef public object on_due

    # A message of the book's streams. For one thread at a time, under the GIL.
    cdef void take_ticker(self, const book_ticker_t *message) noexcept

    cdef int advance(self, event) except -1
    cdef int call_due(self) except -1
    cdef int build(self, const partial_depth_t *snapshot, bytes raw, double now, int64_t recv_time) except -1
    cdef int replace(self, book_t *fresh, double now) except -1
    cdef int become_valid(self, event, str reason, size_t kept) except -1
    cdef int refuse(self, str reason, int64_t snapshot_id, double now) except -1
    cdef int invalidate(self, event, str reason, int64_t first_id) except -1
    cdef int settle(self, int status, const depth_update_t *message) except -1
    cdef int wait(self, const depth_update_t *message) except -1
    cdef int keep(self, const depth_update_t *message) except -1
    cdef int pass_over(self, const depth_update_t *message) except -1
    cdef object held(self)
