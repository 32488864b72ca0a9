"""Messages that follow one another in what a read of a WebSocket brought, for `cimport`."""

from libc.stdint cimport int64_t, uint8_t, uint64_t


# The first one is cut out of its frame by who hands on the run, the others by who takes them, between two messages: so
# the processor looks for the next frame while it is still busy with the message before.
cdef struct run_t:
    const char *frame         # the first message, with WIRE_PADDING readable bytes behind `end`
    uint64_t size
    const char *end           # of what was read
    uint64_t max_size         # bytes in a message
    uint8_t first             # byte of frames that are whole messages of the encoding
    const bint *is_over       # set by a handler when nothing is to be handed on any more
    int64_t recv_time
    int line
    const char *next          # behind the last message that was taken
    int64_t messages, payload_bytes  # that were taken


# The bytes before the payload of a frame that has no mask, if it has no more of them than its size asks for; else 0.
cdef inline uint64_t plain_head(const uint8_t *p, uint64_t *size) noexcept nogil:
    cdef int i
    if p[1] < 126:
        size[0] = p[1]
        return 2
    if p[1] == 126:
        size[0] = <uint64_t>p[2] << 8 | p[3]
        return 4 if size[0] >= 126 else 0
    size[0] = 0
    for i in range(2, 10):
        size[0] = size[0] << 8 | p[i]
    return 10 if p[1] == 127 and size[0] >= 1 << 16 else 0


# Whether a frame of the run begins at `at`, and all of it is there: then its message. Nothing is read where the run
# ends, whose memory a handler may have had given back; before that, what is read beyond the end is in the padding.
cdef inline bint cut(const run_t *run, const char *at, const char **frame, uint64_t *size) noexcept nogil:
    cdef const uint8_t *p = <const uint8_t *>at
    cdef uint64_t count, head
    if at >= run.end:
        return False
    head = plain_head(p, &count)
    if p[0] != run.first or not head or count > run.max_size or <uint64_t>(run.end - at) < head + count:
        return False
    frame[0], size[0] = at + head, count
    return True
