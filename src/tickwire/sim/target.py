"""What a client asks for with the URL it connects to."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from .error_words import WORDS

MILLISECOND, MICROSECOND = 1000, 1
API_PATH = "/ws-api/v3"

_TIME_UNITS = {
    "MILLISECOND": MILLISECOND,
    "millisecond": MILLISECOND,
    "MICROSECOND": MICROSECOND,
    "microsecond": MICROSECOND,
}
SBE_ID, SBE_VERSIONS = 3, (3, 4, 5)
"""The schema of the WebSocket API, and its versions that are not retired: all but the last are deprecated."""
_STREAM = re.compile(r"(?:!\w+|\w+)(?:@[\w+:]+)+|!\w+")
_MAX_STREAM_LENGTH = 128


class Target(NamedTuple):
    """Streams to begin with, the form of the messages, and the number of µs in one unit of their times."""

    streams: tuple[str, ...]
    combined: bool
    time_unit: int
    is_sbe: bool = False


class ApiTarget(NamedTuple):
    """A connection to the WebSocket API: whether its replies tell of the limits, and their version of SBE, if any."""

    time_unit: int
    rate_limits: bool
    sbe_version: int | None = None

    @property
    def is_deprecated(self) -> bool:
        """Whether the schema has a successor."""
        return self.sbe_version is not None and self.sbe_version < SBE_VERSIONS[-1]


class Unsupported(ValueError):
    """A schema that is not spoken: the venue's code and words."""

    def __init__(self, code: int, msg: str) -> None:
        super().__init__(msg)
        self.code, self.msg = code, msg


def is_stream(name: str) -> bool:
    """Tell whether `name` keeps to the syntax of stream names; such a stream need not exist."""
    return len(name) <= _MAX_STREAM_LENGTH and _STREAM.fullmatch(name) is not None


def parse_target(path: bytes) -> Target | ApiTarget | None:
    """Read `/ws…`, `/stream…` and `/ws-api/v3`; None for any other path. Raises ValueError naming a bad part.

    `+` stands for itself, as the stream names `…@+08:00` need it.
    """
    route, _, query = path.decode("utf-8").partition("?")
    route = unquote(route, errors="strict")
    parts = (part.partition("=") for part in query.split("&") if part)
    fields = {unquote(key): unquote(value, errors="strict") for key, _, value in parts}
    time_unit = _TIME_UNITS.get(fields.get("timeUnit", "MILLISECOND"))
    if time_unit is None:
        raise ValueError(f"timeUnit cannot be {fields['timeUnit']!r}")
    if route.rstrip("/") == API_PATH:
        shows_limits = fields.get("returnRateLimits", "true").lower() != "false"
        version = _sbe_version(query, fields)
        return ApiTarget(time_unit if version is None else MICROSECOND, shows_limits, version)
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


def _sbe_version(query: str, fields: dict[str, str]) -> int | None:
    """The version of the schema asked for; None for JSON. Raises Unsupported."""
    formats = {part for part in query.split("&") if part.startswith("responseFormat=")}
    if len(formats) > 1:
        raise Unsupported(-1128, "Combination of optional parameters invalid.")
    if fields.get("responseFormat", "json") != "sbe":
        return None
    given = (fields.get("sbeSchemaId", ""), fields.get("sbeSchemaVersion", ""))
    if not all(text.isascii() and text.isdecimal() for text in given):
        raise Unsupported(-1152, WORDS[-1152])
    schema_id, version = map(int, given)
    if schema_id != SBE_ID or version not in SBE_VERSIONS:
        raise Unsupported(-1153, WORDS[-1153])
    return version
