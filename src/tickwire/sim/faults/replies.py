"""Faults of replies: what is answered in place of the truth."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec

from ...schema.control import ControlError, ControlReply
from ..api_connection import Reply
from ..api_errors import ApiError, Until, banned, too_much_weight
from .kinds import ApiStatus, WrongAck
from .tampering import Count

_BANNED = 418


class Substitute:
    """Stands in for replies, for `requests` of them or until it is taken away."""

    def __init__(self, requests: int | None, count: Count) -> None:
        self._left, self._count = requests, count

    def instead(self, raw: bytes) -> bytes | None:
        """Reply to a request that is not carried out; None when it is to be."""
        return None

    def reply(self, given: bytes) -> bytes | None:
        """Say what to send in place of a reply; None for nothing."""
        return given

    def strikes(self) -> bool:
        """Count a reply that goes wrong; False when there have been enough."""
        if self._left == 0:
            return False
        if self._left is not None:
            self._left -= 1
        self._count(1)
        return True


class Refusing(Substitute):
    """Every request gets an error."""

    def __init__(self, requests: int | None, count: Count, error: Callable[[Any], msgspec.Struct]) -> None:
        super().__init__(requests, count)
        self._error = error

    def instead(self, raw: bytes) -> bytes | None:
        """Refuse it."""
        return msgspec.json.encode(self._error(_id(raw))) if self.strikes() else None


class Renaming(Substitute):
    """Replies have the id of no request."""

    def reply(self, given: bytes) -> bytes | None:
        """Change the id."""
        if not self.strikes():
            return given
        fields = msgspec.json.decode(given, type=dict[str, msgspec.Raw])
        return msgspec.json.encode({**fields, "id": 1 << 53})


class Silent(Substitute):
    """Requests are carried out and not answered."""

    def reply(self, given: bytes) -> bytes | None:
        """Send nothing."""
        return None if self.strikes() else given


def wrong_ack(fault: WrongAck, count: Count, *, api: bool) -> Substitute:
    """What answers requests in the way the fault says."""
    if fault.reply == "error":
        return Refusing(fault.requests, count, _api_failure if api else _stream_failure)
    return (Silent if fault.reply == "never" else Renaming)(fault.requests, count)


def api_status(fault: ApiStatus, count: Count, now: Callable[[], int], limit: int) -> Substitute:
    """What answers requests of the WebSocket API with a status; `now` tells the venue's time in µs."""

    def refuse(request_id: Any) -> msgspec.Struct:
        server_time = now() // 1000
        until = Until(server_time, server_time + round(fault.retry_after * 1000))
        error = ApiError(-1000, "An unknown error occurred while processing the request.", fault.status)
        if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
            error = too_much_weight(limit, until)
        elif fault.status == _BANNED:
            error = banned(until)
        return Reply(id=request_id, status=error.status, error=error.body)

    return Refusing(fault.requests, count, refuse)


def _stream_failure(request_id: Any) -> msgspec.Struct:
    return ControlReply(error=ControlError(2, "Invalid request: invalid stream"), id=request_id)


def _api_failure(request_id: Any) -> msgspec.Struct:
    error = ApiError(-1001, "Internal error; unable to process your request. Please try again.")
    return Reply(id=request_id, status=error.status, error=error.body)


def _id(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw, type=dict[str, Any]).get("id")
    except msgspec.DecodeError:
        return None
