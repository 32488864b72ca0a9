"""Who may connect, and what a client that may not is told."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import msgspec

from . import api_errors
from .accounts import Accounts
from .accounts.keys import KEY_SYNTAX
from .error_words import WORDS
from .limits import Limits, RollingLimit
from .target import ApiTarget, Target, Unsupported, parse_target


class Rejected(Exception):
    """A handshake that is answered with an HTTP error."""

    def __init__(self, status: int, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.status, self.why, self.retry_after = HTTPStatus(status), why, retry_after

    @property
    def headers(self) -> dict[str, str]:
        """How long to wait, where the venue says so."""
        return {} if self.retry_after is None else {"Retry-After": str(max(1, round(self.retry_after)))}


class Admission:
    """The limit of connections, over both kinds, and what the path of a request asks for."""

    def __init__(self, limits: Limits, *, api: bool) -> None:
        self._limits, self._api = limits, api
        self.obstacle: Callable[[], Rejected | None] | None = None
        self.is_sbe_off = False
        self._attempts = RollingLimit(limits.connections, limits.connections_window)

    def target(self, path: bytes, now: float) -> Target | ApiTarget:
        """Decide at loop time `now`; an obstacle comes first. Raises Rejected."""
        if self.obstacle is not None and (rejected := self.obstacle()) is not None:
            raise rejected
        if not self._attempts.admit(now):
            raise Rejected(HTTPStatus.TOO_MANY_REQUESTS, "Too many connections", self._limits.connections_window)
        try:
            target = parse_target(path)
            if self.is_sbe_off and isinstance(target, ApiTarget) and target.sbe_version is not None:
                raise Unsupported(-1155, WORDS[-1155])
        except Unsupported as error:
            body = msgspec.json.encode({"code": error.code, "msg": error.msg}).decode()
            raise Rejected(HTTPStatus.BAD_REQUEST, body) from None
        except ValueError as error:
            raise Rejected(HTTPStatus.BAD_REQUEST, str(error)) from None
        if target is None or (isinstance(target, ApiTarget) and not self._api):
            raise Rejected(HTTPStatus.NOT_FOUND, "no such path; /ws, /stream and /ws-api/v3 are served")
        if isinstance(target, Target) and len(target.streams) > self._limits.streams:
            raise Rejected(HTTPStatus.BAD_REQUEST, "Too many subscriptions")
        return target


def check_stream_key(accounts: Accounts, api_key: str | None) -> None:
    """Raise Rejected unless it is a valid Ed25519 key: for streams in SBE it has to be named, and nothing signed."""
    key = accounts.key(api_key) if api_key is not None and KEY_SYNTAX.fullmatch(api_key) else None
    if key is None or key.kind != "ed25519":
        error = api_errors.bad_key()
        raise Rejected(HTTPStatus.UNAUTHORIZED, msgspec.json.encode(error.body).decode())
