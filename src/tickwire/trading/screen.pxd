"""The venue's filters for one instrument in C, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

cdef extern from "screen.h" nogil:
    ctypedef struct range_t "tickwire_range_t":
        int64_t least, most, step
    ctypedef struct screen_t "tickwire_screen_t":
        int is_closed
        range_t price, qty, market_qty
        int64_t *low
        int64_t *high
        int64_t most_buy, reference
        int *is_least_on
        int *is_most_on
        uint64_t below_high, below, most_high, most
        int is_full
    bint tickwire_screen_passes(const screen_t *screen, bint is_buy, int64_t price, int64_t qty)


cdef class Screen:
    cdef screen_t screen
    cdef readonly object instrument
    cdef readonly object around

    # Whether an order certainly passes all filters; price 0 is a MARKET order.
    cdef bint lets_pass(self, bint is_buy, int64_t price, int64_t qty) noexcept nogil
