"""The three ways to run a client: blocking, in a thread, in somebody's event loop."""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import logging
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from ..errors import ConfigError, TickwireError
from ..feed.dispatch import Dispatch
from ..transport import Owner, new_loop, pinned, spin
from .api import Api
from .lines import Lines
from .parts import Part, Run
from .settings import Settings
from .simulation import SimulatedVenue
from .ticker import Ticker

_log = logging.getLogger("tickwire")

LoopFactory = Callable[[], asyncio.AbstractEventLoop]
T = TypeVar("T")
# What is handed over takes µs; only code of a user's own, such as a guard, can hold it up.
FINISHED_WITHIN = 5.0


class Runner:
    """Runs the lines and parts of a client, once at a time; `owner` is told what happens on the lines."""

    def __init__(self, settings: Settings, dispatch: Dispatch, owner: Owner, parts: Sequence[Part]) -> None:
        self._settings, self._dispatch, self._owner, self._parts = settings, dispatch, owner, list(parts)
        self.is_bare = False  # without streams it opens no line
        self.has_demo_account = False  # at the venue of env="sim"
        self._lock = threading.RLock()
        self._is_claimed = threading.Lock()
        self._current: Run | None = None
        self._counts: Counter[str] = Counter()
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    @property
    def current(self) -> Run | None:
        """What exists only while the client runs; None when it does not."""
        return self._current

    @property
    def api(self) -> Api | None:
        """The venue's WebSocket API; None when the client does not run."""
        return self._current.api if self._current is not None else None

    @property
    def lines(self) -> Lines | None:
        """The connections; None when the client does not run."""
        return self._current.lines if self._current is not None else None

    def add_part(self, part: Part) -> None:
        """Have another part take part, from the next run on. Raises TickwireError when the client runs."""
        if self._current is not None:
            raise TickwireError("the client runs already: give it all it is made of before")
        self._parts.append(part)

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
        """Call `function` in the thread in which the client runs, here when it runs nowhere, and return its result.

        Nothing happens behind the back of who is interrupted (Ctrl-C): what has not begun by then never does, and what
        has is over when the interrupt comes out.
        """
        while True:
            answer: concurrent.futures.Future[T] = concurrent.futures.Future()
            try:
                with self._lock:
                    current = self._current
                    if current is None or current.thread_id == threading.get_ident():
                        return function()
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
            except KeyboardInterrupt:
                _take_back(answer)
                raise

    def run(self, seconds: float | None, loop_factory: LoopFactory | None) -> None:
        """Run in a loop of its own until it ends; Ctrl-C is a clean end."""
        if _is_loop_running():
            raise ConfigError("run() blocks and an event loop runs here already: await run_async(), or start()")
        self._claim()
        try:
            self._run_in_new_loop(seconds, loop_factory, lambda: None)
        except KeyboardInterrupt:
            _log.info("interrupted")
        finally:
            self._is_claimed.release()

    def start(self, loop_factory: LoopFactory | None) -> None:
        """Run in a thread; returns when the connections are open."""
        opened: concurrent.futures.Future[None] = concurrent.futures.Future()
        thread = threading.Thread(target=self._run_in_thread, args=(loop_factory, opened), name="tickwire", daemon=True)
        with self._lock:  # so that who stops it finds a thread that can be waited for
            self._claim()
            try:
                thread.start()
            except BaseException:
                self._is_claimed.release()
                raise
            self._thread = thread
        atexit.register(self.stop)
        try:
            opened.result()
        except BaseException:
            self.stop()
            raise

    async def run_async(self, seconds: float | None) -> None:
        """Run in the caller's loop."""
        self._claim()
        try:
            await self._run(seconds, self._settings.busy_poll, lambda: None)
        finally:
            self._is_claimed.release()

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

    def _claim(self) -> None:
        """Begin to run; whoever does must release the claim. Raises TickwireError when it runs already."""
        if not self._is_claimed.acquire(blocking=False):
            raise TickwireError("the client runs already")
        self._set_stopping(False)

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
            self._is_claimed.release()
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
        loop = asyncio.get_running_loop()
        spinner = loop.create_task(spin()) if is_spinning else None
        simulated = None
        try:
            settings = self._settings
            if settings.env == "sim":
                simulated = SimulatedVenue(has_account=self.has_demo_account or settings.encoding in ("sbe", "mixed"))
                settings = simulated.reached_by(settings)
            venue = settings.venue()
            ticker = Ticker(loop)
            sbe = settings.sbe_venue()
            rules = settings.line_rules()
            lines = Lines(venue, self._dispatch, self._owner, ticker, rules, sbe=sbe, is_bare=self.is_bare)
            api = Api(settings.api_url, settings.api_venue(), self._owner, ticker, self._dispatch)
            api.falls_back = settings.encoding != "sbe" and settings.is_sbe
            run = Run(loop, threading.get_ident(), venue, self._dispatch, lines, ticker, api, [])
            if simulated is not None:
                run = run._replace(is_new_venue=True, demo=simulated.credentials)
            await self._run_parts(run, seconds, opened)
        finally:
            if spinner is not None:
                spinner.cancel()
            if simulated is not None:
                simulated.stop()

    async def _run_parts(self, run: Run, seconds: float | None, opened: Callable[[], None]) -> None:
        try:
            with self._lock:
                self._current = run
                for part in self._parts:
                    part.run_began(run)
                if self._is_stopping:
                    run.lines.end()
            await run.lines.open()
            opened()
            await run.lines.wait_ended(seconds)
        finally:
            self._dispatch.is_stopped = True  # what still arrives while hands are shaken reaches no handler
            run.ticker.close()
            for shut in run.shutting:
                await shut()
            await run.api.close()
            await run.lines.close()
            with self._lock:
                self._counts.update(run.lines.counts())
                self._counts["connections"] = 0
                self._current = None
                for part in self._parts:
                    part.run_ended()
        self._dispatch.raise_pending()


def _is_loop_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _take_back(answer: concurrent.futures.Future[T]) -> None:
    if not answer.cancel():
        concurrent.futures.wait([answer], FINISHED_WITHIN)


def _carry_out(function: Callable[[], T], answer: concurrent.futures.Future[T]) -> None:
    if not answer.set_running_or_notify_cancel():
        return
    try:
        answer.set_result(function())
    except BaseException as error:
        answer.set_exception(error)
