"""The strategy of bench.tick_to_trade in Cython."""

from libc.stdint cimport int64_t

from tickwire.client.trading.placer cimport Placer
from tickwire.feed.handler cimport Handler
from tickwire.wire.messages cimport book_ticker_t


cdef extern from "clock.h" nogil:
    int64_t tickwire_monotonic_ns()


cdef class Strategy(Handler):
    cdef Placer order
    cdef int64_t price, qty
    cdef public int left
    cdef public bint is_waiting
    cdef readonly int failed
    cdef int64_t[:] asked  # when each order was asked for, ns

    def __init__(self, Placer order not None, int64_t price, int64_t qty, int64_t[:] asked not None):
        self.order, self.price, self.qty, self.asked, self.left = order, price, qty, asked, len(asked)

    cdef int on_book_ticker(self, const book_ticker_t *m) except -1:
        if not self.left or self.is_waiting:
            self.order.rehearse_now(self.price, self.qty)
            return 0
        self.asked[len(self.asked) - self.left] = tickwire_monotonic_ns()
        if self.order.place_now(self.price, self.qty) < 0:
            self.failed += 1
            return 0
        self.is_waiting = True
        self.left -= 1
        return 0
