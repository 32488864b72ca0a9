"""Exact numbers and price levels, for `cimport`."""

from libc.stdint cimport int64_t

cdef extern from "numbers.h" nogil:
    const int64_t TICKWIRE_NULL
    ctypedef struct level_t "tickwire_level_t":
        int64_t price  # mantissa
        int64_t qty    # mantissa
    # The double nearest to mantissa * 10**exponent; nan for TICKWIRE_NULL.
    double tickwire_float(int64_t mantissa, int exponent)
