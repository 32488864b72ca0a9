"""Handlers of events of the account, and events that are taken with `async for`."""

import asyncio
import threading
from typing import Any

import pytest

import tickwire as tw
from tickwire.errors import ConfigError

FAR_BELOW = "50000"


def place(trader: Any, count: int = 1) -> list[str]:
    """Orders that stay open; their names."""
    orders = [trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01") for _ in range(count)]
    return [order.ack.wait(5).client_order_id for order in orders]


def test_events_are_taken_with_async_for_in_another_loop_until_nobody_listens(trader: Any) -> None:
    listening, taken = trader.listen(tw.ExecutionReport, tw.ring(64)), list[str]()

    async def take() -> None:
        async for report in listening:
            taken.append(report.client_order_id)

    thread = threading.Thread(target=lambda: asyncio.run(asyncio.wait_for(take(), 20)))
    thread.start()
    names = place(trader, 3)
    trader.unlisten(listening)
    thread.join(20)
    assert (taken, listening.messages, listening.errors, listening.is_attached) == (names, 3, 0, False)


def test_events_are_taken_in_the_loop_of_the_trader_until_it_stops(new_trader: Any) -> None:
    trader, taken = new_trader(), list[str]()
    listening = trader.listen(tw.ExecutionReport, tw.ring(64))

    async def trade() -> str:
        running = asyncio.create_task(trader.run_async())
        await trader.ready
        order = await trader.place("BTCUSDT", "BUY", price=FAR_BELOW, qty="0.01").ack
        async for report in listening:
            taken.append(report.client_order_id)
            trader.stop()
        await running
        return str(order.client_order_id)

    name = asyncio.run(asyncio.wait_for(trade(), 20))
    assert taken == [name]
    assert listening.is_attached


def test_without_a_ring_there_is_nothing_to_take_from(trader: Any) -> None:
    listening = trader.listen(tw.ExecutionReport, print)
    with pytest.raises(TypeError, match="a ring to take messages from"):
        aiter(listening)
    trader.unlisten(listening)


@pytest.mark.parametrize("given", [None, "x", print])
def test_what_listen_did_not_return_is_named(trader: Any, given: Any) -> None:
    with pytest.raises(ConfigError, match="listening: what listen returned, not"):
        trader.unlisten(given)


def test_it_shows_what_it_listens_to_and_ends_once(trader: Any) -> None:
    listening = trader.listen(tw.ExecutionReport, print)
    assert repr(listening) == "<Listening ExecutionReport>"
    for _ in range(2):
        trader.unlisten(listening)
    assert repr(listening) == "<Listening ExecutionReport, ended>"
    assert listening.on is print
