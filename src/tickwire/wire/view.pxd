"""What all message views share, for `cimport`."""

from libc.stdint cimport int8_t, int64_t, uint32_t

from tickwire.wire.messages cimport header_t
from tickwire.wire.numbers cimport level_t, tickwire_float
from tickwire.wire.symbols cimport symbol_str


cdef class Levels:
    cdef object owner            # keeps the memory alive
    cdef const level_t *first
    cdef Py_ssize_t count
    cdef readonly int price_exponent
    cdef readonly int qty_exponent


cdef object as_float(int64_t mantissa, int exponent)
cdef object as_decimal(int64_t mantissa, int exponent)
cdef object as_mantissa(int64_t mantissa)
cdef object as_optional(int8_t flag)
cdef str as_text(const char *text)
cdef double age_us(const header_t *message) noexcept
# A copy of both sides in one block of memory; the pointers are set to it. NULL when there are no levels.
cdef void *copy_levels(const level_t **bids, uint32_t num_bids, const level_t **asks, uint32_t num_asks) except? NULL
cdef Levels levels_of(object owner, const level_t *first, uint32_t count, int price_exponent, int qty_exponent)
# Whether the venue said the same: reception (recv_time, line, flags, stream) does not count.
cdef bint equal(const header_t *a, const header_t *b) noexcept
cdef object digest(const header_t *message)
