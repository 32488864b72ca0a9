"""The weight of requests in fixed one-minute windows, and what becomes of those who do not heed it."""

from __future__ import annotations

from .api_errors import Until, banned, too_much_weight
from .limits import Limits

_CONNECTING = 2
_LONGEST_BAN = 3 * 24 * 3600.0


class Weights:
    """The weight one address has used. Times are µs of the venue's clock; windows begin on its full minutes."""

    def __init__(self, limits: Limits) -> None:
        self.limit, self.used = limits.weight, 0
        self._length = round(limits.weight_window * 1e6)
        self._window = self._refused = 0
        self._refusals_borne, self._ban = limits.refusals_borne, limits.ban
        self._banned_until = 0

    def spend(self, weight: int, now: int) -> None:
        """Count a request. Raises ApiError with status 429 when it is one too many, 418 when that was not heeded."""
        self._roll(now)
        if now < self._banned_until:
            raise banned(Until(now // 1000, self._banned_until // 1000))
        self.used += weight
        if self.used <= self.limit:
            return
        self._refused += 1
        if self._refused > self._refusals_borne:
            self._banned_until = now + round(self._ban * 1e6)
            self._ban = min(self._ban * 2, _LONGEST_BAN)
            raise banned(Until(now // 1000, self._banned_until // 1000))
        raise too_much_weight(self.limit, Until(now // 1000, (self._window + 1) * self._length // 1000))

    def give_back(self, weight: int) -> None:
        """A request that was counted is free."""
        self.used = max(0, self.used - weight)

    def connected(self, now: int) -> None:
        """Count a new connection."""
        self._roll(now)
        self.used += _CONNECTING

    def banned_for(self, now: int) -> float:
        """Seconds until the address may connect again; 0 when it may."""
        return max(0, self._banned_until - now) / 1e6

    def _roll(self, now: int) -> None:
        window = now // self._length
        if window != self._window:
            self._window, self.used, self._refused = window, 0, 0
