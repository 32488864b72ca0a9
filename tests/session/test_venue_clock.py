"""The estimate of the venue's clock holds the truth, and says how well it knows it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickwire.session.venue_clock import MAX_RATE, ClockEstimate, Reading

EPOCH = 1_790_000_000 * 10**9
US, MS, S = 10**3, 10**6, 10**9


class Clocks:
    """A monotonic clock, a wall clock that may be set, and a venue's that runs at a rate of its own."""

    def __init__(self, offset=0, rate=0.0):
        self.offset, self.rate, self.was_set = offset, rate, 0

    def wall(self, now):
        return EPOCH + round(now * 1e9) + self.was_set

    def true_offset(self, now):
        return self.offset + round(now * 1e9 * self.rate) - self.was_set

    def reading(self, sent, way=0.001, way_back=0.001, unit=US):
        at = sent + way
        server = (self.wall(at) + self.true_offset(at)) // unit * unit
        received = at + way_back
        return Reading(sent, self.wall(sent), received, self.wall(received), server, unit)

    def is_known(self, estimate, now):
        clock = estimate.at(now, self.wall(now))
        return abs(clock.offset_ns - self.true_offset(now)) <= clock.error_ns


def test_before_the_first_reading_nothing_is_known():
    assert ClockEstimate().at(1.0, EPOCH) is None


def test_one_reading_bounds_the_offset_by_half_its_round_trip_and_the_resolution():
    estimate, clocks = ClockEstimate(), Clocks(offset=250 * MS)
    assert not estimate.observe(clocks.reading(10.0, way=0.003, way_back=0.001))
    clock = estimate.at(10.004, clocks.wall(10.004))
    assert clock.offset_ns == pytest.approx(251 * MS, abs=2 * US)
    assert clock.error_ns == pytest.approx(2 * MS, abs=2 * US)
    assert clock.round_trip_ns == pytest.approx(4 * MS, abs=100)
    assert (clock.samples, clock.restarts, clock.drift_ppm) == (1, 0, 0.0)


def test_milliseconds_bound_it_less_well():
    estimate, clocks = ClockEstimate(), Clocks(offset=123_456_789)
    estimate.observe(clocks.reading(10.0, unit=MS))
    assert estimate.at(10.002, 0).error_ns == pytest.approx(1.5 * MS, abs=US)
    assert clocks.is_known(estimate, 10.002)


def test_the_shortest_of_a_few_round_trips_counts():
    estimate, clocks = ClockEstimate(), Clocks(offset=-5 * S)
    for number, way in enumerate((0.050, 0.002, 0.030)):
        estimate.observe(clocks.reading(10.0 + number, way=way))
    clock = estimate.at(13.0, clocks.wall(13.0))
    assert clock.round_trip_ns == pytest.approx(3 * MS, abs=US)
    assert clock.error_ns < 2 * MS
    assert clock.samples == 3


def test_without_readings_the_bound_grows():
    estimate, clocks = ClockEstimate(), Clocks()
    estimate.observe(clocks.reading(10.0))
    bounds = [estimate.at(now, 0).error_ns for now in (10.002, 110.002, 1010.002)]
    assert bounds[1] - bounds[0] == pytest.approx(100 * S * MAX_RATE, rel=0.01)
    assert bounds[2] - bounds[0] == pytest.approx(1000 * S * MAX_RATE, rel=0.01)


@pytest.mark.parametrize("rate", [-40e-6, 0.0, 17e-6])
def test_drift_is_found_among_noise_and_foretells(rate):
    estimate, clocks = ClockEstimate(), Clocks(offset=3 * MS, rate=rate)
    for number in range(60):
        slow = 0.02 if number % 3 else 0.0
        assert not estimate.observe(clocks.reading(10.0 * number, way=0.001 + slow, way_back=0.001))
        assert clocks.is_known(estimate, 10.0 * number + 0.5)
    clock = estimate.at(600.0, clocks.wall(600.0))
    assert clock.drift_ppm == pytest.approx(rate * 1e6, abs=1.0)
    assert clocks.is_known(estimate, 660.0)
    assert clock.error_ns < 1.2 * MS


@pytest.mark.parametrize("step", [-3600 * S, -10 * MS, 10 * MS, 2 * S])
def test_a_clock_that_was_set_is_noticed_at_the_next_reading(step):
    estimate, clocks = ClockEstimate(), Clocks(offset=MS)
    for number in range(5):
        estimate.observe(clocks.reading(10.0 * number))
    clocks.was_set = step
    assert estimate.observe(clocks.reading(50.0))
    assert clocks.is_known(estimate, 50.1)
    assert (estimate.at(50.1, 0).restarts, estimate.at(50.1, 0).samples) == (1, 1)
    assert not estimate.observe(clocks.reading(60.0))


def test_a_clock_that_was_set_during_a_round_trip_proves_nothing():
    estimate, clocks = ClockEstimate(), Clocks()
    torn = clocks.reading(10.0)
    assert estimate.observe(torn._replace(received_ns=torn.received_ns + S))
    assert estimate.at(11.0, 0) is None


def test_a_venue_that_sets_its_clock_is_noticed():
    estimate, clocks = ClockEstimate(), Clocks()
    for number in range(5):
        estimate.observe(clocks.reading(10.0 * number))
    clocks.offset += 50 * MS
    assert estimate.observe(clocks.reading(50.0))
    assert clocks.is_known(estimate, 50.1)


def test_a_venue_that_sets_its_clock_is_noticed_by_a_reading_too_slow_to_be_kept():
    estimate, clocks = ClockEstimate(), Clocks()
    assert not estimate.observe(clocks.reading(1.0, way=0.0001, way_back=0.0001))
    clocks.offset -= 2 * S
    assert estimate.observe(clocks.reading(2.0))
    assert clocks.is_known(estimate, 2.1)


def test_our_clock_being_set_is_seen_without_a_reading():
    estimate, clocks = ClockEstimate(), Clocks()
    assert not estimate.was_set(1.0, clocks.wall(1.0))
    estimate.observe(clocks.reading(1.0))
    assert not estimate.was_set(9.0, clocks.wall(9.0))
    clocks.was_set = 5 * S
    assert estimate.was_set(9.0, clocks.wall(9.0))


@settings(max_examples=150, deadline=None)
@given(
    st.integers(-(10**12), 10**12),
    st.floats(-MAX_RATE / 2, MAX_RATE / 2),
    st.lists(st.tuples(st.floats(0.1, 60.0), st.floats(1e-5, 0.3), st.floats(1e-5, 0.3)), min_size=1, max_size=60),
    st.sampled_from((US, MS)),
)
def test_the_truth_is_always_within_the_bound(offset, rate, ways, unit):
    estimate, clocks, now = ClockEstimate(), Clocks(offset, rate), 0.0
    for pause, way, way_back in ways:
        now += pause
        assert not estimate.observe(clocks.reading(now, way, way_back, unit))
        now += way + way_back
        clock = estimate.at(now, clocks.wall(now))
        assert abs(clock.offset_ns - clocks.true_offset(now)) <= clock.error_ns + 2
