"""msgspec Structs by subscription: the same as msgspec itself decodes."""

import json

import msgspec
import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.feed.events import HandlerError

NUMBERS = ["0", "0.00", "-1.50", "97123.45000000", "0.00000001", "92233720368.54775807", "1000000000000", "-0.05"]


def test_a_schema_class_as_key_brings_its_structs(dispatch, frames):
    got = []
    dispatch.add("btcusdt@trade", tw.schema.Trade, got.append)
    dispatch.on_bytes(frames.trade(3))
    assert got == [msgspec.json.decode(frames.bare_trade(3), type=tw.schema.Trade)]


@pytest.mark.parametrize("number", NUMBERS)
def test_decimals_are_the_venues_text(dispatch, frames, number):
    got = []
    dispatch.add("btcusdt@trade", tw.schema.Trade, got.append)
    dispatch.on_bytes(frames.trade().replace(b'"97123.45000000"', f'"{number}"'.encode()))
    assert got[0].price == number


def test_levels_are_pairs_of_text(dispatch, frames):
    got = []
    dispatch.add("btcusdt@depth5", tw.schema.PartialDepth, got.append)
    dispatch.on_bytes(frames.depth(9))
    assert got[0].bids == [("97123.44", "1.25"), ("97123.40", "2.00")]
    assert (got[0].asks, got[0].book_update_id) == ([("97123.45", "0.75")], 9)


def test_times_keep_the_unit_of_the_wire(dispatch, frames):
    got = []
    dispatch.add("btcusdt@trade", tw.schema.Trade, got.append)
    dispatch.on_bytes(frames.trade())
    dispatch.on_bytes(frames.trade(2).replace(b"1770000000123", b"1770000000123456"))
    assert [struct.event_time for struct in got] == [1770000000123, 1770000000123456]


def test_what_is_absent_stays_absent(dispatch, frames):
    got = []
    dispatch.add("btcusdt@trade", tw.schema.Trade, got.append)
    dispatch.on_bytes(frames.trade().replace(b',"M":true', b""))
    assert got[0].is_best_match is msgspec.UNSET


def test_null_is_none(dispatch, frames):
    got = []
    dispatch.add("btcusdt@referencePrice", tw.schema.ReferencePrice, got.append)
    payload = '{"e":"referencePrice","s":"BTCUSDT","r":%s,"t":%d}'
    for time, price in enumerate(("null", '"1.25"'), 1770000000123):
        dispatch.on_bytes(frames.combined("btcusdt@referencePrice", payload % (price, time)))
    assert [struct.reference_price for struct in got] == [None, "1.25"]


def test_views_and_structs_of_one_stream_agree(dispatch, frames):
    views, structs = [], []
    dispatch.add("!miniTicker@arr", tw.MiniTicker, views.append)
    dispatch.add("!miniTicker@arr", tw.schema.MiniTicker, structs.append)
    dispatch.on_bytes(frames.mini_tickers("BTCUSDT", "币安人生USDT"))
    assert [view.to_struct() for view in views] == structs
    assert structs[1].symbol == "币安人生USDT"


def test_an_exception_is_told(dispatch, frames, events):
    def wrong(struct):
        raise ValueError(struct.price)

    dispatch.add("btcusdt@trade", tw.schema.Trade, wrong)
    dispatch.on_bytes(frames.trade())
    assert str(events.of(HandlerError)[0].error) == "97123.45000000"


@pytest.mark.parametrize("name", ["spot-mixed-cryptofeed-2021.jsonl", "spot-ticker-gocryptotrader.jsonl"])
def test_captured_messages_become_what_their_views_become(captured, name):
    path = captured / name
    if not path.exists():
        pytest.skip(f"no {name}")
    found = 0
    for line in path.read_bytes().splitlines()[:3000]:
        try:
            view = tw.decode(line)
        except tw.DecodeError:
            continue
        if type(view) not in tw.KINDS:
            continue
        message = json.loads(line)
        got = []
        dispatch = Dispatch()
        dispatch.add(view.stream, getattr(tw.schema, type(view).__name__), got.append)
        dispatch.on_bytes(line)
        assert got == [view.to_struct()], message
        found += 1
    assert found
