"""What a client counts while it runs: messages, their value, and how long each was under way."""

from __future__ import annotations

import asyncio
import resource
import time
from array import array
from collections.abc import Sequence
from typing import Any, Protocol

now = time.monotonic_ns
# The server's stamps are µs of the monotonic clock plus this, so that clients take them for times in µs.
STAMP_BASE = 10**15
WARM_UP_S = 0.3
POLL_S = 0.05


class Counts(Protocol):
    """`count` and `latencies` (ns) of the messages so far; the C handler's counts look the same."""

    count: int

    @property
    def latencies(self) -> array[int]: ...


class Meter:
    """Filled in by the handlers written in Python."""

    __slots__ = ("count", "latencies", "timed", "value")

    def __init__(self, timed: bool) -> None:
        self.count, self.value, self.timed, self.latencies = 0, 0.0, timed, array("q")


def under_way(stamp: int) -> int:
    """How long a message with that stamp has been under way, in ns."""
    return now() - (stamp - STAMP_BASE) * 1000


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def rate(counts: Counts, seconds: float) -> dict[str, Any]:
    """What `Span` measures, over so many seconds after a warm-up."""
    while not counts.count:
        await asyncio.sleep(0.001)
    await asyncio.sleep(WARM_UP_S)
    span = Span(counts)
    await asyncio.sleep(seconds)
    return span.end()


class Span:
    """A stretch of time: messages a second, CPU seconds a million messages, and the peak of the memory so far."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.began, self.count, self.cpu = now(), counts.count, cpu_seconds()

    def end(self) -> dict[str, Any]:
        messages = self.counts.count - self.count
        took, cpu = now() - self.began, cpu_seconds() - self.cpu
        return {"messages_per_s": messages / took * 1e9, "cpu_s_per_million": cpu / messages * 1e6, **memory()}


async def latency(counts: Counts, expected: int, limit_s: float) -> dict[str, Any]:
    """Percentiles of the time under way, in µs, once all messages have come; the first tenth is warm-up."""
    deadline = now() + int(limit_s * 1e9)
    while counts.count < expected:
        if now() > deadline:
            raise TimeoutError(f"{counts.count} of {expected} messages came in {limit_s:.0f} s")
        await asyncio.sleep(POLL_S)
    return percentiles(counts.latencies, expected) | memory()


def percentiles(latencies: Sequence[int], expected: int) -> dict[str, float]:
    taken = sorted(latencies[expected // 10 :])
    parts = {"p50_us": 0.5, "p99_us": 0.99, "p99.9_us": 0.999}
    return {name: taken[int(len(taken) * part)] / 1000 for name, part in parts.items()}


def memory() -> dict[str, float]:
    return {"peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
