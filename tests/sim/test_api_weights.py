"""Weights of requests, in windows of the clock."""

import pytest

from tickwire.sim import Limits
from tickwire.sim.api_errors import ApiError
from tickwire.sim.api_weights import Weights

MINUTE = 60_000_000
NOW = 1_800_000_000_000_000  # a full minute


def refused(weights: Weights, weight: int, now: int) -> ApiError:
    with pytest.raises(ApiError) as found:
        weights.spend(weight, now)
    return found.value


def test_a_window_begins_anew_on_the_full_minute_and_not_a_minute_after_the_first_request() -> None:
    weights = Weights(Limits(weight=100))
    weights.spend(100, NOW + 59 * 10**6)
    assert refused(weights, 1, NOW + MINUTE - 1).status == 429
    weights.spend(100, NOW + MINUTE)
    assert weights.used == 100


def test_a_refusal_says_when_the_next_window_begins() -> None:
    weights = Weights(Limits(weight=10))
    until = refused(weights, 11, NOW + 5 * 10**6).body.data
    assert (until.server_time, until.retry_after) == ((NOW + 5 * 10**6) // 1000, (NOW + MINUTE) // 1000)


def test_bans_come_after_so_many_refusals_and_double() -> None:
    weights = Weights(Limits(weight=1, refusals_borne=1, ban=120.0))
    now = NOW
    for length in (120, 240, 480):
        weights.spend(1, now)
        assert refused(weights, 1, now).status == 429
        assert refused(weights, 1, now).status == 418
        assert weights.banned_for(now) == length
        assert refused(weights, 1, now + (length - 1) * 10**6).status == 418
        now += length * 10**6
        assert weights.banned_for(now) == 0


def test_a_connection_weighs_something() -> None:
    weights = Weights(Limits())
    weights.connected(NOW)
    assert weights.used == 2
    weights.connected(NOW + MINUTE)
    assert weights.used == 2
