"""Which streams there are in SBE, and how requests and URLs spell them there."""

import msgspec
import pytest

from tickwire.session import Subscriptions
from tickwire.session.encodings import encoding_of_changes, has_sbe, plain_name, sbe_name
from tickwire.session.placement import Placement


@pytest.mark.parametrize(
    ("name", "in_sbe"),
    [
        ("btcusdt@trade", "btcusdt@trade"),
        ("btcusdt@bookTicker", "btcusdt@bestBidAsk"),
        ("btcusdt@depth@100ms", "btcusdt@depth"),
        ("测试usdt@depth20@100ms", "测试usdt@depth20"),
    ],
)
def test_a_stream_has_another_name_in_sbe(name: str, in_sbe: str) -> None:
    assert has_sbe(name)
    assert sbe_name(name) == in_sbe


@pytest.mark.parametrize("name", ["btcusdt@aggTrade", "btcusdt@kline_1s", "btcusdt@depth5", "!ticker_1h@arr", "@trade"])
def test_of_others_there_is_none(name: str) -> None:
    assert not has_sbe(name)


def test_changes_of_the_book_come_in_one_encoding_each_where_both_are_in_use() -> None:
    names = ("btcusdt@depth", "btcusdt@depth@100ms", "btcusdt@trade", "btcusdt@depth20@100ms", "@depth")
    assert [encoding_of_changes(name) for name in names] == ["sbe", "json", None, None, None]


def test_best_prices_go_by_the_name_that_json_has() -> None:
    assert plain_name("btcusdt@bestBidAsk") == "btcusdt@bookTicker"
    assert plain_name("btcusdt@trade") == "btcusdt@trade"


def test_requests_spell_streams_as_the_venue_does_and_outcomes_as_they_were_asked_for() -> None:
    subscriptions = Subscriptions(spell=sbe_name)
    subscriptions.opened()
    for name in ("btcusdt@bookTicker", "btcusdt@depth@100ms"):
        subscriptions.want(name)
    request = subscriptions.poll(0.0)
    assert request is not None
    assert msgspec.json.decode(request.frame)["params"] == ["btcusdt@bestBidAsk", "btcusdt@depth"]
    assert request.streams == ("btcusdt@bookTicker", "btcusdt@depth@100ms")


def test_streams_of_one_kind_are_not_put_on_shards_of_another() -> None:
    placement = Placement()
    placement.add_shard(0, "json")
    assert placement.choose("sbe") is None
    placement.add_shard(1, "sbe")
    assert (placement.choose("json"), placement.choose("sbe")) == (0, 1)
    placement.put("btcusdt@trade", 1)
    assert placement.streams(1) == ["btcusdt@trade"]


def test_a_busy_shard_gives_streams_to_one_of_its_kind() -> None:
    placement = Placement(max_rate=100.0)
    for shard, kind in enumerate(("sbe", "json", "sbe")):
        placement.add_shard(shard, kind)
    for name in ("a@trade", "b@trade", "c@trade"):
        placement.put(name, 0)
    counts = dict.fromkeys(("a@trade", "b@trade", "c@trade"), 0)
    for second in range(6):
        placement.observe(counts, float(second))
        counts = {name: count + 60 for name, count in counts.items()}
    move = placement.move(10.0)
    assert move is not None
    assert (move.source, move.target) == (0, 2)
