"""What the reader of SBE takes: older and newer versions, words and messages it does not know; and what it refuses."""

import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tickwire.errors import DecodeError
from tickwire.schema import OrderReply, OrderStatus, sbe
from tickwire.schema.sbe import TEMPLATES

from .sbe_values import PLAIN, Values
from .sbe_xml import Schema
from .test_sbe import few, without_nothing

OWN = Schema(Path(__file__).resolve().parents[1] / "data" / "sbe.xml")
ACK = {
    "_template": "NewOrderAckResponse",
    "orderId": 7, "orderListId": None, "transactTime": 1_700_000_000_000_000, "symbol": "BTCUSDT", "clientOrderId": "a",
}  # fmt: skip
LIMITS = [{"rateLimitType": "ORDERS", "interval": "DAY", "intervalNum": 1, "rateLimit": 9, "current": 2}]
REPLY = {
    "_template": "WebSocketResponse",
    "sbeSchemaIdVersionDeprecated": False, "status": 200, "rateLimits": LIMITS, "id": "5", "result": ACK,
}  # fmt: skip
FULL = {
    "priceExponent": -2, "qtyExponent": -3, "orderId": 7, "orderListId": None, "transactTime": 1, "price": 100,
    "origQty": 5, "executedQty": 5, "cummulativeQuoteQty": 5, "status": "FILLED", "timeInForce": "GTC",
    "orderType": "LIMIT", "side": "BUY", "workingTime": None, "orderCapacity": "PRINCIPAL", "workingFloor": "EXCHANGE",
    "selfTradePreventionMode": "NONE", "preventedQuantity": 0, "usedSor": False, "origQuoteOrderQty": 0, "fills": [],
    "preventedMatches": [], "symbol": "A", "clientOrderId": "b", "_template": "NewOrderFullResponse",
}  # fmt: skip
VERSIONS = ("spot_3_2.xml", "spot_3_3.xml", "spot_3_4.xml", "spot_3_5.xml")


def anything(schema: Schema, **texts: Any) -> st.SearchStrategy[Any]:
    """A message of a schema that has a class."""
    named = [name for name, each in schema.messages.items() if each.number in TEMPLATES and each.number != 999]
    return st.sampled_from(sorted(named)).flatmap(Values(schema, **texts).message)


@few
@given(anything(OWN))
def test_messages_of_a_schema_that_is_always_at_hand_come_back(values: Any) -> None:
    frame = OWN.encode(values)
    assert without_nothing(sbe.read(frame)) == without_nothing(OWN.json(values))
    assert sbe.decode(frame) is not None


@pytest.mark.parametrize("version", VERSIONS)
def test_versions_that_the_venue_still_sends_decode(sbe_folder: Path, version: str) -> None:
    schema = Schema(sbe_folder / version)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(anything(schema))
    def holds(values: Any) -> None:
        frame = schema.encode(values)
        assert without_nothing(sbe.read(frame)) == without_nothing(schema.json(values))
        assert sbe.decode(frame) is not None

    holds()


@few
@given(anything(OWN, text=PLAIN), st.binary(min_size=1, max_size=20), st.integers(6, 65535))
def test_what_a_newer_version_appends_is_stepped_over(values: Any, extra: bytes, version: int) -> None:
    newer = OWN.encode(values, extra=extra, version=version)
    assert sbe.read(newer) == sbe.read(OWN.encode(values))
    assert sbe.read(newer + extra) == sbe.read(newer)


GROUPS = [
    struct.pack("<HHqq", 8, 2, 1, 2), struct.pack("<HIq", 8, 1, -5), bytes(4), bytes(6),
    struct.pack("<HHBHI4s", 1, 1, 0, 2, 2, b"abcd"), struct.pack("<HH", 300, 1) + bytes(range(150)) * 2,
]  # fmt: skip


@pytest.mark.parametrize("groups", GROUPS)
@pytest.mark.parametrize("values", [ACK, REPLY], ids=["message", "around it"])
def test_groups_that_a_newer_version_puts_before_texts_are_skipped(groups: bytes, values: Any) -> None:
    assert sbe.read(OWN.encode(values, groups=groups, version=6)) == sbe.read(OWN.encode(values))


@pytest.mark.parametrize(
    "groups",
    [
        struct.pack("<HHq", 8, 1, 5) + b"\3ETH",  # texts in its entries, of which its head does not tell
        struct.pack("<HHq", 8, 1, 5) * 4,  # more than a version adds
    ],
)
def test_groups_that_their_heads_do_not_tell_are_refused(groups: bytes) -> None:
    with pytest.raises(DecodeError, match=r"NewOrderAckResponse: it is not certain where symbol is at byte 32"):
        sbe.read(OWN.encode(ACK, groups=groups, version=6))


def test_a_group_and_a_text_at_once_are_refused_rather_than_guessed_at() -> None:
    with pytest.raises(DecodeError, match="not certain"):
        sbe.read(OWN.encode(ACK, groups=GROUPS[0], version=6) + b"\3new")


def test_controls_are_no_text_in_a_newer_version() -> None:
    with pytest.raises(DecodeError, match="not certain"):
        sbe.read(OWN.encode(ACK | {"clientOrderId": "a\0b"}, version=6))
    assert sbe.read(OWN.encode(ACK | {"clientOrderId": "a\0b"}))["clientOrderId"] == "a\0b"


NULL = -(2**63)


@pytest.mark.parametrize(
    ("values", "where", "offset"),
    [
        (ACK | {"orderId": NULL}, r"NewOrderAckResponse\.orderId", 8),
        (ACK | {"transactTime": NULL}, r"NewOrderAckResponse\.transactTime", 24),
        (REPLY | {"rateLimits": [LIMITS[0] | {"rateLimit": NULL}]}, r"WebSocketResponse\.rateLimits\[0\]\.limit", 18),
    ],
)
def test_null_is_refused_where_a_number_has_to_be(values: Any, where: str, offset: int) -> None:
    with pytest.raises(DecodeError, match=rf"{where}: null .* at byte {offset}"):
        sbe.read(OWN.encode(values))


def test_a_form_of_an_order_from_before_a_field_was_there_lacks_it(spot: Schema) -> None:
    frame = spot.encode(FULL | {"expiryReason": "REJECTED"})
    assert sbe.decode(frame).expiry_reason == "REJECTED"
    older = struct.pack("<H", 153) + frame[2:161] + frame[162:]
    order = sbe.decode(older)
    assert isinstance(order, OrderReply)
    assert (order.expiry_reason, order.price, order.symbol, order.working_time) == (None, "1.00", "A", -1)


def test_a_field_that_must_be_there_is_missed(spot: Schema) -> None:
    short = struct.pack("<HHHH", 8, 300, 3, 5) + bytes(8) + bytes(2)
    with pytest.raises(DecodeError, match=r"NewOrderAckResponse\.transactTime: not in a block of 8 bytes.* at byte 8"):
        sbe.read(short)


@pytest.mark.parametrize(("code", "word"), [(77, "UNLISTED_77"), (254, "NON_REPRESENTABLE")])
def test_a_word_without_a_number_here_is_a_new_word(spot: Schema, code: int, word: str) -> None:
    status = sbe.decode(spot.encode(FULL | {"status": code})).status
    assert (status, status.is_known, type(status)) == (word, False, OrderStatus)


def test_a_bit_without_a_word_is_a_new_word(spot: Schema) -> None:
    order_types = next(field for field in TEMPLATES[103].groups[2].fields if field.key == "orderTypes")
    assert order_types.say(0b1000_0000_0000_0011, {}) == ["MARKET", "LIMIT", "UNLISTED_15"]


def test_a_message_that_no_template_describes_is_kept_whole() -> None:
    inner = struct.pack("<HHHH", 3, 888, 3, 9) + b"abc"
    outer = struct.pack("<HHHHBHHHBI", 3, 50, 3, 9, 0, 200, 19, 0, 0, len(inner)) + inner
    reader = sbe.Reader(outer)
    assert reader.value["result"] == {"templateId": 888, "schemaId": 3, "version": 9, "raw": inner}
    assert reader.unlisted == [(3, 888, 3, 9)]
    alone = sbe.Reader(inner)
    assert (alone.value["raw"], alone.name) == (inner, "template 888")


@pytest.mark.parametrize("header", [(0, 999, 3, 5), (18, 10000, 2, 0), (24, 300, 4, 0)])
def test_what_cannot_be_said_and_other_schemas_are_not_listed(header: tuple[int, int, int, int]) -> None:
    frame = struct.pack("<HHHH", *header) + bytes(40)
    assert sbe.decode(frame)["raw"] == frame


@few
@given(anything(OWN))
def test_a_frame_cut_anywhere_is_refused_or_lacks_nothing(values: Any) -> None:
    frame = OWN.encode(values)
    for end in range(len(frame)):
        with pytest.raises(DecodeError):
            sbe.read(frame[:end])


@pytest.fixture(params=["own", "spot"])
def schema(request: pytest.FixtureRequest) -> Schema:
    """A few messages, and all of them where the venue's XML is at hand."""
    found: Schema = OWN if request.param == "own" else request.getfixturevalue("spot")
    return found


def test_whatever_is_wrong_with_a_frame_it_is_a_decode_error(schema: Schema) -> None:
    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(anything(schema), st.data())
    def holds(values: Any, data: st.DataObject) -> None:
        decode_mutated(bytearray(schema.encode(values)), data)

    holds()


def decode_mutated(frame: bytearray, data: st.DataObject) -> None:
    """Decode a frame with some bytes changed, and the end perhaps missing."""
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(frame) - 1))
        frame[at] = data.draw(st.sampled_from([0, 1, 127, 128, 254, 255]) | st.integers(0, 255))
    raw = bytes(frame[: data.draw(st.integers(0, len(frame)) | st.just(len(frame)))])
    fault = fault_of(raw)
    if fault is not None:
        assert fault.raw == raw[:1024]
        assert fault.offset is None or 0 <= fault.offset <= len(raw)


def fault_of(raw: bytes) -> DecodeError | None:
    """Why a frame is refused; None when it is not. Nothing else may be raised."""
    try:
        sbe.decode(raw)
    except DecodeError as fault:
        return fault
    return None


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        (0, b"\xff\xff", "WebSocketResponse: a block of 65535 bytes, 74 are left at byte 8"),
        (13, b"\xff\xff", r"WebSocketResponse\.rateLimits: 65535 entries of at least 19 bytes.* at byte 11"),
        (34, b"\xff", r"WebSocketResponse\.id: 255 bytes, 47 are left at byte 34"),
        (36, b"\xff\xff\xff\xff", r"WebSocketResponse\.result: 4294967295 bytes, 42 are left at byte 36"),
        (72, b"\xff", r"NewOrderAckResponse\.symbol: .* at byte 72"),
        (73, b"\xff", r"NewOrderAckResponse\.symbol: no UTF-8 at byte 73"),
    ],
)
def test_a_corrupt_length_is_refused_by_template_field_and_offset(at: int, value: bytes, words: str) -> None:
    frame = bytearray(OWN.encode(REPLY))
    frame[at : at + len(value)] = value
    with pytest.raises(DecodeError, match=words):
        sbe.read(bytes(frame))


def test_entries_without_a_byte_are_refused_however_many() -> None:
    frame = struct.pack("<HHHHqbbHI", 10, 200, 3, 5, 1, 0, 0, 0, 2**31)
    with pytest.raises(DecodeError, match=r"DepthResponse\.bids: 2147483648 entries of at least 0 bytes"):
        sbe.read(frame)


def test_messages_inside_messages_have_an_end() -> None:
    frame = OWN.encode(ACK)
    for _ in range(2000):
        frame = struct.pack("<HHHHBHHHBI", 3, 50, 3, 5, 0, 200, 19, 0, 0, len(frame)) + frame
    with pytest.raises(DecodeError, match="messages inside messages, 9 deep"):
        sbe.read(frame)


def test_ids_that_were_numbers_are_numbers_again_and_none_is_none() -> None:
    ids = {text: sbe.decode(OWN.encode(REPLY | {"id": text})).id for text in ("5", "-3", "05", "", "٣", "x1")}
    assert ids == {"5": 5, "-3": -3, "05": "05", "": None, "٣": "٣", "x1": "x1"}
