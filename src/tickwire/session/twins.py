"""Connections that carry the same streams, compared: which of them stalls, and which never comes first.

Times are seconds of the caller's monotonic clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

# Between two looks a connection brought nothing while a twin brought at least so many messages: it stalls.
EVIDENCE = 5
# One that stalls for so long, and has not been found dead by a ping until then, is replaced.
STALL = 5.0
# The share of first copies is taken over this time; fewer first copies than these say nothing.
WINDOW = 300.0
ENOUGH = 1000
# Below this part of its fair share, 1/n of n twins, a connection adds next to nothing.
POOR = 0.1
# A place is not given a new connection more often than this for being slow; each time it takes twice as long.
PATIENCE = 900.0


class Figures(NamedTuple):
    """What one connection has brought so far: messages of any kind, and how many of them came first."""

    messages: int
    wins: int


class Finding(NamedTuple):
    """A connection that stands out: "stall" when it begins to, "stalled" and "slow" when it is to be replaced."""

    line: int
    what: Literal["stall", "stalled", "slow"]


class Twins:
    """The connections of one shard."""

    def __init__(
        self, *, stall: float = STALL, window: float = WINDOW, patience: float = PATIENCE, enough: int = ENOUGH
    ) -> None:
        self._stall, self._window, self._patience, self._enough = stall, window, patience, enough
        self.stalls: dict[int, int] = {}
        self._messages: dict[int, int] = {}
        self._stalled_at: dict[int, float] = {}
        self._wins: dict[int, int] = {}
        self._window_began = 0.0
        self._replaced_at: float | None = None
        self._replacements = 0

    def forget(self, line: int) -> None:
        """Its number belongs to another connection from now on."""
        for known in (self.stalls, self._messages, self._stalled_at, self._wins):
            known.pop(line, None)

    def look(self, now: float, figures: Mapping[int, Figures]) -> list[Finding]:
        """Compare the connections that are open now."""
        findings = self._stalls(now, figures)
        slow = self._slowest(now, figures)
        if slow is not None and all(finding.line != slow for finding in findings):
            findings.append(Finding(slow, "slow"))
        self._messages = {line: figure.messages for line, figure in figures.items()}
        return findings

    def _stalls(self, now: float, figures: Mapping[int, Figures]) -> list[Finding]:
        gained = {line: figures[line].messages - self._messages[line] for line in figures if line in self._messages}
        is_busy = any(count >= EVIDENCE for count in gained.values())
        findings = []
        for line, count in gained.items():
            if count > 0:
                self._stalled_at.pop(line, None)
            elif is_busy and line not in self._stalled_at:
                self._stalled_at[line] = now
                self.stalls[line] = self.stalls.get(line, 0) + 1
                findings.append(Finding(line, "stall"))
            elif is_busy and now >= self._stalled_at[line] + self._stall:
                self._stalled_at[line] = now  # once more after as long again, should it still be there
                findings.append(Finding(line, "stalled"))
        self._stalled_at = {line: at for line, at in self._stalled_at.items() if line in figures}
        return findings

    def _slowest(self, now: float, figures: Mapping[int, Figures]) -> int | None:
        if self._wins.keys() != figures.keys():
            self._begin_window(now, figures)
            return None
        if now < self._window_began + self._window:
            return None
        gained = {line: figure.wins - self._wins[line] for line, figure in figures.items()}
        self._begin_window(now, figures)
        total, slowest = sum(gained.values()), min(gained, key=gained.__getitem__, default=None)
        if slowest is None or len(gained) < 2 or total < self._enough or gained[slowest] * len(gained) >= POOR * total:
            return None
        if self._replaced_at is not None and now < self._replaced_at + self._patience * 2 ** min(
            self._replacements - 1, 8
        ):
            return None
        self._replaced_at = now
        self._replacements += 1
        return slowest

    def _begin_window(self, now: float, figures: Mapping[int, Figures]) -> None:
        self._window_began = now
        self._wins = {line: figure.wins for line, figure in figures.items()}
