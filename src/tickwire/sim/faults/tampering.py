"""Faults of single messages: links of a chain that a stream's frames pass before they are queued."""

from __future__ import annotations

import asyncio
import random
import re
import struct
from collections.abc import Callable, Sequence
from functools import partial

from ..connection import Connection
from ..control import Control
from ..frames import BINARY, frame

Frames = Sequence[bytes]
Count = Callable[[int], None]


class Link:
    """Does something to the messages of `stream`, or of all when that is None, for `messages` of them or for ever."""

    def __init__(self, stream: str | None, messages: int | None, count: Count) -> None:
        self.stream, self._left, self._count = stream, messages, count

    def concerns(self, stream: str) -> bool:
        """Tell whether the messages of a stream come by here."""
        return self.stream is None or self.stream == stream

    def take(self, stream: str, framed: bytes) -> Frames:
        """Take a message and return what to send now."""
        if self._left == 0:
            return (framed,)
        if self._left is not None:
            self._left -= 1
        self._count(1)
        return self.tamper(stream, framed)

    def tamper(self, stream: str, framed: bytes) -> Frames:
        """Do what this fault does."""
        return (framed,)

    @property
    def is_spent(self) -> bool:
        """True when nothing will be done any more."""
        return self._left == 0

    def rest(self) -> Frames:
        """Return what is held back, at the end."""
        return ()


class Leave(Link):
    """Messages are left out."""

    def tamper(self, stream: str, framed: bytes) -> Frames:
        """Send nothing."""
        return ()


class Twice(Link):
    """Messages are sent twice."""

    def tamper(self, stream: str, framed: bytes) -> Frames:
        """Send both."""
        return (framed, framed)


class Swap(Link):
    """Messages change places with the next one of their stream."""

    def __init__(self, stream: str | None, messages: int | None, count: Count) -> None:
        super().__init__(stream, messages, count)
        self._held: dict[str, bytes] = {}

    def take(self, stream: str, framed: bytes) -> Frames:
        """Send a message and the held one after it, or hold it."""
        held = self._held.pop(stream, None)
        return (framed, held) if held is not None else super().take(stream, framed)

    def tamper(self, stream: str, framed: bytes) -> Frames:
        """Hold it."""
        self._held[stream] = framed
        return ()

    @property
    def is_spent(self) -> bool:
        """True when nothing is held and nothing will be."""
        return super().is_spent and not self._held

    def rest(self) -> Frames:
        """Send what is held."""
        held, self._held = tuple(self._held.values()), {}
        return held


class Flip(Link):
    """The highest bits of some bytes are flipped."""

    def __init__(self, stream: str | None, messages: int | None, count: Count, flips: int, rng: random.Random) -> None:
        super().__init__(stream, messages, count)
        self._flips, self._rng = flips, rng

    def tamper(self, stream: str, framed: bytes) -> Frames:
        """Flip some, all within the payload."""
        changed, begin = bytearray(framed), _payload_start(framed)
        for position in self._rng.sample(range(begin, len(changed)), min(self._flips, len(changed) - begin)):
            changed[position] ^= 0x80
        return (bytes(changed),)


class Misquote(Link):
    """Quantities are changed: in JSON by the last digit, in SBE by a unit. Those of 0, which remove levels, are not."""

    _bids = re.compile(rb'"(?:b|bids)":\[(\[.*?\])\]')
    _quantity = re.compile(rb'"(?=[0-9.]*[1-9])[0-9.]+"\]')

    def tamper(self, stream: str, framed: bytes) -> Frames:
        """Change the first bid that there is one of."""
        begin, changed = _payload_start(framed), bytearray(framed)
        if framed[0] & 0x0F == BINARY & 0x0F:
            group = begin + 8 + int.from_bytes(framed[begin : begin + 2], "little")
            stride, count = struct.unpack_from("<HH", framed, group)
            quantities = range(group + 12, group + 12 + stride * count, stride)
            places = [at for at in quantities if any(framed[at : at + 8])]
        else:
            bids = self._bids.search(framed)
            found = self._quantity.search(framed, *bids.span(1)) if bids is not None else None
            places = [] if found is None else [found.end() - 3]
        if places:
            changed[places[0]] ^= 1
        return (bytes(changed),)


class Split(Link):
    """Messages come in several frames."""

    def __init__(self, stream: str | None, count: Count, pieces: int) -> None:
        super().__init__(stream, None, count)
        self._pieces = pieces

    def tamper(self, stream: str, framed: bytes) -> Frames:
        """Split one: a frame of its kind without FIN, then continuations; they must not be torn apart."""
        payload = framed[_payload_start(framed) :]
        size = max(1, -(-len(payload) // self._pieces))
        parts = [payload[at : at + size] for at in range(0, len(payload), size)]
        if len(parts) < 2:
            return (framed,)
        middle = b"".join(frame(part, 0x00) for part in parts[1:-1])
        return (frame(parts[0], framed[0] & 0x0F) + middle + frame(parts[-1], 0x80),)


class Trigger(Link):
    """Calls something when so many messages have been sent."""

    def __init__(self, stream: str | None, messages: int, call: Callable[[], None]) -> None:
        super().__init__(stream, None, lambda _: None)
        self._wanted, self._call = messages, call

    def sent(self) -> None:
        """Count a message that is on its way."""
        self._wanted -= 1
        if self._wanted == 0:
            self._left = 0
            self._call()


class Chain:
    """The links in front of one connection; `changed` is called when it gets its first one and when it loses its last.

    Subscriptions are being read from while a message is sent, so then they are changed afterwards.
    """

    def __init__(self, connection: Connection, changed: Callable[[Connection], None]) -> None:
        self.connection, self._changed = connection, changed
        self._links: list[Link] = []
        self._is_in_use = self._is_sending = False

    def outlet(self, stream: str) -> Connection | Outlet:
        """Where the messages of a stream go."""
        return Outlet(self, stream) if self._is_in_use else self.connection

    def add(self, link: Link) -> Callable[[], None]:
        """Put a link at the end; returns what takes it out."""
        self._links.append(link)
        self._settle()
        return partial(self._remove, link)

    def push(self, stream: str, framed: bytes) -> None:
        """Let a message pass all links and queue what comes out."""
        self._is_sending = True
        links = [link for link in self._links if link.concerns(stream)]
        frames: Frames = (framed,)
        for link in links:
            frames = [out for each in frames for out in link.take(stream, each)]
        for each in frames:
            self.connection.push(each)
        for link in links:
            if isinstance(link, Trigger):
                self.connection.flush()
                link.sent()
            if link.is_spent:
                self._remove(link)
        self._is_sending = False

    def _remove(self, link: Link) -> None:
        if link in self._links:
            self._links.remove(link)
            for framed in link.rest():
                self.connection.push(framed)
            self._settle()

    def _settle(self) -> None:
        if bool(self._links) == self._is_in_use:
            return
        if self._is_sending:
            asyncio.get_running_loop().call_soon(self._settle)
            return
        self._is_in_use = bool(self._links)
        if not self.connection.is_gone:
            self._changed(self.connection)


class Outlet:
    """Where the broadcast puts the messages of one stream of a connection with a chain."""

    def __init__(self, chain: Chain, stream: str) -> None:
        self._chain, self._stream = chain, stream

    @property
    def time_unit(self) -> int:
        """The connection's."""
        return self._chain.connection.time_unit

    @property
    def control(self) -> Control:
        """The connection's."""
        return self._chain.connection.control

    def push(self, framed: bytes) -> None:
        """Send a frame through the chain."""
        self._chain.push(self._stream, framed)


def _payload_start(framed: bytes) -> int:
    return {126: 4, 127: 10}.get(framed[1] & 0x7F, 2)
