"""Carries injections out: at their time, on the connections they mean, until they end or are healed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from functools import partial
from typing import Protocol

from ...errors import ConfigError
from ..api_connection import ApiConnection
from ..connection import Connection
from ..endpoint import Endpoint
from ..limits import Limits
from ..stats import Counters
from . import connections, whole_venue
from .connections import Setting, Undo
from .kinds import Refuse, RefuseConnect, Stall
from .order_path import words_of
from .script import Injection, Script, check_injection


class Server(whole_venue.Faulty, Protocol):
    """What the injector needs of its venue."""

    limits: Limits
    counters: Counters

    @property
    def endpoints(self) -> list[Endpoint]:
        """The connections that are open, in the order they were opened."""
        ...

    @property
    def is_paced(self) -> bool:
        """False when the venue sends as fast as each client reads."""
        ...

    def resubscribed(self, connection: Connection) -> None:
        """A connection's messages go another way."""

    def now(self) -> int:
        """Tell the venue's time in µs."""
        ...


class _Active:
    """An injection under way: whom it has met, and what undoes it there; None stands for the venue."""

    def __init__(self, injection: Injection) -> None:
        self.injection = injection
        self.met: set[Endpoint] = set()
        self.late: set[Endpoint] = set()  # who came while it waited
        self.is_begun = self.has_happened = False
        self.undo: dict[Endpoint | None, list[Undo]] = {}

    def add(self, endpoint: Endpoint | None, undo: Undo | None) -> None:
        """Remember how to undo it."""
        if undo is not None:
            self.undo.setdefault(endpoint, []).append(undo)

    def end(self, endpoint: Endpoint | None) -> None:
        """Undo it in one place."""
        for undo in reversed(self.undo.pop(endpoint, [])):
            undo()

    @property
    def is_waiting(self) -> bool:
        """Tell whether connections to come may be meant."""
        injection = self.injection
        if injection.connection is not None:
            return not self.is_begun
        return connections.lasts(injection.fault) or self.is_unmet

    @property
    def is_unmet(self) -> bool:
        """Tell whether nobody was there to meet yet, or (of requests and events) nobody who sent such a request.

        What is repeated does not wait: it comes again.
        """
        injection = self.injection
        if type(injection.fault) in whole_venue.APPLY or injection.every is not None or self.has_happened:
            return False
        return not self.is_begun or isinstance(injection.fault, connections.OF_API)


class Injector:
    """The faults of one venue. Every method is called in the venue's loop."""

    def __init__(self, server: Server, seed: int) -> None:
        self._server, self._rng = server, random.Random(seed)
        self._timers: set[asyncio.TimerHandle] = set()
        self._active: list[_Active] = []

    def play(self, script: Script) -> None:
        """Begin a script."""
        self._rng = random.Random(script.seed)
        for injection in script.faults:
            self.inject(injection)

    def inject(self, injection: Injection) -> None:
        """Let a fault happen when its time has come. Raises ConfigError when it cannot happen here."""
        self._check(injection)
        if injection.at > 0:
            self._later(injection.at, partial(self._begin, injection))
        else:
            self._begin(injection)

    def heal(self) -> None:
        """End everything that is under way, and what was to come."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        for active in reversed(self._active.copy()):
            self._end(active)

    def joined(self, endpoint: Endpoint) -> None:
        """A connection was opened or has other streams: faults that last reach it."""
        for active in self._active.copy():
            if self._means_newcomer(active, endpoint):
                active.late.add(endpoint)
                self._meet(active, endpoint)

    def left(self, endpoint: Endpoint) -> None:
        """A connection is gone."""
        for active in self._active.copy():
            active.met.discard(endpoint)
            active.late.discard(endpoint)
            active.undo.pop(endpoint, None)
            self._tidy(active)

    def _check(self, injection: Injection) -> None:
        fault = injection.fault
        if type(fault) not in whole_venue.APPLY.keys() | connections.APPLY.keys():
            raise ConfigError(f"fault: one of tickwire.sim.faults, not {fault!r}")
        check_injection(injection)
        if isinstance(fault, Refuse):
            words_of(fault)
        if type(fault) in whole_venue.APPLY and injection.after is not None:
            raise ConfigError(f"after: {fault.name()} happens to the venue, not to a connection")
        if injection.after is not None or isinstance(fault, connections.OF_MESSAGES):
            if injection.api:
                raise ConfigError(f"{fault.name()}: the WebSocket API has no streams")
            if not self._server.is_paced:
                raise ConfigError(f"{fault.name()}: a venue without a pace sends no single messages")

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        self._timers = {timer for timer in self._timers if timer.when() >= loop.time()}
        self._timers.add(loop.call_later(seconds, call))

    def _begin(self, injection: Injection) -> None:
        if injection.every is not None:
            self._later(injection.every, partial(self._begin, injection))
        active = _Active(injection)
        self._active.append(active)
        if (apply := whole_venue.APPLY.get(type(injection.fault))) is not None:
            active.add(None, apply(self._server, injection.fault, self._counter(active, None)))
            self._ends_by_itself(active, None)
        else:
            those = self._meant(injection)
            active.is_begun = bool(those)
            for endpoint in self._drawn(those, injection.share):
                self._meet(active, endpoint)
        if injection.seconds is not None:
            self._later(injection.seconds, partial(self._end, active))
        self._tidy(active)

    def _ends_by_itself(self, active: _Active, endpoint: Endpoint | None) -> None:
        fault = active.injection.fault
        if isinstance(fault, Stall | RefuseConnect):
            self._later(fault.seconds, partial(self._end_at, active, endpoint))

    def _end_at(self, active: _Active, endpoint: Endpoint | None) -> None:
        active.end(endpoint)
        self._tidy(active)

    def _meant(self, injection: Injection) -> list[Endpoint]:
        those = [each for each in self._server.endpoints if _suits(each, injection)]
        if injection.line is not None:
            those = those[injection.line : injection.line + 1]
        return [each for each in those if _carries(each, injection.stream)]

    def _drawn(self, those: list[Endpoint], share: float) -> list[Endpoint]:
        return those if share >= 1 else self._rng.sample(those, round(len(those) * share))

    def _means_newcomer(self, active: _Active, endpoint: Endpoint) -> bool:
        injection = active.injection
        if endpoint in active.met or not active.is_waiting or type(injection.fault) in whole_venue.APPLY:
            return False
        if injection.line is not None and not active.is_unmet:
            return False
        if endpoint not in self._meant(injection):
            return False
        active.met.add(endpoint)
        return injection.share >= 1 or self._rng.random() < injection.share

    def _meet(self, active: _Active, endpoint: Endpoint) -> None:
        active.met.add(endpoint)
        active.is_begun = True
        injection = active.injection
        if injection.after is None or not isinstance(endpoint, Connection):
            self._apply(active, endpoint)
            return
        setting, strike = self._setting(active, endpoint), partial(self._apply, active, endpoint)
        active.add(endpoint, connections.trigger(endpoint, injection.stream, injection.after, setting, strike))

    def _apply(self, active: _Active, endpoint: Endpoint) -> None:
        fault = active.injection.fault
        active.add(endpoint, connections.APPLY[type(fault)](endpoint, fault, self._setting(active, endpoint)))
        self._ends_by_itself(active, endpoint)

    def _end(self, active: _Active) -> None:
        if active in self._active:
            self._active.remove(active)
            for endpoint in list(active.undo):
                active.end(endpoint)

    def _tidy(self, active: _Active) -> None:
        """Forget what is over."""
        if active in self._active and not active.undo and not active.is_waiting:
            self._active.remove(active)

    def _setting(self, active: _Active, endpoint: Endpoint) -> Setting:
        server, count = self._server, self._counter(active, endpoint)
        return Setting(count, self._rng, server.resubscribed, server.now, server.limits.weight)

    def _counter(self, active: _Active, endpoint: Endpoint | None) -> Callable[[int], None]:
        faults, name = self._server.counters.faults, active.injection.fault.name()

        def count(number: int) -> None:
            if active.is_unmet:
                asyncio.get_running_loop().call_soon(_spare, active, active.late - {endpoint})
            active.has_happened = True
            faults[name] = faults.get(name, 0) + number

        return count


def _spare(active: _Active, others: set[Endpoint]) -> None:
    """It has happened elsewhere: who only came while it waited is let alone."""
    if not connections.lasts(active.injection.fault):
        for endpoint in others:
            active.end(endpoint)


def _suits(endpoint: Endpoint, injection: Injection) -> bool:
    """Tell whether a connection is of the kind that is meant, or the one that is meant."""
    is_api = isinstance(endpoint, ApiConnection)
    if isinstance(injection.fault, connections.OF_API):
        return is_api and injection.connection in (None, endpoint.number)
    if injection.connection is not None:
        return injection.connection == endpoint.number
    return injection.api == is_api


def _carries(endpoint: Endpoint, stream: str | None) -> bool:
    return stream is None or (isinstance(endpoint, Connection) and stream in endpoint.control.streams)
