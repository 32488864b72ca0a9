# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Hands packed frames to a dispatcher in a C loop; the handlers in C and Cython that they end in."""

from libc.stdint cimport int64_t, uintptr_t
from libc.stdlib cimport calloc, free

from tickwire.feed.dispatch cimport Dispatch
from tickwire.feed.handler cimport Handler
from tickwire.wire.messages cimport book_ticker_t, header_t, mini_ticker_t, partial_depth_t, trade_t

cdef extern from "../delivery/handlers.h" nogil:
    ctypedef struct counts_t:
        int64_t count
        double value
        int64_t *latencies
        int64_t capacity
    void count_trade(const trade_t *, void *)
    void count_message(const header_t *, void *)


cdef class Counts:
    """What the C handlers count; with `timed`, also the first so many latencies."""

    cdef counts_t c

    def __cinit__(self, Py_ssize_t timed=0):
        if timed:
            self.c.latencies = <int64_t *>calloc(timed, sizeof(int64_t))
            self.c.capacity = timed

    def __dealloc__(self):
        free(self.c.latencies)

    @property
    def count(self):
        return self.c.count

    @property
    def latencies(self):
        return [self.c.latencies[i] for i in range(min(self.c.count, self.c.capacity))]

    @property
    def context(self):
        """The address that the C handlers take as their second argument."""
        return <uintptr_t>&self.c


def trade_handler():
    """The address of the C handler that reads price and quantity of a trade."""
    return <uintptr_t>&count_trade


def message_handler():
    """The address of the C handler that counts messages of any kind."""
    return <uintptr_t>&count_message


cdef class Counter(Handler):
    """Counts messages in Cython."""

    cdef readonly int64_t count

    cdef int on_trade(self, const trade_t *message) except -1:
        self.count += 1
        return 0

    cdef int on_book_ticker(self, const book_ticker_t *message) except -1:
        self.count += 1
        return 0

    cdef int on_partial_depth(self, const partial_depth_t *message) except -1:
        self.count += 1
        return 0

    cdef int on_mini_ticker(self, const mini_ticker_t *message) except -1:
        self.count += 1
        return 0


cdef class Feed:
    """Frames by address, and the dispatcher that gets them."""

    cdef Dispatch dispatch
    cdef const char *memory
    cdef const int64_t *offsets
    cdef const int64_t *sizes
    cdef Py_ssize_t count
    cdef object frames
    cdef int lines

    def __init__(self, Dispatch dispatch, frames, int lines=1):
        self.dispatch, self.frames, self.lines = dispatch, frames, lines
        memory, offsets, sizes, count = frames.addresses()
        self.memory = <const char *><uintptr_t>memory.value
        self.offsets = <const int64_t *><uintptr_t>offsets.value
        self.sizes = <const int64_t *><uintptr_t>sizes.value
        self.count = count.value

    def run(self):
        """Every frame once over each line."""
        self.counted_run()

    # callgrind writes a profile whenever this is left; it must not be the function that collecting is switched by.
    cdef void counted_run(self) noexcept:
        self.delivered()

    cdef void delivered(self) noexcept:
        cdef Py_ssize_t i
        cdef int line
        for i in range(self.count):
            for line in range(self.lines):
                self.dispatch.on_frame(self.memory + self.offsets[i], self.sizes[i], i, line)
