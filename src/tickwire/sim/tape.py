"""Frames made beforehand and joined into large writes, for a venue that sends as fast as its clients read.

A tape is sent again and again. What counts up in its messages, ids and times, goes on from one round to the next.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import add, mul
from typing import NamedTuple

from .frames import SBE, message_frame

CHUNK_BYTES = 128 << 10
_EIGHT_BYTES = struct.Struct("<q")


class TapeMessage(NamedTuple):
    """A message as a %-format, the numbers to put in in the first round, and by how much each grows with a round.

    The numbers keep their count of digits, so that a message has the same length in every round.
    """

    stream: str
    template: bytes
    numbers: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()

    @property
    def is_binary(self) -> bool:
        """Whether numbers are put in as eight bytes, not as digits."""
        return self.stream.endswith(SBE)

    @property
    def payload(self) -> bytes:
        """The message in the first round."""
        return _filled(self.template, self.numbers, self.is_binary)


class Chunk:
    """Whole frames to be written at once, and how many they are."""

    def __init__(
        self, template: bytes, numbers: Sequence[int], steps: Sequence[int], messages: int, *, is_binary: bool = False
    ) -> None:
        self._template, self._numbers, self._steps, self.messages = template, numbers, steps, messages
        self._is_binary = is_binary
        self._made = (0, _filled(template, numbers, is_binary))

    def at(self, turn: int) -> bytes:
        """The frames of a round, counted from 0."""
        if turn != self._made[0] and self._numbers:
            numbers = map(add, self._numbers, map(mul, self._steps, repeat(turn)))
            self._made = (turn, _filled(self._template, numbers, self._is_binary))
        return self._made[1]


def chunks(messages: Iterable[TapeMessage], combined: bool) -> list[Chunk]:
    """Frame messages and join them into chunks of about `CHUNK_BYTES`."""
    made: list[Chunk] = []
    pending: list[TapeMessage] = []
    frames: list[bytes] = []
    size = 0
    for message in messages:
        payload = message.payload
        framed = message_frame(message.stream, payload, combined)
        before, _, after = framed.rpartition(payload)
        frames.append(_escaped(before) + message.template + _escaped(after))
        pending.append(message)
        size += len(framed)
        if size >= CHUNK_BYTES:
            made.append(_joined(frames, pending))
            pending, frames, size = [], [], 0
    if pending:
        made.append(_joined(frames, pending))
    return made


def fixed(stream: str, payload: bytes) -> TapeMessage:
    """A message that is the same in every round."""
    return TapeMessage(stream, _escaped(payload))


def _joined(frames: list[bytes], messages: list[TapeMessage]) -> Chunk:
    numbers = [number for message in messages for number in message.numbers]
    steps = [step for message in messages for step in message.steps]
    return Chunk(b"".join(frames), numbers, steps, len(messages), is_binary=messages[0].is_binary)


def _filled(template: bytes, numbers: Iterable[int], is_binary: bool) -> bytes:
    return template % tuple(map(_EIGHT_BYTES.pack, numbers) if is_binary else numbers)


def _escaped(text: bytes) -> bytes:
    return text.replace(b"%", b"%%")
