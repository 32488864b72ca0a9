"""How what a connection says is put into frames: JSON in text frames, SBE in binary ones."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from ..frames import BINARY, frame
from .replies import event, reply

_REMEMBERED = 1000


class Frames(Protocol):
    """The form of a connection to the WebSocket API. Whatever it says is said in JSON before."""

    def asked(self, request_id: Any, method: str) -> None:
        """A request came in."""

    def said(self, text: bytes) -> bytes:
        """Frame a reply or an event."""
        ...


class TextFrames:
    """JSON."""

    def asked(self, request_id: Any, method: str) -> None:
        """The method does not matter."""

    def said(self, text: bytes) -> bytes:
        """Frame it as it is."""
        return frame(text)


class SbeFrames:
    """SBE. What a reply looks like depends on what was asked, which is remembered until it is answered."""

    def __init__(self, *, is_deprecated: bool) -> None:
        self._is_deprecated = is_deprecated
        self._asked: dict[Any, str] = {}
        self._last = ""

    def asked(self, request_id: Any, method: str) -> None:
        """Remember the method, for some time should it never be answered."""
        self._last = method
        self._asked[request_id] = method
        if len(self._asked) > _REMEMBERED:
            del self._asked[next(iter(self._asked))]

    def said(self, text: bytes) -> bytes:
        """Say it in SBE."""
        said = msgspec.json.decode(text, type=dict[str, Any])
        if "event" in said:
            return frame(event(said), BINARY)
        method = self._asked.pop(said["id"], self._last)
        return frame(reply(said, method, is_deprecated=self._is_deprecated), BINARY)
