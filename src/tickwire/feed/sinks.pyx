"""Which kind of sink a handler needs: the one place that looks at what was given."""

from tickwire.feed.callables cimport ViewSink
from tickwire.feed.compiled cimport HandlerSink
from tickwire.feed.handler cimport Handler
from tickwire.feed.latest cimport Latest, LatestSink
from tickwire.feed.pointers cimport PointerSink, function_of
from tickwire.feed.ring cimport Ring, RingSink
from tickwire.feed.sink cimport Sink
from tickwire.feed.structs cimport StructSink

from inspect import iscoroutinefunction

from tickwire.errors import ConfigError
from tickwire.feed.latest import latest
from tickwire.feed.ring import ring
from tickwire.wire.messages import KINDS


cdef int check_handler(object on) except -1:
    """Refuse what can be called and yet handles nothing: a class, a factory, a coroutine function."""
    if isinstance(on, type) or on is latest or on is ring:
        raise ConfigError(f"on={on!r} makes handlers and is none: give what a call of it returns")
    if iscoroutinefunction(on) or iscoroutinefunction(getattr(on, "__call__", None)):
        raise ConfigError(
            f"on={on!r} is an async function, and handlers are called, not awaited: have the messages put "
            "into a ring(n), and take them out of it, or with `async for` out of what `subscribe` and `listen` return"
        )
    return 0


cdef Sink open_sink(str stream, int kind, object key, object on, object context, object report):
    cdef bint wants_views = key in KINDS
    cdef Sink sink
    check_handler(on)
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
