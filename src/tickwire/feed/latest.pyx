"""`latest()`: the newest message of each instrument, for code that polls instead of being called."""

cimport cython

from tickwire.feed.kept cimport keep, present, release
from tickwire.feed.structs cimport builder_of
from tickwire.wire.messages cimport FLAG_LATE, header_t
from tickwire.wire.symbols cimport symbol_str

from tickwire.errors import ConfigError
from tickwire.wire.messages import KINDS


@cython.final
cdef class Newest:
    """The newest message of one instrument."""

    def __dealloc__(self):
        release(&self.kept)


@cython.final
cdef class Latest:
    """The newest message of each instrument; older ones are forgotten, and cost no Python object.

    `latest.value` is the newest of all, `latest["BTCUSDT"]` that of one instrument: each time a fresh view, or Struct
    when subscribed with a schema class. `len`, `in` and iteration are over the instruments heard of. `count` is how
    many messages came, `late` how often one that was read was older than `late_after` allows. It may be read from any
    thread, and be given to several subscriptions of the same key.
    """

    def __cinit__(self):
        self.by_symbol = {}

    @property
    def value(self):
        """The newest message; None when none came yet."""
        return self.get()

    def get(self, symbol=None):
        """The newest message, of one instrument or of all; None when none came yet."""
        with cython.critical_section(self):
            newest = self.newest if symbol is None else self.find(symbol)
            return None if newest is None else self.show(newest)

    def poll(self, symbol=None):
        """As `get`, but None when nothing came since the last `poll` of the same."""
        cdef Newest newest
        with cython.critical_section(self):
            newest = self.newest if symbol is None else self.find(symbol)
            if newest is None:
                return None
            if symbol is None:
                if self.polled == self.count:
                    return None
                self.polled = self.count
            else:
                if newest.polled == newest.count:
                    return None
                newest.polled = newest.count
            return self.show(newest)

    def __getitem__(self, symbol):
        message = self.get(symbol)
        if message is None:
            raise KeyError(symbol)
        return message

    def __contains__(self, symbol):
        return self.find(symbol) is not None

    def __len__(self):
        return len(self.by_symbol)

    def __iter__(self):
        return iter([symbol_str(symbol) for symbol in self.by_symbol])

    def __repr__(self):
        return f"<latest of {len(self)} instruments, {self.count} messages>"

    cdef object show(self, Newest newest):
        cdef header_t *message = <header_t *>&newest.kept.message
        if self.timing is not None and self.timing.age(message) > self.late_after:
            message.flags |= FLAG_LATE
            self.late += 1
        return present(&newest.kept, self.builder)

    cdef int set_late_after(self, int64_t late_after, Timing timing) except -1:
        self.late_after, self.timing = late_after, timing
        return 0

    cdef Newest open(self, uint32_t symbol):
        cdef Newest newest = self.by_symbol.get(symbol)
        if newest is None:
            newest = Newest()
            newest.symbol = symbol
            self.by_symbol[symbol] = newest
        return newest

    cdef Newest find(self, symbol):
        """By name, which may be in lower case, as in streams."""
        cdef Newest newest
        for newest in self.by_symbol.values():
            if symbol_str(newest.symbol) in (symbol, symbol.upper()):
                return newest
        return None


def latest():
    """A place for the newest message of each instrument: `subscribe(tw.BookTicker, "btcusdt", on=tw.latest())`."""
    return Latest()


cdef int put(const header_t *message, LatestSink sink) except -1:
    cdef Latest latest = sink.latest
    with cython.critical_section(latest):
        if sink.newest is None or sink.newest.symbol != message.symbol:
            sink.newest = latest.open(message.symbol)
        keep(&sink.newest.kept, message)
        sink.newest.count += 1
        latest.count += 1
        latest.newest = sink.newest
    return 0


ctypedef int (*unchecked_t)(const header_t *, LatestSink) noexcept


cdef void call_latest(const header_t *message, void *context) noexcept:
    # Called as if it could not fail: see callables.pyx.
    if (<unchecked_t>put)(message, <LatestSink>context) < 0:
        (<LatestSink>context).failed()


@cython.final
cdef class LatestSink(Sink):
    """A stream's messages to a `Latest`."""

    cdef int attach(self) except -1:
        self.latest = self.on
        if self.latest.key is not None and self.latest.key is not self.key:
            held, wanted = self.latest.key.__name__, self.key.__name__
            raise ConfigError(f"this latest() holds {held}, not {wanted}: one for each kind")
        self.latest.key = self.key
        self.latest.builder = None if self.key in KINDS else builder_of(self.kind)
        self.c.context = <void *>self
        self.c.call = call_latest
        return 0
