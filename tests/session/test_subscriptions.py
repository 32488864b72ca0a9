import random
from itertools import count

import msgspec
import pytest

from tickwire.errors import RequestError, RequestTimeout
from tickwire.schema import ControlReply, ControlRequest
from tickwire.session.limits import Pacer
from tickwire.session.states import StreamState
from tickwire.session.subscriptions import Subscriptions, fitting

UNPACED = {"messages": 1000, "window": 0.0, "spacing": 0.0}


def opened(*streams, in_url=(), **options):
    subscriptions = Subscriptions(pacer=Pacer(**UNPACED), **options)
    for stream in streams:
        subscriptions.want(stream)
    subscriptions.opened(in_url)
    return subscriptions


def reply(text):
    return msgspec.json.decode(text, type=ControlReply)


def ok(request):
    return reply(f'{{"result":null,"id":{request.id}}}')


def refusal(request, code=2, msg="Invalid request: invalid stream"):
    return reply(f'{{"error":{{"code":{code},"msg":"{msg}"}},"id":{request.id}}}')


def test_nothing_is_sent_before_the_connection_is_open():
    subscriptions = Subscriptions()
    subscriptions.want("a@trade")
    assert subscriptions.poll(0.0) is None
    assert subscriptions.wake_at(0.0) is None


def test_wanted_streams_are_asked_for_in_one_request_in_their_order():
    subscriptions = opened("b@trade", "a@trade")
    request = subscriptions.poll(0.0)
    sent = msgspec.json.decode(request.frame, type=ControlRequest)
    assert (sent.method, sent.params, sent.id) == ("SUBSCRIBE", ["b@trade", "a@trade"], request.id)
    assert subscriptions.active == []
    assert subscriptions.poll(0.0) is None


def test_an_acknowledged_stream_is_active():
    subscriptions = opened("a@trade")
    outcome = subscriptions.on_reply(ok(subscriptions.poll(0.0)))
    assert (outcome.method, outcome.streams, outcome.error) == ("SUBSCRIBE", ("a@trade",), None)
    assert subscriptions.active == ["a@trade"]


def test_streams_in_the_url_need_no_request():
    subscriptions = opened("a@trade", "b@trade", in_url=("a@trade",))
    assert subscriptions.active == ["a@trade"]
    assert subscriptions.poll(0.0).streams == ("b@trade",)


def test_a_stream_no_longer_wanted_is_unsubscribed_and_then_gone():
    subscriptions = opened("a@trade", "b@trade", in_url=("a@trade", "b@trade"))
    subscriptions.drop("a@trade")
    request = subscriptions.poll(0.0)
    assert (request.method, request.streams) == ("UNSUBSCRIBE", ("a@trade",))
    subscriptions.on_reply(ok(request))
    assert subscriptions.state("a@trade") is StreamState.ABSENT
    assert subscriptions.poll(0.0) is None


def test_a_stream_dropped_before_its_acknowledgement_is_unsubscribed_after_it():
    subscriptions = opened("a@trade")
    request = subscriptions.poll(0.0)
    subscriptions.drop("a@trade")
    assert subscriptions.poll(0.0) is None
    subscriptions.on_reply(ok(request))
    assert subscriptions.poll(0.0).method == "UNSUBSCRIBE"


def test_a_stream_wanted_again_while_it_is_being_dropped_comes_back():
    subscriptions = opened("a@trade", in_url=("a@trade",))
    subscriptions.drop("a@trade")
    leaving = subscriptions.poll(0.0)
    subscriptions.want("a@trade")
    assert subscriptions.poll(0.0) is None
    subscriptions.on_reply(ok(leaving))
    assert subscriptions.poll(0.0).method == "SUBSCRIBE"


def test_a_stream_that_is_renewed_is_dropped_at_the_venue_and_asked_for_again():
    subscriptions = opened("a@trade", "b@trade", in_url=("a@trade", "b@trade"))
    subscriptions.renew("a@trade")
    leaving = subscriptions.poll(0.0)
    assert (leaving.method, leaving.streams) == ("UNSUBSCRIBE", ("a@trade",))
    subscriptions.on_reply(ok(leaving))
    coming = subscriptions.poll(1.0)
    assert (coming.method, coming.streams) == ("SUBSCRIBE", ("a@trade",))
    subscriptions.on_reply(ok(coming))
    assert subscriptions.active == ["a@trade", "b@trade"]
    assert subscriptions.poll(2.0) is None


def test_what_is_not_there_or_not_wanted_is_not_renewed():
    subscriptions = opened("a@trade", in_url=("a@trade",))
    subscriptions.renew("b@trade")
    assert subscriptions.poll(0.0) is None
    subscriptions.renew("a@trade")
    subscriptions.lost()
    subscriptions.opened(("a@trade",))
    assert subscriptions.poll(1.0) is None


def test_requests_stay_under_the_size_the_venue_cuts_at():
    names = [f"symbol{n}usdt@kline_1m" for n in range(1024)]
    subscriptions = opened(*names)
    asked = []
    while (request := subscriptions.poll(0.0)) is not None:
        assert len(request.frame) < 4000
        asked.extend(request.streams)
    assert asked == names


def test_names_outside_ascii_are_measured_as_they_go_over_the_wire():
    subscriptions = opened(*[f"这是测试币{n}@trade" for n in range(400)])
    while (request := subscriptions.poll(0.0)) is not None:
        assert len(request.frame) < 4000


def test_a_name_of_any_length_is_sent_rather_than_held_for_ever():
    assert list(fitting(["x" * 5000, "y"], 4000)) == ["x" * 5000]


def test_no_more_streams_are_held_than_a_connection_may_carry():
    subscriptions = opened("a@trade", "b@trade", in_url=("a@trade", "b@trade"), max_streams=2)
    subscriptions.drop("a@trade")
    subscriptions.want("c@trade")
    leaving = subscriptions.poll(0.0)
    assert leaving.method == "UNSUBSCRIBE"
    assert subscriptions.poll(0.0) is None
    subscriptions.on_reply(ok(leaving))
    assert subscriptions.poll(0.0).streams == ("c@trade",)
    assert subscriptions.room == 0


@pytest.mark.parametrize(
    "form",
    [
        '{{"error":{{"code":2,"msg":"invalid stream"}},"id":{id}}}',
        '{{"code":2,"msg":"invalid stream","id":{id}}}',
        '{{"code":2,"msg":"invalid stream"}}',
        '{{"error":{{"code":2,"msg":"invalid stream"}},"id":null}}',
    ],
)
def test_a_refusal_in_any_form_names_code_words_and_stream(form):
    subscriptions = opened("a@trade")
    request = subscriptions.poll(0.0)
    outcome = subscriptions.on_reply(reply(form.format(id=request.id)))
    assert isinstance(outcome.error, RequestError)
    assert (outcome.error.code, outcome.error.msg) == (2, "invalid stream")
    assert (outcome.error.method, outcome.error.params) == ("SUBSCRIBE", ("a@trade",))
    assert subscriptions.wanted == []
    assert subscriptions.poll(0.0) is None


def test_one_bad_name_in_a_batch_does_not_cost_the_others():
    names = [f"s{n}@trade" for n in range(37)]
    subscriptions = opened(*names)
    refused = []
    while (request := subscriptions.poll(0.0)) is not None:
        bad = "s23@trade" in request.streams
        outcome = subscriptions.on_reply(refusal(request) if bad else ok(request))
        if outcome.error is not None:
            refused.extend(outcome.streams)
    assert refused == ["s23@trade"]
    assert subscriptions.active == [name for name in names if name != "s23@trade"]


def test_a_batch_over_the_stream_limit_is_refused_whole():
    subscriptions = opened("a@trade", "b@trade")
    outcome = subscriptions.on_reply(refusal(subscriptions.poll(0.0), 4, "Too many subscriptions"))
    assert outcome.streams == ("a@trade", "b@trade")
    assert outcome.error.code == 4
    assert subscriptions.wanted == []


def test_a_refused_unsubscribe_is_reported_and_not_repeated():
    subscriptions = opened("a@trade", in_url=("a@trade",))
    subscriptions.drop("a@trade")
    outcome = subscriptions.on_reply(refusal(subscriptions.poll(0.0)))
    assert outcome.error.method == "UNSUBSCRIBE"
    assert subscriptions.poll(0.0) is None


def test_a_reply_to_someone_elses_request_is_left_alone():
    subscriptions = opened("a@trade")
    request = subscriptions.poll(0.0)
    assert subscriptions.on_reply(reply('{"result":null,"id":999}')) is None
    assert subscriptions.owns(request.id)
    assert not subscriptions.owns(999)
    assert subscriptions.on_reply(ok(request)).streams == ("a@trade",)
    assert subscriptions.on_reply(ok(request)) is None


def test_connections_that_share_numbers_never_use_one_twice():
    ids = count(1)
    one, other = opened("a@trade", ids=ids), opened("b@trade", ids=ids)
    assert one.poll(0.0).id != other.poll(0.0).id


def test_a_request_without_an_answer_times_out_and_is_repeated():
    subscriptions = opened("a@trade", timeout=5.0)
    first = subscriptions.poll(10.0)
    assert subscriptions.wake_at(10.0) == 15.0
    assert subscriptions.expire(14.9) == []
    (outcome,) = subscriptions.expire(15.0)
    assert isinstance(outcome.error, RequestTimeout)
    assert subscriptions.poll(15.0).streams == first.streams


def test_a_stream_dropped_while_its_request_went_unanswered_is_unsubscribed_all_the_same():
    subscriptions = opened("a@trade", timeout=5.0)
    subscriptions.poll(0.0)
    subscriptions.drop("a@trade")
    subscriptions.expire(5.0)
    assert subscriptions.state("a@trade") is StreamState.DOUBTFUL
    assert subscriptions.poll(5.0).method == "UNSUBSCRIBE"


def test_a_lost_connection_forgets_what_was_asked_but_not_what_is_wanted():
    subscriptions = opened("a@trade", "b@trade", in_url=("a@trade",))
    request = subscriptions.poll(0.0)
    subscriptions.lost()
    assert subscriptions.poll(0.0) is None
    assert subscriptions.on_reply(ok(request)) is None
    subscriptions.opened()
    assert subscriptions.poll(0.0).streams == ("a@trade", "b@trade")


def test_requests_wait_for_the_pace():
    subscriptions = Subscriptions(pacer=Pacer(messages=10, window=0.0, spacing=0.25))
    subscriptions.opened()
    subscriptions.want("a@trade")
    subscriptions.poll(1.0)
    subscriptions.want("b@trade")
    assert subscriptions.poll(1.1) is None
    assert subscriptions.wake_at(1.1) == 1.25
    assert subscriptions.poll(1.25).streams == ("b@trade",)


@pytest.mark.parametrize("seed", range(30))
def test_whatever_happens_the_venue_ends_with_exactly_what_is_wanted(seed):
    chance = random.Random(seed)
    names = [f"s{n}@trade" for n in range(12)]
    subscriptions, venue, inbox = opened(max_streams=12, timeout=3.0), set(), []
    now = 0.0
    for step in range(400):
        now += 1.0
        settling = step >= 300
        if not settling:
            chance.choice((subscriptions.want, subscriptions.drop))(chance.choice(names))
            if chance.random() < 0.05:
                subscriptions.lost()
                venue.clear()
                inbox.clear()
                in_url = subscriptions.wanted[: chance.randrange(13)]
                venue.update(in_url)
                subscriptions.opened(in_url)
        if (request := subscriptions.poll(now)) is not None:
            change = venue.update if request.method == "SUBSCRIBE" else venue.difference_update
            change(request.streams)
            if settling or chance.random() < 0.8:
                inbox.append(request)
        while inbox and (settling or chance.random() < 0.5):
            subscriptions.on_reply(ok(inbox.pop(0)))
        subscriptions.expire(now)
    assert venue == set(subscriptions.wanted) == set(subscriptions.active)
