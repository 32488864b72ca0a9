"""`decode_many`: a tape of frames to numpy structured arrays. Needs numpy."""

from libc.stdint cimport uint32_t, uint64_t
from libc.string cimport memchr, memcpy

from tickwire.wire.decode cimport SAID_IN_JSON, as_bytes, read_sbe, stream_of
from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport header_t
from tickwire.wire.sbe cimport is_sbe
from tickwire.wire.tables cimport MESSAGES, array_t, message_t

import numpy as np

from tickwire.errors import ConfigError, DecodeError
from tickwire.wire import reference
from tickwire.wire.dtypes import LEVEL, dtype
from tickwire.wire.messages import KINDS

cdef dict VIEW_OF_KIND = {kind: view for view, kind in KINDS.items()}

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
    """Arrays by message name; the levels of all of them in one array, and so the parts of each class."""

    cdef dict rows
    cdef dict inner  # levels and parts, by the name under which they are returned
    cdef dict held   # of a kind of message: its dtype's rows of each array

    def __cinit__(self):
        self.rows = {}
        self.inner = {}
        self.held = {}

    cdef int open(self, int kind) except -1:
        view = VIEW_OF_KIND[kind]
        self.rows[kind] = _Rows(dtype(view))
        held = self.held[kind] = []
        cdef const message_t *m = &MESSAGES[kind]
        parts = list(reference.parts_of(reference.message_class(kind)).values())
        for i in range(m.array_count):
            name, struct = ("levels", LEVEL) if m.has_levels else (parts[i].__name__, dtype(parts[i]))
            if name not in self.inner:
                self.inner[name] = _Rows(struct)
            held.append(self.inner[name])
        return 0

    cdef int add(self, const header_t *message) except -1:
        cdef const message_t *m = &MESSAGES[message.kind]
        cdef _Rows rows
        cdef char *to
        cdef int i
        if message.kind not in self.rows:
            self.open(message.kind)
        rows = self.rows[message.kind]
        to = rows.add(1)
        memcpy(to, message, m.size)
        for i in range(m.array_count):
            self.move(&m.arrays[i], <_Rows>(<list>self.held[message.kind])[i], to)
        return 0

    cdef int move(self, const array_t *array, _Rows inner, char *row) except -1:
        cdef uint32_t count = (<uint32_t *>(row + array.count))[0]
        start = inner.count
        if count:
            memcpy(inner.add(count), (<const char **>(row + array.pointer))[0], count * array.item)
        (<uint64_t *>(row + array.pointer))[0] = start
        return 0

    def arrays(self):
        out = {VIEW_OF_KIND[kind].__name__: rows.array() for kind, rows in sorted(self.rows.items())}
        return out | {name: inner.array() for name, inner in self.inner.items() if (<_Rows>inner).count}


def decode_many(raw, stream=None, *, delimiter="newline", errors="raise", JsonCodec codec=None):
    """Decode a buffer of frames into numpy structured arrays, one for each kind of message.

    Frames are separated by newlines, or with delimiter="length" each is preceded by its size as four bytes,
    little-endian; so can frames of SBE be, which have newlines in them. `stream` names the stream of bare messages.
    Returns a dict from class name to array with the dtype of the C struct (`tickwire.dtype`), in the order of the
    frames; under "levels" stand the price levels of all depth messages, whose `bids` and `asks` columns are positions
    in it, under "Balance" and others the parts of events.

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
    if is_sbe(frame, size):
        collect_sbe(collector, codec, frame[:size], stream)
    elif not blank(frame, size):
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


cdef int collect_sbe(_Collector collector, JsonCodec codec, bytes data, object stream) except -1:
    cdef batch_t batch
    cdef bytes text
    cdef Py_ssize_t i
    if read_sbe(codec, data, "" if stream is None else stream, &batch) == SAID_IN_JSON:
        text = reference.said_by(data)[0]
        return collect(collector, codec, text, len(text), stream)
    for i in range(batch.count):
        collector.add(<const header_t *>(<const char *>batch.first + i * batch.stride))
    return 0


cdef bint blank(const char *p, Py_ssize_t size) noexcept:
    cdef Py_ssize_t i
    for i in range(size):
        if p[i] not in b" \t\r":
            return False
    return True
