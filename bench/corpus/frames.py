"""A named list of frames, as they arrive on a combined stream."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from tickwire import schema

MAX_FRAMES = 4096
SOCKET_READ = 256 << 10  # bytes; as many as one read from a busy socket returns


class FrameSet(NamedTuple):
    """`frames` carry `message` (an array of it where `is_array`); `origin` says where they come from."""

    name: str
    message: type[schema.Message]
    frames: list[bytes]
    origin: str
    is_array: bool = False

    @property
    def mean_bytes(self) -> float:
        return sum(map(len, self.frames)) / len(self.frames)

    @property
    def streams(self) -> list[str]:
        """The names of the streams, each once, in order of appearance."""
        return list(dict.fromkeys(stream_of(frame) for frame in self.frames))


def stream_of(frame: bytes) -> str:
    return frame[11 : frame.index(b'"', 11)].decode()


def envelope(stream: str, message: object) -> bytes:
    """The combined-stream frame that carries `message`."""
    return b'{"stream":"%s","data":%s}' % (stream.encode(), msgspec.json.encode(message))


def first(frames: Iterable[bytes], size_limit: int = SOCKET_READ) -> list[bytes]:
    """As many frames, from the first on, as one read of a busy socket brings: they are in the cache, as then."""
    taken: list[bytes] = []
    size = 0
    for frame in frames:
        if len(taken) == MAX_FRAMES or size > size_limit:
            break
        taken.append(frame)
        size += len(frame)
    return taken
