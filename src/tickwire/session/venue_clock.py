"""The venue's clock against ours: offset, drift and how far off the estimate may be, from round trips of `time`.

A round trip proves that the venue read its clock between our sending and our receiving: an interval that holds the
offset whatever the way was like. Intervals are moved to one instant by the drift and cut with one another; what is left
is the estimate and its bound. They prove too much, none is left: our clock was set, or its rate has changed.

`at` is in seconds of the monotonic clock, `ns` in ns since the epoch by our own clock.
"""

from __future__ import annotations

from collections import deque
from itertools import combinations
from statistics import median
from typing import NamedTuple

import msgspec

# Of each slot the shortest round trip is kept, and so many slots: ten minutes.
SLOT = 30.0
SLOTS = 20
# A crystal is off by less, and a clock that is being disciplined is led back at about this rate.
MAX_RATE = 100e-6
# From so many slots on drift is told from the noise of the way.
DRIFT_SLOTS = 4
# Our two clocks may part by so much, in ns, before the one is said to have been set.
STEP_NS = 5_000_000


class VenueClock(msgspec.Struct, frozen=True, kw_only=True):
    """The venue's clock less ours is `offset_ns`, by at most `error_ns` more or less, at `measured_at` on our clock.

    `drift_ppm` is how many µs a second the offset grows, 0 until it is known. `round_trip_ns` is the shortest round
    trip among the latest `samples`. `restarts` counts how often our clock was found to have been set, and measuring
    began anew.
    """

    offset_ns: int
    error_ns: int
    drift_ppm: float
    round_trip_ns: int
    measured_at: int
    samples: int
    restarts: int


class Reading(NamedTuple):
    """One round trip: when it began and ended, by both our clocks, and what the venue's clock showed in between."""

    sent_at: float
    sent_ns: int
    received_at: float
    received_ns: int
    server_ns: int
    resolution_ns: int

    @property
    def round_trip_ns(self) -> int:
        """How long it took."""
        return int((self.received_at - self.sent_at) * 1e9)

    @property
    def is_torn(self) -> bool:
        """Whether our clock was set during it, so that it proves nothing."""
        return abs(self.received_ns - self.sent_ns - self.round_trip_ns) > STEP_NS

    @property
    def lowest(self) -> float:
        """The least that the offset can be when the round trip ends."""
        return self.server_ns - self.received_ns - self._aged

    @property
    def highest(self) -> float:
        """The most that the offset can be when the round trip ends."""
        return self.server_ns + self.resolution_ns - self.sent_ns + self._aged

    @property
    def _aged(self) -> float:
        """By how much the offset may have changed since the venue read its clock."""
        return self.round_trip_ns * MAX_RATE

    @property
    def middle(self) -> float:
        """The offset if both ways took the same time."""
        return (self.lowest + self.highest) / 2


class ClockEstimate:
    """Takes readings and keeps the estimate that follows from them."""

    def __init__(self) -> None:
        self._best: deque[Reading] = deque(maxlen=SLOTS)
        self._samples: deque[float] = deque()
        self._restarts = 0
        self._drift, self._drift_error = 0.0, MAX_RATE

    def observe(self, reading: Reading) -> bool:
        """Take a reading; True when it contradicts the earlier ones, which are then dropped."""
        if reading.is_torn:
            self._restart()
            return True
        was_set = self.was_set(reading.received_at, reading.received_ns) or self._is_contradicted(reading)
        if was_set:
            self._restart()
        self._add(reading)
        lowest, highest = self._bounds(reading.received_at)
        if lowest > highest:
            was_set = True
            self._restart()
            self._add(reading)
        return was_set

    def at(self, now: float, now_ns: int) -> VenueClock | None:
        """The estimate for this instant; None before the first reading."""
        if not self._best:
            return None
        lowest, highest = self._bounds(now)
        return VenueClock(
            offset_ns=round((lowest + highest) / 2),
            error_ns=max(1, round((highest - lowest) / 2)),
            drift_ppm=self._drift * 1e6,
            round_trip_ns=min(reading.round_trip_ns for reading in self._best),
            measured_at=now_ns,
            samples=len(self._samples),
            restarts=self._restarts,
        )

    def was_set(self, now: float, now_ns: int) -> bool:
        """Whether our clock went another way than the monotonic one since the last reading: measure at once."""
        if not self._best:
            return False
        last = self._best[-1]
        elapsed = now - last.received_at
        return abs(now_ns - last.received_ns - elapsed * 1e9) > STEP_NS + elapsed * 1e9 * MAX_RATE

    def _is_contradicted(self, reading: Reading) -> bool:
        """Whether what a reading proves and what was known exclude each other, though it be too slow to be kept."""
        lowest, highest = self._bounds(reading.received_at)
        return reading.lowest > highest or reading.highest < lowest

    def _restart(self) -> None:
        self._restarts += 1
        self._best.clear()
        self._samples.clear()
        self._drift, self._drift_error = 0.0, MAX_RATE

    def _add(self, reading: Reading) -> None:
        self._samples.append(reading.received_at)
        while self._samples[0] < reading.received_at - SLOT * SLOTS:
            self._samples.popleft()
        if not self._best or reading.received_at // SLOT != self._best[-1].received_at // SLOT:
            self._best.append(reading)
        elif reading.round_trip_ns <= self._best[-1].round_trip_ns:
            self._best[-1] = reading
        self._fit()

    def _fit(self) -> None:
        """Drift: the median of the slopes between slots, within what every two of them prove about it."""
        if len(self._best) < DRIFT_SLOTS:
            return
        slopes, least, most = [], -MAX_RATE, MAX_RATE
        for a, b in combinations(self._best, 2):
            elapsed = (b.received_at - a.received_at) * 1e9
            slopes.append((b.middle - a.middle) / elapsed)
            least = max(least, (b.lowest - a.highest) / elapsed)
            most = min(most, (b.highest - a.lowest) / elapsed)
        self._drift = max(least, min(most, median(slopes)))
        self._drift_error = max(self._drift - least, most - self._drift)

    def _bounds(self, now: float) -> tuple[float, float]:
        lowest, highest = float("-inf"), float("inf")
        for reading in self._best:
            age = (now - reading.received_at) * 1e9
            moved, spread = self._drift * age, self._drift_error * abs(age)
            lowest = max(lowest, reading.lowest + moved - spread)
            highest = min(highest, reading.highest + moved + spread)
        return lowest, highest
