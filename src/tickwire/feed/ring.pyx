"""`ring(n)`: a bounded queue between the feed and a consumer that takes its time."""

cimport cython
from libc.stdlib cimport calloc, free

from tickwire.feed.kept cimport keep, present, release
from tickwire.feed.structs cimport builder_of
from tickwire.wire.messages cimport FLAG_LATE, header_t

from tickwire.errors import ConfigError
from tickwire.wire.messages import KINDS


cdef class Ring:
    """The last messages of one or more subscriptions, in the order in which they came, until they are taken.

    `len(ring)` messages wait, at most `capacity`; when it is full the oldest or the newest is dropped and counted in
    `dropped`. `count` is how many came, `late` how many of those taken were older than `late_after` allows. Iterating
    takes what is there. It may be used from any thread.
    """

    def __cinit__(self, capacity, drop="oldest"):
        if not isinstance(capacity, int) or capacity < 1:
            raise ConfigError(f"a ring has room for 1 message or more, not {capacity!r}")
        if drop not in ("oldest", "newest"):
            raise ConfigError(f'drop is "oldest" or "newest", not {drop!r}')
        self.places = <kept_t *>calloc(capacity, sizeof(kept_t))
        if self.places is NULL:
            raise MemoryError(f"no memory for a ring of {capacity} messages")
        self.capacity = capacity
        self.drops_oldest = drop == "oldest"
        self.builders = {}

    def __init__(self, capacity, drop="oldest"):
        pass

    def __dealloc__(self):
        cdef Py_ssize_t i
        if self.places is not NULL:
            for i in range(self.capacity):
                release(&self.places[i])
        free(self.places)

    @property
    def drop(self):
        """Which message goes when the ring is full: "oldest" or "newest"."""
        return "oldest" if self.drops_oldest else "newest"

    @property
    def is_finished(self):
        """Whether nothing waits and nothing will come: all its subscriptions have ended."""
        return self.had_source and not self.sources and not self.held

    def get(self):
        """Take the oldest message; None when there is none."""
        with cython.critical_section(self):
            return self.take() if self.held else None

    def set_waker(self, waker):
        """Have `waker()` called, on the feed's thread, when the ring stops being empty or finishes; None: no more."""
        self.waker = waker

    def __len__(self):
        return self.held

    def __iter__(self):
        return self

    def __next__(self):
        with cython.critical_section(self):
            if not self.held:
                raise StopIteration
            return self.take()

    def __repr__(self):
        return f"<ring of {self.capacity}: {self.held} waiting, {self.dropped} dropped of {self.count}>"

    cdef object take(self):
        cdef kept_t *place = &self.places[self.first]
        if self.timing is not None and self.timing.age(<header_t *>&place.message) > self.late_after:
            (<header_t *>&place.message).flags |= FLAG_LATE
            self.late += 1
        message = present(place, self.builders[(<header_t *>&place.message).kind])
        self.first = (self.first + 1) % self.capacity
        self.held -= 1
        return message

    cdef int set_late_after(self, int64_t late_after, Timing timing) except -1:
        self.late_after, self.timing = late_after, timing
        return 0

    cdef int wake(self) except -1:
        if self.waker is not None:
            self.waker()
        return 0


def ring(capacity, *, drop="oldest"):
    """A bounded queue of messages: `client.subscribe(tw.Trade, "btcusdt", on=tw.ring(1024))`, then iterate over it.

    `drop` says which message goes when it is full: "oldest" or "newest". Raises ConfigError for anything else.
    """
    return Ring(capacity, drop)


cdef int put(const header_t *message, RingSink sink) except -1:
    cdef Ring ring = sink.ring
    cdef bint was_empty
    with cython.critical_section(ring):
        was_empty = ring.held == 0
        ring.count += 1
        if ring.held == ring.capacity:
            ring.dropped += 1
            if not ring.drops_oldest:
                return 0
            ring.first = (ring.first + 1) % ring.capacity
            ring.held -= 1
        keep(&ring.places[(ring.first + ring.held) % ring.capacity], message)
        ring.held += 1
    if was_empty:
        ring.wake()
    return 0


ctypedef int (*unchecked_t)(const header_t *, RingSink) noexcept


cdef void call_ring(const header_t *message, void *context) noexcept:
    # Called as if it could not fail: see callables.pyx.
    if (<unchecked_t>put)(message, <RingSink>context) < 0:
        (<RingSink>context).failed()


@cython.final
cdef class RingSink(Sink):
    """A stream's messages to a `Ring`."""

    cdef int attach(self) except -1:
        self.ring = self.on
        builder = None if self.key in KINDS else builder_of(self.kind)
        if (self.ring.builders.setdefault(self.kind, builder) is None) != (builder is None):
            raise ConfigError(f"this ring holds {self.key.__name__} both as views and as Structs: one for each")
        self.ring.sources += 1
        self.ring.had_source = True
        self.c.context = <void *>self
        self.c.call = call_ring
        return 0

    cdef int detach(self) except -1:
        if self.c.call is NULL:
            return 0
        self.c.call = NULL
        self.ring.sources -= 1
        if not self.ring.sources:
            self.ring.wake()
        return 0
