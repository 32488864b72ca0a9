"""What has been sent, remembered."""

from collections import deque

import pytest

from tickwire.sim.history import CANDLES_KEPT, History, PastTrade, between, from_id, newest
from tickwire.sim.spans import SECOND, Candle


def trades(first: int, last: int) -> deque[PastTrade]:
    return deque(PastTrade(number, number * 10, 1, 1, True) for number in range(first, last + 1))


@pytest.mark.parametrize(
    ("first", "limit", "found"),
    [(5, 3, [5, 6, 7]), (0, 2, [5, 6]), (13, 9, [13, 14]), (15, 9, []), (10**12, 1, [])],
)
def test_records_are_found_by_their_ids(first: int, limit: int, found: list[int]) -> None:
    assert [each.id for each in from_id(trades(5, 14), first, limit)] == found
    assert from_id(deque(), first, limit) == []


def test_the_newest_come_in_the_order_of_their_ids() -> None:
    assert [each.id for each in newest(trades(5, 14), 3)] == [12, 13, 14]
    assert len(newest(trades(5, 14), 99)) == 10


@pytest.mark.parametrize(
    ("start", "end", "limit", "found"),
    [(70, 100, 9, [7, 8, 9]), (70, None, 2, [7, 8]), (None, 100, 2, [8, 9]), (200, 300, 9, [])],
)
def test_records_are_found_by_their_times(start: int | None, end: int | None, limit: int, found: list[int]) -> None:
    assert [each.id for each in between(trades(5, 14), start, end, limit)] == found


def test_the_oldest_are_forgotten() -> None:
    history = History(length=3)
    history.trades.extend(trades(1, 9))
    assert [each.id for each in history.trades] == [7, 8, 9]
    candle = Candle("1s", 0, 0, 5)
    for _ in range(CANDLES_KEPT + 5):
        history.closed("a@kline_1s", candle)
        candle.roll()
    kept = history.candles("a@kline_1s")
    assert (len(kept), kept[0].start) == (CANDLES_KEPT, 5 * SECOND)
    assert history.candles("a@kline_1m") == []
    history.forget_ids()
    assert not history.trades
    assert history.candles("a@kline_1s") == kept
