# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""Frames whose ids count on by themselves, handed to a dispatcher in a C loop; handlers that check every id."""

from libc.stdint cimport int64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy

from tickwire.feed.dispatch cimport Dispatch
from tickwire.feed.handler cimport Handler
from tickwire.wire.messages cimport agg_trade_t, book_ticker_t, depth_update_t, trade_t

cdef enum:
    PADDING = 256
    DIGITS = 13
    MAX_IDS = 4
    MAX_LINES = 8

ctypedef struct id_t:
    Py_ssize_t offset   # of the first digit in the frame
    int counter
    int64_t delta       # to the counter

ctypedef struct frame_t:
    char *data
    Py_ssize_t size
    id_t[MAX_IDS] ids
    int count


cdef class Pump:
    """A cycle of frames. `counters` are where the ids of each kind stand, `spans` by how much a cycle moves them."""

    cdef frame_t *_frames
    cdef int _count
    cdef int64_t *_counters
    cdef list _spans

    def __cinit__(self, frames, counters, spans):
        """`frames` holds pairs of the bytes and the ids in them: offset, number of the counter, distance to it."""
        cdef int number, place
        self._count, self._spans = len(frames), list(spans)
        self._frames = <frame_t *>calloc(self._count, sizeof(frame_t))
        self._counters = <int64_t *>calloc(len(counters), sizeof(int64_t))
        if self._frames is NULL or self._counters is NULL:
            raise MemoryError
        for number, value in enumerate(counters):
            self._counters[number] = value
        for number, (data, ids) in enumerate(frames):
            self._frames[number].data = <char *>calloc(1, len(data) + PADDING)
            if self._frames[number].data is NULL:
                raise MemoryError
            memcpy(self._frames[number].data, <const char *>data, len(data))
            self._frames[number].size = len(data)
            self._frames[number].count = len(ids)
            for place, (offset, counter, delta) in enumerate(ids):
                self._frames[number].ids[place] = id_t(offset, counter, delta)

    def __dealloc__(self):
        cdef int number
        if self._frames is not NULL:
            for number in range(self._count):
                free(self._frames[number].data)
        free(self._frames)
        free(self._counters)

    def counter(self, int number):
        """Where ids stand: the last of the cycles so far."""
        return self._counters[number]

    def run(self, Dispatch dispatch not None, lines, int cycles, int64_t recv_time):
        """Hand over so many cycles, each frame once by every line; returns how many frames a line brought."""
        cdef int[MAX_LINES] numbers
        cdef int count = len(lines), cycle, number, place
        cdef int64_t span
        for place in range(count):
            numbers[place] = lines[place]
        for cycle in range(cycles):
            for number in range(self._count):
                write_ids(&self._frames[number], self._counters)
                for place in range(count):
                    dispatch.on_frame(self._frames[number].data, self._frames[number].size, recv_time, numbers[place])
            for number in range(len(self._spans)):
                span = self._spans[number]
                self._counters[number] += span
        return cycles * self._count


cdef void write_ids(frame_t *frame, const int64_t *counters) noexcept nogil:
    cdef int place, digit
    cdef int64_t value
    cdef char *text
    for place in range(frame.count):
        value = counters[frame.ids[place].counter] + frame.ids[place].delta
        text = frame.data + frame.ids[place].offset
        for digit in range(DIGITS - 1, -1, -1):
            text[digit] = <char>(48 + value % 10)
            value //= 10


cdef class Checker(Handler):
    """Counts the messages of one stream and those whose id is not the one after the last."""

    cdef readonly int64_t messages, faults, last

    cdef void _take(self, int64_t first, int64_t last) noexcept:
        self.faults += self.messages and first != self.last + 1
        self.last = last
        self.messages += 1

    cdef int on_trade(self, const trade_t *message) except -1:
        self._take(message.trade_id, message.trade_id)
        return 0

    cdef int on_agg_trade(self, const agg_trade_t *message) except -1:
        self._take(message.agg_trade_id, message.agg_trade_id)
        return 0

    cdef int on_depth_update(self, const depth_update_t *message) except -1:
        self._take(message.first_book_update_id, message.last_book_update_id)
        return 0

    cdef int on_book_ticker(self, const book_ticker_t *message) except -1:
        self._take(message.book_update_id, message.book_update_id)
        return 0
