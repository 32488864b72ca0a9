"""Requests on the WebSocket API: matched by number, sent in order of need, given up in time, repeated only if asked."""

import msgspec
import pytest

from tickwire.errors import (
    BadSymbol,
    ConfigError,
    RequestError,
    RequestLost,
    RequestsBanned,
    RequestTimeout,
    TooManyRequests,
)
from tickwire.schema import ApiReply, ApiRequest
from tickwire.session.requests import MAX_IN_FLIGHT, MAX_SENDS, REQUEST_TIMEOUT, Priority, Requests
from tickwire.session.weights import WeightBudget

NOW_NS = 29_000_000 * 60_000_000_000 + 10_000_000_000
S = 1_000_000_000


@pytest.fixture
def budget():
    return WeightBudget()


@pytest.fixture
def requests(budget):
    requests = Requests(budget)
    requests.opened(1)
    return requests


def ask(requests, method="klines", *, weight=2, priority=Priority.QUERY, is_repeatable=True, **options):
    return requests.ask(method, {}, weight=weight, priority=priority, is_repeatable=is_repeatable, **options)


def send_all(requests, now=0.0, now_ns=NOW_NS):
    sent = []
    while (call := requests.poll(now, now_ns)) is not None:
        sent.append(call)
    return sent


def reply(call, result=None, *, status=200, **rest):
    number = call if isinstance(call, int | None) else call.id
    return msgspec.json.decode(
        msgspec.json.encode({"id": number, "status": status, "result": result} | rest), type=ApiReply
    )


def weight_used(count, limit=6000):
    kind = {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1}
    orders = {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 50, "count": 12}
    return [orders, kind | {"limit": limit, "count": count}]


def test_a_request_is_written_as_the_venue_reads_it(requests):
    requests.ask("depth", {"symbol": "BNBBTC", "limit": 5}, weight=5, priority=Priority.QUERY, is_repeatable=True)
    ask(requests, "time")
    depth, time = send_all(requests)
    assert depth.frame == b'{"id":1,"method":"depth","params":{"symbol":"BNBBTC","limit":5}}'
    assert time.frame == b'{"id":2,"method":"time"}'
    assert msgspec.json.decode(time.frame, type=ApiRequest).method == "time"


def test_answers_find_their_requests_in_any_order(requests):
    first, second = ask(requests), ask(requests)
    send_all(requests)
    assert [(a.call, bytes(a.result)) for a in [requests.on_reply(reply(second, [2]), NOW_NS)]] == [(second, b"[2]")]
    assert bytes(requests.on_reply(reply(first, [1]), NOW_NS).result) == b"[1]"
    assert len(requests) == 0


@pytest.mark.parametrize("number", [99, "text", None])
def test_an_answer_to_nothing_is_nobodys(requests, number):
    ask(requests)
    send_all(requests)
    assert requests.on_reply(reply(ask(requests), []), NOW_NS) is None  # not sent yet
    assert requests.on_reply(msgspec.structs.replace(reply(1), id=number), NOW_NS) is None


def test_a_second_answer_is_nobodys(requests):
    call = ask(requests)
    send_all(requests)
    assert requests.on_reply(reply(call), NOW_NS) is not None
    assert requests.on_reply(reply(call), NOW_NS) is None


def test_a_refusal_says_what_was_refused(requests):
    call = requests.ask("depth", {"symbol": "NONE"}, weight=5, priority=Priority.QUERY, is_repeatable=True)
    send_all(requests)
    error = requests.on_reply(reply(call, status=400, error={"code": -1121, "msg": "Invalid symbol."}), NOW_NS).error
    assert type(error) is BadSymbol
    assert isinstance(error, RequestError)
    assert (error.code, error.status, error.method, error.params) == (-1121, 400, "depth", ("symbol=NONE",))


def test_a_refusal_without_words_is_one_all_the_same(requests):
    call = ask(requests)
    send_all(requests)
    error = requests.on_reply(reply(call, status=503), NOW_NS).error
    assert (error.code, error.msg, error.status) == (0, "status 503", 503)


@pytest.mark.parametrize(("unit", "status", "kind"), [(10**6, 429, TooManyRequests), (10**3, 418, RequestsBanned)])
def test_a_limit_that_was_reached_is_kept_for_as_long_as_the_venue_says(requests, budget, unit, status, kind):
    call, other = ask(requests), ask(requests, priority=Priority.RECOVERY)
    send_all(requests)
    data = {"serverTime": NOW_NS // unit, "retryAfter": (NOW_NS + 30 * S) // unit}
    answer = requests.on_reply(reply(call, status=status, error={"code": -1003, "msg": "m", "data": data}), NOW_NS)
    assert type(answer.error) is kind
    assert answer.error.retry_after == pytest.approx(30.0)
    ask(requests, priority=Priority.RECOVERY)
    assert send_all(requests, 1.0, NOW_NS + S) == []
    assert requests.wake_at(1.0, NOW_NS + S) == pytest.approx(other.sent_at + REQUEST_TIMEOUT)
    assert len(send_all(requests, 30.0, NOW_NS + 30 * S)) == 1


def test_the_wait_asked_for_is_reckoned_by_the_clock_of_the_venue_not_by_ours(requests):
    call = ask(requests)
    send_all(requests)
    data = {"serverTime": NOW_NS // 10**6, "retryAfter": (NOW_NS + 5 * S) // 10**6}
    error = {"code": -1003, "msg": "m", "data": data}
    fast_clock_ns = NOW_NS + 60 * S
    assert requests.on_reply(reply(call, status=429, error=error), fast_clock_ns).error.retry_after == pytest.approx(
        5.0
    )
    ask(requests)
    assert send_all(requests, 1.0, fast_clock_ns + S) == []


@pytest.mark.parametrize(("status", "seconds"), [(429, 60.0), (418, 120.0)])
def test_a_limit_without_an_end_is_kept_for_a_while(requests, budget, status, seconds):
    call = ask(requests)
    send_all(requests)
    answer = requests.on_reply(reply(call, status=status, error={"code": -1003, "msg": "m"}), NOW_NS)
    assert answer.error.retry_after == seconds
    assert budget.stats(NOW_NS).blocked_until == NOW_NS + int(seconds * S)


def test_who_needs_it_most_goes_first_and_equals_in_their_order(requests):
    kinds = [Priority.SNAPSHOT, Priority.QUERY, Priority.SNAPSHOT, Priority.RECOVERY, Priority.CLOCK]
    calls = [ask(requests, priority=kind) for kind in kinds]
    assert requests.queued(Priority.SNAPSHOT) == [calls[0], calls[2]]
    assert send_all(requests) == [calls[4], calls[3], calls[1], calls[0], calls[2]]


def test_a_dear_request_is_not_overtaken_by_cheap_ones_of_less_need(requests, budget):
    budget.settle(budget.spend(5300, NOW_NS), NOW_NS)
    dear, cheap = ask(requests, weight=250), ask(requests, weight=5, priority=Priority.SNAPSHOT)
    assert send_all(requests) == []
    urgent = ask(requests, weight=25, priority=Priority.RECOVERY)
    assert send_all(requests) == [urgent]
    assert send_all(requests, 51.0, NOW_NS + 51 * S) == [dear, cheap]


def test_what_cannot_be_paid_for_now_is_sent_when_the_next_minute_has_begun(requests, budget):
    budget.settle(budget.spend(5300, NOW_NS), NOW_NS)
    ask(requests, weight=250)
    assert send_all(requests, 5.0) == []
    assert requests.wake_at(5.0, NOW_NS) == pytest.approx(5.0 + 51.0)


def test_what_can_never_be_paid_for_fails(requests):
    call = ask(requests, weight=7000)
    assert send_all(requests) == []
    assert requests.wake_at(1.0, NOW_NS) == 1.0
    [answer] = requests.expire(1.0, NOW_NS)
    assert answer.call is call
    assert isinstance(answer.error, ConfigError)
    assert len(requests) == 0
    assert requests.wake_at(1.0, NOW_NS) is None


def test_so_many_are_under_way_at_a_time_and_no_more(requests):
    calls = [ask(requests) for _ in range(MAX_IN_FLIGHT + 1)]
    assert send_all(requests) == calls[:-1]
    requests.on_reply(reply(calls[0]), NOW_NS)
    assert send_all(requests) == calls[-1:]


def test_before_a_connection_is_open_nothing_is_sent(budget):
    requests = Requests(budget)
    call = ask(requests)
    assert send_all(requests) == []
    assert requests.wake_at(0.0, NOW_NS) is None
    requests.opened(1)
    assert requests.wake_at(0.0, NOW_NS) == 0.0
    assert send_all(requests) == [call]


def test_while_the_clock_is_not_known_only_it_is_asked_for(requests):
    requests.is_held = True
    snapshot, clock = ask(requests, priority=Priority.SNAPSHOT), ask(requests, priority=Priority.CLOCK)
    assert send_all(requests) == [clock]
    assert requests.wake_at(0.0, NOW_NS) == REQUEST_TIMEOUT
    requests.is_held = False
    assert send_all(requests) == [snapshot]


def test_an_answer_that_is_overdue_is_given_up_and_its_weight_stays_spent(requests, budget):
    call = ask(requests, weight=25)
    send_all(requests, 3.0)
    assert requests.expire(3.0 + REQUEST_TIMEOUT - 0.01, NOW_NS) == []
    [answer] = requests.expire(3.0 + REQUEST_TIMEOUT, NOW_NS)
    assert (answer.call, type(answer.error)) == (call, RequestTimeout)
    assert budget.stats(NOW_NS).used == 25
    assert requests.on_reply(reply(call), NOW_NS) is None


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_request_whose_time_is_over_is_wanted_no_longer(requests, budget, is_sent):
    if not is_sent:
        budget.block_until(NOW_NS + 100 * S)
    call = ask(requests, deadline=2.0)
    assert bool(send_all(requests)) is is_sent
    assert requests.wake_at(0.0, NOW_NS) == 2.0
    [answer] = requests.expire(2.0, NOW_NS + 2 * S)
    assert answer.call is call
    assert isinstance(answer.error, RequestTimeout)
    assert requests.expire(100.0, NOW_NS + 100 * S) == []
    assert send_all(requests, 100.0, NOW_NS + 100 * S) == []


def test_a_request_that_nobody_waits_for_is_not_sent(requests):
    call, other = ask(requests), ask(requests)
    requests.give_up(call)
    assert len(requests) == 1
    assert send_all(requests) == [other]


def test_a_question_is_asked_again_on_the_next_connection_before_younger_ones(requests, budget):
    first, second = ask(requests), ask(requests)
    send_all(requests)
    requests.on_reply(reply(first), NOW_NS)
    assert requests.lost(1, NOW_NS) == []
    younger = ask(requests)
    assert send_all(requests) == []
    requests.opened(2)
    assert send_all(requests, 1.0) == [second, younger]
    assert (second.sends, second.connection) == (2, 2)
    assert budget.stats(NOW_NS).used == 8  # it was paid for twice


def test_a_question_is_not_asked_for_ever(requests):
    call = ask(requests)
    for connection in range(1, MAX_SENDS):
        requests.opened(connection)
        send_all(requests)
        assert requests.lost(connection, NOW_NS) == []
    requests.opened(MAX_SENDS)
    send_all(requests)
    [answer] = requests.lost(MAX_SENDS, NOW_NS)
    assert (answer.call, type(answer.error), answer.error.sends) == (call, RequestLost, MAX_SENDS)


def test_what_is_no_question_is_never_sent_twice(requests):
    call = ask(requests, is_repeatable=False)
    send_all(requests)
    [answer] = requests.lost(1, NOW_NS)
    assert (answer.call, type(answer.error)) == (call, RequestLost)
    requests.opened(2)
    assert send_all(requests) == []


def test_what_was_not_sent_yet_waits_for_the_next_connection_whatever_it_is(requests, budget):
    budget.block_until(NOW_NS + S)
    call = ask(requests, is_repeatable=False)
    assert send_all(requests) == []
    assert requests.lost(1, NOW_NS) == []
    requests.opened(2)
    assert send_all(requests, 1.0, NOW_NS + S) == [call]


def test_answers_come_on_the_old_connection_while_requests_go_out_on_the_new_one(requests):
    old = ask(requests)
    send_all(requests)
    requests.opened(2)
    new = ask(requests)
    send_all(requests)
    assert (old.connection, new.connection) == (1, 2)
    assert (requests.in_flight(1), requests.in_flight(2)) == (1, 1)
    assert requests.on_reply(reply(old), NOW_NS).error is None
    assert requests.lost(1, NOW_NS) == []
    assert requests.on_reply(reply(new), NOW_NS).error is None


def test_the_end_of_the_old_connection_does_not_stop_the_new_one(requests):
    requests.opened(2)
    requests.lost(1, NOW_NS)
    call = ask(requests)
    assert send_all(requests) == [call]


def test_the_venues_count_corrects_the_budget(requests, budget):
    call = ask(requests)
    send_all(requests)
    requests.on_reply(reply(call, rateLimits=weight_used(4321, 5000)), NOW_NS)
    assert (budget.stats(NOW_NS).used, budget.stats(NOW_NS).limit) == (4321, 5000)
