"""Reads a socket before picows: whole messages go to the dispatcher where they lie, everything else goes to picows.

picows makes an object of every frame, and its read buffer doubles for as long as more waits in the socket, until it is
larger than the caches of the processor. So once the connection is up, this protocol stands before that of picows. It
cuts frames out of a buffer that stays small. Pings, pieces, CLOSE and what the protocol forbids are passed on byte for
byte: picows alone judges them.
"""

cimport cython
from cpython.buffer cimport PyBUF_READ, PyBUF_WRITE
from cpython.memoryview cimport PyMemoryView_FromMemory
from libc.stdint cimport UINT64_MAX, int64_t, uint8_t, uint64_t
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memmove

from tickwire.feed.run cimport cut, plain_head, run_t

import asyncio

from tickwire.transport.loops import read_with

cdef extern from "socket_io.h" nogil:
    enum:
        SOCKET_HAS_NOTHING
    Py_ssize_t socket_read(int fd, char *to, size_t room)

cdef enum:
    AT_ONCE = 64 << 10      # what is read is in the processor's nearest caches when it is decoded
    IN_A_CYCLE = 256 << 10  # where each read takes a cycle of the event loop, as with TLS
    PADDING = 256           # more than the codec's padding contract asks for
    MUCH = 8 << 10          # bytes: where so many came, more are likely to wait, and are read at once
    PATIENCE = 20_000       # ns, about, until the event loop, having slept, is back: so long more is waited for here
    SPELL = 1_000_000       # ns of that, after which others in the event loop have their turn
    TEXT = 0x81             # the first byte of a frame that is a whole message
    BINARY = 0x82
    MASKED = 0x80


# The bytes before the payload of a frame whose first two are there.
cdef inline size_t head_of(const uint8_t *p) noexcept nogil:
    cdef size_t size = 2 if p[1] & 127 < 126 else 4 if p[1] & 127 == 126 else 10
    return size + 4 if p[1] & MASKED else size


# The bytes of the payload of a frame whose head is there.
cdef inline uint64_t payload_of(const uint8_t *p) noexcept nogil:
    cdef uint64_t size = p[1] & 127
    cdef int i
    if size == 126:
        return <uint64_t>p[2] << 8 | p[3]
    if size == 127:
        size = 0
        for i in range(2, 10):
            size = size << 8 | p[i]
    return size


# The bytes of a frame; 0 before its head is there. No frame that picows takes is too large for the number.
cdef inline uint64_t frame_of(const uint8_t *p, size_t size) noexcept nogil:
    if size < 2 or size < head_of(p):
        return 0
    return head_of(p) + min(payload_of(p), UINT64_MAX >> 1)


cdef class Reading:
    """A base in C, without which Cython takes none in Python."""


@cython.final
cdef class Reader(Reading, asyncio.BufferedProtocol):
    """The reading end of one connection; `max_size` bounds a message, in bytes."""

    def __init__(self, Dispatch dispatch not None, int line, Py_ssize_t max_size, bint takes_binary):
        self.dispatch, self.line, self.max_size = dispatch, line, max_size
        self.binary = BINARY if takes_binary else TEXT
        self.is_watched = self.is_fresh = True
        self.fd = -1

    def __dealloc__(self):
        free(self.buffer)

    cdef int take_over(self, object websocket, const char *first, size_t size) except -1:
        cdef uint64_t whole = frame_of(<const uint8_t *>first, size)
        cdef bint is_plain
        cdef size_t room
        if self.picows is not None or self.owed or (size and not whole):
            return 0
        transport = websocket.underlying_transport
        is_plain = transport.get_extra_info("sslcontext") is None and transport.get_extra_info("socket") is not None
        room = AT_ONCE if is_plain else IN_A_CYCLE
        self.buffer = <char *>calloc(room + PADDING, 1)
        if self.buffer is NULL:
            raise MemoryError("no memory to read into")
        self.capacity, self.owed = room, whole - size
        self.websocket, self.picows = websocket, transport.get_protocol()
        transport.set_protocol(self)
        self.transport = transport
        if is_plain:
            self.fd = transport.get_extra_info("socket").fileno()
            self.read = read_with(self.fd, self.ask)
        return 0

    cdef void leave(self) noexcept:
        self.is_watched = True
        self.owed = UINT64_MAX

    def get_buffer(self, Py_ssize_t sizehint):
        """Where the next bytes go. Raises MemoryError."""
        self.make_room()
        return PyMemoryView_FromMemory(self.buffer + self.filled, self.capacity - self.filled, PyBUF_WRITE)

    cdef int make_room(self) except -1:
        """Move what is there to the front; a message that takes all of the buffer makes it larger."""
        cdef char *larger
        self.filled -= self.begin
        memmove(self.buffer, self.buffer + self.begin, self.filled)
        self.begin = 0
        if self.filled == self.capacity:
            larger = <char *>realloc(self.buffer, 2 * self.capacity + PADDING)
            if larger is NULL:
                raise MemoryError("no memory for so large a message")
            self.buffer = larger
            self.capacity *= 2
        return 0

    def buffer_updated(self, Py_ssize_t nbytes):
        """So many bytes have come."""
        self.take_in(nbytes)

    cdef int take_in(self, Py_ssize_t nbytes) except -1:
        """So many bytes have come; where that is much, more is read for a while."""
        cdef int64_t until = 0
        if nbytes >= MUCH and self.fd >= 0:
            until = tickwire_monotonic_ns() + SPELL
        self.came(nbytes)
        if until:
            self.read_on(until)
        return 0

    def ask(self):
        """Read what waits in the socket without being told that there is any, for loops that never sleep.

        The end and errors are left to the transport.
        """
        cdef Py_ssize_t nbytes = -1
        if not (self.is_watched or self.owed) and self.filled - self.begin < self.capacity:
            self.make_room()
            nbytes = socket_read(self.fd, self.buffer + self.filled, self.capacity - self.filled)
        if nbytes == SOCKET_HAS_NOTHING:
            return
        if nbytes < 1:
            self.read()
            return
        try:
            self.take_in(nbytes)
        except Exception as error:  # as the transport does when picows raises
            told = {"message": "what was read could not be taken", "exception": error, "transport": self.transport}
            asyncio.get_running_loop().call_exception_handler(told)
            self.transport.abort()

    cdef int came(self, Py_ssize_t nbytes) except -1:
        self.filled += nbytes
        self.is_fresh = True
        return self.take()

    cdef bint may_go_on(self, int64_t until) except -1:
        """Whether to read once more without a cycle of the event loop: nothing unusual came, and there is time."""
        return not (self.is_watched or self.owed) and tickwire_monotonic_ns() < until and self.transport.is_reading()

    cdef int read_on(self, int64_t until) except -1:
        """Read what waits in the socket, and what comes in the time that a cycle of the event loop would take.

        The end and errors are left to the transport.
        """
        cdef int64_t deadline = 0
        cdef Py_ssize_t nbytes
        while self.may_go_on(until):
            self.make_room()
            nbytes = socket_read(self.fd, self.buffer + self.filled, self.capacity - self.filled)
            if nbytes > 0:
                self.came(nbytes)
                deadline = 0
            elif nbytes != SOCKET_HAS_NOTHING:
                break
            elif not deadline:
                deadline = tickwire_monotonic_ns() + PATIENCE
            elif tickwire_monotonic_ns() >= deadline:
                break
        return 0

    cdef int take(self) except -1:
        """The frames that are there whole, and of those for picows whatever is there."""
        while self.begin < self.filled:
            if self.owed:
                self.pass_on()
                continue
            self.hand_on()
            if not self.owed:
                self.owed = self.unusual()
            if not self.owed:
                break
        return 0

    cdef void hand_on(self) noexcept:
        """The plain frames up to one that is none, or not whole, in runs of the same encoding."""
        cdef run_t run
        run.end, run.max_size = self.buffer + self.filled, self.max_size
        run.is_over, run.line = &self.is_watched, self.line
        while True:
            run.first = self.buffer[self.begin]
            if not self.is_message(run.first) or not cut(&run, self.buffer + self.begin, &run.frame, &run.size):
                break
            self.stamp()
            run.recv_time, run.messages, run.payload_bytes = self.recv_time, 0, 0
            if run.first == TEXT:
                self.dispatch.on_frames(&run)
            else:
                self.dispatch.on_binaries(&run)
            self.messages += run.messages
            self.payload_bytes += run.payload_bytes
            self.begin = run.next - self.buffer

    cdef inline bint is_message(self, uint8_t first) noexcept:
        """Whether a frame that begins so is a whole message to be handed on, if its size is well."""
        return not self.is_watched and (first == TEXT or first == self.binary)

    cdef uint64_t unusual(self) noexcept:
        """The bytes of the next frame when it is no plain one, else 0: more of it must come."""
        cdef const uint8_t *p = <const uint8_t *>self.buffer + self.begin
        cdef uint64_t whole = frame_of(p, self.filled - self.begin)
        cdef uint64_t size
        cdef size_t head = plain_head(p, &size)
        return 0 if whole and self.is_message(p[0]) and head and size <= self.max_size else whole

    cdef int pass_on(self) except -1:
        """What is there for picows, which takes as much at a time as it has room for."""
        cdef size_t size = min(self.owed, self.filled - self.begin)
        rest = PyMemoryView_FromMemory(self.buffer + self.begin, size, PyBUF_READ)
        self.begin += size
        self.owed -= size
        while rest:
            room = self.picows.get_buffer(-1)
            count = min(len(room), len(rest))
            room[:count] = rest[:count]
            self.picows.buffer_updated(count)
            rest = rest[count:]
        if self.websocket.is_close_frame_sent:
            self.leave()
        return 0

    def eof_received(self):
        """The venue sends nothing more."""
        return self.picows.eof_received()

    def pause_writing(self):
        """More is to be sent than the socket takes."""
        self.picows.pause_writing()

    def resume_writing(self):
        """It has been taken."""
        self.picows.resume_writing()

    def connection_lost(self, exc):
        """The socket is closed."""
        picows, self.picows, self.websocket, self.transport = self.picows, None, None, None
        self.fd = -1
        picows.connection_lost(exc)
