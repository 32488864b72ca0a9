"""The streams of a client: which handlers listen to each, and what the venue says of them.

Always in the client's own thread, or while it does not run.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from ..errors import DecodeError, RequestError
from ..feed.dispatch import Dispatch
from ..session import ConnectFailed, ControlReply, Disconnect, FrameRefused, Outcome, Reconnect, RequestFailed
from ..transport import Line
from .hooks import Hooks
from .lines import Lines
from .stream import Stream

# Streams that arrive unasked: a handler is attached, no request is sent.
UNASKED = frozenset({"!serverShutdown"})


class Streams:
    """Attaches handlers to the dispatcher and has the lines bring what they need; `lines` is None between runs."""

    def __init__(self, hooks: Hooks) -> None:
        self.dispatch = Dispatch(on_error=hooks.error, on_unhandled=hooks.unhandled, on_control=self._replied)
        self.lines: Lines | None = None
        self.disconnects = self.requests_failed = 0
        self.frames_refused: dict[str, int] = {}
        self._hooks = hooks
        self._by_name: dict[str, list[Stream]] = {}

    def __len__(self) -> int:
        return len(self._by_name)

    def names(self) -> list[str]:
        """The streams with handlers, in the order they were subscribed."""
        return list(self._by_name)

    def on(self, name: str) -> list[Stream]:
        """The subscriptions of one stream."""
        return list(self._by_name.get(name, ()))

    def attach(self, stream: Stream, context: Any) -> None:
        """Hand a subscription its messages from now on, of all of its streams or, when that fails, of none."""
        try:
            for name, key in stream._keys.items():
                stream._attached(self.dispatch.add(name, key, stream.on, context=context))
                self._by_name.setdefault(name, []).append(stream)
                if name in UNASKED or (self.lines is not None and self.lines.is_active(name)):
                    stream._acknowledged({name})
                elif self.lines is not None:
                    self.lines.want(name)
        except BaseException:
            self.detach(stream)
            raise

    def detach(self, stream: Stream) -> None:
        """Hand a subscription nothing more; streams that nobody else listens to are given up."""
        for sink in stream._detached():
            self.dispatch.remove(sink)
        for name in stream.names:
            others = self._by_name.get(name, [])
            if stream in others:
                others.remove(stream)
            if not others and self._by_name.pop(name, None) is not None and self.lines is not None:
                self.lines.drop(name)

    # Told by the runner.

    def run_began(self, lines: Lines) -> None:
        """The client runs: these lines are to bring the streams."""
        self.lines = lines
        for name in self._by_name:
            if name not in UNASKED:
                lines.want(name)

    def run_ended(self) -> None:
        """The client stopped running."""
        self.lines = None
        for stream in self._listening(self._by_name):
            stream._run_ended()

    # Told by the lines.

    def settled(self, line: Line, outcome: Outcome) -> None:
        """The venue answered a request, or did not in time."""
        streams, error = self._listening(outcome.streams), outcome.error
        if error is None:
            for stream in streams if outcome.method == "SUBSCRIBE" else ():
                stream._acknowledged(set(outcome.streams))
            return
        self.requests_failed += 1
        told = [stream._failed(error) for stream in streams]
        if isinstance(error, RequestError) and outcome.method == "SUBSCRIBE":
            for stream in streams:
                self.detach(stream)
        if not streams or not all(told):
            self._hooks.error(RequestFailed(line.number, error))

    def happened(self, event: Disconnect | Reconnect | ConnectFailed | FrameRefused) -> None:
        """Something happened on a line."""
        match event:
            case Disconnect():
                self.disconnects += 1
                self._hooks.disconnect(event)
            case Reconnect():
                self._hooks.reconnect(event)
            case FrameRefused():
                self.frames_refused[event.fault] = self.frames_refused.get(event.fault, 0) + 1
                self._hooks.error(event)
            case ConnectFailed():
                self._hooks.error(event)

    def _listening(self, names: Iterable[str]) -> list[Stream]:
        """The subscriptions of any of these streams, each once."""
        return list({id(stream): stream for name in names for stream in self._by_name.get(name, ())}.values())

    def _replied(self, raw: bytes) -> None:
        try:
            reply = msgspec.json.decode(raw, type=ControlReply)
        except msgspec.DecodeError as error:
            self._hooks.error(RequestFailed(None, DecodeError(f"no reply to a request: {error}", raw)))
            return
        if (self.lines is None or not self.lines.replied(reply)) and (failure := reply.failure) is not None:
            self._hooks.error(RequestFailed(None, RequestError(failure.code, failure.msg)))
