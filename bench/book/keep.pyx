# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Decoded changes into a book in a C loop, and its best prices read in another."""

from libc.stdint cimport int64_t
from libc.stdlib cimport calloc, free

from tickwire.book.book cimport Book
from tickwire.book.order_book cimport bbo_t, book_t, tickwire_book_bbo
from tickwire.wire.messages cimport DepthUpdate, depth_update_t

cdef extern from *:
    """
    static const tickwire_book_t *volatile read_book; /* so that each read is one */
    """
    const book_t *read_book


cdef class Changes:
    """Decoded diff events, one after the other in memory; the views hold their levels."""

    cdef depth_update_t *events
    cdef Py_ssize_t count
    cdef list views

    def __init__(self, list views):
        cdef Py_ssize_t i
        self.views, self.count = views, len(views)
        self.events = <depth_update_t *>calloc(self.count, sizeof(depth_update_t))
        for i in range(self.count):
            self.events[i] = (<DepthUpdate>views[i]).c

    def __dealloc__(self):
        free(self.events)

    def apply(self, Book book not None):
        """Every event once; after each the best prices are read. Returns the sum of the best bids."""
        cdef Py_ssize_t i
        cdef int64_t total = 0
        cdef const bbo_t *best
        for i in range(self.count):
            book.take_depth(&self.events[i])
            best = tickwire_book_bbo(&book.c)
            if best is not NULL:
                total += best.bid_price
        return total


def read_best(Book book not None, Py_ssize_t times):
    """The best bid and offer so many times."""
    global read_book
    cdef Py_ssize_t i
    cdef int64_t total = 0
    cdef const bbo_t *best
    read_book = &book.c
    with nogil:
        for i in range(times):
            best = tickwire_book_bbo(read_book)
            if best is not NULL:
                total += best.ask_price - best.bid_price
    return total
