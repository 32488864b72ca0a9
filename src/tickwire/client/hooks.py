"""The user's hooks for everything that is not data, and what happens where none is set: a warning in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from ..book import BookSynced
from ..feed.events import FeedError, Gap, HandlerError, Late, SlowHandler, Unhandled
from ..session import (
    Alive,
    ConnectFailed,
    Disconnect,
    FrameRefused,
    Reconnect,
    Recovery,
    RequestFailed,
    Rotation,
    Stale,
)

_log = logging.getLogger("tickwire")

FEED_EVENTS = (FeedError, HandlerError, Unhandled, Gap, Late, SlowHandler)
ErrorEvent = FeedError | HandlerError | FrameRefused | RequestFailed | ConnectFailed
# A hook is returned as it came, so that a decorated function keeps its type.
Hook = TypeVar("Hook", bound=Callable[[Any], object])
ErrorHook = TypeVar("ErrorHook", bound=Callable[[ErrorEvent], object])
UnhandledHook = TypeVar("UnhandledHook", bound=Callable[[Unhandled], object])
DisconnectHook = TypeVar("DisconnectHook", bound=Callable[[Disconnect], object])
ReconnectHook = TypeVar("ReconnectHook", bound=Callable[[Reconnect], object])
StaleHook = TypeVar("StaleHook", bound=Callable[[Stale], object])
GapHook = TypeVar("GapHook", bound=Callable[[Gap], object])
RecoveryHook = TypeVar("RecoveryHook", bound=Callable[[Recovery], object])
LateHook = TypeVar("LateHook", bound=Callable[[Late | SlowHandler], object])
RotationHook = TypeVar("RotationHook", bound=Callable[[Rotation], object])
AliveHook = TypeVar("AliveHook", bound=Callable[[Alive], object])

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


class Untold(NamedTuple):
    """What is logged of an event when no hook takes it; `is_rare` keeps a flood of one kind out of the log."""

    words: Callable[[Any], str]
    level: Callable[[Any], int] = lambda _event: logging.WARNING
    is_rare: bool = False


def _error_words(event: ErrorEvent) -> str:
    match event:
        case ConnectFailed():
            return f"line {event.line}: {event.error}; next attempt in {event.retry_in:.3f} s"
        case RequestFailed():
            return str(event.error)
        case HandlerError():
            return f"handler {event.handler} failed on {event.stream}, {event.count} times so far"
        case _:
            return str(event)


def _disconnect_words(event: Disconnect) -> str:
    reason = event.reason or _ENDINGS.get(event.code, "closed by the venue")
    after = f"after {event.lasted:.3f} s and {event.messages} messages"
    return f"line {event.line} to {event.url} ended {after}: {event.code} {reason}"


def _reconnect_words(event: Reconnect) -> str:
    after = f"after {event.outage:.3f} s (attempt {event.attempt}), {len(event.streams)} streams"
    return f"line {event.line} to {event.url} is open again {after}"


def _stale_words(event: Stale) -> str:
    return f"{_silent(event)} {event.reason} for {event.silence:.1f} s, {event.expected:.1f} s would be usual"


def _alive_words(event: Alive) -> str:
    return f"{_silent(event)} alive again after {event.silence:.1f} s"


def _silent(event: Stale | Alive) -> str:
    line = "all lines" if event.line is None else f"line {event.line}"
    return f"{line} as a whole:" if event.stream is None else f"{event.stream} on {line}:"


def _level_of_end(event: Disconnect) -> int:
    return logging.INFO if event.is_final else logging.WARNING


def _recovery_words(event: Recovery) -> str:
    lost = ", ".join(f"{first} to {last}" for first, last in event.lost)
    end = f", lost {lost}: {event.error or 'the venue has none'}" if lost else ""
    return f"{event.stream}: {event.recovered} messages recovered after {event.seconds:.3f} s{end}"


def _level_of_book(event: object) -> int:
    is_fine = isinstance(event, BookSynced) or getattr(event, "reason", "") == "stopped"
    return logging.INFO if is_fine else logging.WARNING


# Every hook by its name, and what happens without it; None: nothing, since it is counted and no fault.
HOOKS: Mapping[str, Untold | None] = {
    "error": Untold(_error_words, is_rare=True),
    "unhandled": None,
    "disconnect": Untold(_disconnect_words, _level_of_end),
    "reconnect": Untold(_reconnect_words),
    "gap": Untold(str, is_rare=True),
    "recovery": Untold(_recovery_words, lambda event: logging.WARNING if event.lost else logging.INFO),
    "stale": Untold(_stale_words, is_rare=True),
    "alive": Untold(_alive_words, lambda _event: logging.INFO),
    "late": Untold(str, is_rare=True),
    "book_event": Untold(str, _level_of_book),
    "rotation": Untold(str, lambda _event: logging.INFO),
}


class Hooks:
    """The user's callables for each name in HOOKS.

    `failures` counts the exceptions that they raised, `feed_failures` those over what the dispatcher told.
    """

    def __init__(self) -> None:
        self.failures = self.feed_failures = 0
        self._rare_log = RareLog()
        self._hooks: dict[str, list[Callable[[Any], object]]] = {name: [] for name in HOOKS}

    def add(self, name: str, hook: Hook) -> Hook:
        """Attach a hook and return it, so that a decorated function keeps its name."""
        if not callable(hook):
            raise TypeError(f"on_{name} takes a callable, not {hook!r}")
        self._hooks[name].append(hook)
        return hook

    def teller(self, name: str) -> Callable[[Any], None]:
        """Return what tells an event to the hooks of that name."""
        if name not in HOOKS:
            raise KeyError(name)
        return partial(self.tell, name)

    def tell(self, name: str, event: Any) -> None:
        """Call the hooks of that name; without one the event is logged as HOOKS says."""
        if not self._call(name, event):
            self.log(name, event)

    def log(self, name: str, event: Any) -> None:
        """Log an event as HOOKS says."""
        if (untold := HOOKS[name]) is None:
            return
        error = event.error if isinstance(event, HandlerError) else None
        if untold.is_rare:
            self._rare_log.warning(_kind(event), untold.words(event), error)
        else:
            _log.log(untold.level(event), "%s", untold.words(event))

    def _call(self, name: str, event: Any) -> bool:
        hooks = self._hooks[name]
        for hook in tuple(hooks):
            try:
                hook(event)
            except Exception:
                self.failures += 1
                self.feed_failures += isinstance(event, FEED_EVENTS)
                _log.exception("an on_%s hook failed", name)
        return bool(hooks)


def _kind(event: Any) -> str:
    return f"{type(event).__name__} {getattr(event, 'fault', '')}{getattr(event, 'handler', '')}"
