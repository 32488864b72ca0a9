"""When snapshots are asked for."""

import pytest

from tickwire.book.schedule import FIRST_DELAY, LONGEST_DELAY, QUIET_AFTER, SETTLED_AFTER, Schedule


@pytest.fixture
def schedule() -> Schedule:
    return Schedule()


def test_the_first_is_due_with_the_first_event(schedule):
    schedule.begun(5.0)
    assert schedule.needed(5.5, False) == 5.0 + QUIET_AFTER
    assert schedule.needed(5.6, True) == 5.5


def test_a_need_keeps_its_time_however_often_it_is_asked_for(schedule):
    assert [schedule.needed(now, True) for now in (1.0, 2.0, 3.0)] == [1.0, 1.0, 1.0]


def test_delays_double_up_to_a_bound(schedule):
    delays = []
    for now in range(100, 2000, 100):
        schedule.requested()
        schedule.refused(now)
        delays.append(schedule.needed(now, True) - now)
    assert delays[:3] == [FIRST_DELAY, 2 * FIRST_DELAY, 4 * FIRST_DELAY]
    assert delays[-1] == LONGEST_DELAY


def test_a_book_that_was_valid_for_long_is_served_at_once_again(schedule):
    for now in (1.0, 2.0, 3.0):
        schedule.requested()
        schedule.synced(now)
    assert schedule.needed(4.0, True) == 4.0 + 4 * FIRST_DELAY
    schedule.requested()
    schedule.synced(10.0)
    assert schedule.needed(10.0 + SETTLED_AFTER, True) == 10.0 + SETTLED_AFTER


def test_what_is_forgiven_delays_nothing(schedule):
    for now in (1.0, 2.0, 3.0):
        schedule.requested()
        schedule.refused(now)
    schedule.forgiven()
    assert schedule.needed(3.5, True) == 3.5


def test_nothing_is_due_of_a_stream_that_is_off(schedule):
    schedule.begun(1.0)
    schedule.needed(1.0, True)
    schedule.cleared()
    assert (schedule.begun_at, schedule.due_at) == (None, None)
