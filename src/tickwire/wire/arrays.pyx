"""`decode_many`: a tape of frames to numpy structured arrays. Needs numpy."""

from libc.stdint cimport uint32_t, uint64_t
from libc.string cimport memchr, memcpy

from tickwire.wire.decode cimport as_bytes, stream_of
from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport header_t
from tickwire.wire.numbers cimport level_t

import numpy as np

from tickwire.errors import ConfigError, DecodeError
from tickwire.wire.dtypes import LEVEL, dtype
from tickwire.wire.messages import KINDS

cdef dict VIEW_OF_KIND = {kind: view for view, kind in KINDS.items()}

cdef extern from "tables.h" nogil:
    ctypedef struct field_t:
        unsigned short offset
        unsigned short second
        unsigned char kind
    ctypedef struct table_t:
        const field_t *fields
        uint32_t count
    ctypedef struct message_t:
        const char *name
        const table_t *table
        unsigned short size
        unsigned char has_levels
    const message_t MESSAGES[1]
    enum:
        WIRE_LEVELS

cdef class _Rows:
    """A growing block of structs of one kind."""

    cdef object dtype
    cdef object block
    cdef char *memory
    cdef Py_ssize_t count, capacity, stride

    def __cinit__(self, struct):
        self.dtype = struct
        self.stride = struct.itemsize

    cdef char *add(self, Py_ssize_t count) except NULL:
        """Room for so many more; where the first of them goes."""
        cdef Py_ssize_t wanted = self.count + count
        cdef char[::1] view
        if wanted > self.capacity:
            self.capacity = 2 * wanted + 64
            grown = np.zeros(self.capacity * self.stride, np.int8)
            if self.block is not None:
                grown[: self.count * self.stride] = self.block[: self.count * self.stride]
            self.block = grown
            view = grown
            self.memory = &view[0]
        self.count = wanted
        return self.memory + (wanted - count) * self.stride

    def array(self):
        return self.block[: self.count * self.stride].view(self.dtype)


cdef class _Collector:
    """Arrays by message name, and the levels of all of them in one array."""

    cdef dict rows
    cdef _Rows levels

    def __cinit__(self):
        self.rows = {}
        self.levels = _Rows(LEVEL)

    cdef int add(self, const header_t *message) except -1:
        cdef const message_t *m = &MESSAGES[message.kind]
        cdef _Rows rows = self.rows.get(message.kind)
        if rows is None:
            rows = self.rows[message.kind] = _Rows(dtype(VIEW_OF_KIND[message.kind]))
        cdef char *to = rows.add(1)
        memcpy(to, message, m.size)
        if m.has_levels:
            self.move_levels(m, to)
        return 0

    cdef int move_levels(self, const message_t *m, char *row) except -1:
        cdef const field_t *f
        cdef uint32_t i, count
        for i in range(m.table.count):
            f = &m.table.fields[i]
            if f.kind == WIRE_LEVELS:
                count = (<uint32_t *>(row + f.second))[0]
                start = self.levels.count
                if count:
                    memcpy(self.levels.add(count), (<const level_t **>(row + f.offset))[0], count * sizeof(level_t))
                (<uint64_t *>(row + f.offset))[0] = start
        return 0

    def arrays(self):
        out = {VIEW_OF_KIND[kind].__name__: rows.array() for kind, rows in sorted(self.rows.items())}
        if self.levels.count:
            out["levels"] = self.levels.array()
        return out


def decode_many(raw, stream=None, *, delimiter="newline", errors="raise", JsonCodec codec=None):
    """Decode a buffer of frames into numpy structured arrays, one for each kind of message.

    Frames are separated by newlines, or with delimiter="length" each is preceded by its size as four bytes,
    little-endian. `stream` names the stream of bare messages. Returns a dict from class name to array with the dtype of
    the C struct (`tickwire.dtype`), in the order of the frames; under "levels" stand the price levels of all depth
    messages, whose `bids` and `asks` columns are positions in it.

    Raises DecodeError at the first frame that is no message, or with errors="collect" goes on and puts the DecodeErrors
    under "errors". Raises ConfigError for an unknown delimiter or errors.
    """
    if delimiter not in ("newline", "length"):
        raise ConfigError(f'delimiter is "newline" or "length", not {delimiter!r}')
    if errors not in ("raise", "collect"):
        raise ConfigError(f'errors is "raise" or "collect", not {errors!r}')
    cdef _Collector collector = _Collector()
    refused = [] if errors == "collect" else None
    codec = JsonCodec() if codec is None else codec
    read_frames(collector, codec, as_bytes(raw), stream, delimiter == "length", refused)
    out = collector.arrays()
    if refused:
        out["errors"] = refused
    return out


cdef int read_frames(_Collector collector, JsonCodec codec, bytes data, object stream, bint by_length,
                     list refused) except -1:
    cdef const char *p = data
    cdef const char *end = p + len(data)
    cdef const char *next
    cdef Py_ssize_t size
    while p < end:
        if by_length:
            size = length_at(p, end, data)
            p += 4
            next = p + size
        else:
            next = <const char *>memchr(p, c"\n", end - p)
            size = (next if next is not NULL else end) - p
            next = p + size + 1
        try:
            collect(collector, codec, p, size, stream)
        except DecodeError as fault:
            if refused is None:
                raise
            refused.append(fault)
        p = next
    return 0


cdef Py_ssize_t length_at(const char *p, const char *end, bytes data) except -1:
    cdef uint32_t size
    at = p - <const char *>data
    if end - p < 4:
        raise DecodeError("a length of four bytes is cut off", data[at:], at)
    memcpy(&size, p, 4)
    if size > end - p - 4:
        raise DecodeError(f"a frame of {size} bytes is cut off after {end - p - 4}", data[at : at + 1024], at)
    return size


cdef int collect(_Collector collector, JsonCodec codec, const char *p, Py_ssize_t size, object stream) except -1:
    cdef batch_t batch
    cdef Py_ssize_t i
    cdef const char *frame = codec.padded(p, size)
    cdef stream_t *s = NULL
    if not blank(frame, size):
        s = codec.route(frame, size)
        if s is NULL:
            s = stream_of(codec, frame[:size], "" if stream is None else stream)
            frame = codec.padded(p, size)
        if s is NULL:
            raise DecodeError("a reply to a request, no message", p[:size])
        if codec.decode(s, frame, size, 0, 0, &batch):
            codec.decode_slow(s, frame, size, 0, 0, &batch)
        for i in range(batch.count):
            collector.add(<const header_t *>(<const char *>batch.first + i * batch.stride))
    return 0


cdef bint blank(const char *p, Py_ssize_t size) noexcept:
    cdef Py_ssize_t i
    for i in range(size):
        if p[i] not in b" \t\r":
            return False
    return True
