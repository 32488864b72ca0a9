"""Requests on a market data connection and the venue's replies to them.

Replies are never wrapped in the combined envelope. Errors come in two forms, flat as documented and nested as seen;
`ControlReply` takes both and its `failure` answers for either.

Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

RequestId = int | str | None

Method = Literal["SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS", "SET_PROPERTY", "GET_PROPERTY"]


class ControlRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request; `id` comes back in the reply."""

    method: Method
    params: list[str | bool] | UnsetType = UNSET
    id: RequestId = None


class ControlError(msgspec.Struct, frozen=True):
    """Why the venue refused a request: its number and its words."""

    code: int
    msg: str


class ControlReply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to a request: `result` on success, `error` or flat `code` and `msg` on failure."""

    result: Any = UNSET
    error: ControlError | UnsetType = UNSET
    code: int | UnsetType = UNSET
    msg: str | UnsetType = UNSET
    id: RequestId | UnsetType = UNSET

    @property
    def failure(self) -> ControlError | None:
        """The error in whichever form it came; None when the request succeeded."""
        if isinstance(self.error, ControlError):
            return self.error
        if isinstance(self.code, int):
            return ControlError(self.code, self.msg if isinstance(self.msg, str) else "")
        return None
