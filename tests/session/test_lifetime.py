import random

from tickwire.session.lifetime import HURRY, JITTER, LIFETIME, POSTPONED, Lifetimes


def test_lines_opened_together_are_replaced_one_after_the_other_before_the_day_is_over():
    lifetimes = Lifetimes(LIFETIME, random.Random(1))
    for line in range(50):
        lifetimes.opened(line, 1000.0)
    assert lifetimes.due_at >= 1000.0 + LIFETIME * (1 - JITTER)
    assert LIFETIME < 24 * 3600
    moments = set()
    while lifetimes.due_at is not None:
        now = lifetimes.due_at
        assert [reason for _, reason in lifetimes.take_due(now)] == ["age"]
        moments.add(now)
    assert len(moments) == 50
    assert max(moments) <= 1000.0 + LIFETIME


def test_a_line_that_came_back_begins_to_age_again():
    lifetimes = Lifetimes(100.0, random.Random(1))
    lifetimes.opened(3, 0.0)
    lifetimes.ended(3)
    assert lifetimes.due_at is None
    lifetimes.opened(3, 90.0)
    assert lifetimes.take_due(100.0) == []
    assert lifetimes.take_due(190.0) == [(3, "age")]


def test_a_venue_that_goes_down_is_left_at_once():
    lifetimes = Lifetimes(LIFETIME, random.Random(1))
    lifetimes.opened(0, 0.0)
    lifetimes.leave(0, 5.0)
    assert lifetimes.take_due(5.0) == [(0, "shutdown")]


def test_several_lines_leave_within_a_moment_and_not_all_in_the_same():
    lifetimes = Lifetimes(LIFETIME, random.Random(1))
    for line in range(4):
        lifetimes.opened(line, 0.0)
    for line in range(4):
        lifetimes.leave(line, 5.0)
    first = lifetimes.due_at
    assert 5.0 <= first < 5.0 + HURRY
    assert len(lifetimes.take_due(first)) == 1
    assert len(lifetimes.take_due(5.0 + HURRY)) == 3


def test_one_that_could_not_be_replaced_is_due_again_for_the_same_reason():
    lifetimes = Lifetimes(10.0, random.Random(1))
    lifetimes.postpone(7, "shutdown", 50.0)
    assert lifetimes.take_due(50.0) == []
    assert lifetimes.take_due(50.0 + POSTPONED) == [(7, "shutdown")]
