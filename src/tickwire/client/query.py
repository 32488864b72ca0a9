"""What `Client.request` returns: an answer that is to come."""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Generator
from typing import Any

import msgspec

from ..errors import DecodeError
from ..schema import read
from ..session import Answer


class Query:
    """A question that was put to the venue's WebSocket API.

    `await query`, in any event loop, or `query.wait()`, in any thread but the client's own, gives the result. Both
    raise RequestError (TooManyRequests, RequestsBanned) when the venue refuses, RequestTimeout when the time is over,
    RequestLost when the client stopped or every connection was lost, and DecodeError when the result is not of the type
    that was asked for.
    """

    def __init__(self, method: str, type: Any) -> None:
        self._method, self._type = method, type
        self._result: concurrent.futures.Future[Any] = concurrent.futures.Future()
        self._raw = msgspec.Raw()

    def __repr__(self) -> str:
        return f"<Query {self._method}{', answered' if self._result.done() else ''}>"

    @property
    def raw(self) -> bytes:
        """The result as the venue wrote it, with what its type does not know; b"" as long as there is none.

        Of a result in SBE it is the JSON that says the same.
        """
        return bytes(self._raw)

    def wait(self) -> Any:
        """Block until the answer is there."""
        return self._result.result()

    def __await__(self) -> Generator[Any, None, Any]:
        return asyncio.shield(asyncio.wrap_future(self._result)).__await__()

    def _answered(self, answer: Answer) -> None:
        """Told by the client, in its thread."""
        if answer.error is not None:
            self._result.set_exception(answer.error)
            return
        self._raw = answer.result
        try:
            self._result.set_result(read(answer.result, self._type))
        except msgspec.DecodeError as fault:
            reason = f"the result of {self._method} is not of the type asked for: {fault}"
            self._result.set_exception(DecodeError(reason, bytes(answer.result)))
