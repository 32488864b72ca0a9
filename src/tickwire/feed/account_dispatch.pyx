"""From the frames of a WebSocket API connection to handlers: events of accounts, replies to orders, other replies.

A sibling of the dispatcher of market data that the same transport drives. Nothing here is put in order or arbitrated:
events come over one connection, and what was missed is asked of the venue by other means.
"""

from libc.stdint cimport uint64_t
from libc.string cimport memset

from tickwire.feed.run cimport cut, run_t
from tickwire.feed.sequence cimport sequence_t
from tickwire.feed.sink cimport Sink, sink_t
from tickwire.wire.json cimport batch_t, decode_by_shape
from tickwire.wire.messages cimport KIND_ORDER_RESPONSE, new_view
from tickwire.wire.numbers cimport TICKWIRE_NULL
from tickwire.wire.sbe cimport (
    SBE_TRADING_VERSION,
    fault_of_order,
    sbe_decode_order,
    sbe_event_t,
    sbe_order_kind,
    sbe_reader_t,
    sbe_version,
)
from tickwire.wire.tables cimport FORM_STREAM, MESSAGES

from tickwire.errors import ConfigError, DecodeError
from tickwire.feed.events import Unhandled
from tickwire.wire import reference
from tickwire.wire.messages import KINDS

cdef extern from "account.h" nogil:
    enum:
        NO_MESSAGE, CONTROL_REPLY
    int kind_at_once(const char *frame, size_t size)
    int kind_of_any(const char *frame, size_t size)

cdef enum:
    SUBSCRIPTIONS = 65_536  # over the life of a connection

cdef list NAMES = [name for name, _ in sorted(((v.__name__, k) for v, k in KINDS.items()), key=lambda pair: pair[1])]


cdef class AccountDispatch(Dispatch):
    """Decodes the frames of one connection to the WebSocket API and calls their handlers.

    As `Dispatch` has them: `codec`, `on_error`, `on_unhandled`, `on_shutdown`, `on_late`, `on_interrupt`, `is_stopped`.
    `on_reply` takes the bytes of each reply to a request, as they came, of one in SBE those of the JSON that says the
    same. The reply to an order goes to the handlers of `OrderResponse` first, without a Python object where they are of
    C, and then to `on_reply`. In between `on_order_response` takes the view of one that could be decoded: where it
    returns True that was all, and no bytes are made for `on_reply`.

    For one thread at a time.
    """

    def __cinit__(self):
        memset(self.streams, 0, sizeof(self.streams))

    def __init__(self, *, codec=None, on_error=None, on_unhandled=None, on_reply=None, on_order_response=None):
        Dispatch.__init__(self, codec=codec, on_error=on_error, on_unhandled=on_unhandled)
        self.on_reply, self.on_order_response = on_reply, on_order_response
        self._change(KIND_ORDER_RESPONSE)

    def listen(self, key, on, *, subscription=None, context=None, late_after=None, slow_after=None):
        """Hand the messages of a kind to `on`, from the next frame on; returns the `Sink`, for `remove`.

        `key` is a view class (`tickwire.ExecutionReport`) or its schema class; it says what `on` gets. With
        `subscription`, the number that the venue gave a subscription of this connection, only the events of that
        account are handed over. The rest is as in `Dispatch.add`. Raises ConfigError when they do not suit one another.
        """
        cdef Sink sink
        check_key(key, subscription)
        sink = self.add("", key, on, context=context, late_after=late_after, slow_after=slow_after)
        sink.c.only = 0 if subscription is None else subscription + 1
        return sink

    cdef void on_frames(self, run_t *run) noexcept:
        cdef const char *frame = run.frame
        cdef uint64_t size = run.size
        while True:
            self._take_frame(frame, size, run.recv_time, run.line)
            run.messages += 1
            run.payload_bytes += size
            if run.is_over[0] or not cut(run, frame + size, &frame, &size):
                break
        run.next = frame + size

    cdef void _take_frame(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) noexcept:
        cdef const header_t *message = NULL
        cdef stream_t *stream
        cdef int kind
        if self.is_running or self.is_stopped:
            self._put_off(frame[:size], recv_time, line)
            return
        self.is_running = True
        self.frames += 1
        self.payload_bytes += size
        kind = kind_at_once(frame, size)
        stream = self.streams[kind]
        if stream is not NULL:
            message = decode_by_shape(self.codec.decoder, stream, &self.codec.shapes, frame, size, recv_time, line)
            if message is not NULL:
                self._hand_over(message, (<sequence_t *>stream.user).sinks)
        if message is NULL or kind == KIND_ORDER_RESPONSE:
            self._take_rest(message, frame, size, recv_time, line)
        self.is_running = False
        if self.is_unsettled:
            self._settle()

    cdef void on_binaries(self, run_t *run) noexcept:
        cdef run_t one
        cdef const char *frame = run.frame
        cdef uint64_t size = run.size
        while True:
            if not self._take_order(frame, size, run.recv_time, run.line):
                one = run_t(frame, size, frame + size, 0, 0, run.is_over, run.recv_time, run.line, NULL, 0, 0)
                Dispatch.on_binaries(self, &one)
            run.messages += 1
            run.payload_bytes += size
            if run.is_over[0] or not cut(run, frame + size, &frame, &size):
                break
        run.next = frame + size

    cdef bint _take_order(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) noexcept:
        """Whether a binary frame is of a kind that has handlers, and is delivered."""
        cdef const header_t *message
        cdef sbe_reader_t reader
        cdef int kind = sbe_order_kind(frame, size)
        cdef stream_t *stream = self.streams[kind]
        if stream is NULL or self.is_running or self.is_stopped or sbe_version(frame) > self.newest_of_api:
            return False
        self.is_running = True
        self.frames += 1
        self.payload_bytes += size
        message = sbe_decode_order(self.codec.decoder, stream, &reader, frame, size, recv_time, line)
        if message is not NULL:
            self._hand_over(message, (<sequence_t *>stream.user).sinks)
        if message is NULL or kind == KIND_ORDER_RESPONSE:
            self._take_rest_of_binary(message, stream, &reader, frame, size, recv_time, line)
        self.is_running = False
        if self.is_unsettled:
            self._settle()
        return True

    cdef void _take_rest_of_binary(
        self, const header_t *message, const stream_t *stream, const sbe_reader_t *reader, const char *frame,
        Py_ssize_t size, int64_t recv_time, int line,
    ) noexcept:
        """What is left to be done for a reply that was handed over, or for what was refused."""
        cdef sbe_event_t event
        try:
            if message is NULL and (reader.version > SBE_TRADING_VERSION or not is_heard(stream)):
                # Of a newer version the slow reader takes more; where nobody listens it is the one to judge.
                event.frame, event.size = frame, size
                self._take_said(&event, recv_time, line)
            elif message is NULL:
                self._report_fault(fault_of_order(reader, frame, size), frame[:size], recv_time, line)
            elif not self._is_taken(message) and self.on_reply is not None:
                self._reply(reference.said_by(frame[:size])[0])
        except DecodeError as fault:
            self._report_fault(fault, frame[:size], recv_time, line)
        except BaseException as error:
            self._unexpected(error)

    cdef int _take_unknown(self, const sbe_event_t *event, int64_t recv_time, int line) except -1:
        """It may be what the venue says of an order, so each is told, and not the first of its template alone."""
        Dispatch._take_unknown(self, event, recv_time, line)
        self.unhandled += 1
        self._call_hook(self.on_unhandled, Unhandled(event.frame[: event.size], None, recv_time, line))
        return 0

    cdef void _hand_over(self, const header_t *message, sink_t *sink) noexcept:
        cdef size_t at = MESSAGES[message.kind].subscription
        cdef int64_t subscription = (<const int64_t *>(<const char *>message + at))[0] if at else TICKWIRE_NULL
        self.messages[message.kind] += 1
        while sink is not NULL:
            if sink.call is not NULL and (not sink.only or sink.only == subscription + 1):
                sink.messages += 1
                sink.call(message, sink.context)
            sink = sink.next

    cdef void _take_rest(
        self, const header_t *message, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept:
        try:
            if message is NULL:
                self._take_closely(frame, size, recv_time, line)
            elif not self._is_taken(message):
                self._reply(frame[:size])
        except DecodeError as fault:
            self._report_fault(fault, frame[:size], recv_time, line)
        except BaseException as error:
            self._unexpected(error)

    cdef int _take_closely(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) except -1:
        """A frame that no shape fits. Raises DecodeError when it is no message."""
        cdef int kind = kind_of_any(frame, size)
        cdef bytes raw = frame[:size]
        cdef const header_t *message = NULL
        if kind == KIND_ORDER_RESPONSE:
            try:
                message = self._decode(kind, frame, size, recv_time, line)
            except DecodeError as fault:
                if is_heard(self.streams[kind]):  # else whoever takes the bytes will tell
                    self._report_fault(fault, raw, recv_time, line)
            if message is NULL or not self._is_taken(message):
                self._reply(raw)
        elif kind == CONTROL_REPLY or (kind == NO_MESSAGE and reference.is_reply(raw)):
            self._reply(raw)
        elif kind == NO_MESSAGE or self._decode(kind, frame, size, recv_time, line) is NULL:
            self.unhandled += 1
            self._call_hook(self.on_unhandled, Unhandled(raw, None, recv_time, line))
        return 0

    cdef const header_t *_decode(
        self, int kind, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) except? NULL:
        """Decode a message and hand it over; NULL when nobody wants its kind."""
        cdef Route route = self.routes.get(kind)
        cdef stream_t *stream
        cdef batch_t batch
        if route is None:
            return NULL
        stream = self._open(route, False)
        if self.codec.decode_by_table(stream, frame, size, recv_time, line, &batch):
            self.codec.decode_slow(stream, frame, size, recv_time, line, &batch)
            self.slow_decodes += 1
        self._hand_over(batch.first, route.sequence.sinks)
        return batch.first

    cdef bint _is_taken(self, const header_t *message) except -1:
        """Whether nobody needs the bytes of the reply to an order."""
        if self.on_order_response is None or self._call_hook(self.on_order_response, new_view(message)) is not True:
            return False
        self.control += 1
        return True

    cdef int _reply(self, bytes raw) except -1:
        self.control += 1
        self._call_hook(self.on_reply, raw)
        return 0

    cdef int _relink(self) except -1:
        cdef Route route
        cdef int kind
        if self.changed:
            Dispatch._relink(self)
            if self.on_order_response is not None:
                self._route("", KIND_ORDER_RESPONSE, False)
            for kind in range(1, KIND_COUNT):
                route = self.routes.get(kind) if MESSAGES[kind].form != FORM_STREAM else None
                self.streams[kind] = NULL if route is None else self._open(route, False)
        return 0


cdef bint is_heard(const stream_t *stream) noexcept:
    return stream is not NULL and (<sequence_t *>stream.user).sinks is not NULL


cdef int check_key(object key, object subscription) except -1:
    """Refuse what does not come on such a connection."""
    name = getattr(key, "__name__", None)
    if name not in NAMES or MESSAGES[NAMES.index(name) + 1].form == FORM_STREAM:
        raise ConfigError(f"{key!r} does not come over the WebSocket API; tickwire.ExecutionReport, for one, does")
    if subscription is None:
        return 0
    if not isinstance(subscription, int) or isinstance(subscription, bool) or not 0 <= subscription < SUBSCRIPTIONS:
        raise ConfigError(f"subscription is a number that the venue gave, not {subscription!r}")
    if not MESSAGES[NAMES.index(name) + 1].subscription:
        raise ConfigError(f"{name} comes on no subscription")
    return 0
