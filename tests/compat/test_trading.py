"""Other people's clients trade on the simulated exchange, with keys of all kinds, and accept its replies."""

import asyncio
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from tickwire.sim import DemoAccount, Venue, demo_account
from tickwire.sim.accounts.keys import Kind

pytestmark = pytest.mark.filterwarnings("default")
KINDS: tuple[Any, ...] = get_args(Kind)


@pytest.fixture(params=KINDS)
def demo(request: pytest.FixtureRequest) -> DemoAccount:
    return demo_account(request.param)


@pytest.fixture(params=[False, True], ids=["plain", "tls"])
def exchange(request: pytest.FixtureRequest, demo: DemoAccount) -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT"], accounts=[demo.account], tls=request.param) as venue:
        yield venue


def is_hmac(demo: DemoAccount) -> bool:
    return demo.account.keys[0].secret is not None


def low(venue: Venue) -> float:
    """A price at which nothing trades."""
    return round(float(venue.market.depth_snapshot("BTCUSDT", 1).bids[0][0]) * 0.95)


async def connected(venue: Venue, demo: DemoAccount) -> Any:
    """The official SDK's connection."""
    from binance_common.configuration import ConfigurationWebSocketAPI
    from binance_sdk_spot.spot import Spot

    secret = {"api_secret": demo.private.decode()} if is_hmac(demo) else {"private_key": demo.private.decode()}
    configuration = ConfigurationWebSocketAPI(
        api_key=demo.api_key,
        stream_url=venue.api_url,
        https_agent=venue.client_ssl_context() if venue.tls else None,
        **secret,
    )
    return await Spot(config_ws_api=configuration).websocket_api.create_connection()


async def with_sdk(venue: Venue, demo: DemoAccount) -> dict[str, Any]:
    """Place, query and cancel with the official SDK; what its models made of the replies."""
    connection = await connected(venue, demo)
    order: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "time_in_force": "GTC"}
    try:
        tested = await connection.order_test(
            **order, price=low(venue), quantity=0.01, compute_commission_rates=True
        )  # signed as "true"
        placed = await connection.order_place(**order, price=low(venue), quantity=0.01, new_client_order_id="mine")
        found = await connection.order_status(symbol="BTCUSDT", orig_client_order_id="mine")
        bought = await connection.order_place(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=0.01)
        trades = await connection.my_trades(symbol="BTCUSDT")
        status = await connection.account_status()
        cancelled = await connection.order_cancel(symbol="BTCUSDT", orig_client_order_id="mine")
        return {
            "tested": tested.data().result,
            "placed": placed.data().result,
            "found": found.data().result,
            "bought": bought.data().result,
            "trades": trades.data().result,
            "status": status.data().result,
            "cancelled": cancelled.data().result,
            "limits": placed.rate_limits,
        }
    finally:
        await connection.close_connection(close_session=True)


def test_the_official_sdk_places_queries_and_cancels(exchange: Venue, demo: DemoAccount) -> None:
    pytest.importorskip("binance_sdk_spot.spot", reason="needs the dependency group compat")
    seen = asyncio.run(asyncio.wait_for(with_sdk(exchange, demo), 30))
    assert seen["tested"].standard_commission_for_order is not None
    assert (seen["placed"].client_order_id, seen["placed"].status) == ("mine", "NEW")
    assert seen["found"].order_id == seen["placed"].order_id
    assert seen["bought"].status == "FILLED"
    assert [each.id for each in seen["trades"]] == [fill.trade_id for fill in seen["bought"].fills]
    assert {each.asset for each in seen["status"].balances} >= {"BTC", "USDT"}
    assert (seen["cancelled"].orig_client_order_id, seen["cancelled"].status) == ("mine", "CANCELED")
    assert [limit.rateLimitType for limit in seen["limits"]] == ["ORDERS", "ORDERS", "REQUEST_WEIGHT"]


async def events_and_lists(venue: Venue, demo: DemoAccount) -> dict[str, Any]:
    """What the SDK makes of events, lists, replacements and amendments; on a session where the key opens one."""
    connection = await connected(venue, demo)
    reported = asyncio.get_running_loop().create_future()
    low_price = low(venue)
    order: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "time_in_force": "GTC"}
    order |= {"price": low_price, "quantity": 0.01}
    oco = {"above_type": "LIMIT_MAKER", "above_price": round(low_price * 1.09), "below_type": "STOP_LOSS"}
    try:
        if "PRIVATE" in demo.private.decode() and len(demo.private) < 200:
            await connection.session_logon()
            subscribed = await connection.user_data_stream_subscribe()
        else:
            subscribed = await connection.user_data_stream_subscribe_signature()
        subscribed.stream.on("message", lambda event: reported.done() or reported.set_result(event))
        placed = (await connection.order_place(**order)).data().result
        replaced = await connection.order_cancel_replace(
            cancel_replace_mode="STOP_ON_FAILURE", cancel_order_id=placed.order_id, **order
        )
        number = replaced.data().result.new_order_response.order_id
        amended = await connection.order_amend_keep_priority(symbol="BTCUSDT", order_id=number, new_qty=0.005)
        listed = await connection.order_list_place_oco(
            symbol="BTCUSDT", side="SELL", quantity=0.01, below_stop_price=low_price, **oco
        )
        gone = await connection.open_orders_cancel_all(symbol="BTCUSDT")
        return {
            "report": (await asyncio.wait_for(reported, 10)),
            "replaced": replaced.data().result,
            "amended": amended.data().result,
            "listed": listed.data().result,
            "gone": gone.data().result,
        }
    finally:
        await connection.close_connection(close_session=True)


def test_the_official_sdk_takes_events_lists_replacements_and_amendments(exchange: Venue, demo: DemoAccount) -> None:
    pytest.importorskip("binance_sdk_spot.spot", reason="needs the dependency group compat")
    seen = asyncio.run(asyncio.wait_for(events_and_lists(exchange, demo), 30))
    assert type(seen["report"].actual_instance).__name__ == "ExecutionReport"
    assert (seen["replaced"].cancel_result, seen["replaced"].new_order_result) == ("SUCCESS", "SUCCESS")
    assert seen["amended"].amended_order.qty == "0.00500000"
    assert seen["listed"].contingency_type == "OCO"
    assert len(seen["gone"]) == 2


async def with_python_binance(venue: Venue, demo: DemoAccount) -> list[dict[str, Any]]:
    """The same with python-binance."""
    import binance
    from binance.exceptions import BinanceAPIException

    secret = {"api_secret": demo.private.decode()} if is_hmac(demo) else {"private_key": demo.private.decode()}
    client = binance.AsyncClient(api_key=demo.api_key, **secret)
    client.ws_api._url = venue.api_url
    if venue.tls:
        client.ws_api._ws_kwargs = {"ssl": venue.client_ssl_context()}
    try:
        placed = await client.ws_order_limit_buy(
            symbol="BTCUSDT", quantity="0.01", price=str(low(venue)), newClientOrderId="mine"
        )
        found = await client.ws_get_order(symbol="BTCUSDT", origClientOrderId="mine")
        bought = await client.ws_create_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=0.01)
        cancelled = await client.ws_cancel_order(symbol="BTCUSDT", origClientOrderId="mine")
        with pytest.raises(BinanceAPIException, match="-2011"):
            await client.ws_cancel_order(symbol="BTCUSDT", origClientOrderId="mine")
        return [placed, found, bought, cancelled]
    finally:
        await client.close_connection()


def test_python_binance_places_queries_and_cancels(exchange: Venue, demo: DemoAccount) -> None:
    pytest.importorskip("binance", reason="needs the dependency group compat")
    placed, found, bought, cancelled = asyncio.run(asyncio.wait_for(with_python_binance(exchange, demo), 30))
    assert (placed["clientOrderId"], placed["status"]) == ("mine", "NEW")
    assert found["orderId"] == placed["orderId"]
    assert bought["status"] == "FILLED"
    assert (cancelled["origClientOrderId"], cancelled["status"]) == ("mine", "CANCELED")
