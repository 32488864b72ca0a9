# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Routes and decodes whole frames in a C loop, with nothing of Python in it."""

from libc.stdint cimport int64_t, uintptr_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy

from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport header_t, new_view

DEF HEADER = 4   # of a WebSocket frame of middling size
DEF PADDING = 256


cdef class Frames:
    """Payloads one behind the other, as a socket read leaves them, with readable bytes behind the last."""

    cdef char *memory
    cdef int64_t *offsets
    cdef int64_t *sizes
    cdef readonly Py_ssize_t count

    def __cinit__(self, list frames):
        cdef Py_ssize_t i, at = 0, total = sum(len(frame) + HEADER for frame in frames)
        cdef bytes frame
        self.count = len(frames)
        self.memory = <char *>calloc(total + PADDING, 1)
        self.offsets = <int64_t *>calloc(self.count, sizeof(int64_t))
        self.sizes = <int64_t *>calloc(self.count, sizeof(int64_t))
        if not (self.memory and self.offsets and self.sizes):
            raise MemoryError
        for i in range(self.count):
            frame = frames[i]
            at += HEADER
            self.offsets[i], self.sizes[i] = at, len(frame)
            memcpy(self.memory + at, <const char *>frame, len(frame))
            at += len(frame)

    def __dealloc__(self):
        free(self.memory)
        free(self.offsets)
        free(self.sizes)

    def addresses(self):
        """The arguments of the C functions: memory, offsets, sizes, count."""
        import ctypes

        where = (<uintptr_t>self.memory, <uintptr_t>self.offsets, <uintptr_t>self.sizes)
        return (*map(ctypes.c_void_p, where), ctypes.c_int64(self.count))


cdef class Decoder:
    """The JSON codec with the given (name, kind, is_array) streams open."""

    cdef JsonCodec codec
    cdef dict streams

    def __init__(self, streams, shapes="auto"):
        self.codec = JsonCodec(shapes=shapes)
        self.streams = {}
        for name, kind, is_array in streams:
            self.streams[name] = <uintptr_t>self.codec.open_stream(name.encode(), kind, is_array)

    def run(self, Frames frames):
        """Decode every frame; the number of frames refused."""
        return self.counted_run(frames)

    # callgrind writes a profile whenever this is left; it must not be the function that collecting is switched by.
    cdef Py_ssize_t counted_run(self, Frames frames) noexcept:
        return self.refused(frames)

    cdef Py_ssize_t refused(self, Frames frames) noexcept:
        cdef Py_ssize_t i, bad = 0
        cdef batch_t batch
        cdef stream_t *stream
        cdef const char *p
        for i in range(frames.count):
            p = frames.memory + frames.offsets[i]
            if self.codec.decode_routed(p, frames.sizes[i], i, 0, &batch, &stream) < 0:
                bad += 1
        return bad

    def answer(self, bytes frame):
        """The views of the messages in one frame; ValueError when it is refused."""
        cdef batch_t batch
        cdef Frames alone = Frames([frame])
        cdef const char *p = alone.memory + alone.offsets[0]
        cdef stream_t *stream
        if self.codec.decode_routed(p, len(frame), 0, 0, &batch, &stream) < 0:
            raise ValueError(f"tickwire refuses {frame[:120]!r}")
        return [new_view(<const header_t *>(<const char *>batch.first + i * batch.stride)) for i in range(batch.count)]

    def recognised(self):
        """For each stream: messages that a shape recognised, and messages that none did."""
        return {name: self.hits(address) for name, address in self.streams.items()}

    cdef tuple hits(self, uintptr_t address):
        cdef stream_t *stream = <stream_t *>address
        return stream.hits, stream.misses


def view_at(uintptr_t address):
    """A fresh view of the struct at that address."""
    return new_view(<const header_t *>address)
