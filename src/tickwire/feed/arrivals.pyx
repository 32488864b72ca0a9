"""What becomes of decoded messages: delivered, held until what is missing before them has come, or dropped.

An event of several trades counts as one message with a range of ids. Where another line, or JSON, brought the first of
them before, only the others are delivered.
"""

from libc.stdint cimport uint8_t
from libc.string cimport memset

from tickwire.feed.leads cimport won
from tickwire.feed.route cimport deliver_batch, id_at
from tickwire.feed.sequence cimport (
    CANDLES,
    CONTIGUOUS,
    INSIDE_OUT,
    LEAP,
    NEXT,
    OLD,
    OLD_COUNT,
    SOMETHING_HELD,
    advance,
    brought,
    carrier_t,
    ids_of,
    is_of_old_count,
    judge,
    sequence_t,
)
from tickwire.wire.messages cimport FLAG_RECOVERED
from tickwire.wire.sbe cimport decode_frame, is_sbe

from tickwire.errors import DecodeError
from tickwire.feed.events import FeedError

cdef enum:
    EXCERPT = 1024
    MS = 1_000_000


cdef class Arrivals(Sequencer):
    """Puts decoded messages in order and hands them to the handlers of their streams."""

    def __cinit__(self):
        memset(self.messages, 0, sizeof(self.messages))

    cdef void _take_one(
        self, stream_t *stream, const header_t *message,
        const char *frame, Py_ssize_t size, int64_t recv_time, int line,
    ) noexcept:
        cdef batch_t batch
        batch.first, batch.count, batch.stride = message, 1, 0
        self._arrived(stream, &batch, frame, size, recv_time, line)

    cdef void _arrived(
        self, const stream_t *stream, const batch_t *batch,
        const char *frame, Py_ssize_t size, int64_t recv_time, int line,
    ) noexcept:
        cdef sequence_t *s = <sequence_t *>stream.user
        cdef Route route = <Route>s.route
        cdef ids_t ids
        cdef int64_t next
        if not batch.count:
            return
        self.now = recv_time  # backwards, too, where the clock is set
        ids_of(s, batch.first, &ids)
        if batch.count > 1 and s.rule == CONTIGUOUS:
            ids.last = ids.order = id_at(s, batch, batch.count - 1)
        verdict = judge(s, &ids)
        if s.peek is not NULL and not is_sbe(frame, size):
            route.learn(frame, size, &ids)
        if s.watched & OLD_COUNT and verdict != INSIDE_OUT and is_of_old_count(s, &ids, recv_time, line):
            self.stale += 1
            return
        if verdict == OLD:
            if self._begins_anew(route, &ids, recv_time, line):
                verdict = NEXT
            else:
                self._count_old(s, &ids, recv_time, line)
        elif verdict != INSIDE_OUT:
            brought(s, &ids, recv_time, line, verdict == LEAP)
        if verdict == NEXT:
            if s.recent is not NULL:
                won(s.recent, self.figures, ids.order, recv_time, line)
            next = s.next
            advance(s, &ids)
            self._deliver(stream, batch, next)
        elif verdict != OLD:
            self._jumped(route, &ids, verdict, frame, size, recv_time, line)
            return
        if s.watched & SOMETHING_HELD:
            self._go_on(route)

    cdef void _jumped(
        self, Route route, const ids_t *ids, int verdict,
        const char *frame, Py_ssize_t size, int64_t recv_time, int line,
    ) noexcept:
        """A message that cannot be delivered yet, or not at all."""
        cdef const carrier_t *carrier = &route.sequence.carriers[route.sequence.slots[<uint8_t>line]]
        cdef Held held
        try:
            if verdict == INSIDE_OUT:
                self._refuse(route.name, "its first id is beyond its last", frame[:size], recv_time, line)
                return
            held = Held()
            held.frame, held.ids, held.recv_time, held.line = frame[:size], ids[0], recv_time, line
            held.frames, held.is_first = carrier.frames, carrier.frames == 1 and carrier.line >= 0
            self._hold_back(route, held)
        except BaseException as error:
            self._unexpected(error)

    cdef void _deliver(self, const stream_t *stream, const batch_t *batch, int64_t next) noexcept:
        cdef sequence_t *s = <sequence_t *>stream.user
        cdef batch_t rest = batch[0]
        if rest.count > 1 and s.rule == CONTIGUOUS:
            while rest.count and id_at(s, &rest, 0) < next:
                rest.first = <const header_t *>(<const char *>rest.first + rest.stride)
                rest.count -= 1
        self.messages[stream.kind] += rest.count
        deliver_batch(&rest, s.sinks)

    cdef int _decode_again(self, const stream_t *stream, Held held, batch_t *batch) except -1:
        cdef Py_ssize_t size = len(held.frame)
        cdef const char *frame = self.codec.padded(held.frame, size)
        if is_sbe(frame, size):
            decode_frame(self.codec, stream, frame, size, held.recv_time, held.line, batch)
        elif self.codec.decode(<stream_t *>stream, frame, size, held.recv_time, held.line, batch):
            self.codec.decode_slow(<stream_t *>stream, frame, size, held.recv_time, held.line, batch)
        return 0

    cdef int _deliver_held(self, Route route, Held held) except -1:
        cdef stream_t *stream = self._open(route, route.is_array)
        cdef Py_ssize_t size = len(held.frame)
        cdef const char *frame
        cdef batch_t batch
        cdef Py_ssize_t i
        if not held.is_recovered:
            self._decode_again(stream, held, &batch)
            self.released += 1
        else:
            frame = self.codec.padded(held.frame, size)
            self.codec.decode_unlearned(stream, frame, size, held.recv_time, held.line, &batch)
            for i in range(batch.count):
                (<header_t *>(<char *>batch.first + i * batch.stride)).flags |= FLAG_RECOVERED
            self.recovered_messages += 1
        self._deliver(stream, &batch, held.next)
        return 0

    cdef bint _read_recovered(self, Route route, Held held) except -1:
        cdef Py_ssize_t size = len(held.frame)
        cdef const char *frame = self.codec.padded(held.frame, size)
        cdef batch_t batch
        try:
            self.codec.decode_unlearned(self._open(route, route.is_array), frame, size, 0, held.line, &batch)
        except DecodeError as fault:
            self._report_fault(fault, held.frame, 0, held.line)
            return False
        ids_of(&route.sequence, batch.first, &held.ids)
        if route.sequence.rule == CANDLES:
            held.ids.order = held.ids.after - MS  # it has no event time of the venue
        return batch.count > 0

    cdef int _report_fault(self, fault, bytes frame, int64_t recv_time, int line) except -1:
        self.decode_errors += 1
        raw, size = frame[:EXCERPT], len(frame)
        event = FeedError(fault.reason, fault.stream, raw, size, fault.offset, recv_time, line)
        self._call_hook(self.on_error, event)
        return 0

    cdef int _refuse(self, str stream, reason, bytes frame, int64_t recv_time, int line) except -1:
        return self._report_fault(DecodeError(reason, frame, None, stream), frame, recv_time, line)

    cdef stream_t *_open(self, Route route, bint is_array) except NULL:
        """The codec's stream of a route, leading to its sinks. Bare messages come both alone and in arrays."""
        cdef stream_t *stream = self.codec.open_stream(
            route.name.encode(), route.kind, route.is_array if route.name else is_array
        )
        stream.user = <void *>&route.sequence
        return stream
