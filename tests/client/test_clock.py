"""The venue's clock as a running client measures it, and the ages that it corrects."""

import time

import pytest

import tickwire as tw
from tickwire.client.settings import Settings
from tickwire.errors import DecodeError
from tickwire.sim import Venue
from tickwire.sim.faults import ClockSkew

from .scripted_api import ScriptedApi


def test_ages_of_messages_are_reckoned_by_the_venues_clock(until):
    with Venue(rate=200) as venue:
        venue.inject(ClockSkew(seconds=100.0))
        client, late = tw.Client(stream_urls=[venue.url], api_url=venue.api_url), []
        client.on_late(late.append)
        client.subscribe("btcusdt@trade", on=lambda _: None, late_after=1e-9)
        with client:
            client.request("time").wait()
            until(lambda: client.clock.samples > 3)
            late.clear()
            until(lambda: late)
            clock = client.clock
    assert clock.offset_ns == pytest.approx(100e9, abs=1e9)
    assert abs(late[-1].age_ns) < 50e9  # by our own clock the message would come from the future


def test_a_slow_handler_is_named(until):
    def sluggish(_):
        time.sleep(0.02)

    with Venue(rate=100) as venue:
        client, events = tw.Client(stream_urls=[venue.url]), []
        client.on_late(events.append)
        client.subscribe("btcusdt@trade", on=sluggish, slow_after=0.01)
        with client:
            until(lambda: events)
    assert type(events[0]) is tw.SlowHandler
    assert "sluggish" in events[0].handler
    assert events[0].seconds >= 0.02


def test_setting_the_machines_clock_does_not_move_the_venues():
    """Orders bear the venue's time: they would be refused, -1021, until the step was noticed."""
    step = [0]

    class Stepping(Settings):
        def venue(self):
            return super().venue()._replace(wall_ns=lambda: time.time_ns() + step[0])

    with Venue(rate=100) as venue:
        client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
        client.subscribe("btcusdt@trade", on=lambda _: None)
        client._settings = client._runner._settings = Stepping(*client._settings)
        with client:
            client.request("time").wait()
            before = client._runner.api.venue_ns()
            step[0] = 3_600_000_000_000
            assert 0 <= client._runner.api.venue_ns() - before < 600_000_000_000


@pytest.mark.parametrize("name", ["late_after", "slow_after"])
def test_a_budget_that_cannot_be_is_refused(name):
    with pytest.raises(tw.ConfigError, match=name):
        tw.Client().subscribe("btcusdt@trade", on=print, **{name: -1.0})


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ({"result": {"serverTime": "noon"}}, DecodeError),
        ({"status": 400, "error": {"code": -1000, "msg": "unknown"}}, tw.errors.UnknownFailure),
    ],
)
def test_a_clock_that_cannot_be_read_is_reported_and_stops_nothing(until, reply, kind):
    with Venue(rate=100) as venue, ScriptedApi(time=lambda _: reply, klines=lambda _: {"result": []}) as scripted:
        client, errors = tw.Client(stream_urls=[venue.url], api_url=scripted.api_url), []
        client.on_error(errors.append)
        with client:
            assert client.request("klines", {"symbol": "BTCUSDT", "interval": "1m"}).wait() == []
            until(lambda: errors)
            assert client.clock is None
    assert {(type(event), type(event.error), event.line) for event in errors} == {(tw.RequestFailed, kind, -1)}
