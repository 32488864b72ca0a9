"""What may happen to single messages on their way: each filter takes an event and returns what arrives of it."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Protocol

from .market import Event

DAMAGED = ""  # the stream of an event whose frame no longer says anything


class Filter(Protocol):
    """Takes what a connection is to bring and returns what it does bring."""

    @property
    def is_active(self) -> bool:
        """Whether it will yet change anything."""

    def __call__(self, event: Event) -> Iterable[Event]: ...


class Limited:
    """A filter for the next `count` events of a stream; of all streams when `stream` is None."""

    def __init__(self, stream: str | None, count: int) -> None:
        self.stream, self.count = stream, count

    @property
    def is_active(self) -> bool:
        """Whether it will yet change anything."""
        return self.count > 0

    def __call__(self, event: Event) -> Iterable[Event]:
        if not self.count or (self.stream is not None and event.stream != self.stream):
            return (event,)
        self.count -= 1
        return self.change(event)

    def change(self, event: Event) -> Iterable[Event]:
        """What arrives instead of the event."""
        raise TypeError("a filter has to say what it does")


class Skip(Limited):
    """The events never arrive."""

    def change(self, event: Event) -> Iterable[Event]:
        return ()


class Repeat(Limited):
    """The events arrive twice."""

    def change(self, event: Event) -> Iterable[Event]:
        return (event, event)


class Swap(Limited):
    """The events arrive after the one that follows on the same stream."""

    def __init__(self, stream: str, count: int) -> None:
        super().__init__(stream, count)
        self._kept: Event | None = None

    @property
    def is_active(self) -> bool:
        """Whether an event has yet to come, or to come late."""
        return self.count > 0 or self._kept is not None

    def __call__(self, event: Event) -> Iterable[Event]:
        if self._kept is not None and event.stream == self.stream:
            kept, self._kept = self._kept, None
            return (event, kept)
        return super().__call__(event)

    def change(self, event: Event) -> Iterable[Event]:
        self._kept = event
        return ()


class Corrupt(Limited):
    """The frames arrive cut, or with a byte changed so that they are no JSON."""

    def __init__(self, stream: str | None, count: int, random: Random) -> None:
        super().__init__(stream, count)
        self._random = random

    def change(self, event: Event) -> Iterable[Event]:
        frame = bytearray(event.frame)
        if self._random.random() < 0.5:
            del frame[self._random.randrange(1, len(frame)) :]
        else:
            frame[self._random.choice([i for i, byte in enumerate(frame) if byte in b'{}":,'])] = 0x01
        return (Event(DAMAGED, 0, 0, bytes(frame)),)


class Mute:
    """A stream is silent until the end of it, however often it is subscribed."""

    def __init__(self, stream: str) -> None:
        self.stream, self.is_active = stream, True

    def end(self) -> None:
        """The stream is heard again."""
        self.is_active = False

    def __call__(self, event: Event) -> Iterable[Event]:
        return () if self.is_active and event.stream == self.stream else (event,)
