"""The demo's result, for the exit code and for machines."""

from __future__ import annotations

import platform
from importlib.metadata import version

import msgspec

from ..client import ClientStats
from .latency import LatencyHistogram
from .tally import Board


class Latency(msgspec.Struct, frozen=True):
    """Wire to callback, in µs."""

    p50: float
    p99: float
    max: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a demo of `seconds` saw: messages, messages a second and latencies by kind of stream, and in all.

    `errors` counts whatever went wrong between the wire and the handlers, `reconnects` the connections lost and found.
    """

    versions: dict[str, str]
    url: str
    seconds: float
    messages: dict[str, int]
    rates: dict[str, float]
    latency_us: dict[str, Latency]
    total_messages: int
    total_rate: float
    total_latency_us: Latency
    bytes: int
    errors: int
    reconnects: int


def report(board: Board, stats: ClientStats, url: str, seconds: float) -> Report:
    """The state of things after `seconds`."""
    tallies = board.tallies
    return Report(
        versions={"python": platform.python_version(), **{name: version(name) for name in ("tickwire", "picows")}},
        url=url,
        seconds=round(seconds, 3),
        messages={name: tally.messages for name, tally in tallies.items()},
        rates={name: round(tally.messages / seconds, 1) for name, tally in tallies.items()},
        latency_us={name: _latency(tally.latency) for name, tally in tallies.items()},
        total_messages=board.messages,
        total_rate=round(board.messages / seconds, 1),
        total_latency_us=_latency(board.latency),
        bytes=stats.bytes,
        errors=count_errors(stats),
        reconnects=sum(max(0, line.connects - 1) for line in stats.by_line),
    )


def _latency(histogram: LatencyHistogram) -> Latency:
    return Latency(*(round(ns / 1000, 1) for ns in histogram.summary()))


def count_errors(stats: ClientStats) -> int:
    """Everything that went wrong between the wire and the handlers."""
    feed = stats.feed
    return (
        feed.decode_errors
        + feed.handler_errors
        + sum(stats.frames_refused.values())
        + stats.requests_failed
        + stats.connect_failures
        + stats.hook_failures  # those over what the feed told are in feed.hook_errors, too
    )
