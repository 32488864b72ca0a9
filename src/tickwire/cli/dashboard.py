"""The screen of `tickwire top`: lines, streams, books and the latest events, as much as the terminal has room for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from ..client import BookStatus, ClientStats, LineStats, StreamFlow
from . import numbers
from .fitting import NONE, Cell, Column, fitted, shares

# Rows of a table where the height is not bounded, those that need attention first; the others are counted.
ROWS_SHOWN = 24
EVENTS_SHOWN = 5
# On a lower terminal fewer events are shown, and no empty lines.
LOW, EVENTS_SHOWN_LOW = 30, 3
HEAD = 2  # lines of a table above its rows

LINES = (
    *(
        Column("line"),
        Column("shard", 9),
        Column("state"),
        Column("streams", 1),
        Column("messages/s"),
        Column("wins", 2),
    ),
    *(Column("lead p50", 5), Column("p99", 7), Column("stalls", 4), Column("age", 3), Column("url", 6)),
)
STREAMS = (
    *(Column("stream"), Column("lines", 7), Column("messages/s"), Column("messages", 6), Column("age p50", 2)),
    *(Column("p99", 3), Column("silent for", 1), Column("allowed", 4), Column("gaps")),
)
BOOKS = (
    *(Column("book"), Column("state", 2), Column("bid"), Column("ask"), Column("updates", 3), Column("resyncs", 4)),
    *(Column("drifts", 1), Column("levels", 6), Column("speed", 7), Column("update id", 5)),
)  # fmt: skip


T = TypeVar("T")


class _Part(NamedTuple):
    """A table: its columns, and the cells of its rows, those that need attention first."""

    columns: Sequence[Column]
    rows: list[tuple[Cell, ...]]


class Dashboard:
    """Everything there is to see; `events` are times in seconds since the epoch and words.

    Where the height is bounded, as on a terminal, the tables share it, and the clock and the latest events have room.
    """

    def __init__(self, stats: ClientStats, events: Iterable[tuple[float, str]], title: str) -> None:
        self._head = (Text(title, "bold"), _totals(stats))
        self._parts = [
            part
            for part in (_lines(stats.by_line), _streams(stats.by_stream), _books(stats.books))
            if part.rows or part.columns is LINES
        ]
        self._clock, self._events = _clock(stats), tuple(events)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width, height = options.max_width, console.height if console.is_alt_screen else options.height
        is_low = height is not None and height < LOW
        events = self._events[-(EVENTS_SHOWN_LOW if is_low else EVENTS_SHOWN) :]
        limits = [ROWS_SHOWN for _ in self._parts]
        if height is not None:
            fixed = sum(len(text.wrap(console, width)) for text in (*self._head, self._clock)) + len(events)
            fixed += sum(HEAD if is_low else HEAD + 1 for _ in self._parts) + (not is_low)
            limits = self._limits(height - fixed)
        yield from self._head
        for part, limit in zip(self._parts, limits, strict=True):
            if not is_low:
                yield ""
            yield fitted(part.columns, part.rows[:limit], width)
            if len(part.rows) > limit:
                yield Text(f"and {len(part.rows) - limit} more", "dim")
        if not is_low:
            yield ""
        yield self._clock
        for at, words in events:
            yield _event(at, words, is_cut=height is not None)

    def _limits(self, room: int) -> list[int]:
        """How many rows of each table the room holds, with the line that counts the others."""
        wanted = [len(part.rows) for part in self._parts]
        return [given - (given < whole) for given, whole in zip(shares(wanted, room), wanted, strict=True)]


def _totals(stats: ClientStats) -> Text:
    feed, silence = stats.feed, stats.silence
    stale = sum(flow.is_stale for flow in stats.by_stream)
    text = Text.assemble(
        f"{sum(line.messages_per_second for line in stats.by_line):,.0f} messages/s on {stats.connections} lines, ",
        f"{stats.active_streams}/{stats.streams} streams, ",
        (f"{stale} stale", "bold red" if stale else "green"),
        f" ({silence.stale} so far), ",
        (f"{feed.gaps} gaps", "bold red" if feed.gaps else "green"),
        f", {feed.recovered} recovered, {stats.disconnects} disconnects",
    )
    if books := stats.book_totals.books:
        valid = stats.book_totals.valid
        text.append(", ").append(f"{valid}/{books} books valid", "green" if valid == books else "bold red")
    return text


def _lines(lines: Iterable[LineStats]) -> _Part:
    ordered = sorted(lines, key=lambda line: (line.state == "open" and not line.is_silent, line.line))
    return _Part(LINES, [_line(line) for line in ordered])


def _line(line: LineStats) -> tuple[Cell, ...]:
    style = "red" if line.is_silent or line.state != "open" else "none"
    return (
        str(line.line),
        str(line.shard),
        Text("silent" if line.is_silent else "moving" if line.is_moving else line.state, style),
        f"{line.active_streams}/{line.streams}",
        f"{line.messages_per_second:,.0f}",
        _known(line.win_share, "{:.1%}".format),
        _known(line.lead_p50_ns, numbers.duration),
        _known(line.lead_p99_ns, numbers.duration),
        str(line.stalls),
        _known(line.age, _span),
        line.url,
    )


def _streams(flows: Iterable[StreamFlow]) -> _Part:
    ordered = sorted(flows, key=lambda flow: (not flow.stale_on, not flow.gaps, -flow.messages_per_second))
    return _Part(STREAMS, [_stream(flow) for flow in ordered])


def _stream(flow: StreamFlow) -> tuple[Cell, ...]:
    mark = ("● ", "red") if flow.is_stale else ("● ", "yellow") if flow.stale_on else ("● ", "green")
    return (
        Text.assemble(mark, (flow.stream, "cyan")),
        " ".join(map(str, flow.lines)) or NONE,
        f"{flow.messages_per_second:,.1f}",
        f"{flow.messages:,}",
        _known(flow.age_p50_ns, numbers.duration),
        _known(flow.age_p99_ns, numbers.duration),
        _known(flow.silence, _span),
        _known(flow.allowed, _span),
        Text(str(flow.gaps), "red" if flow.gaps else "none"),
    )


def _books(books: Iterable[BookStatus]) -> _Part:
    ordered = sorted(books, key=lambda book: (book.is_valid, not book.counts.drifts, -book.counts.updates))
    return _Part(BOOKS, [_book(book) for book in ordered])


def _book(book: BookStatus) -> tuple[Cell, ...]:
    counts = book.counts
    return (
        Text.assemble(("● ", "green" if book.is_valid else "red"), (book.symbol, "cyan")),
        Text(book.state, "none" if book.is_valid else "red"),
        _known(book.best_bid, "{:,.8g}".format),
        _known(book.best_ask, "{:,.8g}".format),
        f"{counts.updates:,}",
        str(counts.resyncs),
        Text(str(counts.drifts), "red" if counts.drifts else "none"),
        str(book.levels),
        book.speed,
        str(book.last_update_id),
    )


def _clock(stats: ClientStats) -> Text:
    clock, weights = stats.clock, stats.weights
    said = "venue's clock not asked for"
    if clock is not None:
        offset, error = clock.offset_ns / 1e6, clock.error_ns / 1e6
        said = f"venue's clock {offset:+.3f} ± {error:.3f} ms, drift {clock.drift_ppm:+.1f} ppm"
    if weights is not None:
        said += f", weight {weights.used}/{weights.limit} this minute"
    return Text(said, "dim")


def _event(at: float, words: str, *, is_cut: bool) -> Text:
    text = Text.assemble((f"{datetime.fromtimestamp(at):%H:%M:%S} ", "dim"), words)
    text.no_wrap, text.overflow = is_cut, "ellipsis" if is_cut else "fold"
    return text


def _known(figure: T | None, words: Callable[[T], str]) -> str:
    return NONE if figure is None else words(figure)


def _span(seconds: float) -> str:
    """Seconds as people read them."""
    if seconds == float("inf"):
        return "∞"
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.1f} s"
