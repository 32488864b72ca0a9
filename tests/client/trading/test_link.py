"""Connections that are lost, replaced, refused, and orders on them."""

import itertools
import queue
import threading
from decimal import Decimal
from typing import Any

import pytest

import tickwire as tw
from tickwire.client.clock import FIRST_READINGS
from tickwire.client.trading import Trader
from tickwire.errors import ApiKeyRejected, BadSymbol, InvalidTimestamp, OrderNotPlaced, RequestError, TickwireError
from tickwire.feed.events import FeedError, HandlerError, Unhandled
from tickwire.session import Disconnect, FrameRefused, RequestFailed
from tickwire.sim import Venue, demo_account, faults
from tickwire.sim.frames import frame as text_frame
from tickwire.trading import InDoubt, OrderState, Policy, Reconciled, Resolved, Swept

from ..scripted_api import HungUp, ScriptedApi

BINARY = 0x82


def place(trader: Any, **numbers: Any) -> Any:
    return trader.place("BTCUSDT", "BUY", **({"price": "50000", "qty": "0.01"} | numbers))


def test_a_key_that_the_venue_does_not_take_is_an_error_of_the_start(new_trader: Any) -> None:
    with pytest.raises(ApiKeyRejected):
        new_trader(demo_account()).start()


def test_a_venue_that_is_not_there_is_told_with_what_is_in_the_way(demo: Any, credentials_of: Any) -> None:
    trader = Trader(credentials_of(demo), api_url="ws://127.0.0.1:9/ws-api/v3", start_timeout=0.3)
    with pytest.raises(TickwireError, match=r"0\.3 s: .*127\.0\.0\.1:9"):
        trader.start()


def test_stopping_closes_politely(venue: Venue, trader: Any, until: Any) -> None:
    trader.stop()
    until(lambda: sum(venue.stats().closed.values()) == 2)
    assert venue.stats().closed == {"client closed": 2}


def test_after_an_outage_the_account_is_reconciled(venue: Venue, trader: Any) -> None:
    order = place(trader).ack.wait(5)
    trader.told.next(Reconciled)
    venue.disconnect_all()
    trader.told.next(Disconnect)
    trader.told.next(Reconciled)
    assert trader.account.open_orders == (order,)
    trader.cancel(order).wait(5)


def test_connections_that_break_while_they_are_logged_on_are_no_refusals(demo: Any, credentials_of: Any) -> None:
    """They are opened anew at the pace of lost ones; after so many refusals it would take minutes."""
    logons, enough = itertools.count(), threading.Event()

    def logon(params: dict[str, Any]) -> Any:
        if next(logons) < 7:
            raise HungUp
        enough.set()
        return {"result": {}}

    with ScriptedApi(session_logon=logon, ping=lambda params: {"result": {}}) as api:
        trader = Trader(credentials_of(demo), api_url=api.api_url)
        trader.client.start()
        try:
            assert enough.wait(30)
        finally:
            trader.stop()


@pytest.mark.parametrize(
    "first",
    [
        {"status": 500, "error": {"code": -1000, "msg": "Unknown."}},
        {"status": 429, "error": {"code": -1003, "msg": "Too many.", "data": {"serverTime": 1, "retryAfter": 2}}},
        {"result": {"symbols": 5}},
    ],
)
def test_what_the_venue_says_of_the_symbols_is_asked_until_it_answers(
    first: dict[str, Any], demo: Any, credentials_of: Any
) -> None:
    answers, enough = iter([first]), threading.Event()

    def info(params: dict[str, Any]) -> Any:
        if (answer := next(answers, None)) is None:
            enough.set()
        return answer

    with ScriptedApi(exchangeInfo=info) as api:
        trader = Trader(credentials_of(demo), api_url=api.api_url, symbols=["BTCUSDT"])
        trader.client.start()
        try:
            assert enough.wait(30)
            assert not trader.ready.is_reached
        finally:
            trader.stop()


def test_a_symbol_that_the_venue_has_not_is_no_reason_to_ask_again(new_trader: Any) -> None:
    with pytest.raises(BadSymbol):
        new_trader(symbols=["NOSUCHUSDT"]).start()


def test_what_happened_meanwhile_is_told_by_the_reconciliation(venue: Venue, demo: Any, new_trader: Any) -> None:
    trader, other = new_trader().start(), new_trader().start()
    order = place(trader).ack.wait(5)
    trader.told.next(Reconciled)
    venue.inject(faults.LostEvent(events=2), connection=2)
    other.cancel_all("BTCUSDT")
    venue.disconnect_all()
    told = trader.told.next(Reconciled)
    order.done.wait(5)
    assert order.state is OrderState.CANCELED
    assert [change.order for change in told.changed] in ([order], [])


def test_an_order_whose_reply_is_lost_is_resolved(venue: Venue, trader: Any) -> None:
    venue.inject(faults.LostAck(drops=True))
    order = place(trader)
    assert trader.told.next(InDoubt).order is order
    resolved = trader.told.next(Resolved)
    assert (resolved.order, resolved.verdict) == (order, "placed")
    assert order.ack.wait(5).state is OrderState.WORKING


def test_an_acknowledged_order_is_known_after_the_connection_is_cut(venue: Venue, trader: Any) -> None:
    venue.inject(faults.AckThenDrop())
    order = trader.place("BTCUSDT", "BUY", "MARKET", qty="0.01")
    assert order.done.wait(10).filled_qty == Decimal("0.01")
    trader.told.next(Disconnect)


def test_unknown_is_no_refusal(venue: Venue, trader: Any) -> None:
    venue.inject(faults.Refuse(-1007, executes=True))
    order = place(trader)
    assert trader.told.next(InDoubt).order is order
    assert trader.told.next(Resolved).verdict == "placed"
    assert order.state is OrderState.WORKING


def test_an_order_that_never_got_there_is_not_placed(venue: Venue, new_trader: Any) -> None:
    quick = Policy(recv_window=100_000_000, processing=100_000_000, margin=100_000_000)
    trader = new_trader(policy=quick).start()
    venue.inject(faults.Refuse(-1007))
    order = place(trader)
    assert trader.told.next(Resolved).verdict == "not placed"
    with pytest.raises(OrderNotPlaced):
        order.ack.wait(5)
    assert order.done.wait(5).state is OrderState.NOT_PLACED


def test_a_late_reply_finds_its_order_by_the_events(venue: Venue, trader: Any) -> None:
    venue.inject(faults.LateAck(seconds=0.3))
    order = place(trader)
    assert order.ack.wait(5).state is OrderState.WORKING


def test_a_connection_is_replaced_without_a_moment_when_none_is_open(venue: Venue, trader: Any) -> None:
    trader.told.next(Reconciled)
    order = place(trader).ack.wait(5)
    first = trader.gateway.connection
    assert trader.rotate()
    assert trader.is_open
    trader.told.next(Reconciled)
    assert trader.gateway.connection != first
    trader.cancel(order).wait(5)
    assert not [event for event in trader.told.all if isinstance(event, Disconnect | InDoubt)]


def test_the_venues_notice_replaces_the_connection(venue: Venue, trader: Any) -> None:
    trader.told.next(Reconciled)
    first = trader.gateway.connection
    venue.shutdown_notice()
    trader.told.next(Reconciled)
    assert trader.gateway.connection != first


def test_a_revoked_key_is_told(venue: Venue, demo: Any, trader: Any) -> None:
    trader.told.next(Reconciled)
    venue.revoke(demo.api_key)
    order = place(trader)
    with pytest.raises(RequestError):
        order.ack.wait(5)
    while not isinstance(trader.told.next(RequestFailed).error, ApiKeyRejected):
        pass


def test_orders_are_cancelled_after_an_outage_by_policy(venue: Venue, new_trader: Any) -> None:
    trader = new_trader(policy=Policy(cancel_on_disconnect=True)).start()
    order = place(trader).ack.wait(5)
    venue.disconnect_all()
    swept = trader.told.next(Swept)
    assert (swept.reason, swept.canceled) == ("disconnect", (order,))
    assert order.state is OrderState.CANCELED


def test_two_accounts_trade_in_one_client(venue: Venue, demo: Any, credentials_of: Any) -> None:
    second = demo_account("hmac")
    venue.open_account("second", key=second.account.keys)
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    one = Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"], name="one")
    two = Trader(credentials_of(second), client=client, symbols=["BTCUSDT"], name="two")
    seen: queue.Queue[str] = queue.Queue()
    one.listen(tw.ExecutionReport, lambda report: seen.put(report.client_order_id))
    with client:
        one.ready.wait(10)
        two.ready.wait(10)
        other = place(two).ack.wait(5)
        own = place(one).ack.wait(5)
        assert seen.get(timeout=5) == own.client_order_id
        assert (one.account.open_orders, two.account.open_orders) == ((own,), (other,))
        one.halt()
        own.done.wait(5)
        assert other.is_open


def test_a_trader_is_made_before_its_client_runs(venue: Venue, demo: Any, credentials_of: Any) -> None:
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    with client, pytest.raises(TickwireError, match="runs already"):
        Trader(credentials_of(demo), client=client)


def test_a_new_kind_of_event_is_told_and_no_reason_to_ask_anything(venue: Venue, trader: Any) -> None:
    trader.told.next(Reconciled)
    trader.client.on_unhandled(trader.told)
    venue.send_raw(text_frame(b'{"subscriptionId":0,"event":{"e":"weatherReport","E":1}}'))
    assert b"weatherReport" in trader.told.next(Unhandled).raw
    assert trader.account.is_current


@pytest.mark.parametrize("fault", [OSError("no more files"), KeyError("id")])
def test_whatever_goes_wrong_with_a_new_connection_another_is_tried(
    fault: Exception, venue: Venue, trader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trader.told.next(Reconciled)
    greet, faults_left = trader._desk.link._greet, [fault]

    async def fail_once(connection: Any) -> None:
        if faults_left:
            raise faults_left.pop()
        await greet(connection)

    monkeypatch.setattr(trader._desk.link, "_greet", fail_once)
    venue.disconnect_all()
    assert type(fault).__name__ in str(trader.told.next(RequestFailed).error)
    trader.told.next(Reconciled)
    assert trader.is_open


def test_an_exception_of_a_handler_of_user_events_is_told_and_counted(trader: Any) -> None:
    def fail(report: Any) -> None:
        raise KeyError("mine")

    trader.listen(tw.ExecutionReport, fail)
    place(trader).ack.wait(5)
    failed = trader.told.next(HandlerError)
    assert repr(failed.error) == "KeyError('mine')"
    feed = trader.client.stats().feed
    assert feed.handler_errors
    assert feed.messages["ExecutionReport"]


def test_an_event_that_is_none_is_told(venue: Venue, trader: Any) -> None:
    trader.told.next(Reconciled)
    venue.send_raw(text_frame(b'{"subscriptionId":0,"event":{"e":"executionReport","z":"abc"}}'))
    assert b"abc" in trader.told.next(FeedError).raw
    assert trader.client.stats().feed.decode_errors == 1


def test_a_frame_that_is_refused_has_the_account_reconciled(venue: Venue, new_trader: Any) -> None:
    trader = new_trader(policy=Policy(ask_again_most=100_000_000)).start()
    trader.told.next(Reconciled)
    venue.send_raw(text_frame(b'{"event":{"e":"executionReport"}}', BINARY))
    trader.told.next(FrameRefused)
    trader.told.next(Reconciled)


@pytest.mark.parametrize("raw", [b'{"subscriptionId":0,"event":{"e":5}}', b'{"event":{"e":"executionReport"', b"\x00"])
def test_what_may_have_been_an_event_has_the_account_reconciled(raw: bytes, venue: Venue, new_trader: Any) -> None:
    trader = new_trader(policy=Policy(ask_again_most=100_000_000)).start()
    trader.told.next(Reconciled)
    venue.send_raw(text_frame(raw))
    trader.told.next(Reconciled)
    assert trader.account.is_current


def test_the_venues_clock_is_measured_when_it_refuses_a_request_for_its_time(
    venue: Venue, new_trader: Any, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickwire.client.clock.INTERVAL", 3600.0)
    trader = new_trader(policy=Policy(recv_window=2_000_000_000)).start()
    until(lambda: trader.client.clock.samples >= FIRST_READINGS)
    venue.inject(faults.ClockSkew(seconds=100.0))
    with pytest.raises(InvalidTimestamp):
        place(trader).ack.wait(10)
    until(lambda: trader.client.clock.offset_ns > 99e9)
    assert place(trader).ack.wait(10).state is OrderState.WORKING
