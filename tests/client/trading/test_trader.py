"""Orders of an account over real sockets: what is placed, changed, refused, and known afterwards."""

import asyncio
import queue
from decimal import Decimal
from typing import Any

import pytest

import tickwire as tw
from tickwire.client.trading import Trader
from tickwire.errors import (
    ConfigError,
    FilterViolation,
    NewOrderRejected,
    NotConnected,
    OrderNotSent,
    RequestError,
    RiskRefused,
    TickwireError,
    TradingHalted,
)
from tickwire.sim import Venue, demo_account, faults
from tickwire.trading import (
    ChangeState,
    Guards,
    Lots,
    MaxNotional,
    NoSelfCross,
    OrderAppeared,
    OrderState,
    Policy,
    PriceBand,
    Reconciled,
    Swept,
    Ticks,
)

FAR_BELOW, FAR_ABOVE = "50000", "200000"


@pytest.fixture(params=["json", "sbe"])
def encoding(request: pytest.FixtureRequest) -> Any:
    """Both, and the same comes of it."""
    return request.param


@pytest.mark.parametrize("kind", ["ed25519", "hmac", "rsa"])
def test_every_kind_of_key_places_and_cancels(venue: Venue, new_trader: Any, kind: Any) -> None:
    demo = demo_account(kind)
    venue.open_account("other", key=demo.account.keys)
    with new_trader(demo) as trader:
        order = trader.place("btcusdt", "buy", price=FAR_BELOW, qty="0.01")
        assert order.ack.wait(5) is order
        assert (order.state, order.side, order.price) == (OrderState.WORKING, "BUY", Decimal(50000))
        assert trader.account.open_orders == (order,)
        trader.cancel(order).wait(5)
        assert order.done.wait(5).state is OrderState.CANCELED
        assert trader.account.open_orders == ()


def test_an_order_is_awaited_in_an_event_loop(new_trader: Any) -> None:
    trader = new_trader()

    async def trade() -> None:
        running = asyncio.create_task(trader.run_async())
        await trader.ready
        order = await trader.place("BTCUSDT", "BUY", "MARKET", qty="0.01").done
        assert order.state is OrderState.FILLED
        trader.stop()
        await running

    asyncio.run(trade())


def test_fills_come_with_their_commission_and_move_the_balances(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", "MARKET", qty=Lots(1000)).done.wait(5)
    assert sum(fill.qty for fill in order.fills) == order.filled_qty == Decimal("0.01")
    assert order.commissions["BTC"] == sum(fill.commission for fill in order.fills) > 0
    status = trader.request("account.status").wait(5)
    there = {row.asset: Decimal(row.free) for row in status.balances}
    assert trader.account.balances["BTC"].free == there["BTC"] == 100 + order.filled_qty - order.commissions["BTC"]
    assert trader.account.balances["USDT"].free == there["USDT"]


def test_market_orders_by_value(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", "MARKET", quote_qty="500").done.wait(5)
    assert 490 < order.filled_quote <= 500


def test_amending_keeps_the_order_and_lowers_it(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", price=Ticks(5_000_000), qty="0.01").ack.wait(5)
    trader.amend(order, "0.004").wait(5)
    assert (order.qty, order.state) == (Decimal("0.004"), OrderState.WORKING)


def test_an_amendment_goes_through_the_filters(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    with pytest.raises(FilterViolation, match="LOT_SIZE"):
        trader.amend(order, "0.000001")
    with pytest.raises(FilterViolation, match="less than minQty"):
        trader.amend(order, "-1")
    with pytest.raises(OrderNotSent, match=r"less than the 0\.01 it has"):
        trader.amend(order, "0.02")
    for hundredth in range(10):
        trader.amend(order, str(Decimal("0.009") - hundredth * Decimal("0.0001"))).wait(5)
    with pytest.raises(FilterViolation, match="MAX_NUM_ORDER_AMENDS"):
        trader.amend(order, "0.001")


def test_replacing_cancels_one_and_places_the_other(trader: Any) -> None:
    first = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    second = trader.replace(first, price="51000").ack.wait(5)
    assert first.done.wait(5).state is OrderState.CANCELED
    assert (second.price, second.qty) == (Decimal(51000), Decimal("0.01"))


def test_what_a_replacement_does_not_say_is_as_it_was(trader: Any) -> None:
    further = {"iceberg_qty": "0.001", "self_trade_prevention_mode": "EXPIRE_BOTH", "strategy_id": 7}
    first = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", **further).ack.wait(5)
    second = trader.replace(first, price="49000", strategy_id=8).ack.wait(5)
    told = trader.request("order.status", {"symbol": "BTCUSDT", "orderId": second.order_id}).wait(5)
    assert (Decimal(told.price), Decimal(told.iceberg_qty)) == (49000, Decimal("0.001"))
    assert (told.self_trade_prevention_mode, told.strategy_id) == ("EXPIRE_BOTH", 8)


def test_a_stop_order_is_replaced_with_its_stop(trader: Any) -> None:
    first = trader.place("BTCUSDT", "SELL", "STOP_LOSS_LIMIT", price=FAR_BELOW, qty="0.01", stop_price="60000")
    second = trader.replace(first.ack.wait(5), price="49000").ack.wait(5)
    told = trader.request("order.status", {"symbol": "BTCUSDT", "orderId": second.order_id}).wait(5)
    assert (Decimal(told.price), Decimal(told.stop_price)) == (49000, 60000)


def test_a_replacement_is_for_what_is_left(trader: Any, until: Any) -> None:
    first = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", iceberg_qty="0.005").ack.wait(5)
    first.told_qty = Decimal("0.006")  # as the venue told, before the execution itself is known
    second = trader.replace(first, price="49000").ack.wait(5)
    assert (second.qty, dict(second.params)) == (Decimal("0.004"), {})
    second.told_qty = second.qty
    with pytest.raises(OrderNotSent, match="nothing is left"):
        trader.replace(second, price="48000")


def test_a_replacement_can_depend_on_nothing_being_filled(trader: Any) -> None:
    first = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    second = trader.replace(first, price="49000", restrictions="ONLY_PARTIALLY_FILLED")
    with pytest.raises(RequestError):
        second.ack.wait(5)
    assert first.state is OrderState.WORKING


def test_an_order_of_others_is_replaced_with_all_that_the_venue_tells_of_it(new_trader: Any) -> None:
    trader, other = new_trader().start(), new_trader().start()
    further = {"iceberg_qty": "0.001", "self_trade_prevention_mode": "EXPIRE_BOTH", "strategy_id": 7}
    trader.place("BTCUSDT", "BUY", "LIMIT_MAKER", price=FAR_BELOW, qty="0.01", **further).ack.wait(5)
    appeared = other.told.next(OrderAppeared).order
    second = other.replace(appeared, qty="0.02").ack.wait(5)
    told = other.request("order.status", {"symbol": "BTCUSDT", "orderId": second.order_id}).wait(5)
    assert (Decimal(told.price), Decimal(told.orig_qty), Decimal(told.iceberg_qty)) == (
        Decimal(FAR_BELOW),
        Decimal("0.02"),
        Decimal("0.001"),
    )
    assert (told.self_trade_prevention_mode, told.strategy_id) == ("EXPIRE_BOTH", 7)


def test_an_amount_beside_a_quantity_is_refused_and_nothing_is_bought(trader: Any) -> None:
    with pytest.raises(ConfigError, match="quote_qty: instead of qty"):
        trader.place("BTCUSDT", "BUY", "MARKET", qty="0.1", quote_qty="100")
    assert list(trader.account.orders) == []


def test_an_order_that_cannot_be_written_leaves_no_trace(trader: Any) -> None:
    with pytest.raises(ConfigError, match="client_order_id"):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", client_order_id="\ud800", strategy_id=1)
    assert list(trader.account.orders) == []


def test_a_cancellation_is_done_when_the_user_stream_shows_it_though_its_reply_is_lost(
    trader: Any, venue: Venue
) -> None:
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    venue.inject(faults.LostAck(method="order.cancel"))
    assert trader.cancel(order).wait(5).state is ChangeState.DONE


def test_a_change_that_was_in_doubt_is_waited_for_to_its_end(new_trader: Any, venue: Venue) -> None:
    trader = new_trader(policy=Policy(reply_within=300_000_000)).start()
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    venue.inject(faults.LostAck(method="order.cancel"))
    venue.inject(faults.LostEvent())
    assert trader.cancel(order).wait(5).state is ChangeState.DONE


def test_all_orders_of_a_symbol_are_cancelled(trader: Any) -> None:
    orders = [trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5) for _ in range(3)]
    assert trader.cancel_all("BTCUSDT").wait(5) == tuple(orders)
    assert {order.done.wait(5).state for order in orders} == {OrderState.CANCELED}


def test_the_kill_switch_cancels_and_refuses(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    trader.halt()
    assert trader.told.next(Swept).canceled == (order,)
    with pytest.raises(TradingHalted):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")
    trader.resume()
    trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)


def test_other_parameters_go_by_their_names(trader: Any) -> None:
    order = trader.place(
        "BTCUSDT", "SELL", "STOP_LOSS_LIMIT", price=FAR_BELOW, qty="0.01", stop_price="60000", strategy_id=7
    )
    order.ack.wait(5)
    told = trader.request("order.status", {"symbol": "BTCUSDT", "orderId": order.order_id}).wait(5)
    assert (Decimal(told.stop_price), told.strategy_id) == (Decimal(60000), 7)


def test_on_change_is_called_in_the_order_of_events(trader: Any) -> None:
    states: queue.Queue[Any] = queue.Queue()
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", on_change=lambda order: states.put(order.state))
    order.ack.wait(5)
    trader.cancel(order).wait(5)
    assert [states.get(timeout=5), states.get(timeout=5)] == [OrderState.WORKING, OrderState.CANCELED]


def test_the_venues_refusal_is_its_own_exception(trader: Any) -> None:
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="30")
    with pytest.raises(NewOrderRejected):
        order.ack.wait(5)
    assert order.done.wait(5).state is OrderState.REJECTED


def test_filters_are_checked_before_anything_is_sent(trader: Any, venue: Venue) -> None:
    for numbers, rule in (
        ({"price": "50000.001", "qty": "0.01"}, "PRICE_FILTER"),
        ({"price": FAR_BELOW, "qty": "0.000001"}, "LOT_SIZE"),
        ({"price": FAR_BELOW, "qty": "0.00001"}, "NOTIONAL"),
    ):
        with pytest.raises(FilterViolation) as refused:
            trader.place("BTCUSDT", "BUY", **numbers)
        assert refused.value.rule == rule
    assert list(trader.account.orders) == []


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"price": 50000.0, "qty": "0.01"}, "float"),
        ({"price": "50000", "qty": "0.01", "side": "LONG"}, "side"),
        ({"price": "50000", "qty": "0.01", "type": "LIMITED"}, "type"),
        ({"price": "50000", "qty": "0.01", "stop": "1"}, "stop"),
        ({"price": "50000", "qty": "0.01", "symbol": "ETHUSDT"}, "symbols"),
        ({"price": "50000", "qty": "0.01", "strategy_id": 1.5}, "strategy_id"),
    ],
)
def test_arguments_that_cannot_be_are_named(trader: Any, given: dict[str, Any], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        trader.place(**({"symbol": "BTCUSDT", "side": "BUY"} | given))


def test_a_client_order_id_is_used_once(trader: Any) -> None:
    trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", client_order_id="mine").ack.wait(5)
    with pytest.raises(ConfigError, match="mine"):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", client_order_id="mine")


def test_guards_refuse_before_the_socket(new_trader: Any) -> None:
    trader = new_trader(guards=Guards(MaxNotional("600"), NoSelfCross())).start()
    with pytest.raises(RiskRefused) as refused:
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.02")
    assert refused.value.guard == "MaxNotional"
    trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    with pytest.raises(RiskRefused, match="NoSelfCross"):
        trader.place("BTCUSDT", "SELL", price="40000", qty="0.01")


def test_prices_for_guards_come_from_the_books_of_the_client(venue: Venue, demo: Any, credentials_of: Any) -> None:
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    book = client.book("BTCUSDT")
    is_valid: queue.Queue[Any] = queue.Queue()
    client.on_book_event(is_valid.put)
    guards = Guards(PriceBand("0.02"))
    with Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"], guards=guards) as trader:
        while not book.valid:
            is_valid.get(timeout=10)
        with pytest.raises(RiskRefused, match="PriceBand"):
            trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")


def test_test_orders_are_checked_and_not_placed(trader: Any) -> None:
    trader.test("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").wait(5)
    assert trader.request("openOrders.status", {"symbol": "BTCUSDT"}).wait(5) == []


def test_an_order_may_have_the_client_order_id_of_one_that_is_over(trader: Any) -> None:
    order = {"price": FAR_BELOW, "qty": "0.01", "client_order_id": "mine"}
    old = trader.place("BTCUSDT", "BUY", **order)
    with pytest.raises(ConfigError, match="client_order_id: 'mine' is that of an order which is not over"):
        trader.place("BTCUSDT", "BUY", **order)
    trader.cancel(old).wait(5)
    new = trader.place("BTCUSDT", "BUY", **order).ack.wait(5)
    assert (old.state, new.state) == (OrderState.CANCELED, OrderState.WORKING)
    assert old.order_id != new.order_id
    trader.cancel(new).wait(5)


@pytest.mark.parametrize("executes", [False, True])
def test_an_order_in_doubt_is_not_taken_for_an_earlier_one_of_its_name(
    venue: Venue, new_trader: Any, executes: bool
) -> None:
    quick = Policy(recv_window=2_000_000_000, processing=0, margin=10_000_000)
    trader = new_trader(policy=quick).start()
    order = {"qty": "0.01", "client_order_id": "mine"}
    bought = trader.place("BTCUSDT", "BUY", "MARKET", **order).done.wait(5)
    venue.inject(faults.Refuse(-1007, executes=executes))
    unknown = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, **order)
    if executes:
        assert unknown.ack.wait(10).state is OrderState.WORKING
        return
    with pytest.raises(TickwireError):
        unknown.ack.wait(10)
    assert (bought.state, unknown.state) == (OrderState.FILLED, OrderState.NOT_PLACED)


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "hmac"])
def test_commission_is_told_to_keys_of_all_kinds(new_trader: Any, new_account: Any, kind: Any) -> None:
    order = {"price": FAR_BELOW, "qty": "0.01", "compute_commission_rates": True}
    told = new_trader(new_account(kind)).start().test("BTCUSDT", "BUY", **order).wait(5)
    assert Decimal(told.standard_commission_for_order.maker) >= 0


def test_orders_are_routed_where_the_symbol_allows(trader: Any) -> None:
    order = trader.place_routed("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")
    assert order.ack.wait(5).state is OrderState.WORKING


def test_only_questions_are_asked_by_request(trader: Any) -> None:
    for method in ("order.place", "session.logout", "userDataStream.subscribe", "nonsense"):
        with pytest.raises(ConfigError, match="method"):
            trader.request(method)


def test_user_handlers_get_what_the_gateway_has_seen(trader: Any) -> None:
    seen: queue.Queue[Any] = queue.Queue()
    trader.listen(tw.ExecutionReport, lambda report: seen.put((report, trader.account.order(report.client_order_id))))
    trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01", client_order_id="seen")
    report, order = seen.get(timeout=5)
    assert (report.client_order_id, order.state) == ("seen", OrderState.WORKING)


def test_what_a_handler_raises_to_end_the_program_ends_it(new_trader: Any) -> None:
    trader = new_trader()

    def leave(_report: tw.ExecutionReport) -> None:
        raise SystemExit(3)

    def place(event: Any) -> None:
        if isinstance(event, Reconciled):
            trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")

    trader.listen(tw.ExecutionReport, leave)
    trader.on_event(place)
    with pytest.raises(SystemExit):
        trader.run(10)


def test_nothing_is_sent_by_a_trader_that_does_not_run(new_trader: Any) -> None:
    trader = new_trader().start()
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    trader.stop()
    with pytest.raises(NotConnected):
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01")
    with pytest.raises(OrderNotSent):
        trader.cancel(order)


def test_a_second_run_goes_on_with_the_orders_of_the_first(new_trader: Any) -> None:
    trader = new_trader().start()
    order = trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)
    trader.stop()
    trader.start()
    trader.cancel(order).wait(5)
    assert order.state is OrderState.CANCELED


def test_the_simulated_venue_brings_an_account_of_its_own() -> None:
    with Trader(env="sim", symbols=["ETHUSDT"]) as trader:
        order = trader.place("ETHUSDT", "BUY", "MARKET", qty="0.1").done.wait(5)
        assert order.filled_qty == Decimal("0.1")


def test_without_cryptography_the_account_has_a_key_that_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tickwire.client.simulation.find_spec", lambda _name: None)
    with Trader(env="sim", symbols=["BTCUSDT"]) as trader:
        trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)


def test_each_run_at_a_simulated_venue_begins_with_a_new_account() -> None:
    trader = Trader(env="sim", symbols=["BTCUSDT"])
    for _ in range(2):
        with trader:
            assert list(trader.account.orders) == []
            trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack.wait(5)


def test_what_cannot_be_is_refused_when_the_trader_is_made(venue: Venue, demo: Any, credentials_of: Any) -> None:
    credentials = credentials_of(demo)
    for options, named in (
        ({"symbols": "BTCUSDT", "env": "sim"}, "symbols"),
        ({"client": tw.Client(env="sim"), "env": "sim"}, "client"),
        ({"start_timeout": 0, "env": "sim"}, "start_timeout"),
    ):
        with pytest.raises(ConfigError, match=named):
            Trader(credentials, **options)
    with pytest.raises(ConfigError, match="credentials"):
        Trader(api_url=venue.api_url)
