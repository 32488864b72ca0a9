"""What becomes of best prices in SBE when a client reads too slowly: an older one gives way to a newer."""

from __future__ import annotations

_BEST_BID_ASK = (10001).to_bytes(2, "little")
_TEMPLATE, _SYMBOL = slice(4, 6), 60  # in a short frame, behind the two bytes of its own head


class Culling:
    """The newest best prices of each symbol that wait until the client has read what was sent before."""

    def __init__(self) -> None:
        self._waiting: dict[bytes, bytes] = {}
        self.culled = 0

    def let_pass(self, frames: list[bytes], *, is_behind: bool) -> list[bytes]:
        """The frames to send now, what waited first; of best prices none to a client that is behind."""
        if not is_behind:
            waited, self._waiting = list(self._waiting.values()), {}
            return waited + frames
        passed = []
        for frame in frames:
            if frame[_TEMPLATE] == _BEST_BID_ASK:
                self.culled += frame[_SYMBOL:] in self._waiting
                self._waiting[frame[_SYMBOL:]] = frame
            else:
                passed.append(frame)
        return passed
