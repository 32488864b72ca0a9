"""The three ways to run a client: blocking, in a thread, in somebody's event loop."""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import logging
import threading
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeVar

from ..errors import ConfigError, TickwireError
from ..feed.dispatch import Dispatch
from ..transport import Owner, new_loop, pinned, spin, tls_context
from .lines import Lines
from .settings import Settings
from .simulation import SimulatedVenue

_log = logging.getLogger("tickwire")

LoopFactory = Callable[[], asyncio.AbstractEventLoop]
T = TypeVar("T")


class Subscriber(Owner, Protocol):
    """Whose streams are brought."""

    def run_began(self, lines: Lines) -> None:
        """The client runs, by these lines."""

    def run_ended(self) -> None:
        """The client stopped running."""


class _Run(NamedTuple):
    """What exists only while the client runs."""

    loop: asyncio.AbstractEventLoop
    thread_id: int
    lines: Lines


class Runner:
    """Runs the lines of a client, once at a time."""

    def __init__(self, settings: Settings, dispatch: Dispatch, subscriber: Subscriber) -> None:
        self._settings, self._dispatch, self._subscriber = settings, dispatch, subscriber
        self._lock = threading.RLock()
        self._is_claimed = threading.Lock()
        self._current: _Run | None = None
        self._counts: Counter[str] = Counter()
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    @property
    def lines(self) -> Lines | None:
        """The connections; None when the client does not run."""
        return self._current.lines if self._current is not None else None

    def counts(self) -> Counter[str]:
        """Totals of the connections, those of earlier runs included."""
        lines = self.lines
        total = self._counts.copy()
        total.update(lines.counts() if lines is not None else ())
        return total

    def is_running_elsewhere(self) -> bool:
        """Whether the client runs in another thread than the caller's."""
        current = self._current
        return current is not None and current.thread_id != threading.get_ident()

    def call(self, function: Callable[[], T]) -> T:
        """Call `function` in the thread in which the client runs, here when it runs nowhere, and return its result."""
        while True:
            with self._lock:
                current = self._current
                if current is None or current.thread_id == threading.get_ident():
                    return function()
                answer: concurrent.futures.Future[T] = concurrent.futures.Future()
                try:
                    current.loop.call_soon_threadsafe(_carry_out, function, answer)
                except RuntimeError:  # the loop was closed under it
                    answer.cancel()
            while self._current is current:
                done, _ = concurrent.futures.wait([answer], 0.1)
                if done:
                    break
            if not answer.cancel():
                return answer.result()

    def run(self, seconds: float | None, loop_factory: LoopFactory | None) -> None:
        """Run in a loop of its own until it ends; Ctrl-C is a clean end."""
        if _is_loop_running():
            raise ConfigError("run() blocks and an event loop runs here already: await run_async(), or start()")
        self._set_stopping(False)
        try:
            self._run_in_new_loop(seconds, loop_factory, lambda: None)
        except KeyboardInterrupt:
            _log.info("interrupted")

    def start(self, loop_factory: LoopFactory | None) -> None:
        """Run in a thread; returns when the connections are open."""
        if self._thread is not None and self._thread.is_alive():
            raise TickwireError("the client runs already")
        self._set_stopping(False)
        opened: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._thread = threading.Thread(
            target=self._run_in_thread, args=(loop_factory, opened), name="tickwire", daemon=True
        )
        self._thread.start()
        atexit.register(self.stop)
        try:
            opened.result()
        except BaseException:
            self.stop()
            raise

    async def run_async(self, seconds: float | None) -> None:
        """Run in the caller's loop."""
        self._set_stopping(False)
        await self._run(seconds, self._settings.busy_poll, lambda: None)

    def stop(self) -> None:
        """End whichever way it runs; from another thread than its own, wait for the end of its thread."""
        self._set_stopping(True)
        with self._lock:
            if self._current is not None:
                self._current.loop.call_soon_threadsafe(self._current.lines.end)
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()
            self._thread = None
            atexit.unregister(self.stop)

    def _set_stopping(self, is_stopping: bool) -> None:
        self._is_stopping = self._dispatch.is_stopped = is_stopping

    def _run_in_thread(self, loop_factory: LoopFactory | None, opened: concurrent.futures.Future[None]) -> None:
        try:
            self._run_in_new_loop(None, loop_factory, lambda: opened.set_result(None))
        except BaseException as error:
            if opened.done():
                _log.exception("the client's thread ended by an error")
            else:
                opened.set_exception(error)
        finally:
            if not opened.done():
                opened.set_result(None)

    def _run_in_new_loop(
        self, seconds: float | None, loop_factory: LoopFactory | None, opened: Callable[[], None]
    ) -> None:
        busy_poll = self._settings.busy_poll
        factory = loop_factory if loop_factory is not None else lambda: new_loop(busy_poll=busy_poll)
        with pinned(self._settings.cpu), asyncio.Runner(loop_factory=factory) as runner:
            runner.run(self._run(seconds, busy_poll and loop_factory is not None, opened))

    async def _run(self, seconds: float | None, is_spinning: bool, opened: Callable[[], None]) -> None:
        if not self._is_claimed.acquire(blocking=False):
            raise TickwireError("the client runs already")
        loop = asyncio.get_running_loop()
        spinner = loop.create_task(spin()) if is_spinning else None
        simulated = None
        try:
            settings = self._settings
            if settings.env == "sim":
                simulated = SimulatedVenue()
                urls = (simulated.url,)
                settings = settings._replace(urls=urls, context=tls_context(simulated.ca_file, urls))
            lines = Lines(settings.venue(), self._dispatch, self._subscriber, settings.request_timeout)
            await self._run_lines(lines, seconds, opened)
        finally:
            if spinner is not None:
                spinner.cancel()
            if simulated is not None:
                simulated.stop()
            self._is_claimed.release()

    async def _run_lines(self, lines: Lines, seconds: float | None, opened: Callable[[], None]) -> None:
        with self._lock:
            self._current = _Run(asyncio.get_running_loop(), threading.get_ident(), lines)
            self._subscriber.run_began(lines)
            if self._is_stopping:
                lines.end()
        try:
            await lines.open()
            opened()
            await lines.wait_ended(seconds)
        finally:
            self._dispatch.is_stopped = True  # what still arrives while hands are shaken reaches no handler
            await lines.close()
            with self._lock:
                self._counts.update(lines.counts())
                self._counts["connections"] = 0
                self._current = None
                self._subscriber.run_ended()
        self._dispatch.raise_pending()


def _is_loop_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _carry_out(function: Callable[[], T], answer: concurrent.futures.Future[T]) -> None:
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(function())
    except BaseException as error:
        answer.set_exception(error)
