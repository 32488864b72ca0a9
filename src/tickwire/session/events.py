"""What happens to connections, as typed events for the hooks of the client. They are never mixed into the data."""

from __future__ import annotations

from typing import Literal

import msgspec


class Connected(msgspec.Struct, frozen=True):
    """A connection opened, for the first time or again; `streams` stood in its URL."""

    line: int
    url: str
    streams: tuple[str, ...]


class Disconnect(msgspec.Struct, frozen=True):
    """A connection ended.

    `code` is the WebSocket close code: the venue's, or 1006 when the connection broke without one. `lasted` is in
    seconds, `messages` counts what arrived on it, `streams` what was wanted on it. `is_final` tells that it ended at
    the client's own wish and will not come back.
    """

    line: int
    url: str
    code: int
    reason: str
    lasted: float
    messages: int
    streams: int
    is_final: bool


class Reconnect(msgspec.Struct, frozen=True):
    """A lost connection is open again.

    `attempt` counts the attempts since the loss, from 1 again for every loss, and `outage` the seconds since it;
    `streams` are wanted on it again, and what they would have brought in between is missed, unless another line did.
    """

    line: int
    url: str
    attempt: int
    outage: float
    streams: tuple[str, ...]


class ConnectFailed(msgspec.Struct, frozen=True):
    """An attempt to connect failed, or may not be made yet; the next one follows after `retry_in` seconds."""

    line: int
    attempt: int
    error: Exception
    retry_in: float


class Rotation(msgspec.Struct, frozen=True):
    """Streams moved from one connection to another, or did not.

    `reason` is "age", "shutdown" (the venue said so), "asked" (`client.rotate`), "balance" (between connections, by
    rates), "spread" (to another host than the twin's), "encoding" (SBE is back, from JSON that stood in for it),
    "stalled", "slow" or what liveness gave. `outcome` is
    "complete", "cut" (the old connection ended first and the new one took over as it was; gaps are reported as such)
    or "failed" (the old connection stays, and another attempt follows); `fault` says why. Of the `streams`,
    `overlapped` had joined by their ids and `quiet` were brought by neither connection for a while. `lasted` is in
    seconds, `attempt` counts from 1.
    """

    line: int
    new_line: int
    reason: str
    outcome: Literal["complete", "cut", "failed"]
    fault: str
    streams: tuple[str, ...]
    overlapped: int
    quiet: int
    lasted: float
    attempt: int


class RequestFailed(msgspec.Struct, frozen=True):
    """The venue refused a request, or did not answer it in time, and no caller was waiting to be told.

    `line` is None for an answer that fits no request of ours.
    """

    line: int | None
    error: Exception


class FrameRefused(msgspec.Struct, frozen=True):
    """A WebSocket frame that is no market data: `fault` says why, `size` its payload in bytes.

    `fault` is one of "binary", "compressed", "fragment" (a piece without a beginning, or a beginning within another
    message) and "oversized"; after one many times over the limit, of which the size is not known (0), the connection is
    opened anew.
    """

    line: int
    fault: str
    size: int


class Stale(msgspec.Struct, frozen=True):
    """A stream is silent though the venue acknowledged it, or a whole connection is (`stream` is None).

    `line` is the connection, None when several carry the stream and none of them brings it. `silence` is how long
    nothing came, `expected` the longest silence that would have been nothing strange, both in seconds. `reason` is
    "silent", "no first message" (nothing came since the acknowledgement) or "behind" (another connection brings it).
    """

    stream: str | None
    line: int | None
    silence: float
    expected: float
    reason: str


class Alive(msgspec.Struct, frozen=True):
    """A stream that was stale speaks again on a connection, after `silence` seconds there; None: the connection."""

    stream: str | None
    line: int
    silence: float
