"""From a reply that is no success to the exception that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import RequestError, request_error
from ..schema import ApiReply, cancel_replace_of, without_secrets
from .instants import instant_ns

OK = 200
# The venue tells the end of a limit in whole milliseconds: to ask right then may be too soon.
LEAST_WAIT = 0.05


def refusal(reply: ApiReply, method: str, params: Mapping[str, Any], now_ns: int) -> RequestError | None:
    """Why a request was refused, as the exception of its code; None when it was not.

    `now_ns` is the venue's time, for replies that tell until when to wait and not what time it is. Keys and signatures
    are no part of the exception.
    """
    failure = reply.failure
    if failure is None and reply.status == OK:
        return None
    code, msg = (failure.code, failure.msg) if failure is not None else (0, f"status {reply.status}")
    data = failure.data if failure is not None else None
    return request_error(
        code,
        msg,
        method,
        tuple(f"{name}={value}" for name, value in without_secrets(params).items()),
        reply.status,
        retry_after=_retry_after(data, now_ns) if isinstance(data, dict) else None,
        data=(cancel_replace_of(failure) or data) if failure is not None else None,
    )


def _retry_after(data: Mapping[str, Any], now_ns: int) -> float | None:
    """Seconds until requests are welcome again, by the venue's own clock where it tells that: ours may be wrong."""
    retry_at, server_time = data.get("retryAfter"), data.get("serverTime")
    if not isinstance(retry_at, int):
        return None
    server_ns = instant_ns(server_time) if isinstance(server_time, int) else now_ns
    return max(LEAST_WAIT, (instant_ns(retry_at) - server_ns) * 1e-9)
