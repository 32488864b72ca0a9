"""The watchdog, over a virtual clock and over real sockets: what it tells, and what it has done about silence."""

from types import SimpleNamespace

import pytest

import tickwire as tw
from tickwire.client.hooks import Hooks
from tickwire.client.liveness import INTERVAL, Watchdog
from tickwire.client.stats import SilenceStats
from tickwire.feed.events import Activity
from tickwire.sim.faults import Mute

TRADES, QUOTES = "btcusdt@trade", "btcusdt@bookTicker"


class Running:
    """A run of a client that is made up: streams speak when the test says so, remedies are written down."""

    def __init__(self, policy: str, *streams: str) -> None:
        self.now, self.events, self.remedies = 5000.0, [], []
        self.frames, self.heard_at = dict.fromkeys(streams, 0), dict.fromkeys(streams, 0.0)
        hooks = Hooks()
        for name in ("stale", "alive"):
            hooks.add(name, self.events.append)
        self.watchdog = Watchdog(hooks, policy, self.frames.keys)
        self.opened_at = self.now
        self.watchdog.run_began(
            SimpleNamespace(
                loop=SimpleNamespace(time=lambda: self.now),
                venue=SimpleNamespace(wall_ns=lambda: int(self.now * 1e9)),
                dispatch=SimpleNamespace(activity=self._activity),
                lines=SimpleNamespace(
                    resubscribe=self._resubscribe,
                    replace=self._replace,
                    probe=self._probe,
                    opened=lambda: {0: self.opened_at},
                ),
                ticker=SimpleNamespace(add=lambda part: None),
            )
        )
        self.due = self.now

    def reopen(self) -> None:
        """The connection is lost and opens again between two looks."""
        self.opened_at = self.now

    def run(self, seconds: float, *speaking: str) -> None:
        """Let so many seconds pass, in which these streams speak four times a second."""
        until = self.now + seconds
        while self.now < until:
            for stream in speaking:
                self.frames[stream] += 1
                self.heard_at[stream] = self.now
            while self.due is not None and self.due <= self.now:
                self.due = self.watchdog.tick(self.due)
            self.now += 0.25

    def _activity(self) -> list[Activity]:
        return [Activity(s, 0, n, n or None, int(self.heard_at[s] * 1e9)) for s, n in self.frames.items()]

    def _resubscribe(self, stream: str, line: int | None) -> None:
        self.remedies.append(("resubscribe", stream, line))

    def _probe(self, line: int) -> None:
        self.remedies.append(("probe", line))

    def _replace(self, line: int, reason: str) -> bool:
        self.remedies.append(("replace", line, reason))
        return True


def test_a_connection_that_opens_again_begins_anew_with_every_stream() -> None:
    scene = Running("report", "btcusdt@trade", "btcusdt@avgPrice")
    scene.run(3.0, "btcusdt@trade", "btcusdt@avgPrice")
    assert scene.watchdog.silence("btcusdt@avgPrice") <= 1.0
    scene.run(3.0, "btcusdt@trade")
    scene.reopen()
    scene.run(3.0, "btcusdt@trade")
    assert scene.watchdog.silence("btcusdt@avgPrice") < 4.0
    assert scene.events == []


def test_streams_that_speak_are_left_alone():
    run = Running("replace", TRADES, QUOTES)
    run.run(600, TRADES, QUOTES)
    assert (run.events, run.remedies) == ([], [])
    assert run.watchdog.liveness.rate(TRADES) == pytest.approx(4.0, rel=0.1)


def test_a_mute_stream_is_told_and_asked_for_again():
    run = Running("resubscribe", TRADES, QUOTES)
    run.run(90, TRADES)
    assert [type(event) for event in run.events] == [tw.Stale]
    assert run.remedies == [("resubscribe", QUOTES, 0)]
    run.run(2, TRADES, QUOTES)
    assert [type(event) for event in run.events] == [tw.Stale, tw.Alive]
    assert run.watchdog.stats() == SilenceStats(stale=1, alive=1, resubscribed=1, replaced=0)


def test_to_report_is_to_leave_it_at_that():
    run = Running("report", TRADES, QUOTES)
    run.run(90, TRADES)
    assert len(run.events) == 1
    assert run.remedies == []


def test_a_connection_that_falls_silent_is_asked_for_a_sign_of_life_and_replaced():
    streams = [f"s{number}usdt@trade" for number in range(100)]
    run = Running("resubscribe", *streams)
    run.run(300, *streams)
    run.run(30)
    assert run.remedies == [("probe", 0), ("replace", 0, "silent")]
    assert run.watchdog.stats().replaced == 1


def test_time_in_which_the_loop_was_held_up_is_no_silence():
    run = Running("resubscribe", TRADES, QUOTES)
    run.run(300, TRADES, QUOTES)
    run.due = run.now = run.now + 3600.0
    run.run(60, TRADES, QUOTES)
    assert run.events == []


def test_a_thousand_streams_are_looked_at_in_portions():
    streams = [f"s{number}usdt@trade" for number in range(1000)]
    run = Running("resubscribe", *streams)
    steps, due = 0, run.now
    while due < run.now + INTERVAL:
        due = run.watchdog.tick(due)
        steps += 1
    assert 50 < steps < 200
    assert due == run.now + INTERVAL


def test_what_is_no_longer_wanted_is_forgotten():
    run = Running("resubscribe", TRADES, QUOTES)
    run.run(90, TRADES)
    del run.frames[QUOTES]
    run.run(300, TRADES)
    assert run.watchdog.liveness.stale() == []
    assert len(run.remedies) == 1


def test_after_the_run_there_is_nothing_to_do():
    run = Running("resubscribe", TRADES)
    run.watchdog.run_ended()
    assert run.watchdog.tick(run.now) is None


def test_a_muted_stream_is_asked_for_again_over_a_real_socket(venue, client, until):
    events, trades = [], []
    client.on_stale(events.append)
    client.on_alive(events.append)
    client.subscribe(TRADES, on=trades.append, silence=0.5)
    client.subscribe("btcusdt@avgPrice", on=repr)
    with client:
        until(lambda: trades)
        venue.inject(Mute(TRADES), seconds=3.0)
        until(lambda: len(events) == 2)
        requests = venue.stats().requests
    stale, alive = events
    assert (stale.stream, stale.line, stale.expected, stale.reason) == (TRADES, 0, 0.5, "silent")
    assert (alive.stream, alive.line) == (TRADES, 0)
    assert requests >= 2  # it was dropped and subscribed again


def test_with_two_lines_a_stream_muted_on_one_is_behind_and_nothing_is_lost(venue, until):
    client, events, gaps, ids = tw.Client(stream_urls=[venue.url], lines=2), [], [], []
    client.on_stale(events.append)
    client.on_alive(events.append)
    client.on_gap(gaps.append)
    client.subscribe(TRADES, on=lambda trade: ids.append(trade.trade_id))
    client.subscribe("ethusdt@trade", on=repr)
    with client:
        until(lambda: len(ids) > 10)
        venue.inject(Mute(TRADES), connection=1, seconds=4.0)
        until(lambda: len(events) == 2)
    assert [(type(event), event.stream) for event in events] == [(tw.Stale, TRADES), (tw.Alive, TRADES)]
    assert events[0].reason == "behind"
    assert events[0].line == events[1].line
    assert gaps == []
    assert ids == list(range(ids[0], ids[0] + len(ids)))


def test_a_line_that_brings_nothing_is_replaced_before_it_is_closed(venue, until):
    client, events, rotations, ids = tw.Client(stream_urls=[venue.url], lines=2), [], [], []
    client.on_stale(events.append)
    client.on_rotation(rotations.append)
    client.on_gap(events.append)
    client.subscribe(TRADES, on=lambda trade: ids.append(trade.trade_id))
    client.subscribe("ethusdt@trade", "bnbbtc@trade", "btcusdt@bookTicker", on=repr)
    with client:
        until(lambda: len(ids) > 10)
        venue.inject(Mute(), connection=1)
        until(lambda: rotations)
    (stale,) = events
    assert (stale.stream, stale.reason) == (None, "behind")
    assert (rotations[0].line, rotations[0].outcome) == (stale.line, "complete")
    assert ids == list(range(ids[0], ids[0] + len(ids)))
