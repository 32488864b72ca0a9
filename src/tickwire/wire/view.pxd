"""What all message views share, for `cimport`."""

from libc.stddef cimport size_t
from libc.stdint cimport int8_t, int64_t, uint8_t, uint32_t

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
# None for no text, no name, no word.
cdef object as_label(const char *text)
cdef object as_name(uint32_t id)
cdef object as_request(int64_t number, const char *text)
cdef object as_word(int set_of, uint8_t code)
cdef double age_us(const header_t *message) noexcept
# Bytes of all arrays that a message points to; all of them copied to memory of that size, to which it points then.
cdef size_t arrays_size(const header_t *message) noexcept
cdef void move_arrays(header_t *message, char *to) noexcept
# The same into one block of memory, to be freed.
cdef void *copy_arrays(header_t *message) except? NULL
cdef Levels levels_of(object owner, const level_t *first, uint32_t count, int price_exponent, int qty_exponent)
# Whether the venue said the same: reception (recv_time, line, flags, stream) does not count.
cdef bint equal(const header_t *a, const header_t *b) noexcept
cdef object digest(const header_t *message)
