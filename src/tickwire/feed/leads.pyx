"""The winners of recent messages: see leads.pxd."""

from libc.stdint cimport INT64_MIN
from libc.stdlib cimport calloc, free


cdef recent_t *recent_new() except NULL:
    cdef recent_t *recent = <recent_t *>calloc(1, sizeof(recent_t))
    cdef int i
    if recent is NULL:
        raise MemoryError("no memory for the winners of recent messages")
    for i in range(RECENT):
        recent[0][i].order = INT64_MIN
    return recent


cdef void recent_free(recent_t *recent) noexcept:
    free(recent)
