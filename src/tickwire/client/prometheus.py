"""A client's figures for Prometheus: a collector over `client.stats()`, and an HTTP endpoint. Needs `prometheus`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Thread
from typing import Any, NamedTuple
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from .client import Client
from .stats import BookStatus, ClientStats, LineStats, StreamFlow


class _Figure(NamedTuple):
    """One metric: `read` gives its value from what it is about, None where there is none."""

    name: str
    meaning: str
    read: Callable[[Any], float | None]

    def family(self, labels: tuple[str, ...]) -> CounterMetricFamily | GaugeMetricFamily:
        """A counter where the name says so, or else a gauge; nothing in it yet."""
        kind = CounterMetricFamily if self.name.endswith("_total") else GaugeMetricFamily
        return kind(f"tickwire_{self.name}", self.meaning, labels=labels)


def _seconds(ns: int | None) -> float | None:
    return None if ns is None else ns / 1e9


_CLIENT: tuple[_Figure, ...] = (
    _Figure("connections", "connections that are open", lambda s: s.connections),
    _Figure("streams", "streams with handlers", lambda s: s.streams),
    _Figure("active_streams", "streams that the venue has acknowledged", lambda s: s.active_streams),
    _Figure("connects_total", "connections opened", lambda s: s.connects),
    _Figure("connect_failures_total", "attempts to connect that failed", lambda s: s.connect_failures),
    _Figure("disconnects_total", "connections that ended", lambda s: s.disconnects),
    _Figure("frames_total", "text frames received", lambda s: s.frames),
    _Figure("bytes_total", "bytes in text frames", lambda s: s.bytes),
    _Figure("requests_failed_total", "requests refused or not answered", lambda s: s.requests_failed),
    _Figure("decode_errors_total", "frames that were no message", lambda s: s.feed.decode_errors),
    _Figure("handler_errors_total", "exceptions out of handlers", lambda s: s.feed.handler_errors),
    _Figure("duplicates_total", "later copies of messages, dropped", lambda s: s.feed.duplicates),
    _Figure("gaps_total", "gaps reported", lambda s: s.feed.gaps),
    _Figure("missing_total", "ids inside gaps", lambda s: s.feed.missing),
    _Figure("recovered_total", "messages that filled gaps", lambda s: s.feed.recovered),
    _Figure("held_total", "frames held until earlier ones came", lambda s: s.feed.held),
    _Figure("late_total", "messages older than their budget", lambda s: s.feed.overdue),
    _Figure("stale_total", "times that something fell silent", lambda s: s.silence.stale),
    _Figure("resubscribed_total", "streams asked for again", lambda s: s.silence.resubscribed),
    _Figure("replaced_total", "connections replaced for silence", lambda s: s.silence.replaced),
    _Figure(
        "clock_offset_seconds", "venue's clock less ours", lambda s: _seconds(s.clock.offset_ns) if s.clock else None
    ),
    _Figure(
        "clock_error_seconds", "how far off that may be", lambda s: _seconds(s.clock.error_ns) if s.clock else None
    ),
    _Figure("weight_used", "request weight used this minute", lambda s: s.weights.used if s.weights else None),
    _Figure("weight_limit", "request weight allowed a minute", lambda s: s.weights.limit if s.weights else None),
)
_LINE: tuple[_Figure, ...] = (
    _Figure("line_open", "whether the connection is open", lambda line: line.state == "open"),
    _Figure("line_silent", "whether it brings nothing at all", lambda line: line.is_silent),
    _Figure("line_messages_total", "text frames on this connection", lambda line: line.messages),
    _Figure("line_age_seconds", "since it opened", lambda line: line.age),
    _Figure("line_stalls_total", "times it fell behind its twins", lambda line: line.stalls),
    _Figure("line_wins_total", "messages it brought first", lambda line: line.wins),
    _Figure("line_copies_total", "messages it brought later than another one", lambda line: line.copies),
)
_STREAM: tuple[_Figure, ...] = (
    _Figure("stream_messages_total", "messages of this stream", lambda flow: flow.messages),
    _Figure("stream_gaps_total", "gaps of this stream", lambda flow: flow.gaps),
    _Figure("stream_silence_seconds", "since its last message", lambda flow: flow.silence),
    _Figure("stream_stale", "whether no connection brings it", lambda flow: flow.is_stale),
)
_BOOK: tuple[_Figure, ...] = (
    _Figure("book_valid", "whether the book is known to be right", lambda book: book.is_valid),
    _Figure("book_updates_total", "updates applied", lambda book: book.counts.updates),
    _Figure("book_resyncs_total", "times it was made right again", lambda book: book.counts.resyncs),
    _Figure("book_drifts_total", "times another message said otherwise", lambda book: book.counts.drifts),
)


def _families(
    figures: Iterable[_Figure], labels: tuple[str, ...], rows: Iterable[tuple[tuple[str, ...], Any]]
) -> Iterator[Metric]:
    known = list(rows)
    for figure in figures:
        family = figure.family(labels)
        for values, row in known:
            if (value := figure.read(row)) is not None:
                family.add_metric(values, float(value))
        yield family


def _ages(flows: Iterable[StreamFlow]) -> Metric:
    family = GaugeMetricFamily(
        "tickwire_stream_age_seconds", "how old messages were when they came", labels=("stream", "quantile")
    )
    for flow in flows:
        for quantile, age in (("0.5", flow.age_p50_ns), ("0.99", flow.age_p99_ns)):
            if age is not None:
                family.add_metric((flow.stream, quantile), age / 1e9)
    return family


def _line_labels(line: LineStats) -> tuple[str, ...]:
    return str(line.line), line.url


_BOOK_LABELS = ("symbol", "levels", "speed", "bbo", "audit")  # all that may tell two books apart


def _book_labels(book: BookStatus) -> tuple[str, ...]:
    audit = "" if book.audit is None else str(book.audit)
    return book.symbol, str(book.levels), book.speed, str(book.bbo).lower(), audit


class MetricsCollector(Collector):
    """A client's figures, read when they are scraped: `registry.register(tw.MetricsCollector(client))`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def describe(self) -> Iterable[Metric]:
        """Nothing: names are not checked for repetition before there are figures."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Every metric with its values of now."""
        stats: ClientStats = self._client.stats()
        yield from _families(_CLIENT, (), [((), stats)])
        yield from _families(_LINE, ("line", "url"), [(_line_labels(line), line) for line in stats.by_line])
        yield from _families(_STREAM, ("stream",), [((flow.stream,), flow) for flow in stats.by_stream])
        yield from _families(_BOOK, _BOOK_LABELS, [(_book_labels(book), book) for book in stats.books])
        yield _ages(stats.by_stream)


class MetricsServer:
    """An HTTP endpoint that runs in a thread of its own until `close`."""

    def __init__(self, server: WSGIServer, thread: Thread) -> None:
        self._server, self._thread = server, thread

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_port)

    def close(self) -> None:
        """Answer no more; closing it twice does nothing."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> MetricsServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def serve_metrics(client: Client, port: int = 9464, address: str = "127.0.0.1") -> MetricsServer:
    """Serve a client's figures at http://address:port/metrics; port 0 takes a free one. Raises OSError if it is taken.

    What other collectors of the process have stays out of it. The client need not run.
    """
    registry = CollectorRegistry()
    registry.register(MetricsCollector(client))
    server, thread = start_http_server(port, address, registry)
    return MetricsServer(server, thread)
