"""How long a stream may be silent before that is strange, judged by what the venue says of it and by its own past.

A stream that follows the clock is judged by its period alone. Of any other two things are kept: how many messages came
a second lately, and the longest silence, which fades over half a day. What is allowed is a multiple of both, so that a
steady trickle is judged by its rate and a bursty one by its pauses. Times are seconds.
"""

from __future__ import annotations

from ..schema import Cadence

# A stream by the clock has missed two messages, and the network had its time.
MISSED_PERIODS, NETWORK_TIME = 3.0, 1.0

# Of messages that come independently, exp(-16) of the gaps are longer than 16 times the mean: less than one a day at
# a hundred a second. Pauses of a bursty stream have no such law: four times the longest of half a day.
MEAN_GAPS, LONGEST_GAPS = 16.0, 4.0
RATE_HALF_LIFE, PAUSE_HALF_LIFE = 600.0, 12 * 3600.0

# Nothing is judged before so many messages over so long a time, several times what will be allowed.
MIN_MESSAGES, MIN_OBSERVED, MIN_LENGTHS = 20, 60.0, 3.0
# Never less, whatever the past; and a stream that would be allowed more is too quiet to be judged by its silence.
FLOOR, CAP = 5.0, 1800.0


class Rhythm:
    """The past of one stream, on whichever connections it came; `allowance` is what follows from it."""

    __slots__ = ("_at", "_before", "_cadence", "_longest", "_messages", "_observed", "_seconds", "_taken")

    def __init__(self, cadence: Cadence) -> None:
        self._cadence = cadence
        self._messages = self._seconds = 0.0  # fading; their ratio is the rate
        self._taken, self._observed = 0, 0.0
        self._longest, self._at = 0.0, 0.0
        self._before = (0.0, 0.0)  # what the longest silence was when a message came last

    def heard(self, now: float, messages: int, gap: float) -> None:
        """So many messages came, the last one now, `gap` after the one before them all."""
        fading = 0.5 ** (gap / RATE_HALF_LIFE)
        self._messages = self._messages * fading + messages
        self._seconds = self._seconds * fading + gap
        self._taken += messages
        self._observed += gap
        self._lengthen(now, gap)

    def forgive(self, now: float, gap: float) -> None:
        """The stream came back by itself: that silence was its nature, up to what had been allowed.

        No more than that, or one long outage would excuse every shorter one for half a day.
        """
        allowed = self.allowance(now)
        self._lengthen(now, gap if allowed is None else min(gap, allowed))

    def take_back(self) -> None:
        """The silence that was heard of last was none of the stream's own."""
        self._longest, self._at = self._before

    def allowance(self, now: float) -> float | None:
        """How long a silence is nothing strange; None while too little is known, or too little comes, to tell."""
        if self._cadence.is_steady and self._cadence.period is not None:
            return min(MISSED_PERIODS * self._cadence.period + NETWORK_TIME, CAP)
        pause = LONGEST_GAPS * self._faded(now)
        if self._taken < MIN_MESSAGES or self._observed < MIN_OBSERVED:
            return None
        allowed = max(FLOOR, pause, MEAN_GAPS * self._seconds / self._messages)
        return allowed if allowed <= CAP and allowed * MIN_LENGTHS <= self._observed else None

    def _faded(self, now: float) -> float:
        return self._longest * float(0.5 ** ((now - self._at) / PAUSE_HALF_LIFE))

    def _lengthen(self, now: float, gap: float) -> None:
        self._before = self._longest, self._at
        if gap >= self._faded(now):
            self._longest, self._at = gap, now
