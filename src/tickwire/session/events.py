"""What happens to connections, as typed events for the hooks of the client. They are never mixed into the data."""

from __future__ import annotations

import msgspec


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

    `attempt` counts the attempts it took, `outage` the seconds since the loss; `streams` are wanted on it again, and
    what they would have brought in between is lost.
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
