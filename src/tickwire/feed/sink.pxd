"""Where messages end: one C callback a subscription, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.wire.messages cimport header_t

# The handler ABI: the message lives during the call; called under the GIL; nothing is raised through it.
ctypedef void (*handler_t)(const header_t *message, void *context) noexcept

cdef struct sink_t:
    handler_t call       # NULL once removed
    void *context
    uint64_t messages    # handed over
    sink_t *next         # of the same stream
    int64_t only         # of events of accounts: the only subscription whose events it gets, plus 1; 0: all


cdef class Sink:
    cdef sink_t c
    cdef readonly str stream
    cdef readonly object key
    cdef readonly object on
    cdef readonly int kind
    cdef readonly object context  # what a C function gets as its second argument
    cdef uint64_t error_count
    cdef object report           # called with (sink, exception)
    cdef object budget           # stands before the handler where its messages or its time are limited

    # Ready to be called, until `detach`. Raises ConfigError when the handler does not suit.
    cdef int attach(self) except -1
    cdef int detach(self) except -1
    # For use by handlers: the exception that is set in this thread goes to `report`.
    cdef void failed(self) noexcept
