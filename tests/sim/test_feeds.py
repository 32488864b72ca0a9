"""Feeds and their pace."""

import asyncio
import contextlib
import json
from itertools import pairwise
from types import SimpleNamespace

from tickwire.sim.feeds import TAPE_SECONDS, Synthetic, pace
from tickwire.sim.market import Market


def test_a_tape_of_the_market_repeats_for_the_same_seed_and_unit() -> None:
    feed = Synthetic(seed=2, symbols=["BTCUSDT"], rate=None)
    assert feed.speed is None
    one, loops = feed.tape({"btcusdt@trade"}, 1000)
    again, _ = feed.tape({"btcusdt@trade"}, 1000)
    fine, _ = feed.tape({"btcusdt@trade"}, 1)
    assert loops
    assert one == again
    assert len(one) > 1_000
    assert json.loads(fine[0].payload)["T"] // 1000 == json.loads(one[0].payload)["T"]


def test_a_tape_goes_on_where_it_ended() -> None:
    feed = Synthetic(seed=2, symbols=["BTCUSDT", "ETHUSDT"], rate=None)
    streams = {f"{symbol}@{kind}" for symbol in ("btcusdt", "ethusdt") for kind in ("trade", "depth@100ms", "kline_1s")}
    tape, _ = feed.tape(streams, 1000)
    rounds = [
        (
            each.stream,
            json.loads(each.template % tuple(n + turn * s for n, s in zip(each.numbers, each.steps, strict=True))),
        )
        for turn in range(3)
        for each in tape
    ]
    for symbol in ("btcusdt", "ethusdt"):
        trades = [message["t"] for stream, message in rounds if stream == f"{symbol}@trade"]
        assert trades == list(range(trades[0], trades[0] + len(trades)))
        updates = [(message["U"], message["u"]) for stream, message in rounds if stream == f"{symbol}@depth@100ms"]
        assert all(first == last + 1 for (_, last), (first, _) in pairwise(updates))
        closed = [m["k"]["t"] for stream, m in rounds if stream == f"{symbol}@kline_1s" and m["k"]["x"]]
        assert closed == list(range(closed[0], closed[0] + 1000 * len(closed), 1000))
        assert len(closed) == 3 * TAPE_SECONDS


def test_the_book_of_a_tape_is_the_same_at_the_beginning_of_every_round() -> None:
    feed = Synthetic(seed=2, symbols=["BTCUSDT"], rate=None)
    tape, _ = feed.tape({"btcusdt@depth@100ms"}, 1000)
    before, after = (feed.snapshot("BTCUSDT", 5000, turn) for turn in (0, 1))
    sides = {"b": dict(before.bids), "a": dict(before.asks)}
    last = before.book_update_id
    for each in tape:
        update = json.loads(each.payload)
        assert update["U"] == last + 1
        last = update["u"]
        for side, levels in sides.items():
            levels.update(update[side])
    assert last == after.book_update_id
    assert {price: qty for price, qty in sides["b"].items() if float(qty)} == dict(after.bids)
    assert {price: qty for price, qty in sides["a"].items() if float(qty)} == dict(after.asks)


def test_the_market_follows_the_clock() -> None:
    async def run() -> tuple[int, list[float]]:
        market = Market(seed=1, symbols=["BTCUSDT"], rate=1_000)
        began, lags = market.now, list[float]()
        with_limit = pace(market, 1.0, SimpleNamespace(publish=lambda _stream, _make: None, flush=lags.append))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(with_limit, 0.3)
        return market.now - began, lags

    advanced, lags = asyncio.run(run())
    assert 0 < advanced <= 1_000_000
    assert lags
    assert min(lags) >= 0.0
