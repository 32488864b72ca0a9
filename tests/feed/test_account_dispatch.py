"""One connection of the WebSocket API: events to the handlers of their accounts, replies to orders, other replies."""

import array
from collections.abc import Callable
from types import ModuleType

import msgspec
import pytest

import tickwire as tw
from tickwire.feed.account_dispatch import AccountDispatch
from tickwire.feed.events import FeedError, HandlerError, Unhandled
from tickwire.wire.json import JsonCodec

from ..fuzz.corpus import ACCOUNT_FRAMES, ACCOUNT_KINDS

REPORT = ACCOUNT_KINDS["ExecutionReport"]
POSITION = ACCOUNT_KINDS["OutboundAccountPosition"]
ACK = ACCOUNT_KINDS["OrderResponse"]
EVENTS = {name: frame for name, frame in ACCOUNT_KINDS.items() if name != "OrderResponse"}
PONG = b'{"id":5,"status":200,"result":{},"rateLimits":[]}'
REFUSED = b'{"id":6,"status":400,"error":{"code":-2010,"msg":"Duplicate order sent."},"rateLimits":[]}'

HANDLERS = """
# cython: language_level=3
from libc.stdint cimport int64_t, uintptr_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

from tickwire.feed.account_dispatch cimport AccountDispatch
from tickwire.feed.handler cimport Handler
from tickwire.wire.messages cimport (
    execution_report_t, list_status_t, order_response_t, outbound_account_position_t,
)
from tickwire.wire.words cimport EXECUTION_TYPE_TRADE, ORDER_STATUS_FILLED, SIDE_BUY


cdef class Strategy(Handler):
    cdef public list seen

    def __init__(self):
        self.seen = []

    cdef int on_execution_report(self, const execution_report_t *m) except -1:
        if m.execution_type == EXECUTION_TYPE_TRADE and m.side == SIDE_BUY:
            self.seen.append((m.order_id, m.last_qty, m.client_order_id[:17], m.recv_time))
        return 0

    cdef int on_outbound_account_position(self, const outbound_account_position_t *m) except -1:
        self.seen.append([(m.balances[i].free, m.balances[i].locked) for i in range(m.num_balances)])
        return 0

    cdef int on_order_response(self, const order_response_t *m) except -1:
        self.seen.append((m.id, m.order_id, m.order_status == ORDER_STATUS_FILLED, m.num_fills))
        return 0


cdef void add_order(const order_response_t *m, void *sum) noexcept:
    (<int64_t *>sum)[0] += m.order_id


def address():
    return <uintptr_t>&add_order


def from_c(AccountDispatch dispatch not None, bytes frame, int64_t recv_time):
    cdef char *padded = <char *>malloc(len(frame) + 64)
    memcpy(padded, <const char *>frame, len(frame))
    dispatch.on_frame(padded, len(frame), recv_time, 7)
    free(padded)
"""


@pytest.fixture
def replies():
    return []


@pytest.fixture
def dispatch(events, replies):
    made = AccountDispatch(on_error=events.append, on_unhandled=events.append, on_reply=replies.append)
    made.on_shutdown = events.append
    return made


@pytest.fixture(scope="session")
def handlers(compile_module: Callable[[str, str], ModuleType]) -> ModuleType:
    return compile_module("account_handlers", HANDLERS)


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_comes_as_a_view_and_as_a_struct_by_table_and_by_shape(dispatch, events, name):
    views, structs = [], []
    dispatch.listen(getattr(tw, name), views.append)
    dispatch.listen(getattr(tw.schema, name), structs.append)
    for number in range(3):
        dispatch.on_bytes(EVENTS[name], 100 + number, 3)
    expected = msgspec.json.decode(msgspec.json.encode(msgspec.json.decode(EVENTS[name])["event"]))
    assert [(view.recv_time, view.line) for view in views] == [(100, 3), (101, 3), (102, 3)]
    assert views[0] == views[1] == views[2]
    assert [msgspec.json.decode(msgspec.json.encode(struct)) for struct in structs] == [expected] * 3
    assert (events, dispatch.stats().messages[name], dispatch.stats().decode_errors) == ([], 3, 0)


@pytest.mark.parametrize("frame", [frame for frame in ACCOUNT_FRAMES if b"serverShutdown" not in frame])
def test_structs_say_what_views_say(dispatch, frame):
    views, structs = [], []
    view, struct = (tw.OrderResponse, tw.schema.OrderResponse), None
    name = type(tw.decode(frame)).__name__
    view, struct = getattr(tw, name), getattr(tw.schema, name)
    dispatch.listen(view, views.append)
    dispatch.listen(struct, structs.append)
    dispatch.on_bytes(frame)
    assert structs == [views[0].to_struct()]
    assert structs[0] == tw.decode(frame).to_struct()


def test_events_go_to_the_handlers_of_their_subscription_and_of_all(dispatch):
    first, second, every = [], [], []
    dispatch.listen(tw.BalanceUpdate, first.append, subscription=0)
    second_sink = dispatch.listen(tw.BalanceUpdate, second.append, subscription=1)
    dispatch.listen(tw.BalanceUpdate, every.append)
    frame = ACCOUNT_KINDS["BalanceUpdate"]
    for _ in range(2):
        dispatch.on_bytes(frame)
        dispatch.on_bytes(frame.replace(b'{"subscriptionId":1,', b'{"subscriptionId":0,'))
        dispatch.on_bytes(frame.removeprefix(b'{"subscriptionId":1,"event":')[:-1])
    assert [view.subscription_id for view in first] == [0, 0]
    assert [view.subscription_id for view in second] == [1, 1]
    assert [view.subscription_id for view in every] == [1, 0, None] * 2
    assert second_sink.messages == 2


def test_a_cython_handler_gets_structs_without_a_python_object(dispatch, handlers):
    strategy = handlers.Strategy()
    for key in (tw.ExecutionReport, tw.OutboundAccountPosition, tw.OrderResponse):
        dispatch.listen(key, strategy)
    fill = next(frame for frame in ACCOUNT_FRAMES if b'"x":"TRADE"' in frame)
    filled = next(frame for frame in ACCOUNT_FRAMES if b'"id":4713' in frame)
    for _ in range(2):
        for frame in (REPORT, fill, POSITION, ACK, filled):
            handlers.from_c(dispatch, frame, 9)
    once = [
        (7700123456, 125000000, b"tw-7Qx.0001:a/b_c", 9),
        [(999906250, 225000000), (1200010000000, 0)],
        (4711, 7700123456, False, 0),
        (4713, 7700123456, True, 2),
    ]
    assert strategy.seen == once * 2


def test_a_c_function_gets_replies_to_orders_before_the_hook(dispatch, handlers, replies):
    total = array.array("q", [0])
    seen = []
    dispatch.listen(tw.OrderResponse, handlers.address(), context=total)
    dispatch.on_reply = lambda raw: seen.append((total[0], raw))
    for _ in range(2):
        dispatch.on_bytes(ACK)
    assert seen == [(7700123456, ACK), (2 * 7700123456, ACK)]


def test_latest_and_ring_hold_copies_with_their_parts(dispatch):
    newest, ring = tw.latest(), tw.ring(4)
    dispatch.listen(tw.OutboundAccountPosition, newest)
    dispatch.listen(tw.OutboundAccountPosition, ring)
    dispatch.listen(tw.schema.ListStatus, lists := tw.ring(2))
    for number in range(3):
        dispatch.on_bytes(POSITION.replace(b"9.99906250", b"%d.00000000" % number))
    dispatch.on_bytes(ACCOUNT_KINDS["ListStatus"])
    assert newest.value.balances[0].free == 2
    assert [view.balances[0].free for view in ring] == [0, 1, 2]
    assert [order.client_order_id for order in lists.get().orders] == ["above-1", "below-1"]


@pytest.mark.parametrize("frame", [PONG, REFUSED, b'{"id":null,"status":401}', b'{"status":200,"id":"x","result":[1]}'])
def test_other_replies_go_to_their_hook_as_they_came(dispatch, events, replies, frame):
    dispatch.listen(tw.OrderResponse, events.append)
    dispatch.on_bytes(frame)
    assert (replies, events) == ([frame], [])
    assert dispatch.stats().control == 1


def test_replies_to_orders_go_to_the_hook_when_nobody_else_wants_them(dispatch, events, replies):
    dispatch.on_bytes(ACK)
    assert (replies, events) == ([ACK], [])


def test_a_reply_to_an_order_in_an_odd_form_reaches_its_handlers_too(dispatch, replies):
    got = []
    dispatch.listen(tw.OrderResponse, got.append)
    said = msgspec.json.decode(ACK)
    odd = msgspec.json.format(msgspec.json.encode(dict(reversed(said.items()))))
    dispatch.on_bytes(odd)
    assert got == [tw.decode(ACK)]
    assert replies == [odd]


def test_a_reply_whose_numbers_cannot_be_is_an_error_and_a_reply(dispatch, events, replies):
    dispatch.listen(tw.OrderResponse, lambda _: None)
    frame = ACK.replace(b"7700123456", b"77001234567700123456")
    dispatch.on_bytes(frame)
    assert [type(event) for event in events] == [FeedError]
    assert replies == [frame]


def test_a_reply_to_an_order_that_is_taken_goes_no_further(events, replies):
    def take(order):
        events.append(order)
        return order.order_id == 7700123456

    dispatch = AccountDispatch(on_reply=replies.append, on_order_response=take)
    dispatch.listen(tw.OrderResponse, lambda order: events.append("its handlers come first"))
    other = ACK.replace(b"7700123456", b"7700123457")
    for _ in range(2):  # by table and by shape
        dispatch.on_bytes(ACK)
        dispatch.on_bytes(other)
        dispatch.on_bytes(PONG)
    assert events[:2] == ["its handlers come first", tw.decode(ACK)]
    assert (len(events), replies) == (8, [other, PONG] * 2)
    assert dispatch.stats().control == 6


def test_a_reply_to_an_order_is_taken_where_it_has_no_handlers(events, replies):
    dispatch = AccountDispatch(on_reply=replies.append, on_order_response=lambda order: events.append(order) or True)
    sink = dispatch.listen(tw.OrderResponse, replies.append)
    dispatch.remove(sink)
    for _ in range(2):
        dispatch.on_bytes(ACK)
    assert (events, replies) == ([tw.decode(ACK)] * 2, [])


def test_a_reply_whose_taker_fails_is_handed_on(replies, caplog):
    dispatch = AccountDispatch(on_reply=replies.append, on_order_response=lambda order: 1 / 0)
    for _ in range(2):
        dispatch.on_bytes(ACK)
    assert replies == [ACK, ACK]
    assert dispatch.stats().hook_errors == 2


@pytest.mark.parametrize(
    "frame",
    [ACK.replace(b"7700123456", b"77001234567700123456"), b'{"error":{"code":-1,"msg":""},' + ACK[1:]],
    ids=["numbers that cannot be", "an error, too"],
)
def test_a_reply_that_is_not_plain_is_left_to_who_takes_the_bytes(events, replies, frame):
    dispatch = AccountDispatch(on_reply=replies.append, on_error=events.append, on_order_response=events.append)
    dispatch.on_bytes(frame)
    assert (events, replies) == ([], [frame])


def test_an_event_in_any_spelling_comes_to_the_same_handler(dispatch, events):
    got = []
    dispatch.listen(tw.ExecutionReport, got.append)
    said = msgspec.json.decode(REPORT)
    forms = [
        msgspec.json.format(REPORT),
        msgspec.json.encode(dict(reversed(said.items()))),
        msgspec.json.encode(said | {"new": [{"deep": 1}]}),
        REPORT.replace(b"executionReport", b"execution\\u0052eport"),
        REPORT.replace(b"EXPIRE_MAKER", b"EXPIRE\\u005fMAKER"),
    ]
    for frame in forms:
        dispatch.on_bytes(frame)
    assert got == [tw.decode(REPORT)] * 4
    assert [type(event) for event in events] == [Unhandled]  # an event's name with an escape is none that we know
    assert dispatch.stats().slow_decodes == 1


@pytest.mark.parametrize("cut", range(1, len(REPORT), 7))
def test_a_frame_that_is_cut_off_is_an_error_and_the_feed_goes_on(dispatch, events, cut):
    got = []
    dispatch.listen(tw.ExecutionReport, got.append)
    dispatch.on_bytes(REPORT)
    dispatch.on_bytes(REPORT[:cut])
    dispatch.on_bytes(REPORT)
    assert len(got) == 2
    assert [type(event) for event in events] == [FeedError]


def test_events_that_nobody_wants_or_knows_go_whole_to_their_hook(dispatch, events):
    dispatch.listen(tw.BalanceUpdate, events.append)
    allocation = b'{"subscriptionId":0,"event":{"e":"allocationReport","E":1793025009000}}'
    for frame in (REPORT, allocation, b'{"what":1}'):
        dispatch.on_bytes(frame, 5, 1)
    assert events == [Unhandled(frame, None, 5, 1) for frame in (REPORT, allocation, b'{"what":1}')]


def test_a_shutdown_is_told(dispatch, events):
    dispatch.on_bytes(b'{"event":{"e":"serverShutdown","E":1793025009000}}', 5)
    assert [type(event) for event in events] == [tw.ServerShutdown]
    assert (events[0].event_time, events[0].recv_time) == (1793025009000000000, 5)


def test_a_removed_handler_is_not_called_again(dispatch, events):
    got = []
    sink = dispatch.listen(tw.ExecutionReport, got.append)
    other = dispatch.listen(tw.ExecutionReport, got.append, subscription=3)
    dispatch.on_bytes(REPORT)
    dispatch.remove(sink)
    dispatch.on_bytes(REPORT)
    dispatch.remove(other)
    dispatch.on_bytes(REPORT)
    assert len(got) == 3
    assert [type(event) for event in events] == [Unhandled]


def test_handlers_may_come_and_go_while_a_message_is_delivered(dispatch):
    got = []

    def once(view):
        got.append(view)
        dispatch.remove(sinks.pop())
        dispatch.listen(tw.BalanceUpdate, got.append)
        dispatch.on_bytes(ACCOUNT_KINDS["BalanceUpdate"])

    sinks = [dispatch.listen(tw.ExecutionReport, once)]
    dispatch.on_bytes(REPORT)
    dispatch.on_bytes(REPORT)
    assert [type(view).__name__ for view in got] == ["ExecutionReport", "BalanceUpdate"]


def test_an_exception_in_a_handler_is_told_and_the_feed_goes_on(dispatch, events):
    def fails(_):
        raise ValueError("no")

    dispatch.listen(tw.ExecutionReport, fails)
    dispatch.on_bytes(REPORT)
    dispatch.on_bytes(REPORT)
    assert [type(event) for event in events] == [HandlerError] * 2


@pytest.mark.parametrize("key", [tw.Trade, tw.schema.BookTicker, int, None, "ExecutionReport", tw.Balance])
def test_what_does_not_come_on_such_a_connection_is_refused(dispatch, key):
    with pytest.raises(tw.ConfigError):
        dispatch.listen(key, print)


@pytest.mark.parametrize(("key", "subscription"), [
    (tw.ExecutionReport, -1), (tw.ExecutionReport, 65_536), (tw.ExecutionReport, "0"), (tw.ExecutionReport, True),
    (tw.OrderResponse, 0), (tw.ServerShutdown, 0),
])  # fmt: skip
def test_a_subscription_that_cannot_be_is_refused(dispatch, key, subscription):
    with pytest.raises(tw.ConfigError, match="subscription"):
        dispatch.listen(key, print, subscription=subscription)


def test_without_shapes_and_without_the_table_it_says_the_same(replies):
    said = []
    for options in ({}, {"shapes": None}, {"shapes": None, "table": False}):
        dispatch = AccountDispatch(codec=JsonCodec(**options), on_reply=replies.append)
        got = []
        for name in ACCOUNT_KINDS:
            dispatch.listen(getattr(tw, name), got.append)
        for frame in ACCOUNT_FRAMES * 2:
            dispatch.on_bytes(frame)
        said.append(got)
    assert said[0] == said[1] == said[2]
    assert len(said[0]) == 2 * (len(ACCOUNT_FRAMES) - 1)


def test_a_listener_of_the_transport_drives_it():
    from tickwire.transport.listener import Listener

    class Unusual:
        max_size, takes_binary = 1 << 20, False

    assert Listener(AccountDispatch(), 0, Unusual()).messages == 0
