"""The synthetic market repeats itself and agrees with itself."""

import itertools
from collections import defaultdict
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tickwire.errors import ConfigError
from tickwire.schema.streams import INTERVALS, parse_stream
from tickwire.sim.frames import SBE
from tickwire.sim.market import DEFAULT_START, Market

SECONDS = 65
Sent = list[tuple[str, Any]]


def run(market: Market, seconds: float, *, step: float = 0.3, unit: int = 1000) -> Sent:
    sent: Sent = []
    end = market.now + int(seconds * 1_000_000)
    while market.now < end - 1_000:
        market.advance(
            min(end, market.now + int(step * 1_000_000)) + 500, lambda stream, make: sent.append((stream, make(unit)))
        )
    return sent


def encoded(sent: Sent) -> list[tuple[str, bytes]]:
    return [(stream, msgspec.json.encode(message)) for stream, message in sent]


@pytest.fixture(scope="module")
def market() -> Market:
    return Market(seed=11, rate=300.0)


@pytest.fixture(scope="module")
def sent(market: Market) -> Sent:
    return run(market, SECONDS)


@pytest.fixture(scope="module")
def streams(sent: Sent) -> dict[str, list[Any]]:
    by_stream: dict[str, list[Any]] = defaultdict(list)
    for stream, message in sent:
        if not stream.endswith(SBE):
            by_stream[stream].append(message)
    return by_stream


@pytest.fixture(params=["btcusdt", "bnbbtc", "bttcusdt", "测试币usdt"])
def symbol(request: pytest.FixtureRequest) -> str:
    return request.param


def test_the_same_seed_gives_the_same_bytes_however_time_advances() -> None:
    one, other = (encoded(run(Market(seed=7), 3, step=step)) for step in (0.05, 1.7))
    assert one == other
    assert len(one) > 2_000


def test_another_seed_gives_another_market() -> None:
    assert encoded(run(Market(seed=7), 1)) != encoded(run(Market(seed=8), 1))


def test_a_symbols_trading_does_not_depend_on_its_neighbours() -> None:
    alone = encoded(run(Market(seed=7, symbols=["ETHUSDT"], rate=100), 2))
    among = encoded(run(Market(seed=7, symbols=["BTCUSDT", "ETHUSDT"], rate=200), 2))
    assert [each for each in among if each[0].startswith("ethusdt")] == [each for each in alone if "ethusdt" in each[0]]


def test_every_stream_of_the_schema_is_sent(streams: dict[str, list[Any]]) -> None:
    expected = {"aggTrade", "trade", "blockTrade", "bookTicker", "miniTicker", "ticker", "avgPrice", "referencePrice"}
    expected |= {f"depth{levels}{speed}" for levels in ("", 5, 10, 20) for speed in ("", "@100ms")}
    expected |= {f"kline_{interval}{zone}" for interval in INTERVALS for zone in ("", "@+08:00")}
    expected |= {f"ticker_{window}" for window in ("1h", "4h", "1d")}
    whole = {"!miniTicker@arr", "!ticker_1h@arr", "!ticker_4h@arr", "!ticker_1d@arr"}
    assert {name for name in streams if name.startswith("btcusdt@")} == {f"btcusdt@{kind}" for kind in expected}
    assert {name for name in streams if name.startswith("!")} == whole
    assert all(parse_stream(name) is not None for name in streams)


def test_every_message_is_one_that_its_stream_carries(sent: Sent) -> None:
    for stream, message in sent:
        if stream.endswith(SBE):
            continue
        parsed = parse_stream(stream)
        assert parsed is not None
        assert isinstance(message, list) == parsed.is_array
        assert all(isinstance(each, parsed.message) for each in (message if parsed.is_array else [message]))


def test_trades_happen_at_the_best_price_of_the_book_ticker_before(symbol: str, sent: Sent) -> None:
    best: Any = None
    checked, last_time = 0, 0
    for stream, message in sent:
        if stream == f"{symbol}@bookTicker":
            assert Decimal(message.bid_price) < Decimal(message.ask_price)
            best = message
        elif stream == f"{symbol}@trade" and best is not None:
            if message.transact_time != last_time:  # a sweep goes on to the next prices
                assert message.price == (best.bid_price if message.is_buyer_maker else best.ask_price)
                checked += 1
            last_time = message.transact_time
    assert checked > 300


def test_ids_of_trades_and_aggregates_have_no_gap(symbol: str, streams: dict[str, list[Any]]) -> None:
    trades, aggregates = streams[f"{symbol}@trade"], streams[f"{symbol}@aggTrade"]
    ids = [trade.trade_id for trade in trades]
    assert ids == list(range(ids[0], ids[0] + len(ids)))
    by_id = {trade.trade_id: trade for trade in trades}
    for before, after in itertools.pairwise(aggregates):
        assert after.agg_trade_id == before.agg_trade_id + 1
        assert after.first_trade_id == before.last_trade_id + 1
    for aggregate in aggregates:
        parts = [by_id[each] for each in range(aggregate.first_trade_id, aggregate.last_trade_id + 1)]
        assert sum(Decimal(part.qty) for part in parts) == Decimal(aggregate.qty)
        assert {(part.price, part.is_buyer_maker) for part in parts} == {(aggregate.price, aggregate.is_buyer_maker)}


@pytest.mark.parametrize("speed", ["", "@100ms"])
def test_a_book_built_from_a_snapshot_and_updates_equals_the_venues(symbol: str, speed: str) -> None:
    market = Market(seed=4, rate=400.0)
    run(market, 0.95)
    snapshot = market.depth_snapshot(symbol, 5000)
    book = {side: dict(levels) for side, levels in (("b", snapshot.bids), ("a", snapshot.asks))}
    updates = [message for stream, message in run(market, 5.05) if stream == f"{symbol}@depth{speed}"]
    updates = [update for update in updates if update.last_book_update_id > snapshot.book_update_id]
    assert updates[0].first_book_update_id <= snapshot.book_update_id + 1
    for before, after in itertools.pairwise(updates):
        assert after.first_book_update_id == before.last_book_update_id + 1
    for update in updates:
        for side, levels in (("b", update.bids), ("a", update.asks)):
            for price, qty in levels:
                book[side][price] = qty
                if Decimal(qty) == 0:
                    del book[side][price]
    venue = market.depth_snapshot(symbol, 5000)
    assert venue.book_update_id == updates[-1].last_book_update_id
    assert (book["b"], book["a"]) == (dict(venue.bids), dict(venue.asks))


def test_book_tickers_are_the_top_of_the_partial_depth(symbol: str, sent: Sent) -> None:
    best: Any = None
    checked = 0
    for stream, message in sent:
        if stream == f"{symbol}@bookTicker":
            best = message
        elif stream == f"{symbol}@depth5@100ms" and best is not None:
            assert message.bids[0] == (best.bid_price, best.bid_qty)
            assert message.asks[0] == (best.ask_price, best.ask_qty)
            assert len(message.bids) == len(message.asks) == 5
            checked += 1
    assert checked > 300


@pytest.mark.parametrize("interval", ["1s", "1m"])
def test_closed_candles_equal_the_trades_in_them(symbol: str, interval: str, streams: dict[str, list[Any]]) -> None:
    trades = streams[f"{symbol}@trade"]
    closed = [each.candle for each in streams[f"{symbol}@kline_{interval}"] if each.candle.is_closed]
    assert len(closed) >= SECONDS // (1 if interval == "1s" else 60) - 1
    for candle in closed:
        within = [each for each in trades if candle.open_time <= each.transact_time <= candle.close_time]
        assert candle.num_trades == len(within)
        if not within:
            assert candle.first_trade_id == candle.last_trade_id == -1
            assert candle.open_price == candle.close_price
            continue
        prices = [Decimal(each.price) for each in within]
        assert (candle.first_trade_id, candle.last_trade_id) == (within[0].trade_id, within[-1].trade_id)
        assert (candle.open_price, candle.close_price) == (within[0].price, within[-1].price)
        assert (Decimal(candle.low_price), Decimal(candle.high_price)) == (min(prices), max(prices))
        assert Decimal(candle.volume) == sum(Decimal(each.qty) for each in within)
        bought = [each for each in within if not each.is_buyer_maker]
        assert Decimal(candle.taker_buy_base_volume) == sum(Decimal(each.qty) for each in bought)
        value = sum(Decimal(each.qty) * Decimal(each.price) for each in within)
        assert 0 <= value - Decimal(candle.quote_volume) < Decimal("0.00000001")


def test_a_forming_candle_becomes_the_closed_one(streams: dict[str, list[Any]]) -> None:
    messages = streams["btcusdt@kline_1m"]
    first_closed = next(index for index, each in enumerate(messages) if each.candle.is_closed)
    forming, closed, opened = messages[first_closed - 1 : first_closed + 2]
    assert forming.candle.open_time == closed.candle.open_time
    assert forming.candle.num_trades <= closed.candle.num_trades
    assert opened.candle.open_time == closed.candle.close_time + 1
    assert opened.event_time - closed.event_time == 2000


def test_tickers_equal_the_trades_since_the_opening(symbol: str, streams: dict[str, list[Any]]) -> None:
    ticker, mini = streams[f"{symbol}@ticker"][-1], streams[f"{symbol}@miniTicker"][-1]
    trades = [each for each in streams[f"{symbol}@trade"] if each.transact_time < ticker.close_time]
    prices = [Decimal(each.price) for each in trades]
    volume = sum(Decimal(each.qty) for each in trades)
    assert (ticker.first_id, ticker.last_id, ticker.num_trades) == (
        trades[0].trade_id,
        trades[-1].trade_id,
        len(trades),
    )
    assert (ticker.open_price, ticker.last_price, ticker.last_qty) == (
        trades[0].price,
        trades[-1].price,
        trades[-1].qty,
    )
    assert (Decimal(ticker.low_price), Decimal(ticker.high_price)) == (min(prices), max(prices))
    assert Decimal(ticker.volume) == volume
    assert Decimal(ticker.price_change) == Decimal(ticker.last_price) - Decimal(ticker.open_price)
    average = sum(Decimal(each.qty) * Decimal(each.price) for each in trades) / volume
    assert abs(Decimal(ticker.weighted_avg_price) - average) <= Decimal("0.00000001")
    assert (mini.open_price, mini.last_price, mini.volume) == (ticker.open_price, ticker.last_price, ticker.volume)
    rolling = streams[f"{symbol}@ticker_1d"][-1]
    assert (rolling.event_type, rolling.volume, rolling.num_trades) == ("1dTicker", ticker.volume, ticker.num_trades)
    assert rolling.open_time % 60_000 == 0


def test_arrays_hold_the_tickers_of_the_symbols_that_traded(streams: dict[str, list[Any]]) -> None:
    last = streams["!miniTicker@arr"][-1]
    assert {each.symbol for each in last} <= {"BTCUSDT", "ETHUSDT", "BNBBTC", "BTTCUSDT", "测试币USDT"}
    for each in last:
        assert each == streams[f"{each.symbol.lower()}@miniTicker"][-1]


def test_microseconds_are_the_same_instants(streams: dict[str, list[Any]]) -> None:
    in_us = [message for stream, message in run(Market(seed=11, rate=300.0), 2, unit=1) if stream == "btcusdt@trade"]
    for fine, coarse in zip(in_us, streams["btcusdt@trade"], strict=False):
        assert (fine.transact_time // 1000, fine.event_time // 1000) == (coarse.transact_time, coarse.event_time)
        assert fine.event_time > fine.transact_time
    assert any(each.transact_time % 1000 for each in in_us)


def test_quantities_outgrow_an_int64_with_eight_decimals(streams: dict[str, list[Any]]) -> None:
    assert any(Decimal(each.qty).scaleb(8) > 2**63 for each in streams["bttcusdt@trade"])
    assert all(Decimal(each.price) < Decimal("0.000001") for each in streams["bttcusdt@trade"])


def test_nothing_is_sent_before_it_is_due() -> None:
    market = Market(seed=1)
    sent: list[str] = []
    due = market.next_time
    market.advance(due - 1, lambda stream, _: sent.append(stream))
    assert sent == []
    for _ in range(50):
        market.advance(market.next_time, lambda stream, _: sent.append(stream))
    assert sent


def test_what_cannot_be_traded_is_refused() -> None:
    with pytest.raises(ConfigError, match="symbols"):
        Market(symbols=[])
    with pytest.raises(ConfigError, match="rate"):
        Market(rate=0)
    with pytest.raises(ConfigError, match="DOGEUSDT"):
        Market(start=DEFAULT_START).depth_snapshot("DOGEUSDT")
