"""Which kind of sink a handler needs, for `cimport`."""

from tickwire.feed.sink cimport Sink

# A sink, attached. Raises ConfigError naming what does not suit.
cdef Sink open_sink(str stream, int kind, object key, object on, object context, object report)
