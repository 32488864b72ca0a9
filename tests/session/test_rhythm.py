"""How long a silence a stream's own past allows: by the clock, by its rate, by its pauses."""

import math
import random
from collections.abc import Callable

import pytest

from tickwire.schema import Cadence
from tickwire.session.rhythm import CAP, FLOOR, MIN_MESSAGES, MIN_OBSERVED, Rhythm

EVENTS, EVERY_SECOND = Cadence(None, False), Cadence(1.0, True)
DAY = 86400.0


def watched(gap: Callable[[float], float], seconds: float) -> tuple[Rhythm, int]:
    """The rhythm of a stream observed once a second for so long, and how many of its silences were strange."""
    rhythm, alarms = Rhythm(EVENTS), 0
    previous, following = 0.0, gap(0.0)
    while following < seconds:
        allowed, begins = rhythm.allowance(previous), following
        tick = math.ceil(following)
        count = 0
        while following <= tick:
            last, count = following, count + 1
            following += gap(following)
        if allowed is not None and math.floor(begins) - previous > allowed:
            alarms += 1
            rhythm.forgive(last, begins - previous)
        else:
            rhythm.heard(last, count, last - previous)
        previous = last
    return rhythm, alarms


def poisson(rate: float, source: random.Random) -> Callable[[float], float]:
    return lambda _: source.expovariate(rate)


def day_and_night(rate: float, source: random.Random) -> Callable[[float], float]:
    return lambda now: source.expovariate(rate * (1 + 0.9 * math.sin(2 * math.pi * now / DAY)))


def bursts(pause: float, source: random.Random) -> Callable[[float], float]:
    """Twenty at once, then a pause of random length."""
    return lambda _: source.expovariate(20.0) if source.random() > 0.05 else source.expovariate(1 / pause)


def heavy_tails(mean: float, source: random.Random) -> Callable[[float], float]:
    return lambda _: mean / 3 * source.paretovariate(1.5)


@pytest.mark.parametrize(
    ("process", "typical"),
    [(poisson, 0.02), (poisson, 0.2), (poisson, 2.0), (day_and_night, 0.3), (bursts, 30.0), (heavy_tails, 5.0)],
)
@pytest.mark.parametrize("seed", range(3))
def test_quiet_streams_raise_less_than_one_false_alarm_a_day(process, typical, seed):
    _, alarms = watched(process(typical, random.Random(seed)), 2 * DAY)
    assert alarms <= 2


@pytest.mark.parametrize("rate", [0.2, 1.0, 5.0])
def test_a_stream_that_comes_at_random_is_missed_within_half_a_hundred_of_its_gaps(rate):
    rhythm, _ = watched(poisson(rate, random.Random(1)), 6 * 3600)
    assert FLOOR <= rhythm.allowance(6 * 3600) <= max(2 * FLOOR, 70 / rate)


def test_a_stream_by_the_clock_is_judged_at_once_and_exactly():
    rhythm = Rhythm(EVERY_SECOND)
    assert rhythm.allowance(0.0) == 4.0
    for second in range(100):
        rhythm.heard(float(second), 1, 1.0)
    assert rhythm.allowance(100.0) == 4.0


def test_nothing_is_judged_before_enough_is_known():
    rhythm = Rhythm(EVENTS)
    for second in range(int(MIN_OBSERVED)):
        assert rhythm.allowance(float(second)) is None
        rhythm.heard(float(second), 1, 1.0)
    assert rhythm.allowance(MIN_OBSERVED) is not None
    few = Rhythm(EVENTS)
    for hour in range(MIN_MESSAGES - 1):
        few.heard(hour * 3600.0, 1, 3600.0)
    assert few.allowance(20 * 3600.0) is None


def test_what_comes_too_seldom_is_never_judged():
    rhythm, alarms = watched(poisson(1 / 600, random.Random(3)), 5 * DAY)
    assert rhythm.allowance(5 * DAY) is None
    assert alarms == 0


def test_a_false_alarm_makes_it_patient_and_time_makes_it_strict_again():
    rhythm, _ = watched(poisson(10.0, random.Random(1)), 3600)
    before = rhythm.allowance(3600.0)
    rhythm.forgive(3700.0, 2 * before)
    after = rhythm.allowance(3700.0)
    assert after > 3 * before
    assert rhythm.allowance(3700.0 + 3 * DAY) == FLOOR


def test_one_long_outage_does_not_excuse_every_shorter_one():
    rhythm, _ = watched(poisson(10.0, random.Random(1)), 3600)
    before = rhythm.allowance(3600.0)
    rhythm.forgive(3600.0 + CAP, 10 * CAP)
    assert rhythm.allowance(3600.0 + CAP) < 5 * before


def test_a_stream_by_the_clock_is_judged_by_its_rate_whatever_its_pauses():
    rhythm = Rhythm(EVERY_SECOND)
    rhythm.heard(20.0, 1, 3.5)
    rhythm.forgive(50.0, 20.0)
    assert rhythm.allowance(50.0) == 4.0


def test_a_silence_that_was_an_outage_is_taken_back():
    rhythm, _ = watched(poisson(10.0, random.Random(1)), 3600)
    before = rhythm.allowance(3600.0)
    rhythm.forgive(3700.0, 100.0)
    assert rhythm.allowance(3700.0) > before
    rhythm.take_back()
    assert rhythm.allowance(3700.0) == pytest.approx(before, rel=0.1)
