"""`decode`: whatever is given, a view comes back or a DecodeError that says what is wrong and where."""

import pickle
import threading
from typing import Any

import msgspec
import pytest

from tickwire import schema
from tickwire.errors import DecodeError, TickwireError
from tickwire.wire import messages as views
from tickwire.wire.decode import decode
from tickwire.wire.json import JsonCodec

from ..fuzz.corpus import FRAMES, KINDS, stream_of
from ..fuzz.differential import Decoders

TRADE = KINDS["Trade"]
PAYLOAD = TRADE[TRADE.index(b'"data":') + 7 : -1]


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, bytes.decode], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("frame", FRAMES)
def test_anything_that_holds_bytes_is_taken(frame: bytes, kind: Any) -> None:
    assert decode(kind(frame)) == decode(frame)


def test_a_memoryview_of_any_layout_is_taken() -> None:
    spread = bytearray(2 * len(TRADE))
    spread[::2] = TRADE
    assert decode(memoryview(spread)[::2]) == decode(TRADE)
    assert decode(memoryview(b"x" + TRADE + b"x")[1:-1]) == decode(TRADE)
    assert decode(memoryview(TRADE[: len(TRADE) // 4 * 4] + TRADE[len(TRADE) // 4 * 4 :])) == decode(TRADE)


@pytest.mark.parametrize("raw", [None, 5, 1.5, {}, ["{}"], object()])
def test_what_holds_no_bytes_is_a_type_error(raw: Any) -> None:
    with pytest.raises(TypeError):
        decode(raw)


@pytest.mark.parametrize("stream", [5, b"btcusdt@trade", ["btcusdt@trade"]])
def test_a_stream_that_is_no_text_is_a_type_error(stream: Any) -> None:
    with pytest.raises(TypeError):
        decode(PAYLOAD, stream)


@pytest.mark.parametrize(
    "raw",
    [b"", b" ", b"\n\t", b"null", b"true", b"0", b'"trade"', b"[", b"]", b"{", b"}", b"[]", b"[[]]", b"[{}]", b"{}",
     b"\x00", b"\xff\xfe", b"\xef\xbb\xbf{}", b"{'e':'trade'}", b'{"e":"nothing"}', b'{"e":7}', b'{"E":1}', b'{"u":1}',
     b'{"stream":"btcusdt@trade"}', b'{"data":{}}', b'{"stream":"","data":{}}', b'{"stream":"nonsense","data":{}}'],
)  # fmt: skip
def test_what_is_no_message_is_a_decode_error_with_the_bytes(raw: bytes) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(raw)
    assert caught.value.raw == raw
    assert caught.value.reason
    assert isinstance(caught.value, TickwireError)
    assert isinstance(caught.value, ValueError)


def test_text_with_a_lone_surrogate_is_a_decode_error() -> None:
    with pytest.raises(DecodeError, match="surrogates"):
        decode('{"e":"\ud800"}')


def test_the_offset_points_at_the_fault() -> None:
    for at in (PAYLOAD.index(b"1793"), len(PAYLOAD) - 1):
        broken = PAYLOAD[:at] + b"?" + PAYLOAD[at + 1 :]
        with pytest.raises(DecodeError) as bare:
            decode(broken)
        assert bare.value.offset == at
        with pytest.raises(DecodeError) as combined:
            decode(b'{"stream":"btcusdt@trade","data": %b}' % PAYLOAD.replace(b'"t":5', b'"t":05'))
        assert combined.value.stream == "btcusdt@trade"


def test_a_fault_inside_the_envelope_is_counted_from_the_start_of_the_frame() -> None:
    frame = b'{"stream":"btcusdt@trade", "data":%b}' % PAYLOAD.replace(b'"t":5', b'"t":05')
    with pytest.raises(DecodeError) as caught:
        decode(frame)
    assert caught.value.offset in range(frame.index(b'"t":05'), frame.index(b'"t":05') + 7)


def test_a_field_of_a_wrong_type_is_named() -> None:
    with pytest.raises(DecodeError, match=r"Expected `int`, got `str` - at `\$.t` on btcusdt@trade"):
        decode(TRADE.replace(b":5211900312", b':"5211900312"'))
    with pytest.raises(DecodeError, match="missing required field `p`"):
        decode(TRADE.replace(b'"p":', b'"pp":'))
    with pytest.raises(DecodeError, match="price: 'NaN' is no decimal number that fits 64 bits"):
        decode(TRADE.replace(b"97210.55000000", b"NaN"))
    with pytest.raises(DecodeError, match="trade_id: 9223372036854775808 does not fit 64 bits"):
        decode(TRADE.replace(b"5211900312", b"9223372036854775808"))
    with pytest.raises(DecodeError, match="common exponent"):
        decode(KINDS["BookTicker"].replace(b"97210.54000000", b"9223372036854775807"))


def test_an_error_keeps_a_part_of_a_long_frame_and_survives_pickling() -> None:
    with pytest.raises(DecodeError) as caught:
        decode(b"x" * 10_000_000)
    error = caught.value
    assert error.raw == b"x" * 1024
    assert len(str(error)) < 400
    back = pickle.loads(pickle.dumps(error))
    assert (back.reason, back.raw, back.offset, back.stream) == (error.reason, error.raw, error.offset, error.stream)


def test_the_stream_of_a_bare_message_may_be_given() -> None:
    assert decode(PAYLOAD).stream == ""
    assert decode(PAYLOAD, "btcusdt@trade").stream == "btcusdt@trade"
    depth = b'{"lastUpdateId":5500124,"bids":[["0.03909000","7.00000000"]],"asks":[]}'
    assert decode(depth).symbol == ""
    assert decode(depth, "ethbtc@depth5").symbol == "ETHBTC"
    assert decode(depth, "测试币usdt@depth20@100ms").symbol == "测试币USDT"


def test_the_name_in_the_envelope_counts_for_more() -> None:
    assert decode(TRADE, "ethbtc@aggTrade").stream == "btcusdt@trade"


def test_a_message_of_another_kind_than_its_stream_is_refused() -> None:
    with pytest.raises(DecodeError, match="on btcusdt@aggTrade"):
        decode(PAYLOAD, "btcusdt@aggTrade")
    with pytest.raises(DecodeError):
        decode(b"[%b]" % PAYLOAD, "btcusdt@trade")
    with pytest.raises(DecodeError):
        decode(KINDS["MiniTicker"].replace(b"btcusdt@miniTicker", b"!miniTicker@arr"))


def test_an_array_is_a_list_of_views_that_know_their_place() -> None:
    tickers = decode(KINDS["MiniTickers"])
    assert [type(view) for view in tickers] == [views.MiniTicker] * 3
    assert [view.flags & 1 for view in tickers] == [0, 0, 1]
    assert all(view.flags & 32 for view in tickers)
    assert decode(b'{"stream":"!miniTicker@arr","data":[]}') == []
    assert Decoders().judge(b'{"stream":"!ticker_1d@arr","data":[ ]}') == []


def test_a_large_array_is_whole() -> None:
    one = KINDS["MiniTicker"][KINDS["MiniTicker"].index(b'"data":') + 7 : -1]
    frame = b'{"stream":"!miniTicker@arr","data":[%b]}' % b",".join([one] * 3000)
    tickers = Decoders().judge(frame)
    assert len(tickers) == 3000
    assert len(set(tickers)) == 1


@pytest.mark.parametrize(
    "raw",
    [b'{"result":null,"id":1}', b'{"id":1,"result":["btcusdt@trade"]}', b' { "result" : true , "id" : "x" } ',
     b'{"error":{"code":2,"msg":"Invalid request: \\u0022"},"id":null}', b'{"code":0,"msg":"Unknown property","id":5}'],
)  # fmt: skip
def test_a_reply_to_a_request_is_a_control_reply(raw: bytes) -> None:
    reply = decode(raw)
    assert isinstance(reply, schema.ControlReply)
    assert msgspec.json.decode(msgspec.json.encode(reply)) == msgspec.json.decode(raw)


def test_a_broken_reply_is_a_decode_error() -> None:
    for raw in (b'{"result":nul}', b'{"error":5}', b'{"code":"x"}', b'{"result":null,"id":1', b'{"result":"\\ud800x"}'):
        with pytest.raises(DecodeError) as caught:
            decode(raw)
        assert caught.value.raw == raw


@pytest.mark.parametrize(
    "bracket", [b"[", b'{"a":', b'{"e":"trade","x":', b'{"stream":"btcusdt@trade","data":', b'[{"e":[']
)
def test_a_hundred_thousand_brackets_are_refused(bracket: bytes) -> None:
    frame = bracket + (b"[" if b"e" in bracket else bracket) * 100_000
    close = b"]" * 100_000 + b"}"
    for raw in (frame, frame + close, b'{"stream":"btcusdt@trade","data":%b%b}' % (frame, close)):
        assert isinstance(Decoders().judge(raw), DecodeError)


def test_nesting_that_msgspec_takes_is_taken() -> None:
    for depth in (10, 47, 48, 49, 60, 200):
        deep = b"[" * depth + b"]" * depth
        view = Decoders().judge(TRADE.replace(b'"t":', b'"deep":%b,"t":' % deep))
        assert view == decode(TRADE)


def test_huge_input_is_judged_without_much_memory() -> None:
    filler = b" " * 30_000_000
    assert decode(TRADE[:-1] + filler + b"}") == decode(TRADE)
    assert decode(PAYLOAD.replace(b'"t":', b'"x":"%b","t":' % filler.replace(b" ", b"y"))) == decode(TRADE)
    with pytest.raises(DecodeError):
        decode(filler)
    with pytest.raises(DecodeError):
        decode(PAYLOAD.replace(b"BTCUSDT", filler))
    with pytest.raises(DecodeError):
        decode(PAYLOAD.replace(b"97210.55000000", b"1" * 1_000_000))


def test_long_names_are_refused() -> None:
    with pytest.raises(DecodeError, match="bytes"):
        decode(TRADE.replace(b"BTCUSDT", b"B" * 121))
    assert decode(TRADE.replace(b"BTCUSDT", b"B" * 120)).symbol == "B" * 120
    with pytest.raises(DecodeError, match="stream name of 206 bytes"):
        decode(TRADE.replace(b"btcusdt@", b"b" * 200 + b"@"))


@pytest.mark.parametrize("name", ["!miniTicker@arr", "btcusdt@nothing", "x", '"', "\\", "a b", "测"])
def test_an_unknown_stream_leaves_the_message_to_speak_for_itself(name: str) -> None:
    frame = b'{"stream":%b,"data":%b}' % (msgspec.json.encode(name), PAYLOAD)
    if name == "!miniTicker@arr":
        assert isinstance(Decoders().judge(frame), DecodeError)
    else:
        assert Decoders().judge(frame) == decode(TRADE)


def test_more_streams_than_are_kept_are_decoded_all_the_same() -> None:
    for number in range(5000):
        name = b"s%d@trade" % (number % 4500)
        assert decode(TRADE.replace(b"btcusdt@trade", name)).stream == name.decode()


def test_threads_may_decode_at_once() -> None:
    expected = {frame: decode(frame) for frame in FRAMES}
    faults: list[object] = []

    def work(start: int) -> None:
        for i in range(3000):
            frame = FRAMES[(start + i) % len(FRAMES)]
            if decode(frame) != expected[frame]:
                faults.append(frame)
            try:
                decode(frame[:-1])
            except DecodeError:
                continue
            faults.append("a frame that is cut off was taken")

    threads = [threading.Thread(target=work, args=(7 * i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert not faults


def test_a_codec_of_ones_own_keeps_what_it_learns() -> None:
    codec = JsonCodec()
    for _ in range(3):
        decode(TRADE, codec=codec)
    assert stream_of(TRADE).decode() in codec.shape_figures()
    with pytest.raises(TypeError):
        decode(TRADE, codec="auto")  # type: ignore[call-overload]
