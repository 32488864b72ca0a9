"""The streams of a client: which handlers listen to each, and what the venue says of them.

Always in the client's own thread, or while it does not run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, KeysView
from typing import Any

import msgspec

from ..errors import DecodeError, RequestError
from ..feed.dispatch import Dispatch
from ..feed.events import Gap
from ..schema import read
from ..session import (
    ConnectFailed,
    ControlReply,
    Disconnect,
    FrameRefused,
    Outcome,
    Reconnect,
    RequestFailed,
    Rotation,
)
from ..transport import Line, LineEvent
from ..wire.messages import ServerShutdown
from .ages import StreamAges
from .hooks import Hooks
from .lines import Lines
from .parts import Run
from .stream import Stream

# Streams that arrive unasked: a handler is attached, no request is sent.
UNASKED = frozenset({"!serverShutdown"})


class Streams:
    """Attaches handlers to the dispatcher and has the lines bring what they need; `lines` is None between runs."""

    def __init__(self, hooks: Hooks, *, measure: bool = False) -> None:
        self.dispatch = Dispatch(
            on_error=hooks.teller("error"), on_unhandled=hooks.teller("unhandled"), on_control=self._replied
        )
        self.dispatch.on_shutdown = self._shut_down
        self.dispatch.on_gap = self._missed
        self.dispatch.on_late = hooks.teller("late")
        self.siblings: list[Dispatch] = []  # of connections of accounts
        self.ages = StreamAges(self.dispatch, is_on=measure)
        self.gaps: Counter[str] = Counter()
        self.lines: Lines | None = None
        self.disconnects = self.requests_failed = 0
        self.frames_refused: dict[str, int] = {}
        self.on_change: Callable[[], None] | None = None  # what the venue sends may have become more, or less
        self.on_restart: Callable[[str], None] | None = None  # a stream's ids have begun anew
        self.on_missed: Callable[[str], None] | None = None  # ids of a stream are missing
        self.on_give_up: Callable[[str], None] | None = None  # nobody listens to a stream any more
        self._hooks = hooks
        self._by_name: dict[str, list[Stream]] = {}

    def __len__(self) -> int:
        return len(self._by_name)

    def names(self) -> list[str]:
        """The streams with handlers, in the order they were subscribed."""
        return list(self._by_name)

    def wanted(self) -> KeysView[str]:
        """The same, as they are at any time."""
        return self._by_name.keys()

    def on(self, name: str) -> list[Stream]:
        """The subscriptions of one stream."""
        return list(self._by_name.get(name, ()))

    def attach(self, stream: Stream, context: Any) -> None:
        """Hand a subscription its messages from now on, of all of its streams or, when that fails, of none."""
        try:
            for name, key in stream._keys.items():
                budgets = {"late_after": stream._late_after, "slow_after": stream._slow_after}
                stream._attached(self.dispatch.add(name, key, stream.on, context=context, **budgets))
                self.ages.open(name, key)
                is_first = name not in self._by_name
                self._by_name.setdefault(name, []).append(stream)
                if self.lines is not None and is_first and name not in UNASKED:
                    self.lines.want(name)
                if name in UNASKED or (self.lines is not None and self.lines.is_active(name)):
                    stream._acknowledged({name})
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
            if not others and self._by_name.pop(name, None) is not None:
                self.ages.close(name)
                if self.on_give_up is not None:
                    self.on_give_up(name)
                if self.lines is not None:
                    self.lines.drop(name)

    # Told by the runner.

    def run_began(self, run: Run) -> None:
        """The client runs: its lines are to bring the streams."""
        self.lines = lines = run.lines
        for name in self._by_name:
            if run.is_new_venue:
                self.dispatch.forget(name)
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
        self._changed()
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
            self._hooks.tell("error", RequestFailed(line.number, error))

    def happened(self, event: LineEvent) -> None:
        """Something happened on a line."""
        match event:
            case Disconnect():
                self.disconnects += 1
                self._changed()
                self._hooks.tell("disconnect", event)
            case Reconnect():
                self._hooks.tell("reconnect", event)
            case Rotation():
                self._hooks.tell("rotation", event)
            case FrameRefused():
                self.frames_refused[event.fault] = self.frames_refused.get(event.fault, 0) + 1
                self._hooks.tell("error", event)
            case RequestFailed():
                self.requests_failed += 1
                self._hooks.tell("error", event)
            case ConnectFailed():
                self._hooks.tell("error", event)

    def _changed(self) -> None:
        if self.on_change is not None:
            self.on_change()

    def _listening(self, names: Iterable[str]) -> list[Stream]:
        """The subscriptions of any of these streams, each once."""
        return list({id(stream): stream for name in names for stream in self._by_name.get(name, ())}.values())

    def _shut_down(self, message: ServerShutdown) -> None:
        if self.lines is not None:
            self.lines.shut_down(message.line)

    def _missed(self, gap: Gap) -> None:
        self.gaps[gap.stream] += 1
        if gap.reason == "restarted" and self.on_restart is not None:
            self.on_restart(gap.stream)
        if self.on_missed is not None:
            self.on_missed(gap.stream)
        self._hooks.tell("gap", gap)

    def _replied(self, raw: bytes) -> None:
        try:
            reply: ControlReply = read(raw, ControlReply)
        except msgspec.DecodeError as error:
            self._hooks.tell("error", RequestFailed(None, DecodeError(f"no reply to a request: {error}", raw)))
            return
        if (self.lines is None or not self.lines.replied(reply)) and (failure := reply.failure) is not None:
            self._hooks.tell("error", RequestFailed(None, RequestError(failure.code, failure.msg)))
