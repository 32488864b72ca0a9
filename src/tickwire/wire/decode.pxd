"""Finding out what a frame is, for `cimport`."""

from tickwire.wire.json cimport JsonCodec, batch_t, stream_t

# The stream of a frame, opened if need be: by the name in its envelope, else `given`, else by what it says itself.
# NULL for a reply to a request. Raises DecodeError when it is no message.
cdef stream_t *stream_of(JsonCodec codec, bytes data, str given) except? NULL
# The bytes of anything bytes-like, or of a str in UTF-8. Raises TypeError for other objects.
cdef bytes as_bytes(object raw)

# What an SBE frame has in it: one message, an event's, what only its JSON form can say.
cdef enum:
    ALONE, SEVERAL, SAID_IN_JSON

# Its messages, unless they are said in JSON. Raises DecodeError when there are none.
cdef int read_sbe(JsonCodec codec, bytes data, str given, batch_t *out) except -1
