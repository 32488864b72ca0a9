"""Points that are reached once, and can be waited for in an event loop or in a thread."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Generator
from contextlib import suppress
from typing import Any, Generic, TypeVar

from ...errors import TickwireError

T = TypeVar("T")

_waiting = threading.Lock()


class Waiters:
    """Who waits while a trader runs: nobody in its own thread, and nobody for longer than that."""

    def __init__(self) -> None:
        self.thread_id: int | None = None  # of the trader, while it runs
        self._stopped: TickwireError | None = None
        self._ahead: set[Milestone[Any]] = set()

    def began(self, thread_id: int) -> None:
        """The trader runs in that thread."""
        self.thread_id, self._stopped = thread_id, None

    @property
    def has_ended(self) -> bool:
        """Whether the trader has stopped."""
        return self._stopped is not None

    def ended(self, error: TickwireError) -> None:
        """It runs no more: whoever waits gets `error`, and whoever would wait from now on."""
        with _waiting:
            self.thread_id, self._stopped = None, error
            ahead = tuple(self._ahead)
            self._ahead.clear()
        for milestone in ahead:
            milestone._interrupt(error)

    def check_blocking(self) -> None:
        """Raise TickwireError in the trader's own thread, which would wait for itself."""
        if self.thread_id == threading.get_ident():
            raise TickwireError("wait() would block the thread that the trader runs in, for ever: await it instead")

    def admit(self, milestone: Milestone[Any]) -> None:
        """Somebody waits for this now; raises why nobody can."""
        if self._stopped is not None:
            raise self._stopped
        self._ahead.add(milestone)

    def leave(self, milestone: Milestone[Any]) -> None:
        """It is reached."""
        self._ahead.discard(milestone)


class Milestone(Generic[T]):
    """A point that is reached once: `await` it in any event loop, or `wait` for it in any thread but the trader's.

    `is_reached` is True as well when it is certain that it never will be.
    There is a future only where somebody waits: most orders are never waited for, and a future costs more than they do.
    """

    __slots__ = ("_error", "_future", "_value", "_waiters", "is_reached")

    def __init__(self, waiters: Waiters | None = None) -> None:
        self._waiters = waiters
        self.is_reached = False
        self._value: T | None = None
        self._error: BaseException | None = None
        self._future: concurrent.futures.Future[T] | None = None

    def __repr__(self) -> str:
        return f"<Milestone {'reached' if self.is_reached else 'ahead'}>"

    def wait(self, timeout: float | None = None) -> T:
        """Block until it is reached, `timeout` seconds at most.

        Raises TimeoutError, or why it never will be; TraderStopped when that comes first; TickwireError at once in the
        trader's own thread, which would wait for itself.
        """
        if self._waiters is not None and not self.is_reached:
            self._waiters.check_blocking()
        return self._waited().result(timeout)

    def __await__(self) -> Generator[Any, None, T]:
        return asyncio.shield(asyncio.wrap_future(self._waited())).__await__()

    def reach(self, value: T) -> None:
        """It is reached."""
        self._settle(value, None)

    def fail(self, error: BaseException) -> None:
        """It will never be reached."""
        self._settle(None, error)

    def _interrupt(self, error: BaseException) -> None:
        """Whoever waits is told `error`; it may be reached yet."""
        with _waiting:
            future, self._future = self._future, None
        if future is not None:
            with suppress(concurrent.futures.InvalidStateError):
                future.set_exception(error)

    def _settle(self, value: T | None, error: BaseException | None) -> None:
        if self.is_reached:
            return
        self._value, self._error = value, error
        self.is_reached = True
        if self._future is not None:
            self._tell(self._future)

    def _waited(self) -> concurrent.futures.Future[T]:
        with _waiting:
            if self._future is None:
                if self._waiters is not None and not self.is_reached:
                    self._waiters.admit(self)
                self._future = concurrent.futures.Future()
            future = self._future
        if self.is_reached:  # maybe since we began: whoever comes second finds it told
            self._tell(future)
        return future

    def _tell(self, future: concurrent.futures.Future[T]) -> None:
        if self._waiters is not None:
            self._waiters.leave(self)
        with suppress(concurrent.futures.InvalidStateError):
            if self._error is not None:
                future.set_exception(self._error)
            else:
                future.set_result(self._value)  # type: ignore[arg-type]
