"""What the table decoder takes and what it leaves to msgspec; msgspec's verdict is the measure."""

import pytest

from tickwire.errors import DecodeError
from tickwire.wire.decode import decode

from ..fuzz.corpus import FRAMES
from ..fuzz.differential import Decoders, hold_against_oracle

TRADE = b'{"e":"trade","E":%b,"s":"BTCUSDT","t":1,"p":"1.5","q":"2","T":1793025001376,"m":true}'
NOW = b"1793025001377"


def judge(frame: bytes, stream: str | None = None) -> object:
    """What all three decoders and the oracle agree on."""
    said = Decoders().judge(frame, stream)
    hold_against_oracle(frame, said, stream)
    return said


def refuses(frame: bytes, stream: str | None = None) -> bool:
    return isinstance(judge(frame, stream), DecodeError)


@pytest.mark.parametrize("frame", FRAMES)
def test_every_kind_of_message_says_the_same_to_every_decoder(frame: bytes) -> None:
    assert not refuses(frame)


@pytest.mark.parametrize("payload", [b"{}", b"{ }", b"[{}]", b"[]", b"null"])
def test_a_message_without_fields_is_refused(payload: bytes) -> None:
    assert refuses(payload, "btcusdt@trade")
    assert refuses(b'{"stream":"btcusdt@trade","data":%b}' % payload)


def test_an_empty_candle_is_refused() -> None:
    assert refuses(b'{"e":"kline","E":1793025002014,"s":"BTCUSDT","k":{}}')


def test_a_candle_of_another_instrument_is_refused() -> None:
    frame = next(f for f in FRAMES if b"@kline_1m" in f)
    assert refuses(frame.replace(b'"s":"BTCUSDT","i"', b'"s":"ETHBTC","i"'))


@pytest.mark.parametrize("end", [b'";', b'"', b"", b'x":', b'":', b'": '])
def test_a_long_key_counts_whole(end: bytes) -> None:
    frame = b'{"lastUpdateId%b7,"bids":[],"asks":[]}' % end
    assert refuses(frame, "btcusdt@depth5") == (not end.startswith(b'":'))


@pytest.mark.parametrize("ms", [9223372036854, 9223372036855, 9999999999999, 10**13, 10**14 - 1])
def test_times_in_ms_fit_nanoseconds_or_are_refused(ms: int) -> None:
    assert refuses(TRADE % b"%d" % ms) == (ms * 10**6 >= 2**63)


@pytest.mark.parametrize("us", [10**14, 9223372036854775, 9223372036854776, 9999999999999999])
def test_times_in_us_fit_nanoseconds_or_are_refused(us: int) -> None:
    assert refuses(TRADE % b"%d" % us) == (us * 10**3 >= 2**63)


@pytest.mark.parametrize("ms", [0, -0, -1, -(10**12), -(10**12) - 1, -9223372036854, -9223372036855])
def test_times_before_the_epoch_are_taken_while_they_fit(ms: int) -> None:
    assert refuses(TRADE % b"%d" % ms) == (ms * 10**6 < -(2**63))


def test_of_a_key_that_comes_twice_the_last_counts() -> None:
    first = (
        b'{"e":"depthUpdate","E":1793025001377,"s":"BTCUSDT","U":1,"u":2,"b":[["1.0000","1"]],"b":[["2.0","1"]],"a":[]}'
    )
    view = judge(first)
    assert view.bids.mantissas() == [(20, 1)]  # type: ignore[attr-defined]
    assert view.price_exponent == -1  # type: ignore[attr-defined]


def test_times_of_two_units_in_one_message_are_each_taken_as_they_are() -> None:
    view = decode(TRADE % b"1793025001377123")
    assert (view.event_time, view.transact_time) == (1793025001377123000, 1793025001376000000)
    assert not refuses(TRADE % b"1793025001377123")


@pytest.mark.parametrize(
    "text",
    [b'"\\u00e9"', b'"\\ud83d\\ude00"', b'{"\\u0065":[1,"\\n"]}', b'"\xe6\xb5\x8b"', b"1e999", b"-0.0e-0", b"[[[[]]]]"],
)
def test_unknown_keys_may_hold_anything(text: bytes) -> None:
    frame = b'{"news":%b,"stream":"btcusdt@trade","data":{"result":%b,"e":"trade",%b}'
    assert not refuses(frame % (text, text, TRADE[13:] % NOW))
    assert not refuses(b'{"code":%b,%b' % (text, TRADE[1:] % NOW))


@pytest.mark.parametrize(
    "text",
    [
        b'"\\u00g9"',
        b'"\\ud83d"',
        b'"\\ude00"',
        b'"\\ud83d\\u0041"',
        b'"\\u12',
        b'"\x01"',
        b'"\\x"',
        b"01",
        b"1.",
        b".5",
        b"+1",
        b"tru",
        b"[1,]",
        b"{1:2}",
        b'{"a"}',
    ],
)
def test_damage_in_unknown_keys_is_judged_as_msgspec_does(text: bytes) -> None:
    judge(b'{"stream":"btcusdt@trade","data":{"x":%b,%b}' % (text, TRADE[1:] % NOW))
    judge(b'{"x":%b,"stream":"btcusdt@trade","data":%b}' % (text, TRADE % NOW))


@pytest.mark.parametrize("zeros", [1, 15, 100, 200, 5000])
def test_leading_zeros_of_decimals_do_not_count(zeros: int) -> None:
    view = decode(FRAMES[1].replace(b'"97210.55', b'"%b97210.55' % (b"0" * zeros)))
    assert view == decode(FRAMES[1])
    assert not isinstance(
        Decoders().judge(FRAMES[1].replace(b'"97210.55', b'"%b97210.55' % (b"0" * zeros))), DecodeError
    )


def test_trailing_zeros_go_where_a_number_would_not_fit() -> None:
    view = judge(TRADE.replace(b'"2"', b'"500000000000.00000000"') % NOW)
    assert (view.qty_mantissa, view.qty_exponent) == (5 * 10**18, -7)  # type: ignore[attr-defined]
    assert refuses(TRADE.replace(b'"2"', b'"500000000000.00000001"') % NOW)


def test_levels_in_arrays_are_refused() -> None:
    depth = b'{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[["1","1"]],"a":[]}'
    assert refuses(b"[%b,%b]" % (depth, depth))


def test_an_envelope_with_a_part_that_comes_twice_is_judged_as_msgspec_does() -> None:
    trade = TRADE % NOW
    assert not refuses(b'{"stream":"x","stream":"btcusdt@trade","data":%b}' % trade)
    assert refuses(b'{"stream":"\xd4","stream":"btcusdt@trade","data":%b}' % trade)
    assert refuses(b'{"stream":"btcusdt@trade","stream":1,"data":%b}' % trade)
    assert not refuses(b'{"stream":"btcusdt@trade","data":{},"data":%b}' % trade)
    assert refuses(b'{"stream":"btcusdt@trade","data":%b,"data":{}}' % trade)


def test_a_stream_name_with_escapes_is_read() -> None:
    assert not refuses(b'{"stream":"btcusdt\\u0040trade","data":%b}' % (TRADE % NOW))
    inner, outer = TRADE % b"1793025001999", TRADE[1:] % NOW
    view = judge(b'{"stream":"x\\u0040y","data":%b,%b' % (inner, outer))
    assert view.event_time == 1793025001999000000  # type: ignore[attr-defined]
