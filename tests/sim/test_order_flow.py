"""Random orders keep a book sound."""

import random

import pytest

from tickwire.sim.instruments import INSTRUMENTS, Instrument
from tickwire.sim.order_flow import OrderFlow


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda each: each.symbol)
def test_the_book_never_crosses_and_the_price_comes_back(instrument: Instrument) -> None:
    flow = OrderFlow(instrument, random.Random(5), depth=100)
    for _ in range(20_000):
        flow.step()
        (bid, bid_qty), (ask, ask_qty) = flow.book.top()
        assert 0 < bid < ask
        assert min(bid_qty, ask_qty) >= instrument.lot
    assert instrument.price / 2 < (bid + ask) / 2 < instrument.price * 2
    assert 5 <= len(flow.book.bids) <= 101
    assert 5 <= len(flow.book.asks) <= 101


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda each: each.symbol)
def test_takers_trade_at_the_best_price_and_no_more_than_is_there(instrument: Instrument) -> None:
    flow = OrderFlow(instrument, random.Random(6), depth=100)
    traded = 0
    for _ in range(5_000):
        before = flow.book.levels(3)
        for index, fill in enumerate(flow.step()):
            price, qty = before[0 if fill.is_buyer_maker else 1][index]
            assert fill.price == price
            assert 0 < sum(fill.trades) <= qty
            assert all(part > 0 and part % instrument.lot == 0 for part in fill.trades)
            traded += 1
    assert traded > 1_000


def test_levels_that_visitors_took_are_quoted_anew() -> None:
    instrument = INSTRUMENTS[0]
    flow = OrderFlow(instrument, random.Random(7), depth=20)
    for is_bid in (True, False):
        for price, _ in list(flow.book.side(is_bid)):
            flow.book.set(is_bid, price, 0)
        assert not len(flow.book.side(is_bid))
        assert flow.step() is not None
        flow.refill()
        assert len(flow.book.bids) >= 5 <= len(flow.book.asks)
        (bid, _), (ask, _) = flow.book.top()
        assert bid < ask


def test_an_empty_book_is_quoted_about_the_opening_price() -> None:
    instrument = INSTRUMENTS[0]
    flow = OrderFlow(instrument, random.Random(8), depth=20)
    flow.book.restore([], [])
    for _ in range(50):
        assert flow.step() == []
    flow.refill()
    (bid, _), (ask, _) = flow.book.top()
    assert 0 < ask - bid <= 2 * instrument.tick
    assert abs(bid - instrument.price) <= 2 * instrument.tick
