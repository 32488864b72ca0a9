"""Frames of SBE: to the streams of their kinds and symbols, on the same ways as frames of JSON.

A stream's handlers get both. An event goes to the stream of its SBE name (`btcusdt@bestBidAsk`) or, when nobody
subscribed to that, to the one that carries the same in JSON (`btcusdt@bookTicker`).
"""

from tickwire.feed.leads cimport won
from tickwire.feed.route cimport Route, deliver_batch, follows_batch, id_at, is_run
from tickwire.feed.run cimport cut, run_t
from tickwire.feed.sequence cimport (
    CONTIGUOUS,
    NOTHING_CAME,
    OLD_COUNT,
    SEVERAL_LINES,
    ids_t,
    is_ahead,
    is_known,
    is_later_copy,
    is_old,
    sequence_t,
)
from tickwire.wire.sbe cimport (
    SBE_STREAMS_VERSION,
    SBE_UNKNOWN,
    SBE_UNUSUAL,
    decode_event,
    decode_frame,
    fault_of,
    part_of,
    sbe_decode,
    sbe_find,
    sbe_glance,
    sbe_ids,
    sbe_open,
    sbe_schema,
    sbe_template,
    sbe_version,
)

from itertools import pairwise

from tickwire.errors import DecodeError
from tickwire.feed.events import FeedError, Unhandled
from tickwire.wire import reference

cdef enum:
    EXCERPT = 1024
    MOST_TOLD = 256


# One frame, while `is_running` is set.
cdef inline void take_binary(
    BinaryFrames self, const char *frame, Py_ssize_t size, int64_t recv_time, int line
) noexcept:
    cdef sbe_event_t event
    cdef stream_t *stream = NULL
    cdef sequence_t *s = NULL
    cdef batch_t batch, unusual
    self.frames += 1
    self.payload_bytes += size
    if sbe_glance(&event, frame, size) == 0:
        stream = sbe_find(self.sbe.router, &event)
    if stream is not NULL:
        s = <sequence_t *>stream.user
    if s is NULL or s.watched or sbe_decode(self.codec.decoder, stream, &event, recv_time, line, &batch):
        self._take_unusual(stream, frame, size, recv_time, line)
    elif follows_batch(s, &batch, recv_time, line):
        self.messages[event.kind] += batch.count
        deliver_batch(&batch, s.sinks)
    else:
        unusual = batch  # whose address others may know
        self._event_arrived(stream, &unusual, frame, size, recv_time, line)


cdef class BinaryFrames(Arrivals):
    """Decodes frames of SBE and calls the handlers of their streams."""

    def __cinit__(self):
        self.told, self.waiting, self.retired = set(), [], set()
        self.newest, self.newest_of_api = SBE_STREAMS_VERSION, reference.API_VERSION

    cdef void on_binaries(self, run_t *run) noexcept:
        cdef const char *frame = run.frame
        cdef uint64_t size = run.size
        if self.is_running or self.is_stopped:
            self._put_off(frame[:size], run.recv_time, run.line)
            run.next, run.messages, run.payload_bytes = frame + size, 1, size
            return
        self.is_running = True
        while True:
            take_binary(self, frame, size, run.recv_time, run.line)
            run.messages += 1
            run.payload_bytes += size
            if self.is_unsettled | self.is_stopped | run.is_over[0] or not cut(run, frame + size, &frame, &size):
                break
        run.next = frame + size
        self.is_running = False
        if self.is_unsettled:
            self._settle()

    cdef void _put_off(self, bytes frame, int64_t recv_time, int line) noexcept:
        if self.is_stopped:
            self.late += 1
            return
        self.waiting.append((frame, recv_time, line))
        self.is_unsettled = True

    cdef void _take_unusual(
        self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept:
        cdef sbe_event_t event
        cdef int status = sbe_open(&event, frame, size)
        if stream is NULL:
            self._take_other_event(&event, status, recv_time, line)
        else:
            self._take_event(stream, &event, recv_time, line)

    cdef void _take_event(self, stream_t *stream, sbe_event_t *event, int64_t recv_time, int line) noexcept:
        cdef sequence_t *s = <sequence_t *>stream.user
        cdef batch_t batch
        if s.watched:
            self._take_watched_event(stream, event, recv_time, line)
        elif sbe_decode(self.codec.decoder, stream, event, recv_time, line, &batch):
            self._take_other_event(event, -1, recv_time, line)
        elif follows_batch(s, &batch, recv_time, line):
            self.messages[stream.kind] += batch.count
            deliver_batch(&batch, s.sinks)
        else:
            self._event_arrived(stream, &batch, event.frame, event.size, recv_time, line)

    cdef void _take_watched_event(self, stream_t *stream, sbe_event_t *event, int64_t recv_time, int line) noexcept:
        cdef sequence_t *s = <sequence_t *>stream.user
        cdef batch_t batch
        cdef ids_t ids
        cdef bint is_quick = s.watched == SEVERAL_LINES and is_ahead(s, line)
        if not is_quick and s.watched & SEVERAL_LINES and sbe_ids(event, &ids.first, &ids.last):
            ids.order = ids.last
            if is_old(s, &ids) and not s.watched & (NOTHING_CAME | OLD_COUNT):
                if is_later_copy(s, &ids, recv_time, line):
                    self._count_old(s, &ids, recv_time, line)
                    return
            is_quick = s.watched == SEVERAL_LINES and is_known(s, line)
        if sbe_decode(self.codec.decoder, stream, event, recv_time, line, &batch):
            self._take_other_event(event, -1, recv_time, line)
        elif is_quick and follows_batch(s, &batch, recv_time, line):
            won(s.recent, self.figures, s.next - 1, recv_time, line)
            self.messages[stream.kind] += batch.count
            deliver_batch(&batch, s.sinks)
        else:
            self._event_arrived(stream, &batch, event.frame, event.size, recv_time, line)

    cdef void _event_arrived(
        self, stream_t *stream, const batch_t *batch, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept:
        cdef sequence_t *s = <sequence_t *>stream.user
        if batch.count < 2 or s.rule != CONTIGUOUS or is_run(s, batch):
            self._arrived(stream, batch, frame, size, recv_time, line)
            return
        try:
            self._split(stream, batch, frame[:size], recv_time, line)
        except BaseException as error:
            self._unexpected(error)

    cdef int _split(
        self, stream_t *stream, const batch_t *batch, bytes whole, int64_t recv_time, int line
    ) except -1:
        """An event whose ids do not follow one another: as several, each with ids that do, the lowest first."""
        cdef sequence_t *s = <sequence_t *>stream.user
        cdef bytes part
        cdef const char *frame
        cdef batch_t out
        cdef Py_ssize_t i
        starts = [i for i in range(batch.count) if not i or id_at(s, batch, i) != id_at(s, batch, i - 1) + 1]
        parts = [(id_at(s, batch, first), first, last) for first, last in pairwise([*starts, batch.count])]
        for _, first, last in sorted(parts):
            part = part_of(whole, first, last)
            frame = self.codec.padded(part, len(part))
            decode_frame(self.codec, stream, frame, len(part), recv_time, line, &out)
            self._arrived(stream, &out, frame, len(part), recv_time, line)
        return 0

    cdef void _take_other_event(self, sbe_event_t *event, int status, int64_t recv_time, int line) noexcept:
        try:
            self._find_out(event, status, recv_time, line)
        except DecodeError as fault:
            self._report_fault(fault, event.frame[: event.size], recv_time, line)
        except BaseException as error:
            self._unexpected(error)

    cdef int _find_out(self, sbe_event_t *event, int status, int64_t recv_time, int line) except -1:
        """Raises DecodeError when the frame is refused."""
        cdef stream_t *stream
        if status == SBE_UNKNOWN:
            if reference.is_of_api(sbe_schema(event.frame), sbe_template(event.frame)):
                self._take_said(event, recv_time, line)
            else:
                self._take_unknown(event, recv_time, line)
            return 0
        if status < 0:
            raise fault_of(event, "")
        if status == SBE_UNUSUAL and sbe_version(event.frame) > self.newest:
            self.newest = sbe_version(event.frame)
            what = f"SBE: version {self.newest} of the schema is newer than {SBE_STREAMS_VERSION}, the one known"
            self._mention(what, event, recv_time, line)
        if self.sbe.is_stale:
            self._lead()
        stream = sbe_find(self.sbe.router, event)
        if stream is not NULL:
            self._take_event(stream, event, recv_time, line)
            return 0
        return self._take_homeless(event, recv_time, line)

    cdef int _take_said(self, const sbe_event_t *event, int64_t recv_time, int line) except -1:
        """A message of the WebSocket API goes the way of the JSON that says the same."""
        text, unlisted, version, is_deprecated = reference.said_by(event.frame[: event.size])
        for schema_id, template in unlisted:
            self._note_unknown(schema_id, template, event, recv_time, line)
        if version > self.newest_of_api:
            self.newest_of_api = version
            what = f"SBE: version {version} of the API's schema is newer than the one known"
            self._mention(what, event, recv_time, line)
        if is_deprecated and not self.is_deprecation_told:
            self.is_deprecation_told = True
            what = "SBE: the venue will soon stop to speak this version of the API's schema"
            self._mention(what, event, recv_time, line)
        self.frames -= 1  # counted again as what it says
        self.payload_bytes -= event.size
        self._put_off(text, recv_time, line)
        return 0

    cdef int _take_unknown(self, const sbe_event_t *event, int64_t recv_time, int line) except -1:
        return self._note_unknown(sbe_schema(event.frame), sbe_template(event.frame), event, recv_time, line)

    cdef int _note_unknown(
        self, int schema_id, int template, const sbe_event_t *event, int64_t recv_time, int line
    ) except -1:
        self.unknown_templates += 1
        if (schema_id, template) not in self.told and len(self.told) < MOST_TOLD:
            self.told.add((schema_id, template))
            what = f"SBE: template {template} of schema {schema_id} is not known; told once"
            self._mention(what, event, recv_time, line)
        return 0

    cdef int _take_homeless(self, sbe_event_t *event, int64_t recv_time, int line) except -1:
        """An event of no stream that has handlers: they may want all of its kind."""
        cdef Route route = self.routes.get(event.kind)
        cdef stream_t *stream
        cdef batch_t batch
        if route is not None:
            stream = self._open(route, False)
            decode_event(self.codec, stream, event, recv_time, line, &batch)
            self._event_arrived(stream, &batch, event.frame, event.size, recv_time, line)
            return 0
        symbol = event.frame[event.symbol_at : event.symbol_at + event.symbol_size].decode(errors="replace")
        names = reference.names_of_event(event.kind, symbol)
        if self.retired.isdisjoint(names):
            self.unhandled += 1
            self._call_hook(self.on_unhandled, Unhandled(event.frame[: event.size], names[0], recv_time, line))
        else:
            self.late += 1
        return 0

    cdef int _lead(self) except -1:
        """Lead events to their streams. Of several with the same messages the first of `names_of_event` gets them."""
        cdef Route route
        streams = {}
        for route in self.routes.values():
            event = reference.event_of_stream(route.name) if route.name else None
            if event is not None:
                kind, symbol, rank = event
                streams[kind, symbol] = min(streams.get((kind, symbol), (rank, route.name)), (rank, route.name))
        return self.sbe.build({event: name.encode() for event, (_, name) in streams.items()})

    cdef int _mention(self, str what, const sbe_event_t *event, int64_t recv_time, int line) except -1:
        """Tell of a frame that is no error."""
        raw = event.frame[: min(event.size, <size_t>EXCERPT)]
        self._call_hook(self.on_error, FeedError(what, None, raw, event.size, 2, recv_time, line))
        return 0
