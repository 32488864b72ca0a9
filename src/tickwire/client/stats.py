"""What a client has counted."""

from __future__ import annotations

import msgspec

from ..feed.events import FeedStats


class ClientStats(msgspec.Struct, frozen=True, kw_only=True):
    """Totals since the client was made; `feed` holds the dispatcher's.

    `connections` and `streams` are those of now, `active_streams` the ones the venue has acknowledged. `frames` and
    `bytes` are text frames and their payloads, `frames_refused` those thrown away, by fault.
    """

    connections: int = 0
    streams: int = 0
    active_streams: int = 0
    connects: int = 0
    connect_failures: int = 0
    disconnects: int = 0
    frames: int = 0
    bytes: int = 0
    frames_refused: dict[str, int] = {}
    requests_failed: int = 0
    hook_failures: int = 0
    feed: FeedStats


class StreamStats(msgspec.Struct, frozen=True, kw_only=True):
    """Totals of one subscription: messages handed to its handler, by stream too, and exceptions out of it."""

    messages: int
    handler_errors: int
    by_stream: dict[str, int]
