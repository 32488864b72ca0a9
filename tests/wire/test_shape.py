"""A wrong message never passes as a shape: whatever is changed in a recognised frame, msgspec's verdict stands."""

import pytest

from tickwire.errors import DecodeError
from tickwire.wire.decode import decode
from tickwire.wire.json import JsonCodec

from ..fuzz.budget import EVERY
from ..fuzz.corpus import ACCOUNT_FRAMES, ACCOUNT_KINDS, FRAMES, KINDS, stream_of
from ..fuzz.differential import Decoders, recognises_shapes, same

SHAPED = {name: frame for name, frame in KINDS.items() if not name.endswith("s")}


def recognised(codec: JsonCodec) -> int:
    return sum(hits for hits, _ in codec.shape_figures().values())


@pytest.fixture
def codec() -> JsonCodec:
    if not recognises_shapes():
        pytest.skip("this machine recognises no shapes")
    return JsonCodec()


@pytest.mark.parametrize("frame", KINDS.values(), ids=KINDS)
def test_every_change_of_one_byte_is_judged_as_msgspec_does(frame: bytes, codec: JsonCodec) -> None:
    decoders = Decoders()
    name = range(len('{"stream":"'), len('{"stream":"') + len(stream_of(frame)))  # another name is another stream
    for at in range(len(frame)):
        if at in name:
            continue
        decoders.renew()
        decoders.judge(frame)
        decoders.judge(frame)
        assert recognised(decoders.codecs["shapes"]) >= 1
        for byte in range(at % EVERY, 256, EVERY):
            decoders.judge(b"%b%c%b" % (frame[:at], byte, frame[at + 1 :]), against=("shapes",))
    assert decoders.taken > (4 if EVERY == 1 else 1) * len(frame)
    assert decoders.refused > 100 // EVERY * len(frame)


SAMPLED = 16 * EVERY  # of the values of each byte: these frames are long


@pytest.mark.parametrize("frame", ACCOUNT_KINDS.values(), ids=ACCOUNT_KINDS)
def test_every_change_of_one_byte_of_an_accounts_message_is_judged_as_msgspec_does(
    frame: bytes, codec: JsonCodec
) -> None:
    decoders = Decoders()
    decoders.judge(frame)
    decoders.judge(frame)
    assert recognised(decoders.codecs["shapes"]) == 1
    for at in range(len(frame)):
        changed = {0x22, 0x5C, frame[at] ^ 1, *range(at % SAMPLED, 256, SAMPLED)}
        for byte in changed:
            decoders.judge(b"%b%c%b" % (frame[:at], byte, frame[at + 1 :]), against=("shapes",))
    assert decoders.taken > len(frame) // 4
    assert decoders.refused > len(frame)


def test_ids_amounts_and_subscriptions_may_differ_within_a_shape(codec: JsonCodec) -> None:
    frame = next(frame for frame in ACCOUNT_FRAMES if b'"x":"TRADE"' in frame)
    decode(frame, codec=codec)
    other = frame.replace(b"tw-7Qx.0001:a/b_c", b"AZaz09._-:/~#][}^").replace(b'":3,', b'":8,')
    other = (
        other.replace(b"9900457", b"9911111").replace(b"0.00093750", b"7.12345678").replace(b"55512345", b"66612345")
    )
    view = decode(other, codec=codec)
    assert recognised(codec) == 1
    assert (view.subscription_id, view.execution_id, view.trade_id, view.commission) == (
        8,
        9911111,
        66612345,
        7.12345678,
    )
    assert same(view, decode(other, codec=JsonCodec(shapes=None)))


def test_an_escape_does_not_pass_for_the_text_of_an_id(codec: JsonCodec) -> None:
    frame = ACCOUNT_KINDS["ExecutionReport"]
    decode(frame, codec=codec)
    escaped = frame.replace(b"tw-7Qx.0001:a/b_c", b"tw\\u0041Qx.001:a/b"[:17])
    assert len(escaped) == len(frame)
    assert decode(escaped, codec=codec).client_order_id == "twAQx.001:a/"
    assert recognised(codec) == 0


def test_parts_are_lifted_out_of_a_shape_and_views_own_them(codec: JsonCodec) -> None:
    frame = ACCOUNT_KINDS["OutboundAccountPosition"]
    decode(frame, codec=codec)
    first = decode(frame.replace(b"9.99906250", b"1.00000001"), codec=codec)
    second = decode(frame.replace(b"12000.10000000", b"77777.00000007"), codec=codec)
    assert recognised(codec) == 2
    assert [str(part.free_decimal) for part in first.balances] == ["1.00000001", "12000.10000000"]
    assert [str(part.free_decimal) for part in second.balances] == ["9.99906250", "77777.00000007"]


def test_more_parts_than_a_shape_takes_are_left_to_the_table(codec: JsonCodec) -> None:
    one = b'{"a":"BNB","f":"9.99906250","l":"2.25000000"}'
    frame = b'{"subscriptionId":3,"event":{"e":"outboundAccountPosition","E":1793025001378,"u":1793025001376,"B":[%b]}}'
    for count in (20, 60, 3000):
        views = [decode(frame % b",".join([one] * count), codec=codec) for _ in range(3)]
        assert {len(view.balances) for view in views} == {count}
        assert same(views[0], views[2])


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_cut_off_anywhere_is_refused(frame: bytes) -> None:
    decoders = Decoders()
    stream = stream_of(frame).decode() or None
    for size in range(len(frame)):
        decoders.judge(frame)
        assert isinstance(decoders.judge(frame[:size], stream), DecodeError)


@pytest.mark.parametrize("frame", SHAPED.values(), ids=SHAPED)
def test_another_stream_does_not_pass_by_its_shape(frame: bytes, codec: JsonCodec) -> None:
    name = stream_of(frame)
    twin = frame.replace(name, name[:-1] + b"~").replace(b"BTCUSDT", b"BTCUSDC")
    for _ in range(3):
        assert decode(frame, codec=codec).stream == name.decode()
        try:
            assert decode(twin, codec=codec).stream == name.decode()[:-1] + "~"
        except DecodeError:
            assert not any(key in twin for key in (b'"e":"', b'"u":', b"lastUpdateId"))


@pytest.mark.parametrize("instruction_set", ["sse4", "avx2", "neon"])
@pytest.mark.parametrize("frame", (SHAPED | ACCOUNT_KINDS).values(), ids=SHAPED | ACCOUNT_KINDS)
def test_instruction_sets_say_the_same(frame: bytes, instruction_set: str) -> None:
    try:
        codec = JsonCodec(shapes=instruction_set)
    except ValueError as fault:
        pytest.skip(str(fault))
    views = [decode(frame, codec=codec) for _ in range(2)]
    assert recognised(codec) == 1
    assert same(views[0], views[1])
    assert same(views[1], decode(frame, codec=JsonCodec(shapes=None)))


def test_a_stream_of_changing_flags_keeps_a_shape_for_each(codec: JsonCodec) -> None:
    buys = KINDS["Trade"]
    sells = buys.replace(b'"m":false', b'"m":true')
    for _ in range(50):
        assert decode(buys, codec=codec).aggressor == "BUY"
        assert decode(sells, codec=codec).aggressor == "SELL"
    assert codec.shape_figures()["btcusdt@trade"][1] == 2


@pytest.mark.parametrize("digits", range(1, 20))
def test_ids_of_every_length_are_recognised_up_to_eighteen_digits(digits: int, codec: JsonCodec) -> None:
    frame = KINDS["Trade"].replace(b":5211900312,", b":%d," % (10**digits - 1))
    for value in (min(10**digits - 1, 2**63 - 1), 10 ** (digits - 1), int("123456789" * 3) % 10**digits, 0):
        if len(str(value)) != digits:
            continue
        said = frame.replace(b":%d," % (10**digits - 1), b":%d," % value)
        before = recognised(codec)
        views = [decode(said, codec=codec) for _ in range(2)]
        assert [view.trade_id for view in views] == [value, value]
        assert (recognised(codec) > before) == (digits <= 18)

    for value in (2**63, 10**19, 10**25, -(2**63)):
        assert isinstance(Decoders().judge(KINDS["Trade"].replace(b"5211900312", b"%d" % value)), DecodeError)


def test_levels_of_many_forms_are_recognised_side_by_side(codec: JsonCodec) -> None:
    head, tail = (
        b'{"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1793025003012,"s":"BTCUSDT","U":1,"u":1,',
        b"}}",
    )
    prices = [b"%d.%08d" % (10**n + n, n) for n in range(7)]
    levels = b",".join(b'["%b","%d.%08d"]' % (price, 10**n, n) for price in prices for n in range(7))
    frame = head + b'"b":[%b],"a":[%b]' % (levels, levels) + tail
    views = [decode(frame, codec=codec) for _ in range(4)]
    assert codec.shape_figures()["btcusdt@depth"][0] == 3
    for view in views:
        assert same(view, decode(frame, codec=JsonCodec(shapes=None, table=False)))
        assert len(view.bids) == len(view.asks) == 49


def test_a_stream_whose_messages_never_repeat_stops_learning(codec: JsonCodec) -> None:
    frame = KINDS["Trade"]
    for i in range(4000):
        said = frame.replace(b'"t":', b'"%d":[],"t":' % i)
        assert decode(said, codec=codec).trade_id == 5211900312
    hits, misses = codec.shape_figures()["btcusdt@trade"]
    assert hits <= 1
    assert misses < 400
