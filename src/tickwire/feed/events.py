"""What can go wrong between a frame and a handler, as typed events for the hooks, and the counters."""

from __future__ import annotations

import traceback

import msgspec


class FeedError(msgspec.Struct, frozen=True):
    """A frame that is no message: neither shapes nor table nor msgspec take it.

    `reason` says why, `offset` where in the frame (bytes; None when unknown), `stream` whose it is (None when it does
    not say). `raw` is its beginning, at most 1024 of its `size` bytes. `recv_time` is in ns since the epoch.
    """

    reason: str
    stream: str | None
    raw: bytes
    size: int
    offset: int | None
    recv_time: int
    line: int


class Unhandled(msgspec.Struct, frozen=True):
    """A whole frame, well-formed, that nobody subscribed to: of another stream, or of none (`stream` is None)."""

    raw: bytes
    stream: str | None
    recv_time: int
    line: int


class HandlerError(msgspec.Struct, frozen=True):
    """A handler raised `error` on a message of `stream`; the feed went on. `count` is how often it has, with this."""

    handler: str
    stream: str
    error: BaseException
    count: int

    @property
    def traceback(self) -> str:
        """The error with its traceback, as Python prints it."""
        return "".join(traceback.format_exception(self.error))


class FeedStats(msgspec.Struct, frozen=True, kw_only=True):
    """What went through a dispatcher since it was made.

    `messages` counts by message name, the elements of arrays one by one. `late` are frames of streams that were
    subscribed once; `slow_decodes` those that msgspec took where shapes and table did not; `shape_hits` and
    `shape_misses` messages tried by shape. `hook_errors` are exceptions that hooks raised.
    """

    frames: int
    payload_bytes: int
    messages: dict[str, int]
    streams: int
    control: int
    decode_errors: int
    unhandled: int
    late: int
    handler_errors: int
    hook_errors: int
    slow_decodes: int
    shape_hits: int
    shape_misses: int
