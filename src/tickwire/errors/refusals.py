"""Requests that were refused, or not answered."""

from __future__ import annotations

from typing import Any, ClassVar

from .root import TickwireError

SERVER_ERROR, BANNED, TOO_MANY = 500, 418, 429
# Too many requests, overloaded, about to shut down.
PASSING = frozenset({-1003, -1008, -1016})


class RequestError(TickwireError):
    """The venue refused a request: its `code`, its words `msg`, and the `method` and `params` that it refused.

    Each code of the venue has a class of its own in `tickwire.errors`; one that is new is a plain RequestError.
    `status` is that of the WebSocket API, such as 400, or 0 where there is none. `data` is what else the venue told,
    for a cancel-replace a `schema.CancelReplaceReply`.
    """

    by_code: ClassVar[dict[int, type[RequestError]]] = {}
    venue_code: ClassVar[int] = 0
    venue_name: ClassVar[str] = ""
    _leaves_doubt: ClassVar[bool] = False

    def __init_subclass__(cls, code: int = 0, name: str = "", leaves_doubt: bool = False, **more: Any) -> None:
        super().__init_subclass__(**more)
        if code:
            cls.venue_code, cls.venue_name, cls._leaves_doubt = code, name, leaves_doubt
            RequestError.by_code[code] = cls

    def __init__(
        self, code: int, msg: str, method: str = "", params: tuple[str, ...] = (), status: int = 0, data: Any = None
    ) -> None:
        self.code, self.msg, self.method, self.params, self.status, self.data = code, msg, method, params, status, data
        shown = ", ".join(params[:5]) + (f" and {len(params) - 5} more" if len(params) > 5 else "")
        super().__init__(f"{method} {shown} refused: {msg} (code {code}){_halves(data)}".strip())

    @property
    def is_in_doubt(self) -> bool:
        """Whether the venue may have acted on the request all the same: ask before you send it again."""
        return self._leaves_doubt or self.status >= SERVER_ERROR

    @property
    def is_passing(self) -> bool:
        """Whether a question refused so may be answered when it is asked again: nothing is wrong with it."""
        return self.is_in_doubt or self.status in (TOO_MANY, BANNED) or self.code in PASSING

    def __reduce__(self) -> tuple[Any, ...]:
        given = self.code, self.msg, self.method, self.params, self.status, self.data
        return type(self), given, self.__dict__


def _halves(data: Any) -> str:
    """Why either half of a cancel-replace was refused."""
    words = ""
    for name, field in (("cancel", "cancel_response"), ("new order", "new_order_response")):
        half: Any = getattr(data, field, None)
        if hasattr(half, "code"):
            words += f"; {name}: {half.msg} (code {half.code})"
    return words


class TooManyRequests(RequestError, code=-1003, name="TOO_MANY_REQUESTS"):
    """The limit of weight is used up (status 429). Nothing is sent for `retry_after` seconds."""

    _unstated = 60.0

    def __init__(
        self,
        code: int,
        msg: str,
        method: str = "",
        params: tuple[str, ...] = (),
        status: int = TOO_MANY,
        data: Any = None,
        *,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(code, msg, method, params, status, data)
        self.retry_after = retry_after if retry_after is not None else self._unstated


class RequestsBanned(TooManyRequests):
    """The venue banned this address for going on in spite of its limits (status 418), for `retry_after` seconds."""

    _unstated = 120.0


class RequestTimeout(TickwireError, TimeoutError):
    """The venue did not answer a request in time. Once it was sent, whether the venue acted on it is not known."""

    def __init__(self, reason: str, *, is_in_doubt: bool = True) -> None:
        self.is_in_doubt = is_in_doubt
        super().__init__(reason)


class RequestLost(TickwireError, ConnectionError):
    """The connection ended before the answer; whether the venue acted on the request is not known.

    `sends` counts how often it was sent: questions are asked again on the next connection, orders never are.
    """

    def __init__(self, method: str, sends: int) -> None:
        self.method, self.sends = method, sends
        super().__init__(f"{method}: the connection ended before the answer, sent {sends} times")

    @property
    def is_in_doubt(self) -> bool:
        """Whether the venue may have acted on the request: not when it was never sent."""
        return self.sends > 0

    def __reduce__(self) -> tuple[type[RequestLost], tuple[str, int]]:
        return type(self), (self.method, self.sends)


def request_error(
    code: int,
    msg: str,
    method: str = "",
    params: tuple[str, ...] = (),
    status: int = 0,
    *,
    retry_after: float | None = None,
    data: Any = None,
) -> RequestError:
    """The exception for one of the venue's codes, or for a status where the code is new."""
    kind = RequestError.by_code.get(code, RequestError)
    if status == BANNED:
        kind = RequestsBanned
    elif status == TOO_MANY and kind is RequestError:
        kind = TooManyRequests
    if issubclass(kind, TooManyRequests):
        return kind(code, msg, method, params, status, data, retry_after=retry_after)
    return kind(code, msg, method, params, status, data)
