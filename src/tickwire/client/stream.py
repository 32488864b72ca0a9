"""What `subscribe` returns: a handler on one or more streams."""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import AsyncIterator, Callable, Generator
from typing import Any

from ..errors import RequestError, RequestTimeout
from ..feed.ring import Ring
from ..feed.sink import Sink
from .stats import StreamStats
from .taking import Taking


class Stream:
    """A handler attached to one or more streams.

    `await stream` waits until the venue has acknowledged all of them. It raises RequestError when the venue refuses
    one, and the whole subscription has then ended; RequestTimeout when the answer is overdue, and the streams are
    then asked for again.
    """

    def __init__(
        self,
        keys: dict[str, Any],
        on: Any,
        timeout: float,
        unsubscribe: Callable[[Stream], None],
        *,
        is_awaited: bool = False,
    ) -> None:
        self.on = on
        self._keys = keys
        self._late_after: float | None = None  # seconds; what exceeds them is told to `on_late`
        self._slow_after: float | None = None
        self._sinks: list[Sink] = []
        self._is_attached = False
        self._taking = Taking()
        self._timeout, self._unsubscribe = timeout, unsubscribe
        self._unacknowledged = set(keys)
        self._answer: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._is_awaited = is_awaited

    def __repr__(self) -> str:
        names = ", ".join(self.names[:3]) + (f" and {len(self.names) - 3} more" if len(self.names) > 3 else "")
        return f"<Stream {names}{'' if self.is_attached else ', ended'}>"

    @property
    def names(self) -> tuple[str, ...]:
        """The streams' names at the venue."""
        return tuple(self._keys)

    @property
    def is_attached(self) -> bool:
        """Whether the handler still listens; False after `unsubscribe` and after a refusal."""
        return self._is_attached

    @property
    def stats(self) -> StreamStats:
        """What the handler was given so far."""
        return StreamStats(
            messages=sum(sink.messages for sink in self._sinks),
            handler_errors=sum(sink.errors for sink in self._sinks),
            by_stream={sink.stream: sink.messages for sink in self._sinks},
        )

    def unsubscribe(self) -> None:
        """Detach the handler: it is not called again. The venue is told when no other handler wants the streams."""
        self._unsubscribe(self)

    def wait(self) -> None:
        """Block until the venue has acknowledged the streams, as `await` does. Not for the client's own thread."""
        try:
            self._answer.result(self._timeout)
        except concurrent.futures.TimeoutError:
            self._raise_overdue()

    def __aiter__(self) -> AsyncIterator[Any]:
        """Take the messages out of the ring: `async for` works with `on=tickwire.ring(n)`, in any event loop.

        It ends when the streams are unsubscribed and when the client stops running. What the ring dropped because the
        loop came too seldom is counted in `ring.dropped`.
        """
        if not isinstance(self.on, Ring):
            raise TypeError("async for needs a ring to take messages from: subscribe(..., on=tickwire.ring(1000))")
        return self._taking.messages(self.on)

    def __await__(self) -> Generator[Any, None, Stream]:
        return self._wait_async().__await__()

    async def _wait_async(self) -> Stream:
        self._is_awaited = True
        try:
            async with asyncio.timeout(self._timeout):
                await asyncio.shield(asyncio.wrap_future(self._answer))
        except TimeoutError as error:
            if isinstance(error, RequestTimeout):
                raise
            self._raise_overdue()
        return self

    def _raise_overdue(self) -> None:
        if self._answer.done():
            self._answer.result()
        shown = ", ".join(self.names[:5])
        raise RequestTimeout(f"{shown} not acknowledged within {self._timeout:g} s, still being asked for") from None

    # Told by the client, in its thread.

    def _attached(self, sink: Sink) -> None:
        """The handler gets the messages of one of the streams."""
        self._sinks.append(sink)
        self._is_attached = True

    def _detached(self) -> list[Sink]:
        """The handler gets nothing any more; returns what led to it, the first time."""
        sinks = self._sinks if self._is_attached else []
        self._is_attached = False
        return list(sinks)

    def _acknowledged(self, names: set[str]) -> None:
        """The venue sends these streams."""
        self._unacknowledged -= names
        if not self._unacknowledged and not self._answer.done():
            self._answer.set_result(None)

    def _run_ended(self) -> None:
        self._taking.run_ended()

    def _failed(self, error: RequestError | RequestTimeout) -> bool:
        """The venue refused, or did not answer; False when nobody was waiting to be told."""
        if not self._answer.done():
            self._answer.set_exception(error)
        return self._is_awaited
