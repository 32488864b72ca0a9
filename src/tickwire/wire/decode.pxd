"""Finding out what a frame is, for `cimport`."""

from tickwire.wire.json cimport JsonCodec, stream_t

# The stream of a frame, opened if need be: by the name in its envelope, else `given`, else by what it says itself.
# NULL for a reply to a request. Raises DecodeError when it is no message.
cdef stream_t *stream_of(JsonCodec codec, bytes data, str given) except? NULL
# The bytes of anything bytes-like, or of a str in UTF-8. Raises TypeError for other objects.
cdef bytes as_bytes(object raw)
