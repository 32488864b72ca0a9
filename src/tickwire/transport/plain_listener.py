"""The listener in Python, for a picows whose classes are laid out otherwise than the ones built against.

Slower by a few hundred nanoseconds a message, the same in everything else.
"""

from __future__ import annotations

import time

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from ..feed.dispatch import Dispatch
from .unusual import UnusualFrames


class PlainListener(WSListener):
    """One connection's receiving end."""

    def __init__(self, dispatch: Dispatch, line: int, unusual: UnusualFrames) -> None:
        self._dispatch, self._line, self._unusual = dispatch, line, unusual
        self._transport: WSTransport | None = None
        self._recv_time, self._read_begins = 0, True
        self.messages = self.payload_bytes = 0

    def close(self, code: int) -> bool:
        """Hand nothing on any more and begin the closing handshake; False when nothing is connected."""
        self._unusual.hush()
        if self._transport is None:
            return False
        self._unusual.say_goodbye(self._transport, code.to_bytes(2, "big"))
        return True

    def hang_up(self) -> None:
        """Hand nothing on any more and cut the connection."""
        self._unusual.hush()
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done."""
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame came in."""
        if self._read_begins:
            self._recv_time = time.time_ns()
        self._read_begins = frame.last_in_buffer
        is_text = frame.msg_type == WSMsgType.TEXT and frame.fin and not (frame.rsv1 or frame.rsv2 or frame.rsv3)
        if is_text and frame.payload_size <= self._unusual.max_size and not self._unusual.is_watching:
            message: bytes | None = frame.get_payload_as_bytes()
        else:
            message = self._unusual.take(transport, frame)
        if message is not None:
            self.messages += 1
            self.payload_bytes += len(message)
            self._dispatch.on_bytes(message, self._recv_time, self._line)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The socket is closed."""
        self._transport = None
        self._unusual.gone(transport)

    def is_user_specific_pong(self, frame: WSFrame) -> bool:
        """Any frame shows that the venue is there while a pong to a ping of ours is awaited."""
        if self._transport is not None:
            self._transport.notify_user_specific_pong_received()
        return False
