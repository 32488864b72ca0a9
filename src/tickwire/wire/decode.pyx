"""`decode`: one frame to views, whatever stream it is of."""

cimport cython

from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport KIND_TRADE, header_t, new_view
from tickwire.wire.sbe cimport (
    SBE_TRADING_VERSION,
    SBE_UNKNOWN,
    decode_event,
    fault_of,
    fault_of_order,
    is_sbe,
    sbe_decode_order,
    sbe_event_t,
    sbe_open,
    sbe_order_kind,
    sbe_reader_t,
    sbe_schema,
    sbe_template,
)

import msgspec

from tickwire.errors import DecodeError
from tickwire.wire import reference

cdef extern from "frame.h" nogil:
    ctypedef struct cursor_t:
        const char *p
        const char *end
    ctypedef struct envelope_t:
        const char *name
        const char *data
        const char *data_end
        const char *event
        const char *event_end
        size_t name_size
    enum:
        NO_MESSAGE, CONTROL_REPLY
    int open_envelope(cursor_t c, envelope_t *envelope)
    int kind_of_payload(cursor_t c, int *is_array)

cdef enum:
    STREAMS_KEPT = 4096

cdef JsonCodec CODEC = JsonCodec(shapes=None)
cdef cython.pymutex CODEC_LOCK
cdef object REPLY = msgspec.json.Decoder(reference.ControlReply)


def decode(raw, stream=None, *, JsonCodec codec=None):
    """Decode one frame: a message in the combined envelope or bare, or an SBE message.

    `raw` is bytes-like or str; `stream` names the stream of a bare message (the name in an envelope counts for more).
    Without either the message is known by its event, or by its keys where it has none. A `codec` of one's own keeps the
    shapes it learns; it must not be used from two threads at once.

    An account's event may stand in its envelope or alone, and the reply to an order is an `OrderResponse`. A frame with
    a zero byte among its first eight is SBE: every SBE header has one, and no JSON has.

    Returns a view, for an array stream and for an SBE event of trades a list of views, for any other reply a
    `tickwire.schema.ControlReply`. `recv_time` is 0. Raises DecodeError with the offending bytes for anything else,
    TypeError when raw is no bytes.

    Sources: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
    https://developers.binance.com/docs/binance-spot-api-docs/sbe-market-data-streams
    """
    cdef bytes data = as_bytes(raw)
    cdef str given = "" if stream is None else stream
    if codec is not None:
        return decode_with(codec, data, given)
    with CODEC_LOCK:
        return decode_with(CODEC, data, given)


cdef bytes as_bytes(object raw):
    if type(raw) is bytes:
        return raw
    if isinstance(raw, str):
        try:
            return raw.encode()
        except UnicodeEncodeError as fault:
            raise DecodeError(str(fault), raw.encode(errors="surrogatepass")) from None
    return bytes(memoryview(raw))


cdef object decode_with(JsonCodec codec, bytes data, str given):
    cdef batch_t out
    cdef const char *frame = codec.padded(data, len(data))
    if is_sbe(frame, len(data)):
        return decode_sbe(codec, data, given)
    cdef stream_t *s = NULL if given else codec.route(frame, len(data))
    if s is NULL:
        if codec is CODEC and len(codec.names) >= STREAMS_KEPT:
            codec = JsonCodec(shapes=None)
        s = stream_of(codec, data, given)
        if s is NULL:
            return reply(data)
        frame = codec.padded(data, len(data))
    if codec.decode(s, frame, len(data), 0, 0, &out):
        codec.decode_slow(s, frame, len(data), 0, 0, &out)
    return views(&out) if s.is_array else new_view(out.first)


cdef list views(const batch_t *batch):
    return [new_view(<const header_t *>(<const char *>batch.first + i * batch.stride)) for i in range(batch.count)]


cdef object decode_sbe(JsonCodec codec, bytes data, str given):
    cdef batch_t out
    cdef int form = read_sbe(codec, data, given, &out)
    if form == SAID_IN_JSON:
        return decode_with(codec, reference.said_by(data)[0], given)
    return views(&out) if form == SEVERAL else new_view(out.first)


cdef int read_sbe(JsonCodec codec, bytes data, str given, batch_t *out) except -1:
    cdef sbe_event_t event
    cdef const char *frame = codec.padded(data, len(data))
    cdef int status = sbe_open(&event, frame, len(data))
    if status == SBE_UNKNOWN:
        return read_other_sbe(codec, data, given, out)
    if status < 0:
        raise fault_of(&event, given)
    known = reference.kind_of_stream(given)
    if known is not None and known[0] != event.kind:
        raise DecodeError(f"SBE: a {reference.message_class(event.kind).__name__}", data, 2, given)
    try:
        stream = codec.open_stream(given.encode(), event.kind, False)
    except ValueError as fault:
        raise DecodeError(str(fault), data) from None
    decode_event(codec, stream, &event, 0, 0, out)
    return SEVERAL if event.kind == KIND_TRADE else ALONE


cdef int read_other_sbe(JsonCodec codec, bytes data, str given, batch_t *out) except -1:
    """A message of the WebSocket API."""
    cdef sbe_reader_t reader
    cdef const char *frame = codec.padded(data, len(data))
    cdef Py_ssize_t size = len(data)
    cdef int kind = sbe_order_kind(frame, size)
    if not kind and reference.is_of_api(sbe_schema(frame), sbe_template(frame)):
        return SAID_IN_JSON
    if not kind:
        what = f"template {sbe_template(frame)} of schema {sbe_schema(frame)}"
        raise DecodeError(f"SBE: {what} is not known", data, 2, given or None)
    stream = codec.open_stream(b"", kind, False)
    out.first = sbe_decode_order(codec.decoder, stream, &reader, frame, size, 0, 0)
    out.count, out.stride = 1, 0
    if out.first is not NULL:
        return ALONE
    if reader.version > SBE_TRADING_VERSION:
        return SAID_IN_JSON
    raise fault_of_order(&reader, frame, size)


cdef stream_t *stream_of(JsonCodec codec, bytes data, str given) except? NULL:
    cdef cursor_t payload
    cdef int is_array = 0
    cdef const char *frame = codec.padded(data, len(data))
    cdef bytes name
    try:
        name = name_in(frame, len(data), &payload) or given.encode()
    except DecodeError as fault:
        raise DecodeError(fault.reason, data, fault.offset, given or None) from None
    cdef int kind = kind_of(name, payload, &is_array)
    if kind == CONTROL_REPLY:
        return NULL
    if kind == NO_MESSAGE:
        raise DecodeError("no message of the venue's, or of a stream that is not known", data, None, given or None)
    try:
        return codec.open_stream(name, kind, is_array)
    except ValueError as fault:
        raise DecodeError(str(fault), data) from None


cdef bytes name_in(const char *frame, Py_ssize_t size, cursor_t *payload):
    """The stream's name in a frame's envelope, b"" when it has none; and where the message stands.

    Raises DecodeError when the frame is no JSON.
    """
    cdef envelope_t envelope
    payload.p = frame
    payload.end = frame + size
    if open_envelope(payload[0], &envelope):
        return (reference.stream_of_frame(frame[:size]) or "").encode()
    if envelope.name is NULL or envelope.data is NULL:
        if envelope.event is not NULL:
            payload.p = envelope.event
            payload.end = envelope.event_end
        return b""
    payload.p = envelope.data
    payload.end = envelope.data_end
    return envelope.name[: envelope.name_size]


cdef int kind_of(bytes name, cursor_t payload, int *is_array) except? -2:
    """The kind of message: by its stream's name, else by what it says itself; and whether it is an array."""
    known = reference.kind_of_stream(name.decode(errors="replace")) if name else None
    if known is None:
        return kind_of_payload(payload, is_array)
    is_array[0] = known[1]
    return known[0]


cdef object reply(bytes data):
    try:
        return REPLY.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise DecodeError(str(fault), data, reference.offset_of(str(fault))) from None
