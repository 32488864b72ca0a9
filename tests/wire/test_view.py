"""Views: exact values of any message, equality, pickling, matching; price levels as sequences and buffers."""

import copy
import gc
import math
import pickle
from decimal import Decimal
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickwire import schema
from tickwire.schema import UNSET
from tickwire.wire import messages as views
from tickwire.wire.decode import decode
from tickwire.wire.json import JsonCodec, view_of_struct
from tickwire.wire.view import Level, Levels

from ..fuzz.corpus import ACCOUNT_FRAMES, ACCOUNT_KINDS, KINDS
from ..fuzz.differential import Decoders, hold_against_oracle, same
from ..fuzz.oracle import kinds
from ..fuzz.strategies import messages

EVERY_MESSAGE = pytest.mark.parametrize("cls", schema.MESSAGES, ids=lambda cls: cls.__name__)
BOUNDED = settings(max_examples=25, deadline=None, derandomize=True)


def named(cls: type[schema.Message]) -> str:
    """A stream of that message, for the instrument of a message that names none."""
    template = cls.streams[0]
    return template.format(symbol="btcusdt", interval="1m", window="1h", levels=5)


def frame_of(message: schema.Message) -> bytes:
    payload = msgspec.json.encode(message)
    if isinstance(message, schema.OrderResponse):
        return payload
    if type(message) in schema.ACCOUNT_MESSAGES:
        return b'{"subscriptionId":7,"event":%b}' % payload
    return b'{"stream":"%b","data":%b}' % (named(type(message)).encode(), payload)


def view_of(message: schema.Message) -> Any:
    frame = frame_of(message)
    said = Decoders().judge(frame)
    assert not isinstance(said, Exception), said
    hold_against_oracle(frame, said)
    return said


def everything(view: Any) -> dict[str, Any]:
    """Each public attribute, levels as pairs."""
    said = {name: getattr(view, name) for name in dir(view) if not name.startswith("_") and name != "age_us"}
    return {n: v.mantissas() if isinstance(v, Levels) else v for n, v in said.items() if not callable(v)}


@EVERY_MESSAGE
@BOUNDED
@given(data=st.data())
def test_a_view_goes_back_to_the_bytes_it_came_from(cls: type[schema.Message], data: st.DataObject) -> None:
    message = data.draw(messages(cls, mixed=False))
    view = view_of(message)
    sent = normal(msgspec.json.decode(msgspec.json.encode(message)))
    assert normal(msgspec.json.decode(msgspec.json.encode(view.to_struct()))) == sent
    assert type(view.to_struct()) is cls


def normal(said: Any) -> Any:
    """The same JSON with no sign on a zero, which a mantissa cannot hold."""
    if isinstance(said, dict):
        return {key: normal(value) for key, value in said.items()}
    if isinstance(said, list):
        return [normal(value) for value in said]
    return said[1:] if isinstance(said, str) and said.startswith("-") and not said.strip("-0.") else said


def objects(message: Any) -> list[Any]:
    """The message and the object inside it, if there is one."""
    return [message, *(inner for name in ("candle", "result") if (inner := getattr(message, name, None)) is not None)]


@EVERY_MESSAGE
@BOUNDED
@given(data=st.data())
def test_numbers_of_mixed_decimals_keep_their_values(cls: type[schema.Message], data: st.DataObject) -> None:
    message = data.draw(messages(cls, mixed=True))
    struct = view_of(message).to_struct()
    for part, back in zip(objects(message), objects(struct), strict=True):
        for name, kind in kinds(type(part)).items():
            said, returned = getattr(part, name), getattr(back, name)
            if said is UNSET or kind.endswith("parts"):
                continue
            kind = kind.removeprefix("maybe_")
            if kind in ("price", "qty", "amount", "optional_price") and said is not None:
                said, returned = Decimal(said), Decimal(returned)
            if kind == "levels":
                said, returned = ([(Decimal(p), Decimal(q)) for p, q in levels] for levels in (said, returned))
            if kind:
                assert returned == said, name


@EVERY_MESSAGE
@BOUNDED
@given(data=st.data())
def test_floats_are_the_nearest_to_the_text(cls: type[schema.Message], data: st.DataObject) -> None:
    message = data.draw(messages(cls, mixed=data.draw(st.booleans())))
    view = view_of(message)
    for part in objects(message):
        for name, kind in kinds(type(part)).items():
            text = None if getattr(part, name) is UNSET else getattr(part, name)
            kind = kind.removeprefix("maybe_")
            if kind in ("price", "qty", "amount", "optional_price"):
                assert getattr(view, name) == (None if text is None else float(text)), name
            if kind == "levels":
                assert list(getattr(view, name)) == [(float(p), float(q)) for p, q in text]


@EVERY_MESSAGE
@BOUNDED
@given(data=st.data())
def test_views_compare_by_value_and_survive_pickling(cls: type[schema.Message], data: st.DataObject) -> None:
    message = data.draw(messages(cls, mixed=False))
    view, twin = view_of(message), view_of(message)
    assert view == twin
    assert hash(view) == hash(twin)
    assert view is not twin
    for back in (pickle.loads(pickle.dumps(view)), copy.deepcopy(view), copy.copy(view)):
        assert same(back, view)
        assert everything(back) == everything(view)
    other = data.draw(messages(cls, mixed=False))
    assert (view == view_of(other)) == (everything(view) == everything(view_of(other)))


SHOWN = [frame for name, frame in KINDS.items() if not name.endswith("s")] + list(ACCOUNT_KINDS.values())


@pytest.mark.parametrize("frame", SHOWN)
def test_a_view_shows_its_fields_and_matches_by_them(frame: bytes) -> None:
    view = decode(frame)
    cls = type(view)
    assert repr(view).startswith(f"{cls.__name__}(")
    for name in cls.__match_args__:
        assert f"{name}={getattr(view, name)!r}" in repr(view)
        with pytest.raises(AttributeError):
            setattr(view, name, 0)
    assert view != 1
    assert view != decode(KINDS["Trade" if cls is not views.Trade else "AggTrade"])
    assert cls.kind == view.kind == views.KINDS[cls]
    with pytest.raises(TypeError, match=cls.__name__):
        cls()


def test_a_match_statement_takes_a_view_apart() -> None:
    match decode(KINDS["Trade"]):
        case views.Trade(when, "BTCUSDT", number, price, qty):
            assert (when, number, price, qty) == (1793025001377000000, 5211900312, 97210.55, 0.0052)
        case other:
            pytest.fail(f"{other!r} does not match")


def test_a_view_is_as_hashable_as_its_value() -> None:
    trades = {decode(KINDS["Trade"]) for _ in range(3)}
    assert len(trades) == 1


def test_reception_does_not_count_in_equality() -> None:
    struct = decode(KINDS["Trade"]).to_struct()
    first = view_of_struct(struct, 2, "btcusdt@trade", 5, 1, 4)
    second = view_of_struct(struct, 2, "", 0, 0, 0)
    assert first == second
    assert hash(first) == hash(second)
    assert (first.recv_time, first.line, first.flags, first.stream) == (5, 1, 4, "btcusdt@trade")
    assert pickle.loads(pickle.dumps(first)).recv_time == 5


def test_age_is_from_the_venue_to_here() -> None:
    struct = decode(KINDS["Trade"]).to_struct()
    sent = struct.event_time * 10**6
    assert view_of_struct(struct, 2, "", sent + 1_500_000).age_us == 1500.0
    assert math.isnan(view_of_struct(struct, 2).age_us)


def test_the_aggressor_is_the_side_that_crossed() -> None:
    frame = KINDS["Trade"]
    assert decode(frame).aggressor == "BUY"
    assert decode(frame.replace(b'"m":false', b'"m":true')).aggressor == "SELL"


def test_an_absent_flag_is_none() -> None:
    assert decode(KINDS["Trade"]).is_best_match is True
    assert decode(KINDS["Trade"].replace(b',"M":true', b"")).is_best_match is None


def test_a_null_reference_price_is_none() -> None:
    view = decode(KINDS["ReferencePrice"].replace(b'"97200.00000000"', b"null"))
    assert (view.reference_price, view.reference_price_decimal, view.reference_price_mantissa) == (None, None, None)
    assert view.to_struct().reference_price is None


def test_two_null_reference_prices_are_equal_and_differ_from_zero() -> None:
    null = KINDS["ReferencePrice"].replace(b'"97200.00000000"', b"null")
    assert decode(null) == decode(null)
    assert decode(null) != decode(KINDS["ReferencePrice"].replace(b"97200.00000000", b"0"))


@pytest.fixture
def bids() -> Levels:
    return decode(KINDS["PartialDepth"]).bids  # type: ignore[no-any-return]


def test_levels_are_a_sequence(bids: Levels) -> None:
    assert len(bids) == 5
    assert bids[0] == Level(97210.54, 1.2011) == bids[-5]
    assert bids[-1] == (97208.0, 2.25)
    assert bids[1:3] == [bids[1], bids[2]]
    assert bids[::-1] == list(reversed(list(bids)))
    assert bids[0].price == 97210.54
    for index in (5, -6, 10**6):
        with pytest.raises(IndexError):
            bids[index]
    with pytest.raises(TypeError):
        bids["0"]


def test_levels_are_exact_as_integers_and_decimals(bids: Levels) -> None:
    assert bids.mantissas()[0] == (9721054000000, 120110000)
    assert (bids.price_exponent, bids.qty_exponent) == (-8, -8)
    assert bids.decimals()[0] == (Decimal("97210.54"), Decimal("1.2011"))


def test_levels_keep_their_memory_alive(bids: Levels) -> None:
    gc.collect()
    for _ in range(100):
        decode(KINDS["DepthUpdate"])
    assert bids.mantissas()[4] == (9720800000000, 225000000)


def test_levels_are_a_read_only_buffer(bids: Levels) -> None:
    array = np.asarray(bids)
    assert array.dtype.names == ("price", "qty")
    assert array["price"].tolist() == [price for price, _ in bids.mantissas()]
    assert not array.flags.writeable
    view = memoryview(bids)
    assert (view.readonly, view.nbytes, view.itemsize, view.shape) == (True, 80, 16, (5,))
    assert bytes(view) == b"".join(p.to_bytes(8, "little") + q.to_bytes(8, "little") for p, q in bids.mantissas())
    del bids
    gc.collect()
    assert array[0]["price"] == 9721054000000


def test_empty_levels_are_empty_every_way() -> None:
    empty = decode(b'{"lastUpdateId":1,"bids":[],"asks":[]}').asks
    assert (len(empty), list(empty), empty.mantissas(), np.asarray(empty).size) == (0, [], [], 0)
    assert not empty
    assert repr(empty) == "<0 levels>"
    assert bytes(memoryview(empty)) == b""


def test_levels_compare_by_value(bids: Levels) -> None:
    assert bids == decode(KINDS["PartialDepth"]).bids
    assert bids != decode(KINDS["PartialDepth"]).asks
    assert bids != [(1, 2)]
    with pytest.raises(TypeError):
        Levels()


def test_a_message_with_thousands_of_levels_is_whole() -> None:
    level = b'["%d.%08d","%d.%08d"]'
    sides = [b",".join(level % (97210 + i, i, i + side, i) for i in range(5000)) for side in range(2)]
    frame = b'{"e":"depthUpdate","E":1793025003011,"s":"BTCUSDT","U":1,"u":2,"b":[%b],"a":[%b]}'
    codec = JsonCodec()
    for _ in range(3):
        view = decode(frame % tuple(sides), codec=codec)
        assert (len(view.bids), len(view.asks)) == (5000, 5000)
        assert view.bids.mantissas()[4999] == ((97210 + 4999) * 10**8 + 4999, 4999 * 10**8 + 4999)
        assert view.asks.mantissas()[0] == (97210 * 10**8, 10**8)


def test_words_are_members_of_their_enums_and_words_nobody_lists_keep_their_text() -> None:
    report = next(view for view in LEARNED if isinstance(view, views.ExecutionReport) and not view.order_type.is_known)
    assert report.time_in_force is schema.TimeInForce.GTC
    assert report.order_type == "SNIPER"
    assert report.order_type is schema.OrderType("SNIPER")
    assert report.to_struct().order_type is report.order_type
    assert report.expiry_reason is None


# Before any test makes up words of its own: numbers for them are few.
LEARNED = [decode(frame) for frame in ACCOUNT_FRAMES]


def test_a_word_without_a_number_is_said_to_be_one() -> None:
    frame = ACCOUNT_KINDS["ExecutionReport"].replace(b'"LIMIT"', b'"%b"' % (b"LONG" * 40))
    view = decode(frame)
    assert view.order_type == "NON_REPRESENTABLE"
    assert not view.order_type.is_known


def test_an_event_tells_its_subscription_which_does_not_count_in_equality() -> None:
    frame = ACCOUNT_KINDS["BalanceUpdate"]
    bare = decode(frame.removeprefix(b'{"subscriptionId":1,"event":')[:-1])
    other = decode(frame.replace(b'{"subscriptionId":1,', b'{"subscriptionId":65534,'))
    assert (decode(frame).subscription_id, bare.subscription_id, other.subscription_id) == (1, None, 65534)
    assert decode(frame) == bare == other
    assert hash(decode(frame)) == hash(bare)
    assert pickle.loads(pickle.dumps(other)).subscription_id == 65534


def test_parts_are_views_of_their_own_that_outlive_the_message() -> None:
    balances = decode(ACCOUNT_KINDS["OutboundAccountPosition"]).balances
    gc.collect()
    assert [part.asset for part in balances] == ["BNB", "USDT"]
    assert (balances[0].free, balances[0].free_decimal, balances[0].free_mantissa, balances[0].free_exponent) == (
        9.9990625, Decimal("9.99906250"), 999906250, -8,
    )  # fmt: skip
    assert balances == decode(ACCOUNT_KINDS["OutboundAccountPosition"]).balances
    assert balances[0] != balances[1]
    assert balances[0].to_struct() == schema.Balance(asset="BNB", free="9.99906250", locked="2.25000000")
    with pytest.raises(TypeError, match="its message can"):
        pickle.dumps(balances)
    assert len({*balances, *balances}) == 2
    assert repr(balances[1]).startswith("Balance(asset='USDT', free=12000.1,")


def test_an_array_that_is_absent_differs_from_an_empty_one() -> None:
    replies = [view for view in LEARNED if isinstance(view, views.OrderResponse)]
    assert [None if reply.fills is None else len(reply.fills) for reply in replies] == [None, None, 2, 1, 0, None]
    assert [reply.to_struct().result.fills is UNSET for reply in replies] == [True, True, False, False, False, True]
    assert [reply.id for reply in replies] == [4711, 4712, 4713, "b7e2-ü-42", None, "c-5"]
