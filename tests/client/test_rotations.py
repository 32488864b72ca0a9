"""Lines replaced under load: for age, at the venue's word, on demand; nothing lost, nothing twice."""

import pytest

import tickwire as tw
from tickwire.client import rotations, upkeep
from tickwire.errors import ConfigError
from tickwire.session import handover, spread
from tickwire.sim import Venue
from tickwire.sim.faults import Drop, HalfOpen, Mute, RefuseConnect, ServerShutdown


@pytest.fixture
def settling(monkeypatch):
    """Quiet streams settle quickly."""
    monkeypatch.setitem(handover.Handover.__init__.__kwdefaults__, "settle", 0.6)
    monkeypatch.setitem(handover.Handover.__init__.__kwdefaults__, "grace", 0.2)
    monkeypatch.setitem(handover.Handover.__init__.__kwdefaults__, "mute_after", 1.0)


def complete(client):
    return [event for event in client.told(tw.Rotation) if event.outcome == "complete"]


@pytest.mark.parametrize("lines", [1, 2])
def test_lines_are_replaced_on_demand_without_a_hole(venue, connected, ledger, until, settling, lines):
    with connected(venue.url, lines=lines) as client:
        until(lambda: client.stats().connections == lines and ledger.count > 100)
        for turn in range(1, 4):
            assert client.rotate() == lines
            until(lambda turn=turn: len(complete(client)) == turn * lines)
            until(lambda: client.stats().connections == lines)
        count = ledger.count
        until(lambda: ledger.count > count + 100)
    ledger.assert_complete()
    assert client.told(tw.Gap) == []
    event = complete(client)[0]
    assert (event.reason, event.fault, event.attempt, len(event.streams)) == ("asked", "", 1, 4)
    assert event.overlapped + event.quiet == 4
    assert event.overlapped >= 3
    assert {end.is_final for end in client.told(tw.Disconnect)} == {True}


def test_a_line_is_replaced_when_it_is_old(venue, connected, ledger, until, settling):
    with connected(venue.url, lifetime=1.0) as client:
        until(lambda: len(complete(client)) >= 2)
    ledger.assert_complete()
    assert {event.reason for event in complete(client)} == {"age"}


@pytest.mark.parametrize("lines", [1, 3])
def test_a_venue_that_goes_down_is_left_before_it_closes(venue, connected, ledger, until, settling, lines):
    with connected(venue.url, lines=lines) as client:
        until(lambda: client.stats().connections == lines and ledger.count > 100)
        venue.inject(ServerShutdown(close_after=8.0))
        until(lambda: len(complete(client)) == lines)
        count = ledger.count
        until(lambda: ledger.count > count + 100)
    ledger.assert_complete()
    assert {event.reason for event in complete(client)} == {"shutdown"}
    assert {event.is_final for event in client.told(tw.Disconnect)} == {True}


def test_an_old_connection_that_ends_first_is_replaced_at_once(venue, connected, ledger, until):
    with connected(venue.url) as client:
        until(lambda: ledger.count > 100)
        client.rotate()
        until(lambda: venue.stats().connections_open == 2)
        venue.inject(Drop(), connection=1)
        until(lambda: client.told(tw.Rotation))
        until(lambda: client.stats().connections == 1)
        count = ledger.count
        until(lambda: ledger.count > count + 100)
    (event,) = client.told(tw.Rotation)
    assert event.outcome == "cut"
    assert "ended before" in event.fault
    assert client.told(tw.Reconnect) == []
    ledger.assert_complete()


def test_a_mute_new_line_is_given_up_and_another_one_tried(venue, connected, ledger, until, settling, monkeypatch):
    monkeypatch.setattr(rotations, "RETRY", 0.05)
    with connected(venue.url) as client:
        until(lambda: ledger.count > 100)
        venue.inject(Mute(stream="btcusdt@trade"), connection=2)
        client.rotate()
        until(lambda: complete(client), 20)
    failed, done = client.told(tw.Rotation)
    assert (failed.outcome, failed.line, failed.attempt) == ("failed", 0, 1)
    assert "btcusdt@trade" in failed.fault
    assert (done.outcome, done.line, done.attempt) == ("complete", 0, 2)
    ledger.assert_complete()


def test_streams_come_and_go_while_lines_are_replaced(venue, connected, ledger, until, settling):
    with connected(venue.url) as client:
        until(lambda: ledger.count > 100)
        client.rotate()
        client.subscribe("bttcusdt@trade", "bnbbtc@trade", on=ledger)
        client.unsubscribe("ethusdt@trade")
        until(lambda: complete(client))
        until(lambda: {"bttcusdt@trade", "bnbbtc@trade"} <= ledger.ids.keys())
        until(lambda: client.stats().active_streams == 3)
    ledger.assert_complete()


def test_a_line_that_stands_still_is_replaced_by_hand(connected, ledger, until, settling):
    with Venue(rate=2000.0) as venue, connected(venue.url) as client:
        until(lambda: ledger.count > 100)
        venue.inject(HalfOpen(), connection=1)
        client.rotate(0)
        until(lambda: complete(client))
        count = ledger.count
        until(lambda: ledger.count > count + 100)


def test_what_cannot_be_replaced(venue, connected, until):
    client = connected(venue.url)
    assert client.rotate() == 0
    with client:
        until(lambda: client.stats().connections == 1)
        with pytest.raises(ConfigError, match=r"line: one of \[0\], not 7"):
            client.rotate(7)
        assert client.rotate(0) == 1
        assert client.rotate(0) == 0


def test_a_line_goes_back_to_the_host_that_was_away(connected, ledger, until, monkeypatch):
    monkeypatch.setattr(spread, "FIRST", 0.5)
    monkeypatch.setattr(upkeep, "COMPARE", 0.1)
    with Venue(seed=7, rate=300) as a, Venue(seed=7, rate=300) as b:
        client = connected(a.url, b.url, lines=2)
        urls = lambda: {line.url for line in client.stats().by_line if line.state == "open"}  # noqa: E731
        with client:
            until(lambda: ledger.count > 50)
            assert urls() == {a.url, b.url}
            a.inject(RefuseConnect(0.3))
            a.inject(Drop())
            until(lambda: urls() == {b.url} and len(client.stats().by_line) == 2)
            until(lambda: urls() == {a.url, b.url}, 20)
            until(lambda: client.told(tw.Rotation))
        assert {event.reason for event in client.told(tw.Rotation)} == {"spread"}


def test_a_line_cut_off_while_it_is_replaced_says_that_it_does_not_come_back(venue, connected, ledger, until):
    with connected(venue.url) as client:
        until(lambda: ledger.count > 100)
        venue.inject(ServerShutdown(close_after=0.3))
        until(lambda: client.told(tw.Rotation))
        until(lambda: client.told(tw.Disconnect))
        until(lambda: client.stats().connections == 1)
        (rotation,) = client.told(tw.Rotation)
        ends = [(end.line, end.is_final) for end in client.told(tw.Disconnect)]
    assert rotation.outcome == "cut"
    assert ends == [(rotation.line, True)]


def test_what_a_line_won_is_its_own_and_not_its_numbers(venue, connected, ledger, until, settling):
    with connected(venue.url, lines=2) as client:
        until(lambda: sum(line.wins for line in client.stats().by_line) > 1000)
        for turn in (1, 2):
            client.rotate()
            until(lambda turn=turn: len(complete(client)) == 2 * turn)
            until(lambda turn=turn: len(client.told(tw.Disconnect)) == 2 * turn)  # the numbers are free again
        until(lambda: all(line.win_share is not None for line in client.stats().by_line))
        lines = client.stats().by_line
        assert {line.line for line in lines} == {0, 1}
        assert sum(line.win_share for line in lines) == pytest.approx(1.0)
        assert all(line.wins + line.copies <= line.messages for line in lines)
