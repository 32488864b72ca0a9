"""From frames to handlers.

While a frame is being delivered nothing that delivery stands on is changed: sinks that handlers add or remove, and
frames that they hand in, wait until it is done. So handlers may do all of that, and a removed sink is never called
again. What a stream's order makes of a frame is in sequencer.pyx.
"""

from tickwire.feed.budget cimport set_budget
from tickwire.feed.leads cimport won
from tickwire.feed.route cimport Route, deliver, new_route, peek_ids
from tickwire.feed.run cimport cut, run_t
from tickwire.feed.sequence cimport (
    NOTHING_CAME,
    OLD_COUNT,
    SEVERAL_LINES,
    follows,
    ids_t,
    is_ahead,
    is_known,
    is_later_copy,
    is_old,
    sequence_t,
)
from tickwire.feed.sink cimport Sink
from tickwire.feed.sinks cimport open_sink
from tickwire.feed.timing cimport Timing
from tickwire.wire.json cimport JsonCodec, batch_t, decode_by_shape, route_hash, router_find, stream_t
from tickwire.wire.messages cimport KIND_ORDER_RESPONSE, header_t
from tickwire.wire.sbe cimport SbeCodec, is_sbe

from tickwire.errors import ConfigError, DecodeError
from tickwire.feed.events import FeedStats, HandlerError, Unhandled
from tickwire.wire import reference
from tickwire.wire.messages import KINDS, ServerShutdown

cdef extern from "frame.h" nogil:
    ctypedef struct cursor_t:
        const char *p
        const char *end
    enum:
        NO_MESSAGE, CONTROL_REPLY
    int kind_of_payload(cursor_t c, int *is_array)

cdef dict KIND_OF_NAME = {view.__name__: kind for view, kind in KINDS.items()}
cdef dict NAME_OF_KIND = {kind: name for name, kind in KIND_OF_NAME.items()}


# One frame, while `is_running` is set.
cdef inline void take_frame(Dispatch self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) noexcept:
    cdef const header_t *message
    cdef stream_t *stream = router_find(self.codec.router, route_hash(frame, size))
    self.frames += 1
    self.payload_bytes += size
    if stream is NULL:
        self._take_unrecognised(stream, frame, size, recv_time, line)
        return
    if (<sequence_t *>stream.user).watched:
        self._take_watched(stream, frame, size, recv_time, line)
        return
    message = decode_by_shape(self.codec.decoder, stream, &self.codec.shapes, frame, size, recv_time, line)
    if message is NULL:
        self._take_unrecognised(stream, frame, size, recv_time, line)
    elif follows(<sequence_t *>stream.user, message, recv_time, line):
        self.messages[stream.kind] += 1
        deliver(message, (<sequence_t *>stream.user).sinks)
    else:
        self._take_one(stream, message, frame, size, recv_time, line)


cdef class Dispatch(BinaryFrames):
    """Decodes frames and calls the handlers of their streams.

    `codec` is a `JsonCodec` that nothing else uses. The hooks are attributes too: `on_error` takes a FeedError (a frame
    that is no message) or a HandlerError, `on_unhandled` an Unhandled, `on_control` the bytes of a reply to a request,
    `on_shutdown` the `ServerShutdown` view, `on_interrupt` the KeyboardInterrupt, SystemExit or other exception outside
    `Exception` that a handler raised: it is kept in `pending` until `raise_pending` is called. What has no hook is
    logged. While `is_stopped` is set no handler is called: frames are counted as late.

    For one thread at a time.
    """

    def __cinit__(self):
        self.timing = Timing()
        self.changed = set()
        self.leaving = []

    def __init__(self, *, JsonCodec codec=None, on_error=None, on_unhandled=None, on_control=None):
        self.codec = JsonCodec() if codec is None else codec
        self.sbe = SbeCodec(self.codec)
        self.on_error, self.on_unhandled, self.on_control = on_error, on_unhandled, on_control
        self.own = [self.add(stream, ServerShutdown, self._shut_down) for stream in ("!serverShutdown", "")]

    def add(self, str stream not None, key, on, *, context=None, late_after=None, slow_after=None):
        """Hand the messages of a stream to `on`, from the next frame on; returns the `Sink`.

        `key` is a view class (`tickwire.Trade`) or its schema class; it says what `on` gets. `stream` is the venue's
        name, or "" for messages of that kind that come without an envelope. `context` goes to a C function as its
        second argument. Messages older than `late_after` seconds when they are handed over are flagged, counted and
        told to `on_late`, as handlers that take longer than `slow_after` seconds are. Raises ConfigError when stream,
        key and handler do not suit one another.
        """
        cdef int kind = KIND_OF_NAME.get(getattr(key, "__name__", None), 0)
        if not kind or not (key in KINDS or key is reference.message_class(kind)):
            raise ConfigError(f"{key!r} is no message class, such as tickwire.Trade or tickwire.schema.Trade")
        is_array = check_stream(stream, kind)
        cdef Sink sink = open_sink(stream, kind, key, on, context, self._handler_failed)
        try:
            set_budget(sink, late_after, slow_after, self.timing, self._overdue)
            self._route(stream, kind, is_array).sinks.append(sink)
        except BaseException:
            sink.detach()
            raise
        self._change(stream or kind)
        return sink

    cdef Route _route(self, str stream, int kind, bint is_array):
        """A stream's route, new if need be. Raises ConfigError when it has other messages, or what the codec raises."""
        cdef Route route = self.routes.get(stream or kind)
        if route is None:
            route = new_route(stream, kind, is_array)
            if stream:
                self._open(route, is_array)
            for line in self.carried.get(stream, ()):
                route.carry(line)
            self.routes[stream or kind] = route
        if route.kind != kind:
            raise ConfigError(f"{stream} carries {NAME_OF_KIND[route.kind]}, not {NAME_OF_KIND[kind]}")
        return route

    def remove(self, Sink sink not None):
        """Hand no more messages to a sink, from now on. Removing it twice does nothing."""
        name = sink.stream or sink.kind
        cdef Route route = self.routes.get(name)
        if route is None or sink not in route.sinks:
            return
        sink.detach()
        route.sinks.remove(sink)
        self.leaving.append(sink)
        self._change(name)

    def streams(self):
        """The names of the streams that have handlers."""
        cdef Route route
        routes = [route for route in self.routes.values() if route.name]
        return [route.name for route in routes if any(sink not in self.own for sink in route.sinks)]

    def stats(self):
        """The counters, as a `FeedStats`."""
        figures = self.codec.shape_figures().values()
        return FeedStats(
            frames=self.frames,
            payload_bytes=self.payload_bytes,
            messages={name: self.messages[kind] for kind, name in NAME_OF_KIND.items()},
            streams=len(self.streams()),
            control=self.control,
            decode_errors=self.decode_errors,
            unhandled=self.unhandled,
            late=self.late,
            handler_errors=self.handler_errors,
            hook_errors=self.hook_errors,
            slow_decodes=self.slow_decodes,
            unknown_templates=self.unknown_templates,
            shape_hits=self.closed_hits + sum(hits for hits, _ in figures),
            shape_misses=self.closed_misses + sum(misses for _, misses in figures),
            overdue=self.timing.overdue,
            slow_calls=self.timing.slow_calls,
            **self._order_counts(),
        )

    @property
    def clock_offset_ns(self):
        """The venue's clock less the one of this machine, by which ages are corrected."""
        return self.timing.clock_offset_ns

    @clock_offset_ns.setter
    def clock_offset_ns(self, int64_t offset):
        self.timing.clock_offset_ns = offset

    def on_bytes(self, data not None, recv_time=0, line=0):
        """Take one whole frame, bytes-like, of JSON or SBE; `recv_time` in ns since the epoch, `line` the connection's.

        A frame handed in by a handler is delivered after the one at hand. Raises what a handler raised outside
        `Exception`.
        """
        cdef bytes frame = data if type(data) is bytes else bytes(memoryview(data))
        if self.is_running:
            self._put_off(frame, recv_time, line)
            return
        self._take(frame, recv_time, line)
        if self.pending is not None:
            self.raise_pending()

    cdef int _take(self, bytes frame, int64_t recv_time, int line) except -1:
        cdef Py_ssize_t size = len(frame)
        cdef const char *padded = self.codec.padded(frame, size)
        if is_sbe(padded, size):
            self.on_binary(padded, size, recv_time, line)
        else:
            self.on_frame(padded, size, recv_time, line)
        return 0

    cdef void on_frames(self, run_t *run) noexcept:
        cdef const char *frame = run.frame
        cdef uint64_t size = run.size
        if self.is_running or self.is_stopped:
            self._put_off(frame[:size], run.recv_time, run.line)
            run.next, run.messages, run.payload_bytes = frame + size, 1, size
            return
        self.is_running = True
        while True:
            take_frame(self, frame, size, run.recv_time, run.line)
            run.messages += 1
            run.payload_bytes += size
            if self.is_unsettled | self.is_stopped | run.is_over[0] or not cut(run, frame + size, &frame, &size):
                break
        run.next = frame + size
        self.is_running = False
        if self.is_unsettled:
            self._settle()

    cdef void _take_watched(
        self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept:
        cdef const header_t *message
        cdef sequence_t *s = <sequence_t *>stream.user
        cdef ids_t ids
        cdef bint is_quick = s.watched == SEVERAL_LINES and is_ahead(s, line)
        if not is_quick and s.peek is not NULL and peek_ids(s, frame, size, &ids):
            if is_old(s, &ids) and not s.watched & (NOTHING_CAME | OLD_COUNT):
                if is_later_copy(s, &ids, recv_time, line):
                    self._count_old(s, &ids, recv_time, line)
                    return
            is_quick = s.watched == SEVERAL_LINES and is_known(s, line)
        message = decode_by_shape(self.codec.decoder, stream, &self.codec.shapes, frame, size, recv_time, line)
        if message is NULL:
            self._take_unrecognised(stream, frame, size, recv_time, line)
        elif is_quick and follows(s, message, recv_time, line):
            won(s.recent, self.figures, s.next - 1, recv_time, line)
            self.messages[stream.kind] += 1
            deliver(message, s.sinks)
        else:
            self._take_one(stream, message, frame, size, recv_time, line)

    cdef int _change(self, name) except -1:
        self.changed.add(name)
        self.is_unsettled = True
        if not self.is_running:
            self._settle()
        return 0

    cdef void _settle(self) noexcept:
        """Do what was put off. Frames that waited come here again, and find it being done."""
        cdef bytes frame
        if self.is_settling:
            return
        self.is_settling = True
        while self.is_unsettled:
            self.is_unsettled = False
            try:
                self._relink()
                waiting, self.waiting = self.waiting, []
                for frame, recv_time, line in waiting:
                    self._take(frame, recv_time, line)
                    self._relink()
                self._settle_order()
            except BaseException as error:
                self._unexpected(error)
        self.is_settling = False

    cdef int _relink(self) except -1:
        cdef Route route
        while self.changed:
            name = self.changed.pop()
            route = self.routes.get(name)
            if route is None:
                continue
            route.link()
            if route.name:
                self._relink_stream(route)
            if not route.sinks:
                del self.routes[name]
                self._abandon(route)
        self.leaving.clear()
        return 0

    cdef int _relink_stream(self, Route route) except -1:
        self.sbe.forget()
        cdef stream_t *stream = self._open(route, route.is_array)
        if route.sequence.sinks is NULL:
            self.closed_hits += stream.hits
            self.closed_misses += stream.misses
            self.codec.close_stream(stream)
            self.retired.add(route.name)
        else:
            self.retired.discard(route.name)
        return 0

    cdef void _take_unrecognised(
        self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept:
        """A frame that no shape fits. `stream` is its stream by the hash of its name, NULL when unknown."""
        cdef batch_t batch
        if stream is not NULL and self.codec.decode_by_table(stream, frame, size, recv_time, line, &batch) == 0:
            self._arrived(stream, &batch, frame, size, recv_time, line)
            return
        try:
            self._take_slowly(stream, frame, size, recv_time, line)
        except DecodeError as fault:
            self._report_fault(fault, frame[:size], recv_time, line)
        except BaseException as error:
            self._unexpected(error)

    cdef int _take_slowly(
        self, stream_t *guess, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) except -1:
        """A frame in an unusual form, of an unusual stream, or none at all. Raises DecodeError when it is no message.

        `guess` is the stream by the hash of its name, if that is known: it names the stream of a frame that is cut off.
        """
        cdef batch_t batch
        cdef bint named = False
        cdef stream_t *stream = self.codec.route_slow(frame, size, &named)
        if stream is NULL and not named:
            stream = guess
        if stream is NULL:
            stream = self._stream_of(frame, size, named, recv_time, line)
            if stream is NULL:
                return 0
        if self.codec.decode(stream, frame, size, recv_time, line, &batch):
            self.codec.decode_slow(stream, frame, size, recv_time, line, &batch)
            self.slow_decodes += 1
        self._arrived(stream, &batch, frame, size, recv_time, line)
        return 0

    cdef stream_t *_stream_of(
        self, const char *frame, Py_ssize_t size, bint named, int64_t recv_time, int line
    ) except? NULL:
        """The stream of a frame that the codec finds none for; NULL when the frame is dealt with."""
        cdef cursor_t payload
        cdef int is_array = 0
        cdef Route route
        cdef bytes raw = frame[:size]
        payload.p, payload.end = frame, frame + size
        cdef int kind = NO_MESSAGE if named else kind_of_payload(payload, &is_array)
        if (kind == CONTROL_REPLY or kind == KIND_ORDER_RESPONSE) and self.on_control is not None:
            self.control += 1
            self._call_hook(self.on_control, raw)
            return NULL
        name = reference.stream_of_frame(raw)
        route = self.routes.get(name or kind)
        if route is not None:
            return self._open(route, is_array)
        if name in self.retired:
            self.late += 1
        else:
            self.unhandled += 1
            self._call_hook(self.on_unhandled, Unhandled(raw, name, recv_time, line))
        return NULL

    def _handler_failed(self, Sink sink, error):
        self.handler_errors += 1
        if not isinstance(error, Exception):
            self._interrupt(error)
        self._call_hook(self.on_error, HandlerError(sink.handler, sink.stream, error, sink.errors))

    def _overdue(self, event):
        self._call_hook(self.on_late, event)

    def _shut_down(self, message):
        self._call_hook(self.on_shutdown, message)


cdef bint check_stream(str name, int kind) except -1:
    """Whether the stream carries arrays. Raises ConfigError when it carries other messages."""
    known = reference.kind_of_stream(name) if name else (kind, False)
    if known is None:
        return name.endswith("@arr")
    if known[0] != kind:
        raise ConfigError(f"{name} carries {NAME_OF_KIND[known[0]]}, not {NAME_OF_KIND[kind]}")
    return known[1]
