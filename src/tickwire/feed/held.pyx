"""Frames of one stream that wait for what is missing before them, in order; bounded."""

cimport cython

cdef enum:
    MOST_FRAMES = 16384
    MOST_BYTES = 16 << 20


@cython.final
cdef class Held:
    """A frame that waits."""


@cython.final
cdef class Hold:
    """The frames of a stream that wait."""

    def __cinit__(self):
        self.frames = []

    cdef bint put(self, Held held) except -1:
        cdef Held other
        cdef Py_ssize_t place = len(self.frames)
        while place:
            other = self.frames[place - 1]
            if other.ids.order < held.ids.order:
                break
            if other.ids.order == held.ids.order and other.ids.first == held.ids.first:
                other.is_confirmed |= other.line != held.line
                return False
            place -= 1
        self.frames.insert(place, held)
        self.bytes += len(held.frame)
        return True

    cdef Held pop(self):
        cdef Held held = self.frames.pop(0)
        self.bytes -= len(held.frame)
        return held

    cdef bint is_full(self) noexcept:
        return len(self.frames) > MOST_FRAMES or self.bytes > MOST_BYTES
