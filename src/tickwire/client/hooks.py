"""The user's hooks for everything that is not data, and what happens where none is set: a warning in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from ..feed.events import FeedError, HandlerError, Unhandled
from ..session import ConnectFailed, Disconnect, FrameRefused, Reconnect, RequestFailed

_log = logging.getLogger("tickwire")

ErrorEvent = FeedError | HandlerError | FrameRefused | RequestFailed | ConnectFailed
# A hook is returned as it came, so that a decorated function keeps its type.
Hook = TypeVar("Hook", bound=Callable[[Any], object])
ErrorHook = TypeVar("ErrorHook", bound=Callable[[ErrorEvent], object])
UnhandledHook = TypeVar("UnhandledHook", bound=Callable[[Unhandled], object])
DisconnectHook = TypeVar("DisconnectHook", bound=Callable[[Disconnect], object])
ReconnectHook = TypeVar("ReconnectHook", bound=Callable[[Reconnect], object])

_ENDINGS = {1000: "closed", 1006: "connection lost"}

# At most so often does the log repeat one kind of error, in seconds.
LOG_INTERVAL = 1.0


class RareLog:
    """A log that is not flooded: of each kind one line an interval, with the number of those left out."""

    def __init__(self, interval: float = LOG_INTERVAL) -> None:
        self._interval = interval
        self._seen: dict[str, tuple[float, int]] = {}

    def warning(self, kind: str, text: str, error: BaseException | None) -> None:
        """Log `text`, with the traceback of `error`, or count it when one of its kind was logged a moment ago."""
        now = time.monotonic()
        logged_at, left_out = self._seen.get(kind, (now - self._interval, 0))
        if now - logged_at < self._interval:
            self._seen[kind] = (logged_at, left_out + 1)
            return
        self._seen[kind] = (now, 0)
        more = f" (and {left_out} more of the kind before)" if left_out else ""
        _log.warning("%s%s", text, more, exc_info=error)


class Hooks:
    """Callables for four kinds of events; `failures` counts the exceptions that they raised."""

    def __init__(self) -> None:
        self.failures = 0
        self._rare_log = RareLog()
        self._hooks: dict[str, list[Callable[[Any], object]]] = {
            "error": [],
            "unhandled": [],
            "disconnect": [],
            "reconnect": [],
        }

    def add(self, name: str, hook: Hook) -> Hook:
        """Attach a hook and return it, so that a decorated function keeps its name."""
        if not callable(hook):
            raise TypeError(f"on_{name} takes a callable, not {hook!r}")
        self._hooks[name].append(hook)
        return hook

    def error(self, event: ErrorEvent) -> None:
        """Something went wrong that the stream survived."""
        if not self._call("error", event):
            error = event.error if isinstance(event, HandlerError) else None
            self._rare_log.warning(_kind(event), _words(event), error)

    def unhandled(self, event: Unhandled) -> None:
        """A message came that nobody asked for; it is counted, so the log need not tell."""
        self._call("unhandled", event)

    def disconnect(self, event: Disconnect) -> None:
        """A connection ended."""
        if not self._call("disconnect", event):
            level = logging.INFO if event.is_final else logging.WARNING
            _log.log(
                level,
                "line %d to %s ended after %.3f s and %d messages: %d %s",
                event.line,
                event.url,
                event.lasted,
                event.messages,
                event.code,
                event.reason or _ENDINGS.get(event.code, "closed by the venue"),
            )

    def reconnect(self, event: Reconnect) -> None:
        """A lost connection is open again."""
        if not self._call("reconnect", event):
            _log.warning(
                "line %d to %s is open again after %.3f s (attempt %d), %d streams",
                event.line,
                event.url,
                event.outage,
                event.attempt,
                len(event.streams),
            )

    def _call(self, name: str, event: Any) -> bool:
        hooks = self._hooks[name]
        for hook in tuple(hooks):
            try:
                hook(event)
            except Exception:
                self.failures += 1
                _log.exception("an on_%s hook failed", name)
        return bool(hooks)


def _kind(event: Any) -> str:
    return f"{type(event).__name__} {getattr(event, 'fault', '')}{getattr(event, 'handler', '')}"


def _words(event: ErrorEvent) -> str:
    match event:
        case ConnectFailed():
            return f"line {event.line}: {event.error}; next attempt in {event.retry_in:.3f} s"
        case RequestFailed():
            return str(event.error)
        case HandlerError():
            return f"handler {event.handler} failed on {event.stream}, {event.count} times so far"
        case _:
            return str(event)
