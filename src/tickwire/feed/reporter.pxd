"""Calling hooks, for `cimport`."""

from libc.stdint cimport uint64_t


cdef class Reporter:
    cdef uint64_t hook_errors
    cdef readonly object pending  # a KeyboardInterrupt, SystemExit or the like out of a handler
    cdef public object on_interrupt

    # Hand an event to its hook, or to the log when there is none or it fails; what the hook returned.
    cdef object _call_hook(self, hook, argument)
    cdef void _interrupt(self, error) noexcept
    cdef void _unexpected(self, error) noexcept
