"""The budget of request weight: never above the venue's limit, whatever the clock, the way and the neighbours do."""

import heapq
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickwire.errors import ConfigError
from tickwire.schema import depth_weight
from tickwire.session.weights import (
    GUARD_NS,
    LIMIT,
    RESERVE,
    WINDOW_NS,
    Spending,
    WeightBudget,
    request_weight,
    weight_budget,
)

MINUTE = WINDOW_NS
START = 29_000_000 * MINUTE + 10_000_000_000  # ten seconds into some minute
S = 1_000_000_000


def spend_all(budget, weight, now, **options):
    """Spend until the budget says wait; returns what was spent, and until when to wait."""
    spent = []
    while isinstance(spending := budget.spend(weight, now, **options), Spending):
        spent.append(spending)
    return spent, spending


def test_a_minute_holds_the_limit_less_the_reserve():
    spent, until = spend_all(WeightBudget(), 250, START)
    assert sum(s.weight for s in spent) == (LIMIT - RESERVE) // 250 * 250
    assert until == (START // MINUTE + 1) * MINUTE + GUARD_NS


def test_the_room_that_is_left_is_told_when_a_request_is_answered():
    budget = WeightBudget()
    spending = budget.spend(250, START)
    assert budget.room(START) == LIMIT - 250
    assert budget.settle(spending, START, 300, 7000) == budget.room(START) == 6700
    budget.block_until(START + S)
    assert (budget.room(START), budget.room(START + S)) == (0, 6700)


def test_the_reserve_is_for_what_is_urgent():
    budget = WeightBudget()
    spend_all(budget, 250, START)
    urgent, _ = spend_all(budget, 25, START, is_urgent=True)
    assert sum(s.weight for s in urgent) >= RESERVE
    assert budget.stats(START).used == LIMIT


def test_what_was_not_sent_after_all_is_free_again():
    budget = WeightBudget()
    spending = budget.spend(250, START)
    budget.refund(spending)
    assert budget.stats(START).used == 0


def test_it_is_blocked_until_the_venue_said_and_no_longer():
    budget = WeightBudget()
    assert not budget.is_blocked(START)
    budget.block_until(START + S)
    assert budget.is_blocked(START + S - 1)
    assert not budget.is_blocked(START + S)
    assert (budget.blocked_for(START + S // 2), budget.blocked_for(START + 2 * S)) == (0.5, 0.0)


def test_the_next_minute_begins_with_nothing_used_once_everything_is_answered():
    budget = WeightBudget()
    spent, until = spend_all(budget, 250, START)
    for spending in spent:
        budget.settle(spending, START + S)
    assert isinstance(budget.spend(250, until - 1), int)
    assert isinstance(budget.spend(250, until), Spending)
    assert budget.stats(until).used == 250


def test_what_is_still_under_way_counts_in_the_next_minute_as_well():
    budget = WeightBudget()
    spent, until = spend_all(budget, 250, START)
    assert isinstance(budget.spend(250, until), int)
    budget.settle(spent[0], until)
    assert budget.stats(until).used == len(spent) * 250


def test_what_is_answered_close_to_the_border_counts_on_both_sides_of_it():
    budget = WeightBudget()
    border = (START // MINUTE + 1) * MINUTE
    budget.settle(budget.spend(250, border - 5 * S), border + GUARD_NS // 2)
    assert budget.stats(border + GUARD_NS).used == 250


def test_the_venues_count_is_believed_for_others_spend_too():
    budget = WeightBudget()
    budget.settle(budget.spend(1, START), START, count=5399)
    assert budget.stats(START).used == 5399
    assert isinstance(budget.spend(2, START), int)
    assert isinstance(budget.spend(1, START), Spending)


def test_an_older_count_takes_nothing_back():
    budget = WeightBudget()
    first, second = budget.spend(10, START), budget.spend(10, START)
    budget.settle(second, START, count=500)
    budget.settle(first, START, count=400)
    assert budget.stats(START).used == 500


def test_a_count_of_the_minute_before_says_nothing_of_this_one():
    budget = WeightBudget()
    spending = budget.spend(10, START)
    budget.settle(spending, START + MINUTE, count=5990)
    assert budget.stats(START + MINUTE).used == 10


def test_the_limit_follows_the_venue():
    budget = WeightBudget()
    budget.settle(budget.spend(1, START), START, count=1, limit=1200)
    assert sum(s.weight for s in spend_all(budget, 50, START)[0]) == 550
    with pytest.raises(ConfigError, match="1200 a minute, and this request costs 1201"):
        budget.spend(1201, START)


def test_a_request_larger_than_the_limit_without_the_reserve_waits_for_an_empty_minute():
    budget = WeightBudget(limit=300, reserve=100)
    assert isinstance(budget.spend(250, START), Spending)
    assert isinstance(budget.spend(1, START), int)


def test_a_venue_that_asks_to_wait_is_left_alone_even_by_what_is_urgent():
    budget = WeightBudget()
    budget.block_until(START + 90 * S)
    assert budget.spend(1, START, is_urgent=True) == START + 90 * S
    assert budget.stats(START).blocked_until == START + 90 * S
    assert isinstance(budget.spend(1, START + 90 * S), Spending)


def test_what_costs_without_asking_is_counted():
    budget = WeightBudget()
    budget.charge(2, START)
    assert budget.stats(START).used == 2
    assert budget.stats(START).in_flight == 0


def test_a_clock_that_is_set_back_begins_no_new_minute():
    budget = WeightBudget()
    budget.settle(budget.spend(5000, START), START)
    assert budget.stats(START - 3 * MINUTE).used == 5000
    assert isinstance(budget.spend(500, START - 3 * MINUTE), int)


def test_how_long_so_much_will_take():
    budget = WeightBudget()
    assert budget.seconds_for(1000, START) == 0
    assert 50 < budget.seconds_for(LIMIT, START) < 52
    assert budget.seconds_for(500 * 250, START) == pytest.approx(22 * 60 + 51)
    budget.block_until(START + 10 * S)
    assert budget.seconds_for(1, START) == 10


def test_threads_share_it_and_overspend_nothing():
    budget, spent = WeightBudget(), []
    threads = [threading.Thread(target=lambda: spent.extend(spend_all(budget, 7, START)[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(s.weight for s in spent) == (LIMIT - RESERVE) // 7 * 7


def test_a_host_has_one_budget_in_a_process():
    assert weight_budget("a.test") is weight_budget("a.test") is not weight_budget("b.test")


BURST = st.tuples(
    st.integers(-2 * S, 2 * S),  # when, around the border of the next minute
    st.sampled_from((25, 250, 900, 1800)),  # the weight of each of its requests
    st.integers(1, 30),  # how many of them are tried
    st.integers(0, 3 * S),  # their way to the venue
    st.integers(0, 2 * S),  # the answers' way back
    st.booleans(),  # whether answers tell the count
    st.booleans(),  # whether they are urgent
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(BURST, max_size=4), max_size=6), st.integers(-GUARD_NS + 1, GUARD_NS - 1))
def test_no_minute_of_the_venue_ever_holds_more_than_the_limit(minutes, clock_error):
    """The venue counts when a request arrives, by its own clock, which ours may be wrong about by the guard."""
    budget, venue, answers = WeightBudget(), {}, []
    for number, bursts in enumerate(minutes):
        border = (START // MINUTE + 1 + number) * MINUTE
        for at, weight, count, way, way_back, tells, urgent in sorted(bursts):
            now = border + at
            while answers and answers[0][0] <= now:
                answered_at, _, spending, told = heapq.heappop(answers)
                budget.settle(spending, answered_at + clock_error, count=told)
            for _ in range(count):
                spending = budget.spend(weight, now + clock_error, is_urgent=urgent)
                if not isinstance(spending, Spending):
                    break
                minute = (now + way) // MINUTE
                venue[minute] = venue.get(minute, 0) + weight
                told = venue[minute] if tells else None
                heapq.heappush(answers, (now + way + way_back, id(spending), spending, told))
    assert all(weight <= LIMIT for weight in venue.values())


@pytest.mark.parametrize(
    ("limit", "weight"), [(1, 5), (100, 5), (101, 25), (500, 25), (501, 50), (1000, 50), (1001, 250), (5000, 250)]
)
def test_an_order_book_weighs_by_its_depth(limit, weight):
    assert depth_weight(limit) == weight == request_weight("depth", {"limit": limit})


@pytest.mark.parametrize(
    ("method", "params", "weight"),
    [
        ("time", {}, 1),
        ("depth", {"symbol": "A"}, 5),
        ("trades.historical", {}, 25),
        ("trades.aggregate", {}, 4),
        ("klines", {}, 2),
        ("ticker", {"symbol": "A"}, 4),
        ("ticker", {"symbols": ["A"] * 30}, 120),
        ("ticker", {"symbols": ["A"] * 60}, 200),
        ("ticker.24hr", {"symbols": ["A"] * 20}, 2),
        ("ticker.24hr", {"symbols": ["A"] * 21}, 40),
        ("ticker.24hr", {}, 80),
        ("ticker.price", {"symbol": "A"}, 2),
        ("ticker.price", {}, 4),
        ("executionRules", {}, 40),
    ],
)
def test_each_method_weighs_what_the_venue_says(method, params, weight):
    assert request_weight(method, params) == weight


def test_a_method_that_is_no_market_data_is_refused():
    with pytest.raises(ConfigError, match=r"'order.place' is no request for market data: avgPrice, "):
        request_weight("order.place", {})


def test_whoever_watches_a_budget_hears_at_once_that_the_venue_wants_silence():
    class Listening:
        def __init__(self):
            self.heard = []

        def block_until(self, at_ns):
            self.heard.append(at_ns)

    budget, early, late = WeightBudget(), Listening(), Listening()
    budget.watch(early)
    budget.block_until(5)
    budget.watch(late)
    assert (early.heard, late.heard) == ([0, 5], [5])
    del early
    budget.block_until(7)
    assert late.heard == [5, 7]
