"""The histogram of ages against sorted lists."""

import math
import random

import pytest

import tickwire as tw
from tickwire.feed.ages import Ages
from tickwire.feed.dispatch import Dispatch

SENT = 1_770_000_000_000
TRADE = (
    '{{"stream":"a@trade","data":{{"e":"trade","E":{},"s":"A","t":1,"p":"1.0","q":"1.0","T":1770000000000,'
    '"m":true,"M":true}}}}'
)


def measured(ages_ns: list[int]) -> Ages:
    ages, dispatch = Ages(), Dispatch()
    dispatch.add("a@trade", tw.Trade, ages.handler, context=ages.memory)
    frame = TRADE.format(SENT).encode()
    for number, age in enumerate(ages_ns):
        dispatch.on_bytes(frame.replace(b'"t":1,', b'"t":%d,' % (number + 1)), SENT * 1_000_000 + age)
    return ages


@pytest.mark.parametrize("seed", range(3))
def test_percentiles_are_at_most_one_part_in_16_above_the_true_ones(seed):
    source = random.Random(seed)
    known = sorted(int(source.lognormvariate(13, 3)) for _ in range(2000))
    ages = measured(known)
    assert ages.count == len(known)
    for percent, found in zip((0, 1, 50, 90, 99, 100), ages.percentiles(0, 1, 50, 90, 99, 100), strict=True):
        true = known[max(1, math.ceil(len(known) * percent / 100)) - 1]
        assert true <= found <= true * (1 + 1 / 16)


def test_a_clock_that_is_behind_makes_no_age_below_zero():
    assert measured([-5_000_000, -1, 0]).percentiles(50, 100) == (0, 0)


def test_ages_below_32_ns_are_exact_and_the_largest_has_no_end():
    assert [measured([ns]).percentiles(50)[0] for ns in range(32)] == list(range(32))
    assert measured([10**15]).percentiles(50)[0] >= 30 * 60 * 10**9


def test_without_messages_there_are_no_ages():
    assert Ages().percentiles(50, 99) == (None, None)


def test_what_came_without_a_time_has_no_age():
    ages, dispatch = Ages(), Dispatch()
    dispatch.add("a@trade", tw.Trade, ages.handler, context=ages.memory)
    dispatch.on_bytes(TRADE.format(SENT).encode())
    assert ages.count == 0
