"""Which kind of sink a handler needs: the one place that looks at what was given."""

from tickwire.feed.callables cimport ViewSink
from tickwire.feed.compiled cimport HandlerSink
from tickwire.feed.handler cimport Handler
from tickwire.feed.latest cimport Latest, LatestSink
from tickwire.feed.pointers cimport PointerSink, function_of
from tickwire.feed.ring cimport Ring, RingSink
from tickwire.feed.sink cimport Sink
from tickwire.feed.structs cimport StructSink

from tickwire.errors import ConfigError
from tickwire.wire.messages import KINDS


cdef Sink open_sink(str stream, int kind, object key, object on, object context, object report):
    cdef bint wants_views = key in KINDS
    cdef Sink sink
    if isinstance(on, Handler):
        sink = HandlerSink.__new__(HandlerSink)
    elif isinstance(on, Latest):
        sink = LatestSink.__new__(LatestSink)
    elif isinstance(on, Ring):
        sink = RingSink.__new__(RingSink)
    elif function_of(on, kind) is not NULL:
        sink = PointerSink.__new__(PointerSink)
    elif callable(on):
        sink = ViewSink.__new__(ViewSink) if wants_views else StructSink.__new__(StructSink)
    else:
        raise ConfigError(f"on={on!r} is no handler: neither callable, Handler, C function, latest() nor ring()")
    if not wants_views and isinstance(sink, (HandlerSink, PointerSink)):
        name = key.__name__
        raise ConfigError(f"{key.__module__}.{name} makes Structs, which {on!r} does not take: use tickwire.{name}")
    if context is not None and not isinstance(sink, PointerSink):
        raise ConfigError(f"context is for C functions; {on!r} is none")
    sink.stream, sink.kind, sink.key, sink.on, sink.context, sink.report = stream, kind, key, on, context, report
    sink.attach()
    return sink
