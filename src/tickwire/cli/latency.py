"""How long messages took, in a histogram that costs a few operations a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

# The leading bits that are kept: a latency is known to within one part in 32.
_BITS = 6


class LatencyHistogram:
    """Latencies in ns: their number, the exact maximum, and percentiles at most 3.2 % above the true ones."""

    __slots__ = ("_counts", "count", "max")

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}  # by the largest latency that falls into the same step
        self.count = self.max = 0

    def record(self, ns: int) -> None:
        """Count one latency. Below zero, which is the wall clock set back, it counts as zero."""
        if ns <= 0:
            step = 0
        else:
            lower_bits = ns.bit_length() - _BITS
            step = ns if lower_bits <= 0 else ns | (1 << lower_bits) - 1
            if ns > self.max:
                self.max = ns
        self._counts[step] = self._counts.get(step, 0) + 1
        self.count += 1

    def percentile(self, percent: float) -> int:
        """The latency in ns that `percent` of all did not exceed; 0 when there is none."""
        rank, seen = self.count * percent / 100, 0
        for step in sorted(self._counts):
            seen += self._counts[step]
            if seen >= rank:
                return min(step, self.max)
        return 0

    def summary(self) -> tuple[int, int, int]:
        """Median, 99th percentile and maximum, in ns."""
        return self.percentile(50), self.percentile(99), self.max

    @classmethod
    def merged(cls, histograms: Iterable[Self]) -> Self:
        """One histogram of all latencies of several."""
        whole = cls()
        for each in histograms:
            for step, count in each._counts.items():
                whole._counts[step] = whole._counts.get(step, 0) + count
            whole.count += each.count
            whole.max = max(whole.max, each.max)
        return whole
