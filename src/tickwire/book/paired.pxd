"""A book that two chains of changes can keep, for `cimport`."""

from libc.stdint cimport int64_t

from tickwire.book.audited cimport AuditedBook
from tickwire.wire.messages cimport depth_update_t


cdef class PairedBook(AuditedBook):
    cdef void *held_back         # changes of the chain that does not keep the book, ahead of it
    cdef bint second_leads
    cdef bint is_followed        # the other chain is under way, and nothing of it was missed
    cdef int64_t heard_at        # when it was last, ns since the epoch

    # A message of the chain that keeps the book, of either chain.
    cdef void take_depth(self, const depth_update_t *message) noexcept
    cdef void take_of(self, const depth_update_t *message, bint is_second) noexcept

    cdef int hold(self, const depth_update_t *message) except -1
    cdef int look_at_held(self) except -1
    cdef int compare(self, const depth_update_t *message) except -1
    cdef bint is_joined(self) noexcept
    cdef bint bridge(self, const depth_update_t *message) except -1
    cdef int switch(self, str reason) except -1
