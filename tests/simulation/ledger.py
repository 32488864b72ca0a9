"""The invariant of streams: every id was delivered once and in order, or stands in exactly one reported gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .market import INTERVALS

Range = tuple[int, int]
Violate = Callable[[str], None]


class Ledger:
    """What one subscription got of a stream whose ids follow one another, and what it was told of the others.

    `came` holds the ids that reached the client undamaged: none of them may be called missing. `step` is the distance
    of one id to the next. `violate` is told what must not be.
    """

    def __init__(self, stream: str, came: set[int], violate: Violate, step: int = 1) -> None:
        self.stream, self.step, self._violate = stream, step, violate
        self.expected: int | None = None  # the next id that was neither delivered nor reported
        self.messages = self.gaps = self.recovered = 0
        self.undecided: list[Recovering] = []
        self._came = came

    def delivered(self, first: int, last: int, is_recovered: bool = False) -> None:
        """The handler got a message of these ids."""
        self.messages += 1
        if is_recovered or any(one.expects(first) for one in self.undecided):  # a late one may fill its gap itself
            self._recovered(first)
            return
        if self.expected is None:
            self.expected = last + self.step
            return
        if first > self.expected:
            self._violated(f"{self.expected} to {first - self.step} neither delivered nor reported, then {first}")
        if last < self.expected:
            self._violated(f"{first} to {last} once more, or too late: {self.expected} is next")
        self.expected = last + self.step

    def gap(self, gap: Any) -> None:
        """The client says what is missing."""
        self.gaps += 1
        if gap.reason == "restarted":
            self.expected = None  # any id may be the next
            return
        first, last = gap.first_missing, gap.last_missing
        if self.expected is None:  # the stream is not new to the client, only to this handler
            self.expected = first
        if first != self.expected or last < first:
            self._violated(f"a gap from {first} to {last} where {self.expected} is next")
        if came := self._came.intersection(range(first, last + 1, self.step)):
            self._violated(f"called missing although they had come: {sorted(came)[:5]} of {first} to {last}")
        self.expected = last + self.step
        if gap.is_recovering:
            self.undecided.append(Recovering(first, last, self.step))

    def knows(self, recovery: Any) -> bool:
        """Whether its gap was told to this subscription, and not to one before."""
        return any((one.first, one.last) == (recovery.first, recovery.last) for one in self.undecided)

    def recovery(self, recovery: Any) -> None:
        """The client says what it could not recover of a gap."""
        if not self.knows(recovery):
            self._violated(f"a recovery of {recovery.first} to {recovery.last}, which no gap announced")
            return
        done = next(one for one in self.undecided if (one.first, one.last) == (recovery.first, recovery.last))
        self.undecided.remove(done)
        if done.missing() != list(map(tuple, recovery.lost)):
            self._violated(f"lost {done.missing()} of {done.first} to {done.last}, was told {recovery.lost}")

    def _recovered(self, number: int) -> None:
        self.recovered += 1
        for one in self.undecided:
            if one.take(number):
                return
        self._violated(f"{number} recovered, which no gap announced, or not in order")

    def has_reached(self, last_sent: int) -> bool:
        """Whether everything up to this id was delivered or reported."""
        return self.expected == last_sent + self.step

    def _violated(self, what: str) -> None:
        self._violate(f"{self.stream}: {what}")


class Recovering:
    """A gap that is being filled: what has come of it so far, always rising."""

    def __init__(self, first: int, last: int, step: int) -> None:
        self.first, self.last, self.step = first, last, step
        self._next = first
        self._missing: list[Range] = []

    def __repr__(self) -> str:
        return f"{self.first} to {self.last}"

    def expects(self, number: int) -> bool:
        """Whether this id is still missing here."""
        return self._next <= number <= self.last

    def take(self, number: int) -> bool:
        """Note an id; False when it is none of this gap or came before."""
        if not self.expects(number):
            return False
        if number > self._next:
            self._missing.append((self._next, number - self.step))
        self._next = number + self.step
        return True

    def missing(self) -> list[Range]:
        """What has not come."""
        return self._missing + ([(self._next, self.last)] if self._next <= self.last else [])


class CandleLedger(Ledger):
    """Of candles, each must be brought to its end once; in between they may be sent as often as the venue likes."""

    def __init__(self, stream: str, came: set[int], violate: Violate) -> None:
        super().__init__(stream, came, violate, INTERVALS[stream.rpartition("_")[2]] * 1_000_000)

    def candle(self, open_time: int, is_closed: bool, is_recovered: bool) -> None:
        """The handler got a candle."""
        if is_closed:
            self.delivered(open_time, open_time, is_recovered)
            return
        self.messages += 1
        if self.expected is None:
            self.expected = open_time
        if open_time != self.expected:
            self._violated(f"candle {open_time} where {self.expected} is next")


class RisingLedger(Ledger):
    """Quotes replace one another: an id may be left out, but none comes back."""

    def delivered(self, first: int, last: int, is_recovered: bool = False) -> None:
        """The handler got a quote."""
        self.messages += 1
        if self.expected is not None and last < self.expected:
            self._violated(f"{last} once more, or too late: {self.expected - 1} came before")
        self.expected = last + 1

    def gap(self, gap: Any) -> None:
        """There are no gaps in what may be left out, but ids that begin anew."""
        if gap.reason != "restarted":
            self._violated(f"{gap} on a stream without gaps")
        self.expected = None


def ledger_of(stream: str, came: set[int], violate: Violate) -> Ledger:
    """The ledger that suits a stream."""
    kind = stream.partition("@")[2]
    if kind == "bookTicker":
        return RisingLedger(stream, came, violate)
    return CandleLedger(stream, came, violate) if kind.startswith("kline") else Ledger(stream, came, violate)


def total(ledgers: Iterable[Ledger], figure: str) -> int:
    """Sum of one of the counters."""
    return sum(getattr(ledger, figure) for ledger in ledgers)
