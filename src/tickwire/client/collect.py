"""Gathers how the lines, streams and books of a client stand, from those who know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ..book import Book
from ..feed.events import Activity, FeedStats, LineFigures
from .books import BookKey, Books
from .hooks import Hooks
from .lines import LineStatus
from .liveness import Watchdog
from .parts import Run
from .runner import Runner
from .stats import BookStatus, ClientStats, LineStats, ShardStats, StreamFlow
from .streams import Streams


def collect_stats(runner: Runner, streams: Streams, books: Books, watchdog: Watchdog, hooks: Hooks) -> ClientStats:
    """Everything there is to know of a client."""
    run, dispatch = runner.current, streams.dispatch
    lines = run.lines.lines() if run is not None else []
    clock = run.api.clock.now() if run is not None else None
    offset_ns = clock.offset_ns if clock is not None else 0
    return ClientStats(
        streams=len(streams),
        active_streams=run.lines.active_streams if run is not None else 0,
        disconnects=streams.disconnects,
        frames_refused=dict(streams.frames_refused),
        requests_failed=streams.requests_failed,
        hook_failures=hooks.failures,
        feed=_with_hooks(_sum(dispatch.stats(), (one.stats() for one in streams.siblings)), hooks),
        silence=watchdog.stats(),
        by_line=tuple(line_stats(run, lines, watchdog)) if run is not None else (),
        by_stream=tuple(stream_flows(streams, watchdog, offset_ns)),
        by_shard=tuple(shard_stats(lines, watchdog)),
        books=tuple(book_status(key, book) for key, book in books),
        book_totals=books.stats(),
        clock=clock,
        weights=run.api.requests.budget.stats(run.api.venue_ns()) if run is not None and run.api.is_open else None,
        **_counts(runner),
    )


def _sum(feed: FeedStats, others: Iterable[FeedStats]) -> FeedStats:
    """The counters of all dispatchers; only the first has streams."""
    total = msgspec.structs.asdict(feed)
    for other in others:
        for name in FeedStats.__struct_fields__:
            if name == "messages":
                total[name] = {kind: count + other.messages[kind] for kind, count in total[name].items()}
            elif name != "streams":
                total[name] += getattr(other, name)
    return FeedStats(**total)


def _with_hooks(feed: FeedStats, hooks: Hooks) -> FeedStats:
    """The dispatcher's counters with what the user's hooks raised: what it calls itself lets nothing out."""
    return msgspec.structs.replace(feed, hook_errors=feed.hook_errors + hooks.feed_failures)


def _counts(runner: Runner) -> dict[str, Any]:
    return {name: int(count) for name, count in runner.counts().items()}


def line_stats(run: Run, lines: Sequence[LineStatus], watchdog: Watchdog) -> Iterator[LineStats]:
    """Every connection of now."""
    figures, silent = run.dispatch.line_figures(), watchdog.liveness.stale_lines()
    shares = win_shares(lines, figures)
    now = run.loop.time()
    for line in lines:
        figure = figures.get(line.line)
        yield LineStats(
            line=line.line,
            shard=line.shard,
            url=line.url,
            local_address=line.local_address,
            state=line.state,
            streams=len(line.streams),
            active_streams=line.active_streams,
            messages=line.messages,
            bytes=line.payload_bytes,
            messages_per_second=watchdog.liveness.line_rate(line.line),
            connects=line.connects,
            connect_failures=line.connect_failures,
            age=None if line.opened_at is None else now - line.opened_at,
            wins=figure.wins if figure is not None else 0,
            copies=figure.copies if figure is not None else 0,
            win_share=shares[line.line],
            lead_p50_ns=_lead(figure, 50),
            lead_p99_ns=_lead(figure, 99),
            stalls=line.stalls,
            is_moving=line.is_moving,
            is_silent=line.line in silent,
        )


def win_shares(lines: Sequence[LineStatus], figures: Mapping[int, LineFigures]) -> dict[int, float | None]:
    """Of what the lines of each shard brought first since they carry it together, the part of each line."""
    wins = {line.line: figures[line.line].wins - line.wins_before if line.line in figures else 0 for line in lines}
    totals: Counter[int] = Counter()
    for line in lines:
        totals[line.shard] += wins[line.line]
    return {line.line: wins[line.line] / totals[line.shard] if totals[line.shard] else None for line in lines}


def _lead(figures: LineFigures | None, percent: float) -> int | None:
    """The lead that so many percent did not exceed: the end of its step, for steps are powers of two."""
    if figures is None or not (total := sum(figures.leads)):
        return None
    seen = 0
    for power, count in enumerate(figures.leads):
        seen += count
        if seen * 100 >= total * percent:
            return 2 << power
    return None


def shard_stats(lines: Iterable[LineStatus], watchdog: Watchdog) -> Iterator[ShardStats]:
    """The sets of streams that lines share."""
    shards: dict[int, list[LineStatus]] = {}
    for line in lines:
        shards.setdefault(line.shard, []).append(line)
    for number, sharing in sorted(shards.items()):
        streams = {stream for line in sharing for stream in line.streams}
        yield ShardStats(
            shard=number,
            streams=len(streams),
            lines=tuple(line.line for line in sharing),
            messages_per_second=sum(map(watchdog.liveness.rate, streams)),
        )


def stream_flows(streams: Streams, watchdog: Watchdog, offset_ns: int) -> Iterator[StreamFlow]:
    """Every stream with handlers; ages are corrected by the offset of the venue's clock."""
    carried: dict[str, list[Activity]] = {}
    for each in streams.dispatch.activity():
        carried.setdefault(each.stream, []).append(each)
    stale: dict[str, list[int]] = {}
    for stream, line in watchdog.liveness.stale():
        stale.setdefault(stream, []).append(line)
    for stream in streams.names():
        copies = carried.get(stream, ())
        p50, p99 = (None if age is None else max(0, age + offset_ns) for age in streams.ages.percentiles(stream))
        yield StreamFlow(
            stream=stream,
            lines=tuple(each.line for each in copies),
            messages=max((each.frames for each in copies), default=0),
            messages_per_second=watchdog.liveness.rate(stream),
            last_id=max((each.last_id for each in copies if each.last_id is not None), default=None),
            gaps=streams.gaps[stream],
            silence=watchdog.silence(stream),
            allowed=watchdog.allowed(stream),
            stale_on=tuple(stale.get(stream, ())),
            age_p50_ns=p50,
            age_p99_ns=p99,
        )


def book_status(key: BookKey, book: Book) -> BookStatus:
    """One local book."""
    bbo = book.bbo
    return BookStatus(
        **key._asdict(),
        state=book.state.value,
        is_valid=book.valid,
        best_bid=bbo.bid.price if bbo is not None else None,
        best_ask=bbo.ask.price if bbo is not None else None,
        last_update_id=book.last_update_id,
        counts=book.stats(),
    )
