"""Frames made beforehand and joined into large writes, for a venue that sends as fast as its clients read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .frames import message_frame

CHUNK_BYTES = 128 << 10


class Chunk(NamedTuple):
    """Whole frames to be written at once, and how many they are."""

    data: bytes
    messages: int


def chunks(messages: Iterable[tuple[str, bytes]], combined: bool) -> list[Chunk]:
    """Frame (stream, payload) pairs and join them into chunks of about `CHUNK_BYTES`."""
    made: list[Chunk] = []
    pending: list[bytes] = []
    size = 0
    for stream, payload in messages:
        framed = message_frame(stream, payload, combined)
        pending.append(framed)
        size += len(framed)
        if size >= CHUNK_BYTES:
            made.append(Chunk(b"".join(pending), len(pending)))
            pending, size = [], 0
    if pending:
        made.append(Chunk(b"".join(pending), len(pending)))
    return made
