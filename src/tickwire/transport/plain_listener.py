"""The listener in Python, for a picows whose classes are laid out otherwise than the ones built against.

Slower by a few hundred nanoseconds a message, the same in everything else.
"""

from __future__ import annotations

import time

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from ..feed.dispatch import Dispatch
from .outlet import CallingOutlet, Outlet
from .unusual import UnusualFrames


class PlainListener(WSListener):
    """One connection's receiving end."""

    def __init__(self, dispatch: Dispatch, line: int, unusual: UnusualFrames) -> None:
        self._dispatch, self._line, self._unusual = dispatch, line, unusual
        self._transport: WSTransport | None = None
        self._read_begins, self._is_closing = True, False
        self._early: list[tuple[bytes, int]] | None = []
        self.messages = self.payload_bytes = self.last_recv_time = 0

    def begin(self) -> None:
        """Hand on what has come so far, which may be as soon as the handshake, and whatever comes from now on."""
        early, self._early = self._early, None
        for message, recv_time in early or ():
            if self._is_closing:
                return
            try:
                self._hand_on(message, recv_time)
            except BaseException as error:
                self._dispatch.interrupt(error)

    def outlet(self) -> Outlet:
        """The sending end, for frames in C."""
        return CallingOutlet(self._send)

    def _send(self, frame: bytes) -> None:
        if self._transport is None or self._is_closing:
            raise ConnectionError("closed")
        self._transport.send(WSMsgType.TEXT, frame)

    def close(self, code: int) -> bool:
        """Hand nothing on any more and begin the closing handshake; False when nothing is connected."""
        self._is_closing = True
        self._unusual.hush()
        if self._transport is None:
            return False
        self._unusual.say_goodbye(self._transport, code.to_bytes(2, "big"))
        return True

    def hang_up(self) -> None:
        """Hand nothing on any more and cut the connection."""
        self._is_closing = True
        self._unusual.hush()
        if self._transport is not None:
            self._transport.disconnect(graceful=False)

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done."""
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame came in."""
        if self._read_begins:
            self.last_recv_time = time.time_ns()
        self._read_begins = frame.last_in_buffer
        is_data = frame.msg_type == WSMsgType.TEXT or (
            frame.msg_type == WSMsgType.BINARY and self._unusual.takes_binary
        )
        is_whole = is_data and frame.fin and not (frame.rsv1 or frame.rsv2 or frame.rsv3)
        if is_whole and frame.payload_size <= self._unusual.max_size and not self._unusual.is_watching:
            message: bytes | None = frame.get_payload_as_bytes()
        else:
            message = self._unusual.take(transport, frame)
        if message is not None:
            if self._early is not None:
                self._early.append((message, self.last_recv_time))
            else:
                self._hand_on(message, self.last_recv_time)

    def _hand_on(self, message: bytes, recv_time: int) -> None:
        self.messages += 1
        self.payload_bytes += len(message)
        self._dispatch.on_bytes(message, recv_time, self._line)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The socket is closed."""
        self._transport = None
        self._unusual.gone(transport)
