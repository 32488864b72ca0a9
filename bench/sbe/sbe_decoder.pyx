# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Routes and decodes whole frames of either encoding in a C loop, with nothing of Python in it."""

from libc.stdint cimport int64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy

from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport header_t, new_view
from tickwire.wire.sbe cimport (
    SbeCodec,
    sbe_decode,
    sbe_decode_order,
    sbe_event_t,
    sbe_find,
    sbe_glance,
    sbe_order_kind,
    sbe_reader_t,
)

DEF PADDING = 256


cdef class Packed:
    """Payloads one behind the other, as a socket read leaves them, with readable bytes behind the last."""

    cdef char *memory
    cdef int64_t *ends
    cdef Py_ssize_t count, largest
    cdef list frames

    def __cinit__(self, list frames):
        cdef Py_ssize_t i, at = 0
        cdef bytes frame
        self.count, self.frames = len(frames), frames
        self.memory = <char *>calloc(sum(map(len, frames)) + PADDING, 1)
        self.ends = <int64_t *>calloc(self.count + 1, sizeof(int64_t))
        if not (self.memory and self.ends):
            raise MemoryError
        for i in range(self.count):
            frame = frames[i]
            memcpy(self.memory + at, <const char *>frame, len(frame))
            at += len(frame)
            self.ends[i + 1] = at

    def __dealloc__(self):
        free(self.memory)
        free(self.ends)


cdef class Decoder:
    """Both codecs with the streams open; without streams, for messages of orders of a kind."""

    cdef JsonCodec codec
    cdef SbeCodec sbe
    cdef stream_t *alone

    def __init__(self, streams, int kind):
        self.codec = JsonCodec()
        self.sbe = SbeCodec(self.codec)
        for name in streams:
            self.codec.open_stream(name.encode(), kind, False)
        self.sbe.build({(kind, name.partition("@")[0].upper().encode()): name.encode() for name in streams})
        self.alone = NULL if streams else self.codec.open_stream(b"", kind, False)

    cdef Py_ssize_t take_sbe(self, const char *frame, Py_ssize_t size, batch_t *out) noexcept:
        cdef sbe_event_t event
        cdef sbe_reader_t reader
        cdef stream_t *stream
        if self.alone is not NULL:
            if sbe_order_kind(frame, size) != self.alone.kind:
                return -1
            out.first = sbe_decode_order(self.codec.decoder, self.alone, &reader, frame, size, 0, 0)
            out.count, out.stride = out.first is not NULL, 0
            return out.count - 1
        if sbe_glance(&event, frame, size):
            return -1
        stream = sbe_find(self.sbe.router, &event)
        return -1 if stream is NULL else sbe_decode(self.codec.decoder, stream, &event, 0, 0, out)

    cdef Py_ssize_t take_json(self, const char *frame, Py_ssize_t size, batch_t *out) noexcept:
        cdef stream_t *stream
        if self.alone is not NULL:
            return self.codec.decode(self.alone, frame, size, 0, 0, out)
        return self.codec.decode_routed(frame, size, 0, 0, out, &stream)

    def run_sbe(self, Packed frames):
        """Decode every frame; the number of messages."""
        return self.counted_run(frames)

    # callgrind writes a profile whenever this is left; it must not be the function that collecting is switched by.
    cdef Py_ssize_t counted_run(self, Packed frames) noexcept:
        return self.taken(frames)

    cdef Py_ssize_t taken(self, Packed frames) noexcept:
        cdef Py_ssize_t i, count = 0
        cdef batch_t out
        for i in range(frames.count):
            if self.take_sbe(frames.memory + frames.ends[i], frames.ends[i + 1] - frames.ends[i], &out) == 0:
                count += out.count
        return count

    def run_json(self, Packed frames):
        """Decode every frame; the number of messages."""
        cdef Py_ssize_t i, count = 0
        cdef batch_t out
        for i in range(frames.count):
            if self.take_json(frames.memory + frames.ends[i], frames.ends[i + 1] - frames.ends[i], &out) == 0:
                count += out.count
        return count

    def copy(self, Packed frames):
        """The floor: copy every frame and look at nothing."""
        cdef char[1 << 16] scratch
        cdef Py_ssize_t i, size, count = 0
        for i in range(frames.count):
            size = frames.ends[i + 1] - frames.ends[i]
            memcpy(scratch, frames.memory + frames.ends[i], size)
            count += scratch[size - 1] != 0
        return count

    def answer_sbe(self, bytes frame):
        """The views of the messages in one frame; ValueError when it is refused."""
        cdef Packed alone = Packed([frame])
        cdef batch_t out
        if self.take_sbe(alone.memory, len(frame), &out):
            raise ValueError(f"SBE: {frame[:120]!r}")
        return views(&out)

    def answer_json(self, bytes frame):
        """The same of JSON."""
        cdef Packed alone = Packed([frame])
        cdef batch_t out
        if self.take_json(alone.memory, len(frame), &out):
            raise ValueError(f"JSON: {frame[:120]!r}")
        return views(&out)


cdef list views(batch_t *out):
    return [new_view(<const header_t *>(<const char *>out.first + i * out.stride)) for i in range(out.count)]
