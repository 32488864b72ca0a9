"""What all message views share: numbers as Python objects, price levels, equality."""

from cpython.buffer cimport PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES, PyBUF_WRITABLE
from libc.stdint cimport uint8_t
from libc.stdlib cimport malloc
from libc.string cimport memcmp, memcpy, strlen

from tickwire.wire.numbers cimport TICKWIRE_NULL
from tickwire.wire.symbols cimport symbol_table
from tickwire.wire.tables cimport MESSAGES, WORD_ABSENT, WORD_LEARNED, WORDS_LEARNED, array_t, message_t

from decimal import Decimal
from typing import NamedTuple

from tickwire.wire import reference

cdef double NAN = float("nan")
# The members of each enum, by the number of the set and that of the word.
cdef list MEMBERS = [{word.code: word for word in words} for words in reference.ENUMS]
cdef tuple ENUMS = reference.ENUMS


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


cdef object as_label(const char *text):
    return as_text(text) if text[0] else None


cdef object as_name(uint32_t id):
    return symbol_str(id) if id else None


cdef object as_request(int64_t number, const char *text):
    return number if number != TICKWIRE_NULL else as_label(text)


cdef object as_word(int set_of, uint8_t code):
    if code == WORD_ABSENT:
        return None
    member = (<dict>MEMBERS[set_of]).get(code)
    if member is not None:
        return member
    if WORD_LEARNED <= code < WORD_LEARNED + WORDS_LEARNED:
        return ENUMS[set_of](symbol_str(symbol_table().words[code - WORD_LEARNED]))
    return ENUMS[set_of]("NON_REPRESENTABLE")


cdef double age_us(const header_t *message) noexcept:
    if message.recv_time == 0 or message.event_time == 0:
        return NAN
    return (message.recv_time - message.event_time) / 1000.0


cdef size_t arrays_size(const header_t *message) noexcept:
    cdef const message_t *m = &MESSAGES[message.kind]
    cdef size_t size = 0
    cdef int i
    for i in range(m.array_count):
        size += <size_t>count_at(message, &m.arrays[i]) * m.arrays[i].item
    return size


cdef void move_arrays(header_t *message, char *to) noexcept:
    cdef const message_t *m = &MESSAGES[message.kind]
    cdef const char **pointer
    cdef size_t size
    cdef int i
    for i in range(m.array_count):
        pointer = <const char **>(<char *>message + m.arrays[i].pointer)
        size = <size_t>count_at(message, &m.arrays[i]) * m.arrays[i].item
        if pointer[0] is not NULL:  # else there is no array, not even an empty one
            memcpy(to, pointer[0], size)
            pointer[0] = to
            to += size


cdef void *copy_arrays(header_t *message) except? NULL:
    # A byte more, so that arrays that are there and empty are somewhere.
    cdef char *memory = <char *>malloc(arrays_size(message) + 1)
    if memory is NULL:
        raise MemoryError("no memory for the arrays of a message")
    move_arrays(message, memory)
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


cdef inline uint32_t count_at(const header_t *message, const array_t *array) noexcept:
    return (<const uint32_t *>(<const char *>message + array.count))[0]


cdef bint same_arrays(const header_t *a, const header_t *b) noexcept:
    cdef const message_t *m = &MESSAGES[a.kind]
    cdef const char *x
    cdef const char *y
    cdef size_t count
    cdef int i
    for i in range(m.array_count):
        x = (<const char **>(<const char *>a + m.arrays[i].pointer))[0]
        y = (<const char **>(<const char *>b + m.arrays[i].pointer))[0]
        count = count_at(a, &m.arrays[i])
        if count != count_at(b, &m.arrays[i]) or (x is NULL) != (y is NULL):
            return False
        if count and memcmp(x, y, count * m.arrays[i].item):  # where there are none, there is nothing to point to
            return False
    return True


cdef bint same_body(const header_t *a, const header_t *b) noexcept:
    """Whether all is the same that stands in the structs before their pointers, but for the subscription."""
    cdef const message_t *m = &MESSAGES[a.kind]
    cdef size_t start = m.subscription + sizeof(int64_t) if m.subscription else BODY_AT
    return memcmp(<const char *>a + start, <const char *>b + start, plain_size(m) - start) == 0


cdef size_t plain_size(const message_t *m) noexcept:
    """Bytes of the struct that hold no pointers: pointers and counts stand together at its end."""
    return m.arrays[0].pointer if m.array_count else m.size


cdef bint equal(const header_t *a, const header_t *b) noexcept:
    if a.kind != b.kind or a.symbol != b.symbol or a.event_time != b.event_time:
        return False
    if a.price_exponent != b.price_exponent or a.qty_exponent != b.qty_exponent:
        return False
    return same_body(a, b) and same_arrays(a, b)


cdef object digest(const header_t *message):
    cdef const message_t *m = &MESSAGES[message.kind]
    cdef size_t start = m.subscription + sizeof(int64_t) if m.subscription else BODY_AT
    cdef const char *body = <const char *>message + start
    return hash((message.kind, message.symbol, message.event_time, body[: plain_size(m) - start]))
