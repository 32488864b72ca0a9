"""Which subscriptions are alive, over virtual time: seconds of silence cost nothing here."""

import random
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pytest

from tickwire.session.events import Alive, Stale
from tickwire.session.liveness import (
    BEHIND,
    FIRST_MESSAGE,
    LIVENESS,
    Liveness,
    LivenessEvent,
    LivenessState,
    next_liveness_state,
)
from tickwire.session.states import IllegalTransition

TRADES, QUOTES, CANDLES, AVERAGE = "btcusdt@trade", "btcusdt@bookTicker", "btcusdt@kline_1m", "btcusdt@avgPrice"


class Sample(NamedTuple):
    """What a dispatcher says of one stream on one connection."""

    stream: str
    line: int
    frames: int
    last_id: int | None
    last_recv_time: int


class Wire:
    """What the connections bring: messages at given times, counted once a second by a `Liveness`."""

    def __init__(self, *streams: str, lines: Iterable[int] = (0,)) -> None:
        self.liveness, self.now = Liveness(), 1000.0
        self.counts: dict[tuple[str, int], int] = {(stream, line): 0 for line in lines for stream in streams}
        self.last: dict[tuple[str, int], float] = {}
        self.ids: dict[tuple[str, int], int] = {}
        self.events: list[Stale | Alive] = []

    def bring(self, stream: str, line: int = 0, messages: int = 1, *, last_id: int | None = None) -> None:
        self.counts[stream, line] += messages
        self.ids[stream, line] = int(self.now) if last_id is None else last_id
        self.last[stream, line] = self.now

    def tick(self) -> list[Stale | Alive]:
        samples = [
            Sample(stream, line, count, self.ids.get((stream, line)), int(self.last.get((stream, line), 0.0) * 1e9))
            for (stream, line), count in self.counts.items()
        ]
        steps = self.liveness.observe(self.now, int(self.now * 1e9), samples)
        found = [event for portion in steps for event in portion]
        self.events += found
        return found

    def run(self, seconds: float, *speaking: str, lines: Iterable[int] = (0,), rate: int = 5) -> None:
        """Let so many seconds pass in which only these streams speak, `rate` times a second."""
        lines = tuple(lines)
        for _ in range(int(seconds)):
            for stream in speaking:
                for line in lines:
                    self.bring(stream, line, rate)
            self.tick()
            self.now += 1.0


def test_every_state_stands_in_its_table():
    assert set(LIVENESS) == set(LivenessState)
    assert all(row[LivenessEvent.MESSAGE] is LivenessState.ALIVE for row in LIVENESS.values())
    assert LIVENESS[LivenessState.STALE][LivenessEvent.RENEWED] is LivenessState.STALE


def test_what_cannot_happen_is_refused():
    with pytest.raises(IllegalTransition, match="overdue while stale"):
        next_liveness_state(LivenessState.STALE, LivenessEvent.OVERDUE)


def test_a_stream_that_speaks_is_no_event():
    wire = Wire(TRADES, QUOTES)
    wire.run(600, TRADES, QUOTES)
    assert wire.events == []
    assert wire.liveness.stale() == []


def test_acknowledged_and_mute_is_told_once_when_the_first_message_is_overdue():
    wire = Wire(QUOTES, CANDLES)
    wire.run(600, CANDLES)
    (stale,) = wire.events
    assert (stale.stream, stale.line, stale.reason, stale.expected) == (QUOTES, 0, "no first message", FIRST_MESSAGE)
    assert FIRST_MESSAGE < stale.silence <= FIRST_MESSAGE + 1
    assert wire.liveness.stale() == [(QUOTES, 0)]


def test_the_first_trade_of_a_quiet_instrument_is_waited_for_longer():
    wire = Wire(TRADES, QUOTES)
    wire.run(1200, QUOTES)
    (stale,) = wire.events
    assert (stale.stream, stale.expected, stale.silence) == (TRADES, 600.0, 601.0)


def test_a_stream_by_the_clock_is_missed_after_three_periods_even_at_the_beginning():
    wire = Wire(AVERAGE, TRADES)
    wire.run(10, TRADES)
    (stale,) = wire.events
    assert (stale.stream, stale.reason, stale.expected, stale.silence) == (AVERAGE, "no first message", 4.0, 5.0)


def test_a_stream_that_falls_silent_is_told_and_so_is_its_return():
    wire = Wire(TRADES, QUOTES)
    wire.run(300, TRADES, QUOTES)
    wire.run(60, QUOTES)
    (stale,) = wire.events
    assert (stale.stream, stale.line, stale.reason) == (TRADES, 0, "silent")
    assert stale.expected <= 16
    assert stale.silence <= stale.expected + 1
    wire.run(5, TRADES, QUOTES)
    assert wire.events[1:] == [Alive(TRADES, 0, 61.0)]
    assert wire.liveness.stale() == []


def test_silences_that_end_by_themselves_are_told_twice_at_most():
    wire = Wire(TRADES, QUOTES)
    wire.run(300, TRADES, QUOTES)
    for _ in range(20):
        wire.run(20, QUOTES)
        wire.run(20, TRADES, QUOTES)
    assert Counter(type(event) for event in wire.events) == {Stale: 2, Alive: 2}


def test_a_silence_that_was_cured_teaches_nothing():
    wire = Wire(TRADES, QUOTES)
    wire.run(300, TRADES, QUOTES)
    before = wire.liveness.allowance(TRADES, wire.now)
    wire.run(30, QUOTES)
    wire.liveness.renewed(wire.now, TRADES)
    wire.counts[TRADES, 0] = 0
    wire.run(300, TRADES, QUOTES)
    assert wire.liveness.allowance(TRADES, wire.now) == pytest.approx(before, rel=0.1)


def test_to_be_asked_for_again_is_no_excuse_for_a_stream_that_comes_when_it_would_have_come():
    wire = Wire(TRADES, QUOTES)
    wire.run(300, TRADES, QUOTES)
    before = wire.liveness.allowance(TRADES, wire.now)
    wire.run(20, QUOTES)
    wire.liveness.renewed(wire.now, TRADES)
    wire.counts[TRADES, 0] = 0
    wire.run(20, QUOTES)
    wire.run(5, TRADES, QUOTES)
    assert [type(event) for event in wire.events] == [Stale, Alive]
    assert wire.liveness.allowance(TRADES, wire.now) > 3 * before


def test_a_stream_behind_on_one_connection_and_asked_for_again_there_comes_alive():
    wire = Wire(TRADES, QUOTES, lines=(0, 1))
    wire.run(30, TRADES, QUOTES, lines=(0, 1))
    for _ in range(10):
        wire.bring(TRADES, 1)
        wire.run(1, QUOTES, lines=(0, 1))
    wire.liveness.renewed(wire.now, TRADES)
    wire.counts[TRADES, 0] = 0
    wire.run(5, TRADES, QUOTES, lines=(0, 1))
    assert [(type(event), event.line) for event in wire.events] == [(Stale, 0), (Alive, 0)]


def test_a_stream_that_another_connection_brings_is_stale_at_once_on_the_one_that_does_not():
    wire = Wire(TRADES, QUOTES, lines=(0, 1))
    wire.run(30, TRADES, QUOTES, lines=(0, 1))
    for _ in range(6):
        wire.run(1, QUOTES, lines=(0, 1))
        wire.bring(TRADES, 1)
    (stale,) = wire.events
    assert (stale.stream, stale.line, stale.expected, stale.reason) == (TRADES, 0, BEHIND, "behind")
    assert stale.silence <= 2 * BEHIND + 1
    assert wire.liveness.stale() == [(TRADES, 0)]
    wire.run(2, TRADES, QUOTES, lines=(0, 1))
    (alive,) = wire.events[1:]
    assert (alive.stream, alive.line) == (TRADES, 0)


def test_a_connection_that_came_back_and_brought_as_much_as_before_is_not_behind():
    wire = Wire(TRADES, QUOTES, lines=(0, 1))
    for line in (0, 1):
        wire.bring(TRADES, line, last_id=7)
    wire.run(5, QUOTES, lines=(0, 1))
    wire.counts[TRADES, 0] = 0  # connected anew, between two counts
    for line in (0, 1):
        wire.bring(TRADES, line, last_id=8)
    wire.run(5, QUOTES, lines=(0, 1))
    assert wire.events == []


def test_a_slow_stream_that_one_connection_brings_a_moment_later_is_not_stale():
    wire = Wire(TRADES, QUOTES, lines=(0, 1))
    for trade_id in range(1, 20):
        wire.run(60, QUOTES, lines=(0, 1))
        wire.bring(TRADES, 1, last_id=trade_id)
        wire.tick()  # observed between the two copies
        wire.now += 0.1
        wire.bring(TRADES, 0, last_id=trade_id)
    assert [event for event in wire.events if isinstance(event, Stale) and event.reason == "behind"] == []


def test_silent_on_every_connection_is_one_event_that_names_none():
    wire = Wire(TRADES, QUOTES, lines=(0, 1))
    wire.run(300, TRADES, QUOTES, lines=(0, 1))
    wire.run(60, QUOTES, lines=(0, 1))
    (stale,) = wire.events
    assert (stale.stream, stale.line, stale.reason) == (TRADES, None, "silent")
    assert wire.liveness.stale() == [(TRADES, 0), (TRADES, 1)]
    wire.run(3, TRADES, QUOTES, lines=(0, 1))
    assert wire.events[1:] == [Alive(TRADES, 0, 61.0), Alive(TRADES, 1, 61.0)]


def test_a_connection_silent_as_a_whole_is_one_event_and_none_of_its_streams():
    streams = [f"s{number}usdt@trade" for number in range(50)]
    wire = Wire(*streams, lines=(0,))
    wire.run(300, *streams)
    wire.run(120)
    (stale,) = wire.events
    assert (stale.stream, stale.line, stale.reason) == (None, 0, "silent")
    wire.run(1, streams[0])
    wire.run(10, *streams)
    assert [(event.stream, event.line) for event in wire.events[1:]] == [(None, 0)]


def test_a_connection_behind_as_a_whole_is_one_event_within_seconds():
    streams = [f"s{number}usdt@trade" for number in range(50)]
    wire = Wire(*streams, lines=(0, 1))
    wire.run(30, *streams, lines=(0, 1))
    wire.run(30, *streams, lines=(1,))
    (stale,) = wire.events
    assert (stale.stream, stale.line, stale.reason) == (None, 0, "behind")
    assert stale.silence <= 2 * BEHIND + 2


def test_after_a_lost_connection_everything_begins_anew():
    wire = Wire(TRADES, QUOTES)
    wire.run(300, TRADES, QUOTES)
    kept, wire.counts = wire.counts, {}
    wire.run(120)
    wire.counts = dict.fromkeys(kept, 0)
    wire.run(10, TRADES, QUOTES)
    assert wire.events == []
    before = wire.liveness.allowance(TRADES, wire.now)
    assert before is not None
    assert before <= 16


def test_a_client_that_runs_again_begins_anew():
    wire = Wire(TRADES, QUOTES)
    wire.run(100, TRADES, QUOTES)
    wire.liveness.interrupted()
    wire.now += 3600.0
    wire.counts = dict.fromkeys(wire.counts, 0)
    wire.run(3)
    assert wire.events == []


def test_a_connection_that_was_back_before_anybody_looked_begins_anew_as_well():
    wire = Wire(TRADES, QUOTES)
    wire.run(300, TRADES, QUOTES)
    wire.counts = dict.fromkeys(wire.counts, 0)
    wire.run(10, TRADES, QUOTES)
    assert wire.events == []
    assert wire.liveness.stale() == []


def test_what_happens_once_a_week_is_not_expected():
    wire = Wire("btcusdt@blockTrade", QUOTES)
    wire.run(3600, QUOTES)
    assert wire.events == []


def test_a_subscriber_may_say_what_silence_is_strange():
    wire = Wire(TRADES, QUOTES)
    wire.liveness.allow(TRADES, 30.0)
    wire.liveness.allow(QUOTES, float("inf"))
    wire.run(300)
    (stale,) = wire.events
    assert (stale.stream, stale.expected, stale.silence) == (TRADES, 30.0, 31.0)
    wire.liveness.allow(QUOTES, None)
    assert wire.liveness.allowance(QUOTES, wire.now) == FIRST_MESSAGE


def test_streams_that_nobody_wants_are_forgotten():
    wire = Wire(TRADES, QUOTES)
    wire.run(100, TRADES)
    assert wire.liveness.stale() == [(QUOTES, 0)]
    assert wire.liveness.retain({TRADES})
    assert not wire.liveness.retain({TRADES})
    assert wire.liveness.stale() == []
    assert wire.liveness.allowance(QUOTES, wire.now) is None


@pytest.mark.parametrize("seed", range(3))
def test_quiet_symbols_do_not_flap(seed):
    source = random.Random(seed)
    rates = {f"s{number}usdt@trade": source.choice([0.003, 0.03, 0.3, 3.0]) for number in range(12)}
    wire = Wire(*rates)
    for _ in range(6 * 3600):
        for stream, rate in rates.items():
            if source.random() < rate:
                wire.bring(stream)
        wire.tick()
        wire.now += 1.0
    told = [event for event in wire.events if isinstance(event, Stale) and event.reason != "no first message"]
    assert len(told) <= len(rates) * 6 / 24


def test_a_stream_by_the_clock_is_missed_as_soon_after_an_outage_as_before_it():
    wire = Wire(AVERAGE, TRADES)
    for _ in range(3):
        wire.run(10, AVERAGE, TRADES)
        wire.run(9, TRADES)
    told = [event for event in wire.events if isinstance(event, Stale)]
    assert [(stale.stream, stale.expected, stale.silence) for stale in told] == [(AVERAGE, 4.0, 5.0)] * 3


@pytest.mark.parametrize("delay", [0.0, 1.0])
def test_an_outage_that_missing_ids_prove_makes_nobody_patient(delay):
    wire = Wire(TRADES, QUOTES)
    wire.run(300, TRADES, QUOTES)
    allowed = wire.liveness.allowance(TRADES, wire.now)
    wire.run(60, QUOTES)
    if not delay:
        wire.liveness.missed(TRADES)
    wire.run(delay or 1, TRADES, QUOTES)
    if delay:  # told when another connection could have brought them, but did not
        wire.liveness.missed(TRADES)
    wire.run(10, TRADES, QUOTES)
    assert wire.liveness.allowance(TRADES, wire.now) <= allowed + 1.0


def test_a_new_connection_is_not_ahead_because_it_opened_later():
    wire = Wire(TRADES, QUOTES)
    wire.run(20, TRADES)
    wire.counts |= {(TRADES, 1): 0, (QUOTES, 1): 0}
    wire.run(20, TRADES, lines=(0, 1))
    assert wire.events == []


def test_no_silence_is_negative_though_a_message_came_before_its_connection_was_seen():
    wire = Wire(AVERAGE, TRADES)
    wire.run(10, AVERAGE, TRADES)
    wire.run(10, TRADES)
    del wire.counts[AVERAGE, 0], wire.counts[TRADES, 0]
    wire.counts |= {(AVERAGE, 1): 0, (TRADES, 1): 0}
    wire.now -= 0.5
    for stream in (AVERAGE, TRADES):
        wire.bring(stream, 1)
    wire.now += 0.5
    wire.tick()
    alive = wire.events[-1]
    assert (type(alive), alive.stream, alive.line) == (Alive, AVERAGE, 1)
    assert alive.silence >= 0.0


def test_a_connection_is_not_behind_for_what_came_while_it_was_away():
    wire = Wire(TRADES, QUOTES, lines=(0, 1))
    wire.run(10, TRADES, lines=(0, 1))
    wire.bring(QUOTES, 1)
    wire.run(1, TRADES, lines=(0, 1))
    wire.liveness.reopened(wire.now, 0)
    wire.run(20, TRADES, lines=(0, 1))
    assert wire.events == []
    wire.bring(QUOTES, 1)
    wire.run(5, TRADES, lines=(0, 1))
    assert [(event.stream, event.line, event.reason) for event in wire.events] == [(QUOTES, 0, "behind")]
