"""Which subscriptions are alive: each stream on each connection, judged from counts of what came.

Sans-I/O: `observe` takes the counts and the time, about once a second, and gives the events, in portions, for it may be
called between messages that must not wait. A stream is stale on one
connection when another one brings it, on all of them when it is silent longer than its rhythm allows, and after an
acknowledgement when the first message does not come. When a whole connection falls silent that is one event, and its
streams are not judged until it speaks again. Times are seconds of the caller's monotonic clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from enum import Enum
from math import inf
from typing import Protocol, TypeVar

from ..schema import Cadence, cadence
from ..schema.cadence import AS_IT_HAPPENS
from .events import Alive, Stale
from .rhythm import Rhythm
from .states import IllegalTransition


class LivenessState(Enum):
    """Where a stream stands on one connection that the venue has acknowledged it on."""

    SUBSCRIBED = "subscribed"
    ALIVE = "alive"
    STALE = "stale"


class LivenessEvent(Enum):
    """What may happen to it; OVERDUE: nothing came for longer than is allowed, RENEWED: it was acknowledged again."""

    MESSAGE = "message"
    OVERDUE = "overdue"
    RENEWED = "renewed"


LIVENESS: dict[LivenessState, dict[LivenessEvent, LivenessState]] = {
    LivenessState.SUBSCRIBED: {
        LivenessEvent.MESSAGE: LivenessState.ALIVE,
        LivenessEvent.OVERDUE: LivenessState.STALE,
        LivenessEvent.RENEWED: LivenessState.SUBSCRIBED,
    },
    LivenessState.ALIVE: {
        LivenessEvent.MESSAGE: LivenessState.ALIVE,
        LivenessEvent.OVERDUE: LivenessState.STALE,
        LivenessEvent.RENEWED: LivenessState.SUBSCRIBED,
    },
    LivenessState.STALE: {
        LivenessEvent.MESSAGE: LivenessState.ALIVE,
        LivenessEvent.RENEWED: LivenessState.STALE,
    },
}


def next_liveness_state(state: LivenessState, event: LivenessEvent) -> LivenessState:
    """Where a stream stands after the event."""
    following = LIVENESS[state].get(event)
    if following is None:
        raise IllegalTransition(f"liveness: {event.value} while {state.value}")
    return following


# How long one connection may go without what another one brought of the same stream.
BEHIND = 2.0
# What another connection brings so soon after an acknowledgement may have been sent before it.
JUST_ON = 1.0
# When the first message of a stream is overdue; one that follows the clock is due sooner, trades of a quiet instrument
# later, and of what may not happen for days only another connection can tell that it is stale.
FIRST_MESSAGE = 60.0
LATER = {"@trade": 600.0, "@aggTrade": 600.0, "@blockTrade": inf, "!serverShutdown": inf}
# A stream that is asked for again and comes within this part of the silence allowed was not just quiet.
SOON = 0.25
# A connection is judged as a whole when so many streams on it have spoken.
MIN_STREAMS = 3
RATE_HALF_LIFE = 5.0


# Streams that are looked at in one go.
PORTION = 32

Event = Stale | Alive
T = TypeVar("T")


class Sample(Protocol):
    """What came of one stream on one connection since it was acknowledged there.

    `last_recv_time` is when the last of the `frames` came, in ns since the epoch; `last_id` grows with the messages,
    alike on every connection.
    """

    @property
    def stream(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def frames(self) -> int: ...
    @property
    def last_id(self) -> int | None: ...
    @property
    def last_recv_time(self) -> int: ...


class Carried:
    """A stream on one connection; `behind_since` is when another connection was first seen ahead of it.

    `round` is the last one in which it was carried, `heard_round` that in which it last spoke, after `gap` seconds.
    """

    __slots__ = ("behind_since", "gap", "heard_at", "heard_round", "last_id", "messages", "round", "state")

    def __init__(self, now: float) -> None:
        self.state = LivenessState.SUBSCRIBED
        self.messages = self.round = self.heard_round = 0
        self.heard_at, self.gap = now, 0.0
        self.last_id: int | None = None
        self.behind_since: float | None = None

    def take(self, event: LivenessEvent) -> None:
        """Go where the event leads."""
        self.state = next_liveness_state(self.state, event)

    def was_renewed(self, sample: Sample) -> bool:
        """Whether its counts began anew: there are fewer, or as many of which the last is another one."""
        is_another = sample.frames == self.messages and sample.last_id != self.last_id
        return sample.frames < self.messages or is_another

    def renewed(self, now: float) -> None:
        """The venue acknowledged it again, and its counts began anew."""
        self.take(LivenessEvent.RENEWED)
        self.messages, self.heard_at, self.behind_since = 0, now, None
        self.last_id = None

    def is_behind(self, newest_id: int, newest_at: float) -> bool:
        """Whether another connection brought what this one did not, though it was on by then."""
        if self.last_id is None:
            return newest_at > self.heard_at + JUST_ON
        return self.last_id < newest_id


class Source:
    """Whose silence is judged: a stream on whichever connections, or a connection with all of its streams.

    `fresh` messages came in the round at hand, the last of them at `latest`; `is_stale` since the last alarm; `rate` is
    in messages a second, of the last ten seconds or so. `gap_round` is the last one in which ids were found missing.
    """

    __slots__ = ("fresh", "gap_round", "heard_at", "is_stale", "latest", "rate", "rhythm", "round", "since")

    def __init__(self, pace: Cadence, now: float) -> None:
        self.rhythm = Rhythm(pace)
        self.since, self.round, self.gap_round = now, 0, -1
        self.heard_at: float | None = None
        self.fresh, self.latest, self.rate = 0, now, 0.0
        self.is_stale = False

    def silence(self, now: float) -> float:
        """How long nothing came."""
        return now - (self.heard_at if self.heard_at is not None else self.since)

    def began(self, now: float) -> None:
        """It is carried anew: what came before is no silence of its own."""
        self.since, self.heard_at, self.is_stale = now, None, False

    def carried_in(self, number: int, now: float) -> None:
        """It is carried in this round; after one in which it was not, it begins anew."""
        if self.round == number:
            return
        if self.round < number - 1:
            self.began(now)
        self.round, self.fresh = number, 0

    def came(self, fresh: int, at: float) -> None:
        """So many messages came in this round, one of them at `at`."""
        self.latest = max(self.latest, at) if self.fresh else at
        self.fresh = fresh

    def flowed(self, number: int, seconds: float, newest: float) -> None:
        """The round of that number took so many seconds, which weigh as `newest` against those before."""
        if self.round != number:
            self.fresh = 0
        if seconds > 0:
            rate = self.fresh / seconds
            self.rate = self.rate + (rate - self.rate) * newest if self.rate else rate

    def learn(self, *, is_cured: bool) -> None:
        """Take what came into the rhythm; a silence that was ended by our doing teaches nothing.

        Nor does one in which ids were missed: messages were sent meanwhile.
        """
        if self.heard_at is not None and self.gap_round < self.round:
            gap = max(0.0, self.latest - self.heard_at)
            if not self.is_stale:
                self.rhythm.heard(self.latest, self.fresh, gap)
            elif not is_cured:
                self.rhythm.forgive(self.latest, gap)
        self.heard_at, self.is_stale = self.latest, False


class StreamWatch(Source):
    """A stream; `fixed` is the allowance that its subscriber set."""

    __slots__ = ("carried", "first", "fixed", "name", "renewed_at")

    def __init__(self, name: str, now: float) -> None:
        super().__init__(cadence(name), now)
        self.name = name
        self.first = next((due for end, due in LATER.items() if name.endswith(end)), FIRST_MESSAGE)
        self.carried: dict[int, Carried] = {}
        self.fixed: float | None = None
        self.renewed_at: float | None = None

    def allowance(self, now: float) -> float | None:
        """How long it may be silent; None when nothing can be said."""
        if self.fixed is not None:
            return self.fixed
        allowed = self.rhythm.allowance(now)
        return self.first if allowed is None and self.heard_at is None else allowed

    def is_cured(self) -> bool:
        """Whether what came just now followed so soon upon asking again that it follows from it."""
        if self.renewed_at is None:
            return False
        return self.latest - self.renewed_at < SOON * (self.allowance(self.latest) or self.first)


class LineWatch(Source):
    """A connection: how many of its streams have ever spoken on it, and whether one is behind for too long."""

    __slots__ = ("has_behind", "spoken")

    def __init__(self, now: float) -> None:
        super().__init__(AS_IT_HAPPENS, now)
        self.spoken = 0
        self.has_behind = False

    def overdue(self, now: float) -> tuple[float, str] | None:
        """What was expected and the reason, when the connection as a whole is to be suspected."""
        if self.spoken < MIN_STREAMS:
            return None
        silence, allowed = self.silence(now), self.rhythm.allowance(now)
        if self.has_behind and silence > BEHIND:
            return BEHIND, "behind"
        if allowed is not None and silence > allowed:
            return allowed, "silent"
        return None


class Liveness:
    """All subscriptions of a client."""

    def __init__(self) -> None:
        self._streams: dict[str, StreamWatch] = {}
        self._lines: dict[int, LineWatch] = {}
        self._fixed: dict[str, float] = {}
        self._round, self._observed_at = 0, 0.0

    def allow(self, stream: str, silence: float | None) -> None:
        """Let a stream be silent for so long; None: as long as its rhythm says, inf: for ever."""
        if silence is None:
            self._fixed.pop(stream, None)
        else:
            self._fixed[stream] = silence
        if stream in self._streams:
            self._streams[stream].fixed = silence

    def allowance(self, stream: str, now: float) -> float | None:
        """How long a stream may be silent; None when that cannot be said."""
        watch = self._streams.get(stream)
        return watch.allowance(now) if watch is not None else self._fixed.get(stream)

    def rate(self, stream: str) -> float:
        """Messages a second on a stream, of the last ten seconds or so."""
        watch = self._streams.get(stream)
        return watch.rate if watch is not None else 0.0

    def line_rate(self, line: int) -> float:
        """Messages a second on a connection, the copies of redundant ones included."""
        watch = self._lines.get(line)
        return watch.rate if watch is not None else 0.0

    def silence(self, stream: str, now: float) -> float | None:
        """How long nothing came on a stream; None when it is not carried."""
        watch = self._streams.get(stream)
        return watch.silence(now) if watch is not None and watch.carried else None

    def stale_lines(self) -> list[int]:
        """The connections that are silent as a whole."""
        return [number for number, line in tuple(self._lines.items()) if line.is_stale]

    def stale(self) -> list[tuple[str, int]]:
        """The streams that are stale now, with the connection on which they are."""
        return [
            (watch.name, line)
            for watch in tuple(self._streams.values())  # another thread may ask
            for line, carried in tuple(watch.carried.items())
            if carried.state is LivenessState.STALE
        ]

    def renewed(self, now: float, stream: str) -> None:
        """A stale stream is asked for again: should it come back at once, that was no false alarm."""
        if stream in self._streams:
            self._streams[stream].renewed_at = now

    def reopened(self, now: float, line: int) -> None:
        """A connection opened again: of what others brought until now it could bring nothing."""
        for watch in self._streams.values():
            if (carried := watch.carried.get(line)) is not None:
                _renew(now, watch, carried)

    def missed(self, stream: str) -> None:
        """Ids of a stream are missing: the silence before what came now, or a moment ago, was an outage."""
        watch = self._streams.get(stream)
        if watch is not None:
            watch.gap_round = self._round + 1
            watch.rhythm.take_back()

    def retain(self, streams: Set[str]) -> bool:
        """Forget all other streams; False when there were none."""
        others = (self._streams.keys() | self._fixed.keys()) - streams
        for name in others:
            self._streams.pop(name, None)
            self._fixed.pop(name, None)
        return bool(others)

    def interrupted(self) -> None:
        """All connections ended: whatever is carried the next time begins anew."""
        self._round += 1

    def observe(self, now: float, wall_ns: int, samples: Sequence[Sample]) -> Iterator[list[Event]]:
        """Take the counts of all acknowledged streams as of now, which is `wall_ns` in ns since the epoch.

        Tells what changed. Each step does a portion of it; what follows is done with the next one.
        """
        self._round += 1
        since_last = now - self._observed_at if self._round > 1 else 0.0
        self._observed_at = now
        newest = 1 - 0.5 ** (since_last / RATE_HALF_LIFE)
        for line in self._lines.values():
            line.spoken, line.has_behind = 0, False
        for portion in _portions(samples):
            for sample in portion:
                age = (wall_ns - sample.last_recv_time) / 1e9
                self._count(now, sample, now - min(max(age, 0.0), since_last))
            yield []
        for watches in _portions(tuple(self._streams.values())):
            for watch in watches:
                watch.flowed(self._round, since_last, newest)
                self._compare(now, watch)
            yield []
        self._lines = {number: line for number, line in self._lines.items() if line.round == self._round}
        for line in self._lines.values():
            line.flowed(self._round, since_last, newest)
        yield list(self._judge_lines(now))
        silent = {number for number, line in self._lines.items() if line.is_stale}
        for watches in _portions(tuple(self._streams.values())):
            yield [event for watch in watches for event in self._judge(now, watch, silent)]

    def _count(self, now: float, sample: Sample, heard_at: float) -> None:
        line, watch = self._lines.get(sample.line), self._streams.get(sample.stream)
        if line is None:
            line = self._lines[sample.line] = LineWatch(now)
        if watch is None:
            watch = self._streams[sample.stream] = StreamWatch(sample.stream, now)
            watch.fixed = self._fixed.get(sample.stream)
        for source in (line, watch):
            source.carried_in(self._round, now)
        carried = watch.carried.get(sample.line)
        if carried is None or carried.round < self._round - 1:
            carried = watch.carried[sample.line] = Carried(now)
        elif carried.was_renewed(sample):
            _renew(now, watch, carried)
        carried.round = self._round
        if (fresh := sample.frames - carried.messages) > 0:
            carried.messages, carried.heard_round, carried.last_id = sample.frames, self._round, sample.last_id
            carried.gap, carried.heard_at = max(0.0, heard_at - carried.heard_at), heard_at
            line.came(line.fresh + fresh, heard_at)
            watch.came(max(watch.fresh, fresh), heard_at)
        if carried.heard_round:
            line.spoken += 1

    def _compare(self, now: float, watch: StreamWatch) -> None:
        """See which connections lag behind another one; drop those that carry the stream no longer."""
        gone = [line for line, carried in watch.carried.items() if carried.round != self._round]
        for line in gone:
            del watch.carried[line]
        if len(watch.carried) < 2:
            return
        newest_id = max((c.last_id for c in watch.carried.values() if c.last_id is not None), default=0)
        newest_at = max((c.heard_at for c in watch.carried.values() if c.messages), default=-inf)
        for line, carried in watch.carried.items():
            if carried.heard_round == self._round or not carried.is_behind(newest_id, newest_at):
                carried.behind_since = None
            elif carried.behind_since is None:
                carried.behind_since = now
            elif now - carried.behind_since >= BEHIND:
                self._lines[line].has_behind = True

    def _judge_lines(self, now: float) -> Iterator[Event]:
        for number, line in self._lines.items():
            if line.fresh:
                if line.is_stale:
                    yield Alive(None, number, line.silence(line.latest))
                    self._excuse(now, number)
                line.learn(is_cured=False)
            elif not line.is_stale and (verdict := line.overdue(now)) is not None:
                line.is_stale = True
                yield Stale(None, number, line.silence(now), *verdict)

    def _excuse(self, now: float, line: int) -> None:
        """The silence of a connection was none of its streams' own."""
        for watch in self._streams.values():
            if line in watch.carried and not watch.is_stale and not watch.fresh:
                watch.began(now)

    def _judge(self, now: float, watch: StreamWatch, silent: set[int]) -> Iterator[Event]:
        if watch.fresh:
            yield from self._revive(watch)
        elif not watch.is_stale and not watch.carried.keys() <= silent:
            allowed, silence = watch.allowance(now), watch.silence(now)
            if allowed is not None and silence > allowed:
                yield _overdue(watch, silence, allowed)
        for line, carried in watch.carried.items() if len(watch.carried) > 1 else ():
            since = carried.behind_since
            if since is None or now - since < BEHIND or carried.state is LivenessState.STALE or line in silent:
                continue
            carried.take(LivenessEvent.OVERDUE)
            yield Stale(watch.name, line, now - carried.heard_at, BEHIND, "behind")

    def _revive(self, watch: StreamWatch) -> Iterator[Event]:
        for line, carried in watch.carried.items():
            if carried.heard_round != self._round:
                continue
            if watch.is_stale:
                yield Alive(watch.name, line, max(0.0, watch.silence(carried.heard_at)))
            elif carried.state is LivenessState.STALE:
                yield Alive(watch.name, line, carried.gap)
            carried.take(LivenessEvent.MESSAGE)
        watch.learn(is_cured=watch.is_cured())
        watch.renewed_at = None


def _portions(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + PORTION] for start in range(0, len(items), PORTION))


def _renew(now: float, watch: StreamWatch, carried: Carried) -> None:
    """A stream was acknowledged on a connection again."""
    carried.renewed(now)
    if len(watch.carried) == 1 and not watch.is_stale:
        watch.began(now)


def _overdue(watch: StreamWatch, silence: float, allowed: float) -> Stale:
    """A stream is silent on all connections that carry it."""
    states = {carried.state for carried in watch.carried.values()}
    reason = "no first message" if states == {LivenessState.SUBSCRIBED} else "silent"
    watch.is_stale = True
    for carried in watch.carried.values():
        if carried.state is not LivenessState.STALE:
            carried.take(LivenessEvent.OVERDUE)
    line = next(iter(watch.carried)) if len(watch.carried) == 1 else None
    return Stale(watch.name, line, silence, allowed, reason)
