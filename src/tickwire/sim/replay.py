"""Recorded messages sent again: JSON lines, one message a line, plain or gzipped."""

from __future__ import annotations

import gzip
import types
import zlib
from collections.abc import Container, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from ..errors import ConfigError
from ..schema.streams import parse_stream
from .messages import Publish
from .tape import TapeMessage, fixed

# Later than any time in ms, earlier than any in µs.
_FIRST_MICROSECOND = 10**14


class _Line(msgspec.Struct):
    stream: str | UnsetType = UNSET
    data: msgspec.Raw | UnsetType = UNSET


class _Stamp(msgspec.Struct):
    E: int | UnsetType = UNSET
    T: int | UnsetType = UNSET


class _Bare(msgspec.Struct):
    s: str = ""


class Record(NamedTuple):
    """One recorded message and its time in µs."""

    time: int
    stream: str
    payload: bytes


class Replay:
    """Recorded lines as a feed: in the pace of their event times (`speed` 1), faster, or unpaced (`speed` None).

    A line is a message of a combined stream, or a bare payload of `stream`, in which `{symbol}` stands for the
    payload's own symbol. Other lines (snapshots, replies) are left out and counted in `skipped`. Payloads are sent
    as recorded, whatever time unit a connection asks for. Raises ConfigError when nothing can be sent.
    """

    def __init__(
        self, path: str | Path, stream: str | None = None, *, speed: float | None = 1.0, loop: bool = False
    ) -> None:
        if speed is not None and speed <= 0:
            raise ConfigError(f"speed: a multiple of real time above 0 or None, not {speed}")
        self.path, self.speed, self.loop, self.skipped = Path(path), speed, loop, 0
        self._bare = _BareLines(stream) if stream is not None else None
        self.records = list(self._read())
        if not self.records:
            raise ConfigError(f"{path}: none of its {self.skipped} lines is a message to replay")
        self.streams = frozenset(record.stream for record in self.records)

    def source(self, _start: int) -> Playback:
        """Play the lines, which have times of their own."""
        return Playback(self.records, self.loop)

    def tape(self, wanted: Container[str], _time_unit: int) -> tuple[list[TapeMessage], bool]:
        """The lines of the streams `wanted`, in the order of the file."""
        return [fixed(each.stream, each.payload) for each in self.records if each.stream in wanted], self.loop

    def _read(self) -> Iterator[Record]:
        time = 0
        opener = gzip.open if self.path.suffix == ".gz" else open
        try:
            with opener(self.path, "rb") as file:
                for line in file:
                    if (found := self._message(line.strip())) is None:
                        self.skipped += 1
                        continue
                    stream, payload = found
                    time = max(time, _time(payload) or time)
                    yield Record(time, stream, payload)
        except (OSError, EOFError, zlib.error) as error:
            raise ConfigError(f"{self.path}: {error}") from error

    def _message(self, line: bytes) -> tuple[str, bytes] | None:
        try:
            envelope = msgspec.json.decode(line, type=_Line)
        except msgspec.DecodeError:
            envelope = _Line()
        if isinstance(envelope.stream, str) and isinstance(envelope.data, msgspec.Raw):
            return envelope.stream, bytes(envelope.data)
        return self._bare.message(line) if self._bare else None


class _BareLines:
    """Payloads without an envelope, told from other lines by their keys."""

    def __init__(self, stream: str) -> None:
        self._stream = stream
        parsed = parse_stream(stream.replace("{symbol}", "symbol"))
        if parsed is None:
            raise ConfigError(f"stream: the venue has no stream {stream!r}")
        expected: Any = types.GenericAlias(list, (parsed.message,)) if parsed.is_array else parsed.message
        self._decode = msgspec.json.Decoder(expected).decode

    def message(self, line: bytes) -> tuple[str, bytes] | None:
        try:
            self._decode(line)
            symbol = msgspec.json.decode(line, type=_Bare).s.lower() if "{symbol}" in self._stream else ""
        except msgspec.DecodeError:
            return None
        return self._stream.replace("{symbol}", symbol), line


def _time(payload: bytes) -> int | None:
    try:
        if payload.startswith(b"["):
            stamp = next(iter(msgspec.json.decode(payload, type=list[_Stamp])), _Stamp())
        else:
            stamp = msgspec.json.decode(payload, type=_Stamp)
    except msgspec.DecodeError:
        return None
    time = stamp.E if isinstance(stamp.E, int) else stamp.T
    if not isinstance(time, int):
        return None
    return time if time >= _FIRST_MICROSECOND else time * 1000


def _as_recorded(payload: bytes, _unit: int) -> msgspec.Raw:
    return msgspec.Raw(payload)


class Playback:
    """Records played along a time line, once or again and again."""

    def __init__(self, records: list[Record], loop: bool) -> None:
        self._records, self._loop = records, loop
        self._next, self._offset = 0, 0
        self.now = next((record.time for record in records if record.time), 0)
        self._first, self._last = self.now, records[-1].time

    @property
    def next_time(self) -> int | None:
        """When the next record is due; None after the last."""
        if self._next < len(self._records):
            return max(self._records[self._next].time, self._first) + self._offset
        return None

    def advance(self, until: int, publish: Publish) -> None:
        """Publish the records due by `until`."""
        while (due := self.next_time) is not None and due <= until:
            record = self._records[self._next]
            publish(record.stream, partial(_as_recorded, record.payload))
            self._next += 1
            if self._loop and self._next == len(self._records):
                self._next = 0
                self._offset += self._last - self._first + 1000
        self.now = until
