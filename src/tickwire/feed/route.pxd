"""A stream: its sinks, its order, what is held of it. For `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.held cimport Hold
from tickwire.feed.sequence cimport CANDLES, CONTIGUOUS, follow, follows, ids_t, sequence_t
from tickwire.feed.sink cimport sink_t
from tickwire.wire.json cimport batch_t
from tickwire.wire.messages cimport header_t
from tickwire.wire.peek cimport peek_read


cdef class Route:
    cdef str name        # "" for bare messages of the kind
    cdef int kind
    cdef bint is_array
    cdef list sinks
    cdef sequence_t sequence
    cdef Hold hold       # None while nothing is held
    cdef int recoveries  # that were begun and not ended
    cdef list lost       # ranges of ids that they did not bring

    # Chain the sinks in the order in which they were added.
    cdef void link(self) noexcept
    cdef int carry(self, int line) except -1
    cdef void uncarry(self, int line) noexcept
    cdef void end_redundancy(self) noexcept
    # The last id missing before a message that JUMPs.
    cdef int64_t last_missing(self, const ids_t *ids) except? -1
    # Learn to peek from a frame and its ids, unless that is in vain.
    cdef void learn(self, const char *frame, Py_ssize_t size, const ids_t *ids) noexcept


cdef Route new_route(str name, int kind, bint is_array)
# The ids of a frame that looks like the one learned from; `after` and `is_closed` of candles are not read.
cdef inline bint peek_ids(const sequence_t *s, const char *frame, Py_ssize_t size, ids_t *ids) noexcept nogil:
    cdef int64_t[2] number
    if not peek_read(s.peek, frame, size, number):
        return False
    ids.first = ids.last = ids.order = number[1]
    if s.rule == CANDLES:
        ids.order = number[0]
    return True


cdef inline void deliver(const header_t *message, sink_t *sink) noexcept:
    while sink is not NULL:
        if sink.call is not NULL:
            sink.messages += 1
            sink.call(message, sink.context)
        sink = sink.next


cdef inline void deliver_batch(const batch_t *batch, sink_t *first) noexcept:
    cdef const char *message = <const char *>batch.first
    cdef const char *end = message + batch.count * batch.stride
    if batch.count == 1:
        deliver(batch.first, first)
        return
    while message != end:
        deliver(<const header_t *>message, first)
        message += batch.stride


# The id of one of several messages.
cdef inline int64_t id_at(const sequence_t *s, const batch_t *batch, Py_ssize_t index) noexcept nogil:
    return (<const int64_t *>(<const char *>batch.first + index * batch.stride + s.last_at))[0]


# Whether each of them is one more than the one before.
cdef inline bint is_run(const sequence_t *s, const batch_t *batch) noexcept nogil:
    cdef Py_ssize_t i
    for i in range(1, batch.count):
        if <uint64_t>id_at(s, batch, i) - <uint64_t>id_at(s, batch, i - 1) != 1:
            return False
    return True


# As `follows`, for one message or a run of them.
cdef inline bint follows_batch(sequence_t *s, const batch_t *batch, int64_t recv_time, int line) noexcept nogil:
    if batch.count == 1:
        return follows(s, batch.first, recv_time, line)
    if not batch.count or s.rule != CONTIGUOUS or not is_run(s, batch):
        return False
    return follow(s, id_at(s, batch, 0), id_at(s, batch, batch.count - 1), recv_time, line)
