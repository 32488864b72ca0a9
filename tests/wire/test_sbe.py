"""SBE frames of market data: the same views as from JSON, whatever the version, and nothing read outside a frame."""

import contextlib
import copy
import json
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tickwire
from tickwire.errors import DecodeError
from tickwire.schema import sbe
from tickwire.schema.sbe.templates.streams import STREAMS
from tickwire.wire.decode import decode

from ..schema.sbe_xml import Schema
from .sbe_frames import EVENT_TIME, Best, Depth, Event, Shape, Trades

MANTISSAS = st.integers(-(10**17), 10**17)
IDS = st.integers(0, 2**62)
LEVELS = st.lists(st.tuples(MANTISSAS, MANTISSAS), max_size=30)
SYMBOLS = st.text("ABCXYZ019这是测试币", min_size=1, max_size=24)
EXPONENTS = {"symbol": SYMBOLS, "price_exponent": st.integers(-18, 0), "qty_exponent": st.integers(-18, 0)}
EVENTS = st.one_of(
    st.builds(
        Trades, st.lists(st.tuples(IDS, MANTISSAS, MANTISSAS, st.booleans()), min_size=1, max_size=9), **EXPONENTS
    ),
    st.builds(Best, IDS, st.tuples(MANTISSAS, MANTISSAS), st.tuples(MANTISSAS, MANTISSAS), **EXPONENTS),
    st.builds(Depth, st.none() | IDS, IDS, LEVELS, LEVELS, **EXPONENTS),
)
NEWER = st.builds(
    Shape, st.integers(1, 65535), st.binary(max_size=40), st.binary(max_size=40), st.just(b""),
    st.text("abc", max_size=9).map(lambda text: b"" if not text else bytes([len(text)]) + text.encode()),
)  # fmt: skip
SOME: list[Event] = [
    Trades([(7, 2345678, 1000, True), (8, 2345677, 250000, False)]),
    Best(400900217, (2535190000, 3121000000), (2536520000, 4066000000), "BNBUSDT"),
    Depth(None, 160, [(24, 10), (23, 7)], [(26, 100)], "BNBBTC", -4, 0),
    Depth(157, 160, [(24, 10), (20, 0)], [], "这是测试币456", -4, 0),
]


def views(frame: bytes) -> list[Any]:
    """The views of a frame, as a list."""
    found = decode(frame)
    return found if isinstance(found, list) else [found]


def said(view: Any) -> Any:
    """What a view says that both encodings carry."""
    message = view.to_struct()
    prices, quantities = view.price_exponent, view.qty_exponent
    return message, view.symbol if not isinstance(view, tickwire.PartialDepth) else "", prices, quantities


def as_json_has_it(event: Event) -> list[Any]:
    """The same of the JSON messages; without numbers there are no decimals to be counted."""
    stream = f"{event.symbol.lower()}@depth20" if isinstance(event, Depth) and event.first is None else None
    return [said(decode(message, stream)) for message in event.messages()]


def is_exact(event: Event) -> bool:
    """Whether JSON counts the decimals that SBE names: it has numbers, and zeros in front do not tell."""
    return not isinstance(event, Depth) or bool(event.bids or event.asks)


@pytest.mark.parametrize("event", SOME)
def test_a_frame_says_what_the_json_messages_say(event: Event) -> None:
    assert [said(view) for view in views(event.frame())] == as_json_has_it(event)


@given(EVENTS.filter(is_exact))
def test_any_frame_says_what_the_json_messages_say(event: Event) -> None:
    assert [said(view) for view in views(event.frame())] == as_json_has_it(event)


@given(EVENTS)
def test_the_slow_twin_says_the_same(event: Event) -> None:
    slow = sbe.decode(event.frame())
    found = [view.to_struct() for view in views(event.frame())]
    assert found == (slow if isinstance(event, Trades) else [slow])


@given(EVENTS)
def test_copies_have_what_json_does_not_say(event: Event) -> None:
    for view in views(event.frame()):
        for again in (pickle.loads(pickle.dumps(view)), copy.copy(view)):
            assert again == view
            assert (again.symbol, again.event_time, again.flags) == (view.symbol, view.event_time, view.flags)


@given(EVENTS, NEWER)
def test_what_a_newer_version_adds_is_stepped_over(event: Event, shape: Shape) -> None:
    found, plain = views(event.frame(shape)), views(event.frame())
    assert found == plain
    assert [view.symbol for view in found] == [event.symbol] * len(found)


@pytest.mark.parametrize("groups", [struct.pack("<HHqq", 8, 2, 1, 2), struct.pack("<HIq", 8, 1, 5), bytes(4), bytes(6)])
@pytest.mark.parametrize("event", SOME)
def test_groups_that_a_newer_version_puts_before_the_symbol_are_stepped_over(event: Event, groups: bytes) -> None:
    found = views(event.frame(Shape(version=1, groups=groups)))
    assert found == views(event.frame())


@pytest.mark.parametrize("event", SOME)
def test_groups_and_texts_of_a_newer_version_at_once_are_refused_rather_than_guessed_at(event: Event) -> None:
    frame = event.frame(Shape(version=1, groups=struct.pack("<HHqq", 8, 2, 1, 2), texts=b"\3new"))
    with pytest.raises(DecodeError, match="where the symbol is, is not certain"):
        decode(frame)
    with pytest.raises(DecodeError, match="it is not certain where s is"):
        sbe.decode(frame)


NULL = -(2**63)


@pytest.mark.parametrize(
    ("event", "offset"),
    [
        (Trades([(7, 1, 1, True), (NULL, 2, 1, False)]), 57),
        (Trades([(7, NULL, 1, True)]), 40),
        (Trades([(7, 1, 1, True), (8, 2, NULL, False)]), 73),
        (Best(NULL, (1, 2), (3, 4)), 16),
        (Best(1, (NULL, 2), (3, 4)), 26),
        (Best(1, (1, 2), (3, NULL)), 50),
        (Depth(None, NULL, [], []), 16),
        (Depth(None, 5, [(1, 2), (NULL, 2)], []), 46),
        (Depth(4, 5, [(1, 2)], [(-1, 5), (3, NULL)]), 82),
        (Depth(NULL, 5, [], []), 16),
    ],
)
def test_null_is_no_number_for_either_decoder(event: Event, offset: int) -> None:
    for read in (decode, sbe.decode):
        with pytest.raises(DecodeError, match="null where there has to be a number") as caught:
            read(event.frame())
        assert caught.value.offset == offset


def test_an_event_of_several_trades_is_an_array_whose_last_one_is_flagged() -> None:
    trades = views(Trades([(7, 1, 1, True), (8, 2, 1, False), (9, 3, 1, True)]).frame())
    assert [trade.trade_id for trade in trades] == [7, 8, 9]
    assert [bool(trade.flags & 1) for trade in trades] == [False, False, True]
    assert all(trade.flags & 32 for trade in trades)


def test_an_event_without_trades_has_no_messages() -> None:
    assert decode(Trades([]).frame()) == []


def test_times_are_nanoseconds_and_the_best_bid_and_offer_has_one() -> None:
    best = decode(SOME[1].frame())
    assert best.event_time == EVENT_TIME * 1000
    assert decode(SOME[2].frame()).event_time == EVENT_TIME * 1000


def test_a_given_stream_is_noted_and_must_be_of_the_message_and_the_symbol() -> None:
    frame = SOME[1].frame()
    assert decode(frame, "bnbusdt@bestBidAsk").stream == "bnbusdt@bestBidAsk"
    assert decode(frame, "bnbusdt@bookTicker").stream == "bnbusdt@bookTicker"
    with pytest.raises(DecodeError, match="BookTicker"):
        decode(frame, "bnbusdt@trade")
    with pytest.raises(DecodeError, match="it is of BNBUSDT") as caught:
        decode(frame, "btcusdt@bookTicker")
    assert caught.value.offset == 59


@pytest.mark.parametrize("event", SOME)
@pytest.mark.parametrize("shape", [Shape(), Shape(1, b"abc", b"de")])
def test_every_truncation_is_refused_at_an_offset_within_the_frame(event: Event, shape: Shape) -> None:
    frame = event.frame(shape)
    for size in range(2, len(frame)):
        with pytest.raises(DecodeError) as caught:
            decode(frame[:size])
        assert caught.value.offset is not None
        assert 0 <= caught.value.offset <= size


@pytest.mark.parametrize(
    ("at", "value", "fault", "offset"),
    [
        (0, b"\x11\x00", "the block is too short", 0),
        (0, b"\xff\xff", "the block is cut off", 8),
        (26, b"\x18\x00", "the entries of a group are too short", 26),
        (28, b"\xff\xff\xff\x7f", "the entries of a group are cut off", 26),
        (28, b"\x01\x00\x00\x00", "the symbol does not end with the frame", 57),
        (82, b"\x06", "the symbol does not end with the frame", 82),
        (82, b"\x08", "the symbol does not end with the frame", 82),
        (82, b"\x00", "the symbol is empty", 82),
        (83, b"\xff", "no symbol", 83),
        (24, b"\x80", "no usual exponent", 24),
        (25, b"\x01", "no usual exponent", 25),
        (8, b"\xff" * 8, "no time", 8),
        (16, b"\xff" * 7 + b"\x7f", "no time", 16),
        (2, b"\x00\x00", "template 0 of schema 1 is not known", 2),
        (4, b"\x02\x00", "template 10000 of schema 2 is not known", 2),
    ],
)
def test_a_corrupt_frame_is_refused_where_it_is_wrong(at: int, value: bytes, fault: str, offset: int) -> None:
    frame = bytearray(SOME[0].frame())
    frame[at : at + len(value)] = value
    with pytest.raises(DecodeError, match=fault) as caught:
        decode(bytes(frame))
    assert caught.value.offset == offset


@given(EVENTS, st.data())
def test_changed_bytes_are_a_message_or_refused(event: Event, data: st.DataObject) -> None:
    frame = bytearray(event.frame())
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DecodeError):
        decode(bytes(frame))


@pytest.mark.parametrize("text", [b"{", b'{"e":"trade"}', b"[]", b" \n{}", b"", b"\x12", b"nonsense"])
def test_what_has_no_zero_byte_is_taken_for_json(text: bytes) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(text)
    assert "SBE" not in caught.value.reason


def test_the_templates_agree_with_the_xml(sbe_folder: Path) -> None:
    schema = Schema(sbe_folder / "stream_1_0.xml")
    assert {each.name: each.number for each in STREAMS.values()} == {
        each.name: each.number for each in schema.messages.values()
    }
    for template in STREAMS.values():
        block = schema.messages[template.name]
        assert [field.code for field in template.fields] == [field.code for field in block.fields]
        for group, expected in zip(template.groups, block.groups, strict=True):
            assert group.head.format == expected.head
            codes = [field.code for field in expected.fields if not field.is_constant]
            assert [field.code for field in group.fields] == codes


def test_samples_say_what_their_json_says(sbe_samples: Path) -> None:
    for path in sorted(sbe_samples.glob("stream.*.hex")):
        values = json.loads(path.with_suffix(".json").read_text())
        for view, value in zip(views(bytes.fromhex(path.read_text())), values.get("trades", [values]), strict=True):
            assert (view.symbol, view.event_time) == (values["symbol"], values["eventTime"] * 1000)
            assert (view.price_exponent, view.qty_exponent) == (values["priceExponent"], values["qtyExponent"])
            assert facts_of(view) == facts_in(value), path.name


def facts_of(view: Any) -> list[Any]:
    """The ids and numbers of a view."""
    if isinstance(view, tickwire.Trade):
        return [view.trade_id, view.price_mantissa, view.qty_mantissa, view.is_buyer_maker]
    if isinstance(view, tickwire.BookTicker):
        sides = [view.bid_price_mantissa, view.bid_qty_mantissa, view.ask_price_mantissa, view.ask_qty_mantissa]
        return [view.book_update_id, *sides]
    ids = [view.book_update_id] if isinstance(view, tickwire.PartialDepth) else []
    ids = ids or [view.first_book_update_id, view.last_book_update_id]
    return [*ids, list(view.bids.mantissas()), list(view.asks.mantissas())]


def facts_in(value: Any) -> list[Any]:
    """The same of a decoded sample."""
    keys = ("id", "bookUpdateId", "firstBookUpdateId", "lastBookUpdateId")
    facts = [value[key] for key in keys if key in value]
    facts += [value[key] for key in ("price", "qty", "bidPrice", "bidQty", "askPrice", "askQty") if key in value]
    facts += [value["isBuyerMaker"]] if "isBuyerMaker" in value else []
    return facts + [
        [(each["price"], each["qty"]) for each in value[side]] for side in ("bids", "asks") if side in value
    ]


@pytest.mark.parametrize("maker", [2, 7, 254, 255])
@pytest.mark.parametrize("before", [0, 1])
def test_who_is_neither_maker_nor_not_is_refused(maker: int, before: int) -> None:
    frame = Trades([(1, 2, 3, True)] * before + [(1, 2, 3, maker)]).frame()
    with pytest.raises(DecodeError, match="neither true nor false") as refused:
        views(frame)
    assert frame[refused.value.offset or 0] == maker
