"""What the gateway does by itself, and how long it waits, as data."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..errors import ConfigError

SECOND = 1_000_000_000
MILLISECOND = 1_000_000
# The venue refuses a request that wants to be valid for longer, and knows nothing below a millisecond here.
LONGEST_WINDOW = 60 * SECOND
HOUR = 3600 * SECOND
_UP_TO_AN_HOUR = 0, HOUR, "up to an hour"
# So that a number of seconds is not taken for ns, what cannot be 0 is a millisecond at least.
TIMES = {
    "reply_within": (MILLISECOND, HOUR, "1 ms to an hour"),
    "recv_window": (MILLISECOND, LONGEST_WINDOW, "1 ms to 60 s"),
    "processing": _UP_TO_AN_HOUR,
    "margin": _UP_TO_AN_HOUR,
    "fills_within": _UP_TO_AN_HOUR,
    "ask_again": (MILLISECOND, HOUR, "1 ms to an hour"),
    "ask_again_most": (MILLISECOND, HOUR, "1 ms to an hour"),
}


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Times are ns. Raises ConfigError naming one that cannot be.

    - `reply_within`: an order not answered by then is in doubt.
    - `recv_window`: that of the requests, 1 ms to 60 s: the venue's engine takes no order older than that.
    - `processing`: how long the venue may work on a request before it gives up (its -1007).
    - `margin`: added to both before "no such order" is believed; covers what clocks may be off.
    - `fills_within`: how long a fill may be known without its execution before that is asked for.
    - `ask_again`, `ask_again_most`: the pause between two questions of one kind, doubled each time.
    - `when_limited`: whether an order beyond the venue's limits is refused, or waits here for its turn.
    - `cancel_on_disconnect`: cancel our open orders as soon as a connection is back. The best that can be done: until
      then the venue goes on filling them.
    """

    reply_within: int = 5 * SECOND
    recv_window: int = 5 * SECOND
    processing: int = 10 * SECOND
    margin: int = 1 * SECOND
    fills_within: int = 1 * SECOND
    ask_again: int = 500 * MILLISECOND
    ask_again_most: int = 5 * SECOND
    when_limited: Literal["refuse", "wait"] = "refuse"
    cancel_on_disconnect: bool = False

    def __post_init__(self) -> None:
        """Check them."""
        for name, (least, most, words) in TIMES.items():
            time = getattr(self, name)
            if type(time) is not int or not least <= time <= most:
                raise ConfigError(f"{name}: {words}, as a whole number of ns, not {time!r:.60}")
        if self.when_limited not in ("refuse", "wait"):
            raise ConfigError(f"when_limited: 'refuse' or 'wait', not {self.when_limited!r:.60}")
        if not isinstance(self.cancel_on_disconnect, bool):
            raise ConfigError(f"cancel_on_disconnect: True or False, not {self.cancel_on_disconnect!r:.60}")

    @property
    def settles_within(self) -> int:
        """From so long after it was sent on, a request can have no further effect at the venue."""
        return self.recv_window + self.processing + self.margin
