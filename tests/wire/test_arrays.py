"""`decode_many`: a tape of frames to arrays, in order, nothing lost, faults reported with the frame."""

from typing import Any

import pytest

from tickwire.errors import ConfigError, DecodeError
from tickwire.wire.decode import decode
from tickwire.wire.json import JsonCodec
from tickwire.wire.messages import KINDS

from ..fuzz.corpus import FRAMES
from ..fuzz.corpus import KINDS as FRAME_OF
from .sbe_frames import Depth, Trades
from .test_sbe_orders import ACK

np = pytest.importorskip("numpy")
from tickwire.wire.arrays import decode_many  # noqa: E402

TRADE = FRAME_OF["Trade"]


def trades(count: int) -> list[bytes]:
    return [TRADE.replace(b"5211900312", b"%d" % (10**9 + i)) for i in range(count)]


def with_length(frames: list[bytes]) -> bytes:
    return b"".join(len(frame).to_bytes(4, "little") + frame for frame in frames)


@pytest.mark.parametrize("count", [0, 1, 2, 63, 64, 65, 1000])
def test_every_frame_is_a_row_in_order(count: int) -> None:
    for arrays in (
        decode_many(b"\n".join(trades(count))),
        decode_many(b"\n".join(trades(count)) + b"\n"),
        decode_many(b"\r\n".join(trades(count))),
        decode_many(with_length(trades(count)), delimiter="length"),
    ):
        assert arrays.keys() == ({"Trade"} if count else set())
        if count:
            assert arrays["Trade"]["trade_id"].tolist() == list(range(10**9, 10**9 + count))


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, bytes.decode], ids=lambda kind: kind.__name__)
def test_any_buffer_or_text_is_a_tape(kind: Any) -> None:
    assert len(decode_many(kind(b"\n".join(FRAMES)))["Trade"]) == 5


def test_frames_of_every_kind_end_up_under_their_names() -> None:
    arrays = decode_many(b"\n".join(FRAMES))
    flat = [view for said in map(decode, FRAMES) for view in (said if isinstance(said, list) else [said])]
    for cls in KINDS:
        assert len(arrays[cls.__name__]) == sum(type(view) is cls for view in flat)
    expected = [
        pair for view in flat if hasattr(view, "bids") for side in (view.bids, view.asks) for pair in side.mantissas()
    ]
    assert sorted(map(tuple, arrays["levels"].tolist())) == sorted(expected)


def test_empty_lines_are_no_frames() -> None:
    assert len(decode_many(b"\n\n%b\n \t\r\n%b\n\n" % (TRADE, TRADE))["Trade"]) == 2
    assert decode_many(b"") == decode_many(b"\n\n") == {}


@pytest.mark.parametrize("bad", [b"{}", TRADE[:-1], b'{"result":null,"id":1}', b"\xff"])
def test_a_frame_that_is_no_message_is_raised_or_collected(bad: bytes) -> None:
    tape = b"\n".join([TRADE, bad, TRADE])
    with pytest.raises(DecodeError) as caught:
        decode_many(tape)
    assert caught.value.raw == bad
    arrays = decode_many(tape, errors="collect")
    assert len(arrays["Trade"]) == 2
    assert [fault.raw for fault in arrays["errors"]] == [bad]


@pytest.mark.parametrize("cut", [1, 3, 4, 5, 100])
def test_a_tape_of_lengths_that_is_cut_off_is_refused(cut: int) -> None:
    tape = with_length(trades(2))
    with pytest.raises(DecodeError, match="cut off"):
        decode_many(tape[:-cut] if cut > 4 else tape + b"\x01" * cut, delimiter="length")


def test_a_length_beyond_the_tape_is_refused() -> None:
    with pytest.raises(DecodeError, match="a frame of 4294967295 bytes is cut off after 3"):
        decode_many(b"\xff\xff\xff\xff{} ", delimiter="length")


@pytest.mark.parametrize("options", [{"delimiter": "comma"}, {"errors": "ignore"}])
def test_an_unknown_option_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(options))):
        decode_many(b"", **options)


def test_bare_messages_belong_to_the_stream_that_is_given() -> None:
    bare = b'{"lastUpdateId":5500124,"bids":[["0.03909000","7.00000000"]],"asks":[]}'
    arrays = decode_many(b"\n".join([bare] * 3), "ethbtc@depth5")
    assert len(set(arrays["PartialDepth"]["stream"].tolist())) == 1
    assert arrays["PartialDepth"]["bids"].tolist() == [0, 1, 2]
    assert arrays["levels"]["qty"].tolist() == [700000000] * 3


def test_arrays_own_their_memory() -> None:
    arrays = decode_many(bytearray(b"\n".join(trades(10))))
    kept = arrays["Trade"]["price"].tolist()
    decode_many(b"\n".join(trades(1000)))
    assert arrays["Trade"]["price"].tolist() == kept == [9721055000000] * 10


def test_a_codec_of_ones_own_goes_on_learning() -> None:
    codec = JsonCodec()
    decode_many(b"\n".join(trades(10)), codec=codec)
    decode_many(b"\n".join(trades(10)), codec=codec)
    assert sum(codec.shape_figures()["btcusdt@trade"]) >= 20 or codec.shape_figures()["btcusdt@trade"] == (0, 0)


def test_frames_of_sbe_are_rows_beside_those_of_json() -> None:
    depth = Depth(3, 4, [(1, 2), (3, 4)], [(5, 6)])
    frames = [TRADE, Trades([(7, 1, 2, True), (8, 3, 4, False)]).frame(), depth.frame(), ACK, Trades([]).frame()]
    arrays = decode_many(with_length(frames), delimiter="length")
    assert arrays["Trade"]["trade_id"].tolist()[1:] == [7, 8]
    assert arrays["DepthUpdate"]["last_book_update_id"].tolist() == [4]
    assert arrays["levels"]["qty"].tolist() == [2, 4, 6]
    assert arrays["OrderResponse"]["order_id"].tolist() == [12]


def test_a_cut_frame_of_sbe_is_an_error_among_the_rows() -> None:
    frame = Trades([(7, 1, 2, True)]).frame()
    arrays = decode_many(with_length([frame[:-1], frame]), delimiter="length", errors="collect")
    assert len(arrays["Trade"]) == len(arrays["errors"]) == 1
