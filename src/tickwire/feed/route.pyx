"""`Route`: from a stream to its sinks, chained so that delivery touches no Python object, and the stream's order."""

cimport cython
from libc.stdlib cimport calloc, free

from tickwire.feed.leads cimport recent_free, recent_new
from tickwire.feed.sequence cimport CANDLES, SEVERAL_LINES, add_carrier, drop_carrier, sequence_close, sequence_open
from tickwire.feed.sink cimport Sink
from tickwire.wire.peek cimport peek_learn, peek_t

from tickwire.feed.candles import previous_open

cdef enum:
    LEARN_EVERY = 16  # messages that are unlike what was learned


@cython.final
cdef class Route:
    """The sinks of a stream; without a name, of bare messages of a kind."""

    def __dealloc__(self):
        self.end_redundancy()
        sequence_close(&self.sequence)

    cdef void link(self) noexcept:
        cdef Sink sink
        cdef sink_t *next = NULL
        for sink in reversed(self.sinks):
            sink.c.next = next
            next = &sink.c
        self.sequence.sinks = next

    cdef int carry(self, int line) except -1:
        add_carrier(&self.sequence, line)
        if self.sequence.carrier_count > 1 and self.sequence.peek is NULL:
            self.sequence.peek = <peek_t *>calloc(1, sizeof(peek_t))
            if self.sequence.peek is NULL:
                raise MemoryError("no memory for what messages look like")
            self.sequence.recent = recent_new()
            self.sequence.watched |= SEVERAL_LINES
        return 0

    cdef void uncarry(self, int line) noexcept:
        drop_carrier(&self.sequence, line)
        if self.sequence.carrier_count < 2:
            self.end_redundancy()

    cdef void end_redundancy(self) noexcept:
        free(self.sequence.peek)
        recent_free(self.sequence.recent)
        self.sequence.peek, self.sequence.recent = NULL, NULL
        self.sequence.watched &= ~SEVERAL_LINES

    cdef int64_t last_missing(self, const ids_t *ids) except? -1:
        if self.sequence.rule != CANDLES:
            return ids.first - 1
        return previous_open(self.name, ids.first, ids.after)

    cdef void learn(self, const char *frame, Py_ssize_t size, const ids_t *ids) noexcept:
        cdef peek_t *peek = self.sequence.peek
        cdef ids_t read
        if peek_ids(&self.sequence, frame, size, &read):
            return
        peek.misses += 1
        if peek.misses % LEARN_EVERY != 1:
            return
        peek_learn(peek, self.kind, frame, size)
        if not peek_ids(&self.sequence, frame, size, &read) or read.order != ids.order or read.last != ids.last:
            peek.size = 0


cdef Route new_route(str name, int kind, bint is_array):
    cdef Route route = Route()
    route.name, route.kind, route.is_array, route.sinks, route.lost = name, kind, is_array, [], []
    sequence_open(&route.sequence, kind, is_array, is_of_one=bool(name) and not name.startswith("!"))
    route.sequence.route = <void *>route
    return route
