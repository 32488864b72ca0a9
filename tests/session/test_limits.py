import threading
from itertools import pairwise

import pytest

from tickwire.session.limits import SPACING, ConnectBudget, Pacer, connect_budget


def sent_as_fast_as_allowed(pacer, count, now=100.0):
    times = []
    for _ in range(count):
        now = pacer.ready_at(now)
        pacer.record(now)
        times.append(now)
    return times


def test_the_first_message_goes_at_once():
    assert Pacer().ready_at(5.0) == 5.0


def test_messages_are_spaced():
    times = sent_as_fast_as_allowed(Pacer(), 50)
    assert min(b - a for a, b in pairwise(times)) >= 0.25


def test_any_second_holds_at_most_four_messages_so_that_a_pong_still_fits():
    times = sent_as_fast_as_allowed(Pacer(), 200)
    for start in times:
        assert sum(start <= t <= start + 1.0 for t in times) <= 4


def test_the_window_binds_when_the_spacing_does_not():
    times = sent_as_fast_as_allowed(Pacer(messages=2, window=10.0, spacing=0.0), 5)
    assert times == [100.0, 100.0, 110.0, 110.0, 120.0]


def test_a_pause_is_not_made_up_for_later():
    pacer = Pacer()
    sent_as_fast_as_allowed(pacer, 3)
    assert sent_as_fast_as_allowed(pacer, 2, now=200.0) == [200.0, pytest.approx(200.0 + SPACING)]


def test_a_new_connection_starts_afresh():
    pacer = Pacer()
    pacer.record(1.0)
    pacer.reset()
    assert pacer.ready_at(1.0) == 1.0


def test_the_budget_lets_attempts_through_until_it_is_used_up():
    budget = ConnectBudget(attempts=3, window=300.0)
    assert [budget.reserve(at) for at in (0.0, 1.0, 2.0)] == [0.0, 1.0, 2.0]
    assert budget.reserve(3.0) == 300.0
    assert budget.reserve(4.0) == 301.0


def test_a_venue_that_asks_to_wait_is_left_alone_until_then():
    budget = ConnectBudget()
    budget.block_until(50.0)
    budget.block_until(20.0)
    assert budget.reserve(1.0) == 50.0
    assert budget.reserve(60.0) == 60.0


def test_all_connections_of_the_process_share_one_budget_a_venue():
    assert connect_budget("a.example") is connect_budget("a.example")
    assert connect_budget("a.example") is not connect_budget("b.example")


def test_threads_cannot_book_more_than_the_budget():
    budget = ConnectBudget(attempts=300, window=300.0)
    booked = []

    def book():
        booked.extend(budget.reserve(0.0) for _ in range(150))

    threads = [threading.Thread(target=book) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(at == 0.0 for at in booked) == 300
    assert sum(at == 300.0 for at in booked) == 300
