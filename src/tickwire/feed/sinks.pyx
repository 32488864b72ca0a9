"""Which kind of sink a handler needs: the one place that looks at what was given."""

from tickwire.feed.callables cimport ViewSink
from tickwire.feed.compiled cimport HandlerSink
from tickwire.feed.handler cimport Handler
from tickwire.feed.sink cimport Sink

from tickwire.errors import ConfigError


cdef Sink open_sink(str stream, int kind, object key, object on, object context, object report):
    cdef Sink sink
    if isinstance(on, Handler):
        sink = HandlerSink.__new__(HandlerSink)
    elif callable(on):
        sink = ViewSink.__new__(ViewSink)
    else:
        raise ConfigError(f"on={on!r} is no handler: neither callable, nor Handler, nor C function")
    sink.stream, sink.kind, sink.key, sink.on, sink.context, sink.report = stream, kind, key, on, context, report
    sink.attach()
    return sink
