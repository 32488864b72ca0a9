"""What a signed request is checked for, besides its signature: when it was made, and how long it may take."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from .. import api_errors
from ..api_params import Params

# Later than any time in ms, earlier than any in µs.
_FIRST_MICROSECOND = 10**14
_FIRST_OF_2017 = 1_483_228_800_000_000
_FAR_AHEAD = 10_000_000
_AHEAD = 1_000_000
_WINDOW_SYNTAX = r"^[0-9]{1,5}(\.[0-9]{1,3})?$"
_LONGEST_WINDOW = 60_000_000


class _Parts(msgspec.Struct):
    params: dict[str, msgspec.Raw] = {}


def payload(raw: bytes) -> bytes:
    """The bytes of a request that its signature is over: its parameters by name, in the text they were sent in."""
    params = msgspec.json.decode(raw, type=_Parts).params
    return b"&".join(
        b"%b=%b" % (name.encode(), _text(bytes(params[name]))) for name in sorted(params) if name != "signature"
    )


def _text(raw: bytes) -> bytes:
    return msgspec.json.decode(raw, type=str).encode() if raw.startswith(b'"') else raw


class Timing:
    """When a request was made and for how long it is valid, in µs."""

    def __init__(self, params: Params) -> None:
        stamp = params.integer("timestamp")
        self.made = stamp if stamp >= _FIRST_MICROSECOND else stamp * 1000
        self._window = _window(params)

    def check_received(self, now: int) -> None:
        """The check when a request comes in at `now`, by the venue's clock. Raises ApiError."""
        if not _FIRST_OF_2017 <= self.made <= now + _FAR_AHEAD:
            raise api_errors.outside_of_window()
        if self.made >= now + _AHEAD:
            raise api_errors.ahead_of_time()
        self.check_forwarded(now)

    def check_forwarded(self, now: int) -> None:
        """The check before a request goes to the exchange, at `now`. Raises ApiError."""
        if now - self.made > self._window:
            raise api_errors.outside_of_window()


def _window(params: Params) -> int:
    given = params.optional_any("recvWindow")
    if given is None:
        return 5_000_000
    text = str(given)
    if not re.fullmatch(_WINDOW_SYNTAX, text):
        raise api_errors.illegal("recvWindow", _WINDOW_SYNTAX)
    window = int(Decimal(text) * 1000)
    if window > _LONGEST_WINDOW:
        raise api_errors.window_too_long()
    return window
