"""A wrong message never passes as a shape: whatever is changed in a recognised frame, msgspec's verdict stands."""

import pytest

from tickwire.errors import DecodeError
from tickwire.wire.decode import decode
from tickwire.wire.json import JsonCodec

from ..fuzz.budget import EVERY
from ..fuzz.corpus import FRAMES, KINDS, stream_of
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
@pytest.mark.parametrize("frame", SHAPED.values(), ids=SHAPED)
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
