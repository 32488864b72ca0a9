"""C structs from msgspec Structs, for `cimport`: the last step of the slow decoder."""

from tickwire.wire.json cimport batch_t, decoder_t, stream_t

# The structs in the decoder's memory. Raises ValueError or OverflowError naming the field and what does not fit.
cdef int fill(decoder_t *decoder, const stream_t *stream, list structs, batch_t *out) except -1
