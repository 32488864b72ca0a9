"""Faults of the order path: what becomes of requests, of their replies, and of the events that they cause."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from ...errors import ConfigError
from ..api_connection import ApiConnection, Reply
from ..api_errors import ApiError, Until
from ..error_words import STATUS, WORDS
from . import kinds
from .replies import Substitute
from .tampering import Count

_TRADING = ("order.*", "orderList.*", "openOrders.cancelAll", "sor.*")
_NOT_TRADING = ("order.status", "order.amendments", "orderList.status")
_RETRIED = (429, 418)
_AnyOfRequests = kinds.Refuse | kinds.LostAck | kinds.LateAck | kinds.AckThenDrop | kinds.Held
_AnyOfEvents = kinds.DuplicateEvent | kinds.LostEvent | kinds.LateEvent


class _Asked(msgspec.Struct):
    id: Any = None
    method: str = ""


def _asked(raw: bytes) -> _Asked:
    try:
        return msgspec.json.decode(raw, type=_Asked)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Asked()


def means(pattern: str | None, method: str) -> bool:
    """Tell whether a method is meant: by its name, by a pattern, or without one because it trades."""
    method = method.removeprefix("v3/")
    if pattern is not None:
        return fnmatchcase(method, pattern)
    return method not in _NOT_TRADING and any(fnmatchcase(method, each) for each in _TRADING)


class OfRequests(Substitute):
    """A fault of requests of some method."""

    def __init__(self, fault: _AnyOfRequests, count: Count) -> None:
        super().__init__(fault.requests, count)
        self._method, self._strikes, self._asked = fault.method, False, _Asked()

    def instead(self, raw: bytes) -> bytes | None:
        """Find out whether this request is meant."""
        self._asked = _asked(raw)
        self._strikes = means(self._method, self._asked.method) and self.strikes()
        return self.refusal(raw) if self._strikes else None

    def reply(self, given: bytes) -> bytes | None:
        """Change the reply to a request that is meant."""
        if not self._strikes:
            return given
        self._strikes = False
        return self.changed(given)

    def refusal(self, raw: bytes) -> bytes | None:
        """Say what to answer at once, if the request is not carried out."""
        return None

    def changed(self, given: bytes) -> bytes | None:
        """Say what to answer after it was carried out."""
        return given


def words_of(fault: kinds.Refuse) -> str:
    """What a refusal says. Raises ConfigError for a code that the venue has no words for."""
    msg = fault.msg if fault.msg is not None else WORDS.get(fault.code)
    if msg is None:
        raise ConfigError(f"refuse: {fault.code} is no code of the venue's; give it a msg")
    return msg


class Refusing(OfRequests):
    """An error for an answer."""

    def __init__(self, fault: kinds.Refuse, count: Count, now: Callable[[], int]) -> None:
        super().__init__(fault, count)
        self._fault, self._msg, self._now = fault, words_of(fault), now

    def refusal(self, raw: bytes) -> bytes | None:
        """Refuse it, unless it is carried out first."""
        return None if self._fault.executes else self._error()

    def changed(self, given: bytes) -> bytes | None:
        """Answer with the error in spite of what was done."""
        return self._error()

    def _error(self) -> bytes:
        fault, now = self._fault, self._now() // 1000
        status = fault.status or STATUS.get(fault.code, 400)
        until = Until(now, now + round(fault.retry_after * 1000)) if status in _RETRIED else None
        error = ApiError(fault.code, self._msg, status, until)
        return msgspec.json.encode(Reply(id=self._asked.id, status=error.status, error=error.body))


class Losing(OfRequests):
    """No answer."""

    def __init__(self, api: ApiConnection, fault: kinds.LostAck, count: Count) -> None:
        super().__init__(fault, count)
        self._api, self._drops = api, fault.drops

    def changed(self, given: bytes) -> bytes | None:
        """Say nothing."""
        if self._drops:
            self._api.cut("dropped by a fault", reset=True)
        return None


class Delaying(OfRequests):
    """An answer that comes later."""

    def __init__(self, api: ApiConnection, fault: kinds.LateAck, count: Count) -> None:
        super().__init__(fault, count)
        self._api, self._seconds = api, fault.seconds

    def changed(self, given: bytes) -> bytes | None:
        """Say it later."""
        self._api.later(self._seconds, self._api.write, self._api.framed(given))
        return None


class Dropping(OfRequests):
    """An answer that is the last thing sent."""

    def __init__(self, api: ApiConnection, fault: kinds.AckThenDrop, count: Count) -> None:
        super().__init__(fault, count)
        self._api = api

    def changed(self, given: bytes) -> bytes | None:
        """Send it and cut the connection, by a FIN so that it arrives."""
        self._api.write(self._api.framed(given))
        self._api.cut("dropped by a fault", reset=False)
        return None


class Holding(OfRequests):
    """A request that waits inside the venue."""

    def __init__(self, api: ApiConnection, fault: kinds.Held, count: Count, now: Callable[[], int]) -> None:
        super().__init__(fault, count)
        self._api, self._seconds, self._now = api, fault.seconds, now

    def refusal(self, raw: bytes) -> bytes | None:
        """Answer nothing yet."""
        self._api.later(self._seconds, self._api.answer_late, raw, self._now())
        return b""


class Events:
    """A fault of user events of some kind."""

    def __init__(self, api: ApiConnection, fault: _AnyOfEvents, count: Count) -> None:
        self._api, self._kind, self._left, self._count = api, fault.event, fault.events, count

    def sent(self, kind: type, framed: bytes) -> list[bytes]:
        """Say what to send now in place of an event."""
        name = kind.__struct_config__.tag  # type: ignore[attr-defined]
        if self._kind not in (None, name) or self._left == 0:
            return [framed]
        if self._left is not None:
            self._left -= 1
        self._count(1)
        return self.changed(framed)

    def changed(self, framed: bytes) -> list[bytes]:
        """Say what to send now in place of an event that is meant."""
        return [framed]


class Doubling(Events):
    """Twice."""

    def changed(self, framed: bytes) -> list[bytes]:
        """Send it twice."""
        return [framed, framed]


class Swallowing(Events):
    """Never."""

    def changed(self, framed: bytes) -> list[bytes]:
        """Send nothing."""
        return []


class Postponing(Events):
    """Later."""

    def __init__(self, api: ApiConnection, fault: kinds.LateEvent, count: Count) -> None:
        super().__init__(api, fault, count)
        self._seconds = fault.seconds

    def changed(self, framed: bytes) -> list[bytes]:
        """Send it later."""
        self._api.later(self._seconds, self._api.write, framed)
        return []
