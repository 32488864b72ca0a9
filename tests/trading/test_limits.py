"""Limits of orders: reckoned before sending, corrected by what the venue tells, in windows of the venue's clock."""

import msgspec
import pytest

from tickwire.errors import ConfigError
from tickwire.schema import RateLimit
from tickwire.session import WeightBudget
from tickwire.trading import OrderLimits
from tickwire.trading.limits import Ticket

SECOND = 1_000_000_000
MIDNIGHT = 20_000 * 86_400 * SECOND
WINDOWS = (("SECOND", 10, 3), ("DAY", 1, 5))


def limits() -> OrderLimits:
    return OrderLimits(WeightBudget(), WINDOWS, guard_ns=0)


def told(interval: str, number: int, limit: int, count: int) -> RateLimit:
    return RateLimit(rate_limit_type="ORDERS", interval=interval, interval_num=number, limit=limit, count=count)


def booked(limits: OrderLimits, now: int, orders: int = 1) -> Ticket:
    ticket = limits.book(1, orders, now)
    assert isinstance(ticket, Ticket)
    return ticket


def test_how_long_there_is_no_room_is_told_and_nothing_is_booked() -> None:
    limits = OrderLimits(WeightBudget(), (("SECOND", 10, 1),), guard_ns=0)
    assert limits.wait(1, 1, 3 * SECOND) == 0
    assert isinstance(limits.book(1, 1, 3 * SECOND), Ticket)
    assert limits.wait(1, 1, 4 * SECOND) == 6 * SECOND


def test_orders_under_way_count() -> None:
    some = limits()
    for _ in range(3):
        booked(some, MIDNIGHT)
    assert some.book(1, 1, MIDNIGHT) == MIDNIGHT + 10 * SECOND
    assert some.used(MIDNIGHT) == {("SECOND", 10): (3, 3), ("DAY", 1): (3, 5)}


def test_the_window_begins_with_the_venues_clock() -> None:
    some = limits()
    some.settle(booked(some, MIDNIGHT + 9 * SECOND, 3), MIDNIGHT + 9 * SECOND)
    assert some.book(1, 1, MIDNIGHT + 9 * SECOND) == MIDNIGHT + 10 * SECOND
    booked(some, MIDNIGHT + 10 * SECOND)


def test_the_stricter_window_decides_and_the_other_is_not_charged() -> None:
    some = limits()
    for second in (0, 10):
        some.settle(booked(some, MIDNIGHT + second * SECOND, 2), MIDNIGHT + second * SECOND)
    assert some.book(1, 2, MIDNIGHT + 20 * SECOND) == MIDNIGHT + 86_400 * SECOND
    assert some.used(MIDNIGHT + 20 * SECOND)["SECOND", 10] == (0, 3)


def test_the_limits_that_the_venue_names_stand_in_place_of_those_assumed() -> None:
    some = limits()
    booked(some, MIDNIGHT, 3)
    assert some.room(MIDNIGHT) == 0
    named = [told("SECOND", 10, 100, 0), told("MINUTE", 1, 5, 0)]
    some.learn([*named, msgspec.structs.replace(told("MINUTE", 1, 9, 0), rate_limit_type="REQUEST_WEIGHT")])
    assert some.used(MIDNIGHT) == {("SECOND", 10): (3, 100), ("MINUTE", 1): (0, 5)}
    assert some.room(MIDNIGHT) == 5
    some.learn([])
    assert len(some.used(MIDNIGHT)) == 2


def test_what_cannot_be_booked_costs_no_weight() -> None:
    weights = WeightBudget()
    some = OrderLimits(weights, WINDOWS)
    booked(some, MIDNIGHT, 3)
    some.book(1, 1, MIDNIGHT)
    assert weights.stats(MIDNIGHT).used == 1


def test_the_venues_count_and_limit_are_believed() -> None:
    some = limits()
    some.settle(booked(some, MIDNIGHT), MIDNIGHT, [told("SECOND", 10, 100, 99), told("DAY", 1, 200, 7)])
    assert some.used(MIDNIGHT) == {("SECOND", 10): (99, 100), ("DAY", 1): (7, 200)}
    booked(some, MIDNIGHT)
    assert some.book(1, 1, MIDNIGHT) == MIDNIGHT + 10 * SECOND


def test_a_list_counts_for_each_of_its_orders() -> None:
    some = limits()
    booked(some, MIDNIGHT, 2)
    assert some.book(1, 2, MIDNIGHT) == MIDNIGHT + 10 * SECOND
    booked(some, MIDNIGHT, 1)


def test_what_cancels_counts_as_no_order() -> None:
    some = limits()
    booked(some, MIDNIGHT, 3)
    booked(some, MIDNIGHT, 0)


def test_more_than_a_window_holds_can_never_be_sent() -> None:
    with pytest.raises(ConfigError):
        limits().book(1, 4, MIDNIGHT)


def test_no_room_for_orders_lasts_until_the_next_window() -> None:
    some = limits()
    some.exhausted(MIDNIGHT + 4 * SECOND)
    assert some.book(1, 1, MIDNIGHT + 4 * SECOND) == MIDNIGHT + 10 * SECOND
    booked(some, MIDNIGHT + 10 * SECOND)


def test_while_the_venue_wants_silence_nothing_is_booked() -> None:
    weights = WeightBudget()
    weights.block_until(MIDNIGHT + 7)
    some = OrderLimits(weights, WINDOWS)
    assert some.book(1, 0, MIDNIGHT) == MIDNIGHT + 7
    booked(some, MIDNIGHT + 7)


def test_room_follows_what_is_booked_answered_and_blocked() -> None:
    weights = WeightBudget()
    some = OrderLimits(weights, WINDOWS, guard_ns=0)
    assert some.room(MIDNIGHT) == 3
    ticket = booked(some, MIDNIGHT)
    assert some.room(MIDNIGHT) == 2
    some.settle(ticket, MIDNIGHT, [told("SECOND", 10, 3, 2)])
    assert some.room(MIDNIGHT) == 1
    booked(some, MIDNIGHT)
    assert some.room(MIDNIGHT + 9 * SECOND) == 0
    assert some.room(MIDNIGHT + 10 * SECOND) > 0
    weights.block_until(MIDNIGHT + 11 * SECOND)
    assert some.room(MIDNIGHT + 10 * SECOND) == 0


def test_no_room_is_told_until_the_next_window_after_a_refusal() -> None:
    some = limits()
    assert some.room(MIDNIGHT) == 3
    some.exhausted(MIDNIGHT)
    assert some.room(MIDNIGHT + SECOND) == 0
    assert some.room(MIDNIGHT + 10 * SECOND) == 3
