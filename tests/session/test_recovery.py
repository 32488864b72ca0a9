"""From a gap to requests, and from their rows to messages as the stream would have sent them."""

import msgspec
import pytest

import tickwire as tw
from tickwire.schema import AggTrade, Kline, Trade
from tickwire.session.recovery import RETRIES, ROWS, Backfill, is_recoverable

MS, S, MINUTE = 10**6, 10**9, 60 * 10**9
TIME = 1_700_000_000_000_000  # µs


def backfill(stream, first, last, *, is_microseconds=False, max_messages=10_000):
    return Backfill(stream, first, last, is_microseconds=is_microseconds, max_messages=max_messages)


def trade_rows(ids):
    row = {"price": "1.50", "qty": "2.00", "quoteQty": "3.00", "time": TIME, "isBuyerMaker": True, "isBestMatch": True}
    return msgspec.Raw(msgspec.json.encode([{"id": number} | row for number in ids]))


def agg_rows(ids):
    row = {"p": "1.50", "q": "2.00", "f": 7, "l": 9, "T": TIME, "m": False, "M": True}
    return msgspec.Raw(msgspec.json.encode([{"a": number} | row for number in ids]))


def candle_rows(minutes, unit=1):
    rows = [
        [m * 60_000_000 // unit, "1", "4", "0.5", "2", "10", (m + 1) * 60_000_000 // unit - 1, "20", 3, "5", "10", "0"]
        for m in minutes
    ]
    return msgspec.Raw(msgspec.json.encode(rows))


def trade_ids(payloads):
    return [msgspec.json.decode(payload, type=Trade).trade_id for payload in payloads]


@pytest.mark.parametrize(
    ("stream", "is_so"),
    [
        ("btcusdt@trade", True),
        ("btcusdt@aggTrade", True),
        ("btcusdt@kline_1m", True),
        ("btcusdt@kline_1d@+08:00", True),
        ("btcusdt@depth@100ms", False),
        ("btcusdt@bookTicker", False),
        ("btcusdt@blockTrade", False),
        ("!miniTicker@arr", False),
        ("nonsense", False),
    ],
)
def test_what_the_venue_remembers(stream, is_so):
    assert is_recoverable(stream) is is_so
    if not is_so:
        with pytest.raises(ValueError, match="missed"):
            backfill(stream, 1, 2)


def test_a_few_trades_are_one_request():
    job = backfill("btcusdt@trade", 11, 15)
    assert job.question() == ("trades.historical", {"symbol": "BTCUSDT", "fromId": 11, "limit": 5}, 25)
    assert trade_ids(job.take(trade_rows(range(11, 16)))) == [11, 12, 13, 14, 15]
    assert job.is_over
    assert job.give_up() == []


def test_many_trades_are_several_requests():
    job, asked = backfill("btcusdt@aggTrade", 1, 2 * ROWS + 10), []
    while not job.is_over:
        method, params, weight = job.question()
        asked.append((method, params["fromId"], params["limit"], weight))
        job.take(agg_rows(range(params["fromId"], params["fromId"] + params["limit"])))
    assert asked == [
        ("trades.aggregate", 1, ROWS, 4),
        ("trades.aggregate", 1 + ROWS, ROWS, 4),
        ("trades.aggregate", 1 + 2 * ROWS, 10, 4),
    ]


def test_an_answer_cut_short_is_asked_on_from_where_it_ended():
    job = backfill("btcusdt@trade", 1, 10)
    assert trade_ids(job.take(trade_rows([1, 2, 3]))) == [1, 2, 3]
    assert job.question().params == {"symbol": "BTCUSDT", "fromId": 4, "limit": 7}
    assert job.retry_in == 0.0


def test_rows_beside_the_gap_are_left_out():
    job = backfill("btcusdt@trade", 5, 6)
    assert trade_ids(job.take(trade_rows([3, 4, 5, 5, 6, 7, 8]))) == [5, 6]


def test_ids_that_the_venue_never_gave_are_said_to_be_lost():
    job = backfill("btcusdt@trade", 1, 10)
    assert trade_ids(job.take(trade_rows([1, 2, 5, 6, 9]))) == [1, 2, 5, 6, 9]
    assert job.give_up() == [(3, 4), (7, 8), (10, 10)]


def test_what_is_not_there_yet_is_asked_for_again_a_few_times():
    job, delays = backfill("btcusdt@trade", 1, 3), []
    while not job.is_over:
        assert job.take(trade_rows([])) == []
        delays.append(job.retry_in)
    assert len(delays) == RETRIES + 1
    assert delays == sorted(delays)
    assert delays[0] > 0
    assert job.give_up() == [(1, 3)]


def test_an_answer_makes_good_for_empty_ones():
    job = backfill("btcusdt@trade", 1, 3)
    job.take(trade_rows([]))
    job.take(trade_rows([1]))
    assert job.retry_in == 0.0
    assert not job.is_over


def test_of_a_long_gap_the_latest_messages_are_asked_for():
    job = backfill("btcusdt@trade", 1, 1_000_000, max_messages=500)
    assert job.question().params == {"symbol": "BTCUSDT", "fromId": 999_501, "limit": 500}
    job.take(trade_rows(range(999_501, 1_000_001)))
    assert job.is_over
    assert job.give_up() == [(1, 999_500)]


@pytest.mark.parametrize(("is_microseconds", "time"), [(False, TIME // 1000), (True, TIME)])
def test_a_trade_is_written_as_its_stream_would_have(is_microseconds, time):
    job = backfill("btcusdt@trade", 1, 1, is_microseconds=is_microseconds)
    [payload] = job.take(trade_rows([1]))
    assert msgspec.json.decode(payload) == {
        "e": "trade", "E": time, "s": "BTCUSDT", "t": 1, "p": "1.50", "q": "2.00", "T": time, "m": True, "M": True,
    }  # fmt: skip
    view = tw.decode(payload)
    assert (view.trade_id, view.price, view.transact_time) == (1, 1.5, TIME * 1000)


def test_an_aggregate_trade_is_written_as_its_stream_would_have():
    [payload] = backfill("btcusdt@aggTrade", 4, 4).take(agg_rows([4]))
    message = msgspec.json.decode(payload, type=AggTrade)
    assert (message.agg_trade_id, message.first_trade_id, message.last_trade_id, message.symbol) == (4, 7, 9, "BTCUSDT")
    assert message.event_time == message.transact_time == TIME // 1000


@pytest.mark.parametrize("unit", [1, 1000])
def test_candles_are_asked_for_by_the_time_they_open(unit):
    first, last = 28_000_000, 28_000_003
    job = backfill("btcusdt@kline_1m", first * MINUTE, last * MINUTE)
    params = {"symbol": "BTCUSDT", "interval": "1m", "startTime": first * 60_000, "endTime": last * 60_000}
    assert job.question() == ("klines", params | {"limit": ROWS}, 2)
    payloads = job.take(candle_rows(range(first, last), unit))
    assert not job.is_over
    assert job.question().params["startTime"] == last * 60_000
    payloads += job.take(candle_rows([last], unit))
    assert job.is_over
    candles = [msgspec.json.decode(payload, type=Kline) for payload in payloads]
    assert [each.candle.open_time for each in candles] == [m * 60_000 for m in range(first, last + 1)]
    assert all(each.candle.is_closed and each.event_time == each.candle.close_time for each in candles)
    assert tw.decode(payloads[0]).is_closed


def test_candles_of_another_time_zone_are_asked_for_as_such():
    job = backfill("btcusdt@kline_1d@+08:00", 0, 86_400 * S)
    assert job.question().params["timeZone"] == "+08:00"


def test_of_many_candles_the_latest_are_asked_for():
    job = backfill("btcusdt@kline_1s", 0, 99_999 * S, max_messages=1000)
    assert job.question().params["startTime"] == 99_000_000


def test_rows_that_are_none_are_refused():
    with pytest.raises(msgspec.DecodeError):
        backfill("btcusdt@trade", 1, 2).take(msgspec.Raw(b'[{"id":1}]'))
