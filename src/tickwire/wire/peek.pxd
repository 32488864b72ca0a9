"""The ids of a message before it is decoded, for `cimport`."""

from libc.stdint cimport int64_t, uint16_t, uint32_t

cdef extern from "peek.h" nogil:
    ctypedef struct peek_t:
        uint16_t size    # of what is compared; 0 until something is learned
        uint32_t misses
    # The last number of the ids, and for candles the event time before it; 0 when the frame is unlike the one that was
    # learned from.
    int peek_read(const peek_t *peek, const char *frame, size_t size, int64_t *number)
    # Learn from a frame of a kind; what is then read from it is to be compared with what was decoded.
    void peek_learn(peek_t *peek, int kind, const char *frame, size_t size)
