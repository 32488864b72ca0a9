"""The venue in memory: it takes connections, plays a tape to those who subscribed, and minds its limits."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from random import Random
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tickwire.sim.control import Control
from tickwire.sim.limits import Limits, RollingLimit

from .channel import MemoryChannel
from .clock import VirtualLoop, WallClock
from .filters import Filter
from .market import NO_ID, START_MS, STEP, UPDATES, Event, Symbol, Tape
from .requests import ApiChannel, WeightLimit
from .trace import Trace

LIMITS = Limits()
HANDSHAKE = 0.02  # seconds that opening a connection takes
UNEVEN = (0.0, 1.0, 1.0, 5.0)  # by how much the latencies of connections differ

Refusal = Callable[[str], Exception]
Seen = deque[tuple[float, int]]  # when an id of the tape was seen


class StreamChannel(MemoryChannel):
    """A connection for market data. `filters` change what it brings; `acks` are done instead of the next answers.

    `owed` are requests that were acknowledged and not carried out.
    """

    def __init__(self, venue: MemoryVenue, dispatch: Any, line: int, peer: Any, streams: tuple[str, ...]) -> None:
        super().__init__(venue, dispatch, line, peer)
        self.control = Control(streams, True, max_streams=LIMITS.streams, max_bytes=LIMITS.request_bytes)
        self.filters: list[Filter] = []
        self.acks: deque[Callable[[StreamChannel, bytes], None]] = deque()
        self.owed: list[bytes] = []

    def answer(self, frame: bytes) -> None:
        """Subscribe or unsubscribe, unless a fault stands in the way."""
        if self.acks:
            self.acks.popleft()(self, frame)
        else:
            self.reply(self.control.answer(frame))

    def is_sound(self) -> bool:
        """Whether nothing stands between the venue and the client, and nothing is under way that was changed."""
        is_clear = not (self.acks or any(one.is_active for one in self.filters))
        return self.is_open and is_clear and not (self._pipe or self.is_stalled or self.is_dead or self.is_leaving)

    def publish(self, events: Iterable[Event]) -> None:
        """Send those of the events that were subscribed here."""
        if self.is_dead or not self.is_open:
            return
        streams = self.control.streams
        for event in events:
            if event.stream in streams:
                for filtered in self._filtered(event):
                    self._send_event(filtered)

    def _filtered(self, event: Event) -> Iterable[Event]:
        events: Iterable[Event] = (event,)
        for change in tuple(self.filters):
            events = [changed for one in events for changed in change(one)]
        return events

    def _send_event(self, event: Event) -> None:
        if self.latency or self._pipe or self.is_stalled:
            self.later(self._bring, event)
        else:
            self._bring(event)

    def _bring(self, event: Event) -> None:
        if not self._is_hushed:
            self.venue.arriving(self, event)
            self.receive(event.frame)
            self.venue.arrived(event)


class MemoryVenue:
    """All connections of one client. `refusals` are raised at the next attempts to connect, one each.

    `violations` tells what the client did that the venue would punish; `came` holds, for each stream, the ids that
    reached the client undamaged. `suppressed` counts the next messages of a stream that nobody gets, `snapshot_age`
    the updates by which snapshots are behind, `latency` is the usual one of new connections in seconds. `sent` holds
    the last event of each stream since the faults ended. `shifts` is by how much the update ids of a symbol are lower
    than those of the tape, since they began anew; `untold` are the streams of which the client has not said that yet.
    """

    def __init__(
        self, loop: VirtualLoop, clock: WallClock, tape: Tape, position: int, trace: Trace, random: Random
    ) -> None:
        self.loop, self.clock, self.tape, self.position, self.trace = loop, clock, tape, position, trace
        self.random = random
        self.channels: list[StreamChannel] = []
        self.api_channels: list[ApiChannel] = []
        self.refusals: deque[Refusal] = deque()
        self.violations: list[str] = []
        self.came: defaultdict[str, set[int]] = defaultdict(set)
        self.sent: dict[str, Event] = {}
        self.after_event: Callable[[], None] = lambda: None
        self.latency, self.snapshot_age, self.is_healed = 0.0, 0, False
        self.suppressed: dict[str, int] = {}
        self.shifts: dict[str, int] = {}
        self.untold: set[str] = set()
        self.updates: defaultdict[str, Seen] = defaultdict(deque)
        self.quotes: defaultdict[str, Seen] = defaultdict(deque)
        self.weights = WeightLimit()
        self._connects = RollingLimit(LIMITS.connections, LIMITS.connections_window)

    @property
    def now_ms(self) -> int:
        """The venue's time."""
        return self.clock.venue_ns() // 1_000_000

    @property
    def played_ms(self) -> int:
        """The time of the last step, before which everything has happened."""
        return START_MS + round((self.position - 1) * STEP * 1_000)

    def last_update_id(self, symbol: Symbol) -> int:
        """The id of the last update of a book that has happened."""
        name = f"{symbol.name}@depth@100ms"
        for events in reversed(self.tape.steps[: self.position]):
            for event in events:
                if event.stream == name:
                    return event.last
        return min(symbol.books)

    def begin_anew(self, symbol: Symbol, first: int) -> None:
        """The update ids of a symbol go on from there."""
        self.shifts[symbol.name] = self.last_update_id(symbol) + 1 - first
        self.untold |= {symbol.name + kind for kind in UPDATES}
        self.quotes[symbol.name].clear()

    def tape_id(self, symbol: Symbol, number: int) -> int:
        """The tape's id of an update that the client knows by this one."""
        shifted = number + self.shifts.get(symbol.name, 0)
        return shifted if shifted in symbol.books else number

    def violate(self, what: str) -> None:
        """The client did what it must not."""
        self.trace.add("VIOLATION", what)
        self.trace.end()
        self.violations.append(what)

    def heal(self) -> None:
        """Every fault ends; what is dead stays dead."""
        self.is_healed, self.latency = True, 0.0
        self.refusals.clear()
        self.suppressed.clear()
        self.snapshot_age, self.weights.blocked_until = 0, 0.0
        for api in self.api_channels:
            api.instead.clear()
        for channel in self.channels:
            channel.filters.clear()
            channel.acks.clear()
            for request in channel.owed:
                channel.control.answer(request)
            channel.latency = 0.0

    def step(self) -> None:
        """Play one step of the tape."""
        events = self.tape.steps[self.position]
        self.position += 1
        for event in events:
            if event.stream.endswith(UPDATES[0]):
                self.updates[event.stream.partition("@")[0]].append((self.loop.now, event.last))
        if self.shifts:
            events = [self._as_sent(event) for event in events]
        if self.is_healed:
            self.sent.update((event.stream, event) for event in events if event.last != NO_ID)
        if self.suppressed:
            events = [event for event in events if not self._is_suppressed(event)]
        for channel in tuple(self.channels):
            channel.publish(events)

    def _as_sent(self, event: Event) -> Event:
        name = event.stream.partition("@")[0]
        return event.shifted(self.shifts[name]) if name in self.shifts and event.stream.endswith(UPDATES) else event

    def _is_suppressed(self, event: Event) -> bool:
        left = self.suppressed.get(event.stream, 0)
        if left > 1:
            self.suppressed[event.stream] = left - 1
        elif left:
            del self.suppressed[event.stream]
        return bool(left)

    async def connect(
        self, url: str, dispatch: Any, line: int, peer: Any, venue: Any, local_address: Any = None
    ) -> MemoryChannel:
        """Open a connection, as tickwire.transport.Connector does."""
        if not self._connects.admit(self.loop.now):
            self.violate(f"more than {LIMITS.connections} connections in {LIMITS.connections_window:g} s")
        await asyncio.sleep(HANDSHAKE)
        if self.refusals:
            refusal = self.refusals.popleft()(url)
            self.trace.add("refused", f"line {line}:", repr(refusal))
            raise refusal
        parts = urlsplit(url)
        if parts.path == "/ws-api/v3":
            api = ApiChannel(self, dispatch, line, peer)
            self.api_channels.append(api)
            return api
        streams = tuple(filter(None, unquote(parse_qs(parts.query).get("streams", [""])[0]).split("/")))
        channel = StreamChannel(self, dispatch, line, peer, streams)
        channel.latency = self.latency * self.random.choice(UNEVEN)
        self.channels.append(channel)
        self.trace.add("opened", channel, streams)
        return channel

    def ended(self, channel: MemoryChannel) -> None:
        """A connection is over, for both ends."""
        self.trace.add("ended", channel)
        if isinstance(channel, StreamChannel):
            self.channels.remove(channel)
        elif isinstance(channel, ApiChannel):
            self.api_channels.remove(channel)

    def arriving(self, channel: StreamChannel, event: Event) -> None:
        """An event is about to be handed to the client."""
        self.trace.add("brings", channel, event.stream, event.first, event.last)
        self.came[event.stream].update((event.first, event.last))
        if event.stream.endswith(UPDATES[1]) and event.stream not in self.untold:
            name = event.stream.partition("@")[0]
            self.quotes[name].append((self.loop.now, self.tape_id(self.tape.symbols[name], event.last)))

    def arrived(self, event: Event) -> None:
        """The client has dealt with an event."""
        self.after_event()
