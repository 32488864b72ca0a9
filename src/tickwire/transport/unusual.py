"""Every frame that is not one whole message: pieces, pings, CLOSE, and what does not belong on this connection.

Both listeners, the compiled one and its stand-in, hand such frames here, so that they cannot differ.
"""

from __future__ import annotations

from typing import Protocol

from picows import WSFrame, WSMsgType, WSTransport

MESSAGE_TOO_BIG, NO_CODE = 1009, 1005


class Peer(Protocol):
    """Who is told what came of a connection."""

    def frame_refused(self, fault: str, size: int) -> None:
        """A frame was thrown away."""

    def ping_answered(self) -> None:
        """A pong was sent, which the venue counts among the messages of a connection."""

    def close_received(self, code: int, reason: str) -> None:
        """The connection ends: why, in the venue's words or in picows's."""

    def gone(self) -> None:
        """The socket is closed."""


class UnusualFrames:
    """Joins pieces, answers pings and CLOSE, refuses the rest; `max_size` bounds a message, in bytes.

    Messages are text and, with `takes_binary`, binary, too.
    """

    def __init__(self, peer: Peer, max_size: int, *, takes_binary: bool = False) -> None:
        self._peer, self.max_size, self.takes_binary = peer, max_size, takes_binary
        self._pieces: bytearray | None = None
        self._last_fault = ""
        self._is_hushed = self._is_skipping = self._is_close_sent = False

    @property
    def is_watching(self) -> bool:
        """Whether even a whole message must come here: in the middle of another one, or after the end."""
        return self._is_hushed or self._pieces is not None or self._is_skipping

    def hush(self) -> None:
        """Let no more data through."""
        self._is_hushed = True
        self._pieces = None

    def say_goodbye(self, transport: WSTransport, payload: bytes) -> None:
        """Send a CLOSE frame, the first time only."""
        if not self._is_close_sent:
            self._is_close_sent = True
            transport.send(WSMsgType.CLOSE, payload)

    def take(self, transport: WSTransport, frame: WSFrame) -> bytes | None:
        """Deal with a frame; returns a message when it makes one whole."""
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            self._close(transport, frame)
        elif kind == WSMsgType.PING:
            if not self._is_close_sent:
                transport.send_pong(frame.get_payload_as_bytes())
                self._peer.ping_answered()
        elif self._is_hushed or kind == WSMsgType.PONG:
            pass
        elif frame.rsv1 or frame.rsv2 or frame.rsv3:
            self._refuse("compressed", frame)
        elif kind == WSMsgType.BINARY and not self.takes_binary:
            self._refuse("binary", frame)
        elif frame.payload_size > self.max_size:
            self._refuse("oversized", frame)
        else:
            return self._piece(frame, begins=kind != WSMsgType.CONTINUATION)
        return None

    def gone(self, transport: WSTransport) -> None:
        """The socket is closed; the peer learns of a CLOSE that picows sent for a frame it could not take."""
        self.hush()
        sent = getattr(transport.close_handshake, "sent", None)
        if sent is not None:
            if sent.code.value == MESSAGE_TOO_BIG and self._last_fault != "oversized":
                self._peer.frame_refused("oversized", 0)
            self._peer.close_received(sent.code.value, sent.reason or "")
        self._peer.gone()

    def _refuse(self, fault: str, frame: WSFrame) -> None:
        self._is_skipping = not frame.fin
        self._pieces = None
        self._last_fault = fault
        self._peer.frame_refused(fault, frame.payload_size)

    def _piece(self, frame: WSFrame, *, begins: bool) -> bytes | None:
        if begins:
            if self._pieces is not None:
                self._peer.frame_refused("fragment", len(self._pieces))
            self._pieces, self._is_skipping = bytearray(), False
        elif self._is_skipping:
            self._is_skipping = not frame.fin
            return None
        if self._pieces is None:
            self._refuse("fragment", frame)
            return None
        self._pieces += frame.get_payload_as_bytes()
        if len(self._pieces) > self.max_size:
            size, self._pieces, self._is_skipping = len(self._pieces), None, not frame.fin
            self._peer.frame_refused("oversized", size)
            return None
        if not frame.fin:
            return None
        message, self._pieces = bytes(self._pieces), None
        return message

    def _close(self, transport: WSTransport, frame: WSFrame) -> None:
        payload = frame.get_payload_as_bytes()
        code = int.from_bytes(payload[:2], "big") if payload else NO_CODE
        self._peer.close_received(code, payload[2:].decode("utf-8", errors="replace"))
        self.hush()
        self.say_goodbye(transport, payload[:2])
        transport.disconnect()
