"""What all message views share: numbers as Python objects, price levels, equality."""

from cpython.buffer cimport PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES, PyBUF_WRITABLE
from libc.stdint cimport uint8_t, uint16_t
from libc.stdlib cimport malloc
from libc.string cimport memcmp, memcpy, strlen

from tickwire.wire.numbers cimport TICKWIRE_NULL

from decimal import Decimal
from typing import NamedTuple

cdef extern from *:
    """
    #include "tables.h"
    """
    ctypedef struct field_t:
        uint16_t offset
        uint16_t second
        uint8_t kind
    ctypedef struct table_t:
        const field_t *fields
        uint32_t count
    ctypedef struct message_t:
        const table_t *table
        uint16_t size
        uint8_t has_levels
    const message_t MESSAGES[1]
    enum:
        WIRE_LEVELS

cdef double NAN = float("nan")


cdef object as_float(int64_t mantissa, int exponent):
    return None if mantissa == TICKWIRE_NULL else tickwire_float(mantissa, exponent)


cdef object as_decimal(int64_t mantissa, int exponent):
    return None if mantissa == TICKWIRE_NULL else Decimal(f"{mantissa}E{exponent}")


cdef object as_mantissa(int64_t mantissa):
    return None if mantissa == TICKWIRE_NULL else mantissa


cdef object as_optional(int8_t flag):
    return None if flag < 0 else flag != 0


cdef str as_text(const char *text):
    return text[: strlen(text)].decode()


cdef double age_us(const header_t *message) noexcept:
    if message.recv_time == 0 or message.event_time == 0:
        return NAN
    return (message.recv_time - message.event_time) / 1000.0


cdef void *copy_levels(const level_t **bids, uint32_t num_bids, const level_t **asks, uint32_t num_asks) except? NULL:
    if num_bids + num_asks == 0:
        return NULL
    cdef level_t *memory = <level_t *>malloc((<size_t>num_bids + num_asks) * sizeof(level_t))
    if memory is NULL:
        raise MemoryError("no memory for price levels")
    memcpy(memory, bids[0], num_bids * sizeof(level_t))
    memcpy(memory + num_bids, asks[0], num_asks * sizeof(level_t))
    bids[0] = memory
    asks[0] = memory + num_bids
    return memory


cdef Levels levels_of(object owner, const level_t *first, uint32_t count, int price_exponent, int qty_exponent):
    cdef Levels levels = Levels.__new__(Levels)
    levels.owner = owner
    levels.first = first
    levels.count = count
    levels.price_exponent = price_exponent
    levels.qty_exponent = qty_exponent
    return levels


class Level(NamedTuple):
    """One price level: price and quantity as floats, each the nearest to the venue's text."""

    price: float
    qty: float


cdef char *LEVEL_FORMAT = "T{q:price:q:qty:}"  # two int64, as PEP 3118 has it
cdef Py_ssize_t[1] STRIDES
STRIDES[0] = sizeof(level_t)


cdef class Levels:
    """One side of an order book message, best price first: a sequence of `Level`.

    Exact values: `mantissas()` and the exponents, `decimals()`, or `numpy.asarray(levels)`, a read-only structured
    array of int64 mantissas `price` and `qty` without a copy.
    """

    def __init__(self):
        raise TypeError("Levels come from a message")

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self.count))]
        cdef Py_ssize_t i = index
        if i < 0:
            i += self.count
        if not 0 <= i < self.count:
            raise IndexError(f"level {index} of {self.count}")
        price = tickwire_float(self.first[i].price, self.price_exponent)
        return Level(price, tickwire_float(self.first[i].qty, self.qty_exponent))

    def __iter__(self):
        for i in range(self.count):
            yield self[i]

    def __eq__(self, other):
        if not isinstance(other, Levels):
            return NotImplemented
        cdef Levels o = other
        return (
            self.count == o.count
            and self.price_exponent == o.price_exponent
            and self.qty_exponent == o.qty_exponent
            and memcmp(self.first, o.first, self.count * sizeof(level_t)) == 0
        )

    def __repr__(self):
        best = f", best {self[0].price} × {self[0].qty}" if self.count else ""
        return f"<{self.count} levels{best}>"

    def mantissas(self):
        """The levels as (price, qty) pairs of integers, to be scaled by `price_exponent` and `qty_exponent`."""
        return [(self.first[i].price, self.first[i].qty) for i in range(self.count)]

    def decimals(self):
        """The levels as (price, qty) pairs of exact Decimals."""
        return [
            (as_decimal(self.first[i].price, self.price_exponent), as_decimal(self.first[i].qty, self.qty_exponent))
            for i in range(self.count)
        ]

    def __getbuffer__(self, Py_buffer *buffer, int flags):
        if flags & PyBUF_WRITABLE:
            raise BufferError("levels are read-only")
        buffer.buf = <void *>self.first if self.count else <void *>&STRIDES
        buffer.obj = self
        buffer.len = self.count * sizeof(level_t)
        buffer.itemsize = sizeof(level_t)
        buffer.readonly = True
        buffer.format = LEVEL_FORMAT if flags & PyBUF_FORMAT else NULL
        buffer.ndim = 1
        buffer.shape = &self.count if flags & PyBUF_ND else NULL
        buffer.strides = STRIDES if flags & PyBUF_STRIDES == PyBUF_STRIDES else NULL
        buffer.suboffsets = NULL
        buffer.internal = NULL


cdef extern from *:
    """
    enum { BODY_AT = sizeof(tickwire_header_t) };
    """
    enum:
        BODY_AT


cdef bint same_levels(const message_t *m, const char *a, const char *b) noexcept:
    cdef uint32_t i
    cdef uint32_t count
    cdef const field_t *f
    for i in range(m.table.count):
        f = &m.table.fields[i]
        if f.kind == WIRE_LEVELS:
            count = (<const uint32_t *>(a + f.second))[0]
            if count != (<const uint32_t *>(b + f.second))[0]:
                return False
            if memcmp((<const void **>(a + f.offset))[0], (<const void **>(b + f.offset))[0], count * sizeof(level_t)):
                return False
    return True


cdef size_t plain_size(const message_t *m) noexcept:
    """Bytes of the struct that hold no pointers: the level pointers and counts stand together at its end."""
    cdef size_t size = m.size
    cdef uint32_t i
    for i in range(m.table.count):
        if m.table.fields[i].kind == WIRE_LEVELS and m.table.fields[i].offset < size:
            size = m.table.fields[i].offset
    return size


cdef bint equal(const header_t *a, const header_t *b) noexcept:
    cdef const message_t *m = &MESSAGES[a.kind]
    cdef const char *x = <const char *>a
    cdef const char *y = <const char *>b
    if a.kind != b.kind or a.symbol != b.symbol or a.event_time != b.event_time:
        return False
    if a.price_exponent != b.price_exponent or a.qty_exponent != b.qty_exponent:
        return False
    if memcmp(x + BODY_AT, y + BODY_AT, plain_size(m) - BODY_AT):
        return False
    return not m.has_levels or same_levels(m, x, y)


cdef object digest(const header_t *message):
    cdef const message_t *m = &MESSAGES[message.kind]
    cdef const char *body = <const char *>message + BODY_AT
    return hash((message.kind, message.symbol, message.event_time, body[: plain_size(m) - BODY_AT]))
