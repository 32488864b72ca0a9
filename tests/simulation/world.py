"""One seed's run: the real client on a virtual clock against the venue in memory, with everything watched."""

from __future__ import annotations

import asyncio
import gc
import logging
import traceback
from collections import Counter
from random import Random

from .clock import VirtualLoop, WallClock
from .faults import HARMLESS, Fault
from .market import STEP, tape
from .outside import client_of, loaded_dice
from .plan import CALM_S, Plan
from .subscriptions import Watched
from .trace import Trace, Violation
from .venue import MemoryVenue, StreamChannel

HEALING_S = 90.0  # everything must be well again within this time after the last fault
LOOK_EVERY = 5  # steps


class World:
    """Everything there is while a plan is carried out."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.random = plan, Random(f"world {plan.seed}")
        self.loop = VirtualLoop(plan.begins_at)
        self.clock, self.trace = WallClock(self.loop), Trace(self.loop)
        self.venue = MemoryVenue(self.loop, self.clock, tape(plan.tape), plan.position, self.trace, self.random)
        self.venue.latency = plan.latency
        self.handler_takes = 0.0
        self.tally: Counter[str] = Counter()
        self.faulted_at: dict[int, float] = {}
        self.client = client_of(self.venue, **plan.options)
        self.watched = Watched(self)
        self.done: asyncio.Future[None] = self.loop.create_future()
        self._log = _Log()

    def any_stream(self) -> str:
        """One of the streams of the plan."""
        return self.random.choice(self.plan.streams)

    def run(self) -> Counter[str]:
        """Carry out the plan; returns what happened, and how often. Raises Violation."""
        try:
            with self._log, loaded_dice(self.random):
                self.loop.run_until_complete(self._main())
            self._check_aftermath()
        except Violation:
            raise
        except Exception:
            raise Violation(f"{traceback.format_exc()}\n\nwith {self.plan}\n\nbefore it:\n{self.trace}") from None
        finally:
            self.loop.close()
        return self.tally

    async def _main(self) -> None:
        self.watched.begin()
        running = self.loop.create_task(self.client.run_async())
        running.add_done_callback(lambda _: self._end())
        begins = self.loop.now
        self.loop.call_at(begins + STEP, self._step)
        for at, fault in self.plan.faults:
            self.loop.call_at(begins + at, self._befall, fault)
        heal_at = begins + CALM_S + self.plan.restless_s
        self.loop.call_at(heal_at, self._heal)
        self.loop.call_at(heal_at + HEALING_S, self._give_up)
        await self.done
        self.client.stop()
        await running

    def _step(self) -> None:
        if self.done.done():
            return
        self.venue.step()
        is_time_to_look = self.venue.position % LOOK_EVERY == 0
        if is_time_to_look:
            self.watched.look()
        if self.venue.violations or (self.venue.is_healed and is_time_to_look and not self.watched.unwell()):
            self._end()
        else:
            self.loop.call_later(STEP, self._step)

    def _befall(self, fault: Fault) -> None:
        if self.plan.is_mild and fault not in HARMLESS and not self._has_spare_line():
            return
        if self.venue.channels:
            channel = self.random.choice(self.venue.channels)
            self.tally[fault.__name__] += 1
            self.faulted_at[channel.line] = self.loop.now
            self.trace.add("FAULT", channel, fault(self, channel))

    def _has_spare_line(self) -> bool:
        """Whether any of the lines could be missed."""
        return len(self.venue.channels) > 1 and all(map(self._brings_all, self.venue.channels))

    def _brings_all(self, channel: StreamChannel) -> bool:
        """Whether a line brings everything, undamaged and in time."""
        return channel.is_sound() and self.watched.ledgers.keys() <= channel.control.streams.keys()

    def _heal(self) -> None:
        self.trace.add("HEALED")
        self.venue.heal()

    def _give_up(self) -> None:
        if unwell := self.watched.unwell():
            self.venue.violate(f"not well {HEALING_S:g} s after the last fault: {unwell}")
        self._end()

    def _end(self) -> None:
        if not self.done.done():
            self.done.set_result(None)

    def _check_aftermath(self) -> None:
        """What may be left over once the client has stopped: nothing."""
        gc.collect(1)
        left = [task for task in asyncio.all_tasks(self.loop) if not task.done()]
        faults = [*self.venue.violations, *self.loop.faults, *self._log.tracebacks]
        faults += [f"left running: {left}"] if left else []
        if faults:
            raise Violation(f"{faults[0]}\n\nwith {self.plan}\n\nbefore it:\n{self.trace}")


class _Log(logging.Handler):
    """What was logged with a traceback, which is a bug."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.tracebacks: list[str] = []

    def __enter__(self) -> None:
        for name in ("tickwire", "asyncio"):
            logging.getLogger(name).addHandler(self)

    def __exit__(self, *_: object) -> None:
        for name in ("tickwire", "asyncio"):
            logging.getLogger(name).removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info or record.levelno >= logging.ERROR:
            self.tracebacks.append(logging.Formatter().format(record))
