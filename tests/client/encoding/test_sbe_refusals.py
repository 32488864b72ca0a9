"""What is done when the venue refuses SBE on its WebSocket API, or has no words in it for a reply."""

from collections.abc import Iterator
from typing import Any

import pytest

import tickwire as tw
from tickwire.errors import RequestError, SbeDisabled
from tickwire.sim import DemoAccount, Venue, faults

from .conftest import credentials, wait_for


@pytest.fixture
def venue(demo: DemoAccount) -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account]) as venue:
        yield venue


def at(venue: Venue, demo: DemoAccount, encoding: Any, lines: int = 1) -> Any:
    """A client of that venue; `told` are its errors."""
    where = {"stream_urls": [venue.url], "sbe_urls": [venue.sbe_url], "api_url": venue.api_url}
    client: Any = tw.Client(**where, credentials=credentials(demo), encoding=encoding, lines=lines)
    client.told = []
    client.on_error(client.told.append)
    for hook in (client.on_disconnect, client.on_reconnect):
        hook(lambda event: None)
    return client


def refusals(client: Any) -> list[int]:
    return [event.error.code for event in client.told if isinstance(getattr(event, "error", None), RequestError)]


def test_when_sbe_is_switched_off_auto_asks_the_same_again_in_json(venue: Venue, demo: DemoAccount) -> None:
    with at(venue, demo, "auto") as client:
        assert client.request("ping").wait() is not None
        venue.inject(faults.SbeOff())
        for _ in range(3):
            assert client.request("avgPrice", {"symbol": "BTCUSDT"}).wait()["price"]
        assert set(refusals(client)) == {-1155}
        assert not client._runner.api.venue.takes_binary


def test_when_sbe_is_switched_off_who_wants_nothing_else_is_told_by_a_typed_error(
    venue: Venue, demo: DemoAccount
) -> None:
    with at(venue, demo, "sbe") as client:
        client.request("ping").wait()
        venue.inject(faults.SbeOff())
        with pytest.raises(SbeDisabled, match="not enabled"):
            client.request("avgPrice", {"symbol": "BTCUSDT"}).wait()
        venue.heal()
        assert client.request("avgPrice", {"symbol": "BTCUSDT"}).wait()["price"]


def test_a_venue_without_sbe_from_the_start_serves_auto_in_json_and_refuses_the_rest(
    venue: Venue, demo: DemoAccount
) -> None:
    venue.inject(faults.SbeOff())
    with at(venue, demo, "auto") as client:
        assert client.request("avgPrice", {"symbol": "BTCUSDT"}).wait()["price"]
    trader = tw.Trader(credentials(demo), api_url=venue.api_url, encoding="sbe", start_timeout=3.0)
    trader.client.on_error(lambda event: None)
    with pytest.raises(tw.TickwireError, match="400"):
        trader.start()


def test_a_trader_goes_on_in_json_when_sbe_is_switched_off(venue: Venue, demo: DemoAccount) -> None:
    client = at(venue, demo, "auto")
    trader = tw.Trader(credentials(demo), client=client, symbols=["BTCUSDT"])
    trader.on_event(lambda event: None)
    with client:
        trader.ready.wait(20)
        venue.inject(faults.SbeOff())
        refused = trader.place("BTCUSDT", "BUY", qty="0.001", price="50000")
        with pytest.raises(SbeDisabled):
            refused.ack.wait(20)
        assert refused.state is tw.OrderState.REJECTED
        placed = refused

        def is_placed() -> bool:
            nonlocal placed
            try:
                placed = trader.place("BTCUSDT", "BUY", qty="0.001", price="50000")
                placed.ack.wait(20)
            except (SbeDisabled, tw.OrderNotSent):
                return False
            return True

        wait_for(is_placed)
        assert placed.state is tw.OrderState.WORKING


def test_an_order_whose_reply_the_schema_cannot_say_is_in_doubt_and_found(venue: Venue, demo: DemoAccount) -> None:
    client = at(venue, demo, "sbe")
    trader = tw.Trader(credentials(demo), client=client, symbols=["BTCUSDT"])
    trader.on_event(lambda event: None)
    with client:
        trader.ready.wait(20)
        venue.inject(faults.Refuse(-1161, executes=True, method="order.place"))
        order = trader.place("BTCUSDT", "BUY", qty="0.001", price="50000")
        wait_for(lambda: order.state is tw.OrderState.WORKING)
        assert order.order_id


def test_auto_leaves_sbe_where_the_schema_cannot_say_an_answer(venue: Venue, demo: DemoAccount) -> None:
    venue.inject(faults.Refuse(-1161, method="avgPrice", requests=1))
    with at(venue, demo, "auto") as client:
        assert client.request("avgPrice", {"symbol": "BTCUSDT"}).wait()["price"]
    venue.inject(faults.Refuse(-1161, method="avgPrice", requests=1))
    with at(venue, demo, "sbe") as client, pytest.raises(tw.RequestError) as refused:
        client.request("avgPrice", {"symbol": "BTCUSDT"}).wait()
    assert refused.value.code == -1161


def test_books_of_mixed_lines_have_snapshots_though_the_api_speaks_no_sbe(venue: Venue, demo: DemoAccount) -> None:
    venue.inject(faults.SbeOff())
    client = at(venue, demo, "mixed", lines=2)
    book = client.book("btcusdt")
    with client:
        wait_for(lambda: book.valid)
