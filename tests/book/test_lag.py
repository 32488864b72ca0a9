"""When other streams prove that a book is behind."""

import pytest

from tickwire.book.lag import LONGEST_STEP, MOST_MARKS, Lag


@pytest.fixture
def lag() -> Lag:
    return Lag(1.0)


def looks(lag: Lag, times: list[float], newest: int, held: int | None) -> list[bool]:
    return [lag.look(now, newest, held) for now in times]


def test_a_book_is_behind_when_an_id_stays_ahead_for_too_long(lag):
    assert looks(lag, [10.0, 10.5, 11.0, 11.25], 101, 100) == [False, False, False, True]


def test_a_book_that_reaches_the_id_in_time_is_not(lag):
    looks(lag, [10.0, 10.5, 11.0], 101, 100)
    assert not lag.look(11.25, 103, 101)
    assert looks(lag, [11.5, 12.0, 12.25, 12.5], 103, 101) == [False, False, False, True]


def test_every_id_has_a_time_of_its_own(lag):
    """A book that is always so late is behind, though it goes on."""
    verdicts = [lag.look(now / 4, now, now - 6) for now in range(10, 30)]
    assert not any(verdicts[:5])
    assert all(verdicts[8:])
    assert not lag.is_behind(29)


def test_time_in_which_nobody_looked_is_not_counted(lag):
    lag.look(10.0, 101, 100)
    assert not lag.look(60.0, 101, 100)
    assert not lag.look(60.0 + LONGEST_STEP, 101, 100)
    assert lag.look(60.0 + 2 * LONGEST_STEP, 101, 100)


def test_a_book_without_an_id_takes_the_first_one_for_granted(lag):
    assert not any(looks(lag, [0.0, 0.5, 1.0, 1.5, 2.0], 100, None))
    assert looks(lag, [2.5, 3.0, 3.5, 3.75], 101, None)[-1]


def test_what_was_forgotten_proves_nothing(lag):
    looks(lag, [10.0, 10.5, 11.0], 101, 100)
    lag.clear()
    assert not lag.look(11.25, 101, 100)


def test_after_a_long_silence_the_book_has_to_reach_everything(lag):
    for number in range(2 * MOST_MARKS):
        lag.look(number / 4, 100 + number, 99)
    assert lag.is_behind(98 + 2 * MOST_MARKS)
    assert not lag.is_behind(99 + 2 * MOST_MARKS)
