"""What a client asks for with the URL it connects to."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

MILLISECOND, MICROSECOND = 1000, 1

_TIME_UNITS = {
    "MILLISECOND": MILLISECOND,
    "millisecond": MILLISECOND,
    "MICROSECOND": MICROSECOND,
    "microsecond": MICROSECOND,
}
_STREAM = re.compile(r"(?:!\w+|\w+)(?:@[\w+:]+)+|!\w+")
_MAX_STREAM_LENGTH = 128


class Target(NamedTuple):
    """Streams to begin with, the form of the messages, and the number of µs in one unit of their times."""

    streams: tuple[str, ...]
    combined: bool
    time_unit: int


def is_stream(name: str) -> bool:
    """Tell whether `name` keeps to the syntax of stream names; such a stream need not exist."""
    return len(name) <= _MAX_STREAM_LENGTH and _STREAM.fullmatch(name) is not None


def parse_target(path: bytes) -> Target | None:
    """Read `/ws…` and `/stream…`; None for any other path. Raises ValueError naming the bad part of a query.

    `+` stands for itself, as the stream names `…@+08:00` need it.
    """
    route, _, query = path.decode("utf-8").partition("?")
    route = unquote(route, errors="strict")
    parts = (part.partition("=") for part in query.split("&") if part)
    fields = {unquote(key): unquote(value, errors="strict") for key, _, value in parts}
    time_unit = _TIME_UNITS.get(fields.get("timeUnit", "MILLISECOND"))
    if time_unit is None:
        raise ValueError(f"timeUnit cannot be {fields['timeUnit']!r}")
    if route.rstrip("/") == "/stream":
        names, combined = fields.get("streams", ""), True
    elif route == "/ws" or route.startswith("/ws/"):
        names, combined = route[4:], False
    else:
        return None
    streams = tuple(dict.fromkeys(name for name in names.split("/") if name))
    for name in streams:
        if not is_stream(name):
            raise ValueError(f"invalid stream {name!r}")
    return Target(streams, combined, time_unit)
