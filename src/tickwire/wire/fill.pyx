"""C structs from msgspec Structs: what the kernels refuse but msgspec takes ends up in the same memory.

Cold path. Decimals are brought in line by the table decoder's own rule, so that both give the same exponents.
"""

from libc.stdint cimport int8_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy, memset

from tickwire.wire.messages cimport FLAG_LAST_IN_ARRAY, FLAG_MICROSECONDS, header_t
from tickwire.wire.numbers cimport TICKWIRE_NULL, level_t
from tickwire.wire.symbols cimport intern, learn_word, symbol_str
from tickwire.wire.tables cimport (
    LABEL_SIZE,
    TEXT_SIZE,
    WIRE_AMOUNT,
    WIRE_ENUM,
    WIRE_FLAG,
    WIRE_ID,
    WIRE_INT,
    WIRE_LABEL,
    WIRE_LEVELS,
    WIRE_NAME,
    WIRE_PARTS,
    WIRE_PRICE,
    WIRE_QTY,
    WIRE_SYMBOL,
    WIRE_TEXT,
    WIRE_TIME,
    WORD_ABSENT,
    field_t,
    message_t,
    table_t,
)

from tickwire.wire import reference

cdef extern from "frame.h" nogil:
    ctypedef struct span_t:
        uint8_t decimals
    ctypedef struct cursor_t:
        const char *p
        const char *end
    ctypedef struct decoder_full_t "decoder_t":
        level_t *levels
        uint8_t *level_decimals
        size_t level_count
        char *array
        char *parts
        size_t parts_used
        uint64_t seen
        uint32_t symbol
        span_t *spans
        uint8_t sides
        int price_decimals
        int qty_decimals
    ctypedef struct stream_full_t "stream_t":
        const message_t *message
        char prototype
    enum:
        WIRE_PADDING
    int reserve_levels(decoder_t *d, size_t size)
    int reserve_parts(decoder_t *d, size_t size)
    int reserve_array(decoder_t *d, size_t size)
    int align_decimals(decoder_t *d, const message_t *m, char *out)
    int read_decimal(cursor_t *c, int64_t *mantissa, unsigned *decimals)
    void prepare(const table_t *table, char *out)

cdef enum:
    PART_LARGEST = 128  # bytes of a part's struct, at most

cdef bytes PADDING = bytes(WIRE_PADDING)


cdef int fill(decoder_t *decoder, const stream_t *stream, list structs, batch_t *out) except -1:
    cdef decoder_full_t *d = <decoder_full_t *>decoder
    cdef const message_t *m = (<const stream_full_t *>stream).message
    cdef Py_ssize_t stride = (m.size + 15) & ~15
    cdef Py_ssize_t i
    cdef char *to = NULL
    if reserve_array(decoder, (len(structs) + 1) * stride):
        raise MemoryError("no memory for an array of messages")
    for i in range(len(structs)):
        to = d.array + i * stride
        memcpy(to, &(<const stream_full_t *>stream).prototype, m.size)
        fill_message(d, m, structs[i], to)
    if stream.is_array and to is not NULL:
        (<header_t *>to).flags |= FLAG_LAST_IN_ARRAY
    out.first = <const header_t *>d.array
    out.count = len(structs)
    out.stride = stride
    return 0


cdef int fill_message(decoder_full_t *d, const message_t *m, object struct, char *out) except -1:
    d.seen = 0
    d.symbol = 0
    d.sides = 0
    d.level_count = 0
    d.parts_used = 0
    d.price_decimals = d.qty_decimals = 0
    # Room for all levels, or parts, at once: the arena must not move while pointers into it are set.
    if m.has_levels and reserve_levels(<decoder_t *>d, 9 * reference.count_levels(struct)):
        raise MemoryError("no memory for price levels")
    is_of_parts = m.array_count and not m.has_levels
    if is_of_parts and reserve_parts(<decoder_t *>d, PART_LARGEST * reference.count_parts(struct)):
        raise MemoryError("no memory for the parts of a message")
    fill_table(d, m.table, struct, out)
    if align_decimals(<decoder_t *>d, m, out):
        raise ValueError("prices or quantities do not fit 64 bits with a common exponent")
    (<header_t *>out).price_exponent = <int8_t>-d.price_decimals
    (<header_t *>out).qty_exponent = <int8_t>-d.qty_decimals
    return 0


cdef int fill_table(decoder_full_t *d, const table_t *table, object struct, char *out) except -1:
    cdef list names = list(struct.__struct_fields__)
    cdef uint32_t skipped = table.count - <uint32_t>len(names)  # the event, which is no field of the Struct
    cdef const field_t *f
    cdef uint32_t i
    for i in range(skipped, table.count):
        f = &table.fields[i]
        name = names[i - skipped]
        value = getattr(struct, name)
        if value is reference.UNSET:
            continue
        try:
            fill_field(d, f, value, out)
        except (ValueError, OverflowError) as fault:
            raise ValueError(f"{name}: {fault}") from None
        d.seen |= <uint64_t>1 << f.index
    return 0


cdef int fill_field(decoder_full_t *d, const field_t *f, object value, char *out) except -1:
    if f.kind == WIRE_TIME:
        (<int64_t *>(out + f.offset))[0] = nanoseconds(value, <header_t *>out)
    elif f.kind == WIRE_INT:
        (<int64_t *>(out + f.offset))[0] = reference.int64(value)
    elif f.kind == WIRE_PRICE or f.kind == WIRE_QTY or f.kind == WIRE_AMOUNT:
        fill_decimal(d, f, value, out)
    elif f.kind == WIRE_FLAG:
        (<int8_t *>(out + f.offset))[0] = value
    elif f.kind == WIRE_SYMBOL:
        fill_symbol(d, value, <uint32_t *>(out + f.offset))
    elif f.kind == WIRE_TEXT:
        fill_text(value.encode(), out + f.offset, TEXT_SIZE)
    elif f.kind == WIRE_LEVELS:
        fill_levels(d, f, value, out)
    elif f.kind == WIRE_ENUM:
        (<uint8_t *>(out + f.offset))[0] = word_of(value)
    elif f.kind == WIRE_NAME:
        (<uint32_t *>(out + f.offset))[0] = 0 if value is None else intern(value.encode())
    elif f.kind == WIRE_LABEL:
        fill_text(value.encode(), out + f.offset, LABEL_SIZE)
    elif f.kind == WIRE_ID:
        fill_id(value, <int64_t *>(out + f.offset), out + f.second)
    elif f.kind == WIRE_PARTS:
        fill_parts(d, f, value, out)
    else:
        fill_table(d, f.part, value, out)
    return 0


cdef int64_t nanoseconds(object value, header_t *header) except? -1:
    if value >= reference.FIRST_MICROSECOND:
        header.flags |= FLAG_MICROSECONDS
        return reference.int64(value * 1000)
    return reference.int64(value * 1_000_000)


cdef int word_of(object value) except -1:
    if value is None:
        return WORD_ABSENT
    return value.code if value.is_known else learn_word(value.encode())


cdef int fill_symbol(decoder_full_t *d, str name, uint32_t *out) except -1:
    out[0] = intern(name.encode())
    if d.symbol and d.symbol != out[0]:
        raise ValueError(f"{name!r} inside a message of {symbol_str(d.symbol)!r}")
    d.symbol = out[0]
    return 0


cdef int fill_text(bytes text, char *out, int size) except -1:
    if len(text) >= size:
        raise ValueError(f"{text.decode()!r} is longer than {size - 1} bytes")
    memset(out, 0, size)
    memcpy(out, <const char *>text, len(text))
    return 0


cdef int fill_id(object value, int64_t *number, char *text) except -1:
    number[0] = TICKWIRE_NULL
    if isinstance(value, str):
        if not value:
            raise ValueError("an id without characters")
        fill_text(value.encode(), text, LABEL_SIZE)
    elif value is not None:
        number[0] = reference.int64(value)
    return 0


cdef int fill_parts(decoder_full_t *d, const field_t *f, list parts, char *out) except -1:
    cdef char *to = d.parts + d.parts_used
    (<const char **>(out + f.offset))[0] = to
    (<uint32_t *>(out + f.second))[0] = <uint32_t>len(parts)
    for part in parts:
        memset(to, 0, f.part.size)
        prepare(f.part, to)
        fill_table(d, f.part, part, to)
        to += f.part.size
    d.parts_used = to - d.parts
    return 0


cdef int64_t mantissa(str text, uint8_t *decimals) except? -1:
    cdef bytes quoted = b'"' + text.encode() + b'"' + PADDING
    cdef cursor_t c
    cdef int64_t value
    cdef unsigned printed
    c.p = quoted
    c.end = c.p + len(quoted) - WIRE_PADDING + 1
    if read_decimal(&c, &value, &printed) or c.p + 1 != c.end:
        raise ValueError(f"{text[:40]!r}{'…' if len(text) > 40 else ''} is no decimal number that fits 64 bits")
    decimals[0] = <uint8_t>printed
    return value


cdef int fill_decimal(decoder_full_t *d, const field_t *f, object text, char *out) except -1:
    cdef uint8_t decimals = 0
    cdef int64_t value = TICKWIRE_NULL if text is None else mantissa(text, &decimals)
    (<int64_t *>(out + f.offset))[0] = value
    d.spans[f.index].decimals = decimals
    if f.kind == WIRE_AMOUNT:
        (<int8_t *>(out + f.second))[0] = -<int8_t>decimals
    return 0


cdef int fill_levels(decoder_full_t *d, const field_t *f, list pairs, char *out) except -1:
    cdef size_t at = d.level_count
    for price, qty in pairs:
        d.levels[at].price = mantissa(price, &d.level_decimals[2 * at])
        d.levels[at].qty = mantissa(qty, &d.level_decimals[2 * at + 1])
        at += 1
    (<const level_t **>(out + f.offset))[0] = d.levels + d.level_count
    (<uint32_t *>(out + f.second))[0] = <uint32_t>len(pairs)
    d.level_count = at
    d.sides += 1
    return 0
