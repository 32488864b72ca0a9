"""Orders in SBE: the same structs as from the JSON that says the same, whatever the version, whatever was cut."""

import contextlib
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tickwire
from tickwire.errors import DecodeError
from tickwire.schema import sbe
from tickwire.wire.decode import decode

from ..schema.sbe_values import PLAIN, Values
from ..schema.sbe_xml import Schema

ORDERS = ("NewOrderAckResponse", "NewOrderResultResponse", "NewOrderFullResponse", "CancelOrderResponse")
VERSIONS = ("spot_3_2.xml", "spot_3_3.xml", "spot_3_4.xml", "spot_3_5.xml")
NOW = 1_700_000_000_000_000
thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="session")
def spot(sbe_folder: Path) -> Schema:
    """The schema that the templates follow."""
    return Schema(sbe_folder / "spot_3_5.xml")


def texts(*words: str) -> bytes:
    return b"".join(bytes([len(word.encode())]) + word.encode() for word in words)


def reply(
    order: bytes,
    *,
    id_: str = "7",
    limits: tuple[bytes, ...] = (),
    groups: bytes = b"",
    version: int = 5,
    status: int = 200,
) -> bytes:
    """A reply as the venue's page has it, packed by hand."""
    head = struct.pack("<HHHHBH", 3, 50, 3, version, 0, status)
    group = struct.pack("<HH", 19, len(limits)) + b"".join(limits)
    return head + group + groups + texts(id_) + struct.pack("<I", len(order)) + order


def acknowledgment(
    *, version: int = 5, extra: bytes = b"", groups: bytes = b"", client_id: str = "mine", behind: bytes = b""
) -> bytes:
    block = struct.pack("<qqq", 12, -(2**63), NOW) + extra
    return struct.pack("<HHHH", len(block), 300, 3, version) + block + groups + texts("BTCUSDT", client_id) + behind


ACK = reply(acknowledgment(), limits=(struct.pack("<BBBqq", 0, 1, 10, 50, 3),))


def as_json(frame: bytes) -> bytes:
    """The JSON that says what a frame says, by the slow twin. A list of no limits is what is left out."""
    said = sbe.Reader(frame).value
    if said.get("rateLimits") == []:
        del said["rateLimits"]
    return msgspec.json.encode(said)


def verdict(frame: bytes) -> Any:
    """A view, which is equal to another one only byte by byte, and what it says; or that there is none."""
    try:
        view = decode(frame)
    except DecodeError:
        return "refused"
    return view, view.to_struct()


def tame(values: Any, key: str = "") -> Any:
    """Values that JSON can say: exponents that print decimals, times of our days in µs, a fill's asset, words."""
    if isinstance(values, dict):
        return {name: tame(value, name) for name, value in values.items()}
    if isinstance(values, list):
        return [tame(value, key) for value in values]
    if values == "NON_REPRESENTABLE":
        return 77
    if key == "commissionAsset":
        return values or "BNB"
    if not isinstance(values, int) or isinstance(values, bool):
        return values
    if "xponent" in key:
        return -(abs(values) % 19)
    if "Time" in key:
        return NOW + values % 10**14
    return max(-(10**16), min(10**16, values))


def orders(schema: Schema, **texts: Any) -> st.SearchStrategy[Any]:
    """Execution reports, and replies to orders in all their forms."""
    made = Values(schema, **texts)
    reports = made.message("ExecutionReportEvent")
    around = made.message("WebSocketResponse")
    results = st.sampled_from(ORDERS).flatmap(made.message)
    return (reports | st.builds(lambda said, order: said | {"result": order}, around, results)).map(tame)


def test_an_acknowledgment_says_where_the_order_is() -> None:
    order = decode(ACK)
    assert isinstance(order, tickwire.OrderResponse)
    assert (order.id, order.status_code, order.symbol, order.order_id) == (7, 200, "BTCUSDT", 12)
    assert (order.order_list_id, order.client_order_id, order.transact_time) == (-1, "mine", NOW * 1000)
    assert order.order_status is None
    assert order.fills is None
    (limit,) = order.rate_limits
    assert (limit.interval_num, limit.limit, limit.count) == (10, 50, 3)


@pytest.mark.parametrize(
    ("text", "id_"),
    [("", None), ("0", 0), ("-5", -5), ("-0", "-0"), ("05", "05"), ("9223372036854775807", 2**63 - 1), ("-", "-"),
     ("9223372036854775808", "9223372036854775808"), ("a1", "a1"), ("1a", "1a"), ("x" * 39, "x" * 39)],
)  # fmt: skip
def test_ids_of_requests_are_numbers_again_where_they_were(text: str, id_: int | str | None) -> None:
    assert decode(reply(acknowledgment(), id_=text)).id == id_


@pytest.mark.parametrize(
    ("frame", "fault", "offset"),
    [
        (reply(acknowledgment(client_id="x" * 40)), "a client's id is too long", 62),
        (reply(acknowledgment(), id_="x" * 40), "a client's id is too long", 16),
        (reply(acknowledgment(behind=b"!")), "more than the message", 66),
        (reply(acknowledgment()) + b"!", "more than the message", 66),
        (ACK[:-1], "the result is cut off", 36),
    ],
)
def test_what_does_not_fit_is_refused_where_it_is(frame: bytes, fault: str, offset: int) -> None:
    with pytest.raises(DecodeError, match=fault) as caught:
        decode(frame)
    assert caught.value.offset == offset


def test_a_newer_version_may_append_to_blocks_and_texts() -> None:
    newer = reply(acknowledgment(version=9, extra=b"more", behind=b"\3new"), version=9)
    assert decode(newer) == decode(reply(acknowledgment()))
    assert decode(newer + b"\3new") == decode(newer)


@pytest.mark.parametrize("name", VERSIONS)
def test_orders_say_what_the_json_says(sbe_folder: Path, name: str) -> None:
    schema = Schema(sbe_folder / name)

    @thorough
    @given(orders(schema))
    def holds(values: Any) -> None:
        frame = schema.encode(values)
        assert verdict(frame) == verdict(as_json(frame))

    holds()


def test_what_a_newer_version_appends_to_blocks_is_stepped_over(spot: Schema) -> None:
    @thorough
    @given(orders(spot, text=PLAIN), st.binary(min_size=1, max_size=20), st.integers(6, 65535))
    def holds(values: Any, extra: bytes, version: int) -> None:
        assert verdict(spot.encode(values, extra=extra, version=version)) == verdict(spot.encode(values))

    holds()


GROUPS = [
    b"", struct.pack("<HHqq", 8, 2, 1, 2), struct.pack("<HIq", 8, 1, -5), bytes(4), bytes(6),
    struct.pack("<HHB", 1, 1, 0) + struct.pack("<HI4s", 2, 2, b"abcd"),
    struct.pack("<HH", 300, 1) + bytes(range(150)) * 2,
]  # fmt: skip


def test_groups_that_a_newer_version_puts_before_texts_are_skipped(spot: Schema) -> None:
    results = st.sampled_from(ORDERS).flatmap(Values(spot, text=PLAIN).message).map(tame)
    reports = Values(spot, text=PLAIN).message("ExecutionReportEvent").map(tame)

    @thorough
    @given(results, reports, st.sampled_from(GROUPS), st.sampled_from(GROUPS))
    def holds(order: Any, report: Any, groups: bytes, around: bytes) -> None:
        assert verdict(spot.encode(report, groups=groups, version=6)) == verdict(spot.encode(report))
        newer = spot.encode(order, groups=groups, version=6)
        assert verdict(reply(newer, groups=around, version=6)) == verdict(reply(spot.encode(order)))

    holds()


@pytest.mark.parametrize(
    "groups",
    [
        struct.pack("<HHq", 8, 1, 5) + b"\3ETH",  # a text in its entry, of which its head does not tell
        struct.pack("<HHq", 8, 1, 5) * 4,  # more than a version adds
    ],
)
def test_where_texts_are_not_certain_nothing_is_guessed(groups: bytes) -> None:
    with pytest.raises(DecodeError, match="it is not certain where symbol is"):
        decode(reply(acknowledgment(version=6, groups=groups), version=6))
    with pytest.raises(DecodeError, match="it is not certain where id is"):
        decode(reply(acknowledgment(version=6), groups=groups, version=6))


@pytest.mark.parametrize(
    ("at", "value", "fault"),
    [
        (8, 2**62, "no time that fits 64 bits as ns"),  # eventTime
        (8 + 27, 2**62, "no time that fits 64 bits as ns"),  # workingTime, which may be null
        (8 + 16, 1, "no usual exponent"),
        (8 + 18, -19, "no usual exponent"),
        (8 + 59, -(2**63), "null where there has to be a number"),  # price
        (8 + 152, -(2**63), "null where there has to be a number"),  # commission
    ],
)
def test_a_number_that_cannot_be_is_named_by_its_own_place(sbe_samples: Path, at: int, value: int, fault: str) -> None:
    frame = bytearray.fromhex((sbe_samples / "event.executionReport.NEW.hex").read_text())
    packed = struct.pack("<b" if "exponent" in fault else "<q", value)
    frame[at : at + len(packed)] = packed
    with pytest.raises(DecodeError, match=fault) as caught:
        decode(bytes(frame))
    assert caught.value.offset == at


def test_a_number_in_a_block_of_an_older_version_is_named_by_its_place_in_the_frame(sbe_folder: Path) -> None:
    older = Schema(sbe_folder / "spot_3_2.xml")
    values = Values(older, text=PLAIN).message("ExecutionReportEvent").map(tame)

    @settings(max_examples=5, deadline=None)
    @given(values)
    def holds(report: Any) -> None:
        with pytest.raises(DecodeError, match="null where there has to be a number") as caught:
            decode(older.encode(report | {"lastPrice": -(2**63)}))
        assert caught.value.offset == 8 + 136

    holds()


@pytest.mark.parametrize("name", ["price", "orderId", "commission", "executedQty", "transactTime"])
def test_null_is_no_number_for_either_decoder(spot: Schema, name: str) -> None:
    @settings(max_examples=5, deadline=None)
    @given(Values(spot, text=PLAIN).message("ExecutionReportEvent").map(tame))
    def holds(report: Any) -> None:
        frame = spot.encode(report | {name: -(2**63)})
        offsets = []
        for read in (decode, sbe.decode):
            with pytest.raises(DecodeError, match=r"null where|no time") as caught:
                read(frame)
            offsets.append(caught.value.offset)
        assert offsets[0] == offsets[1]

    holds()


# A process learns a hundred new words, which other tests may have taught it.
NEW_WORDS = """
import sys
from tickwire import decode
frame = bytearray.fromhex(sys.argv[1])
for code, word in ((77, "UNLISTED_77"), (200, "UNLISTED_200"), (254, "NON_REPRESENTABLE"), (253, "UNKNOWN")):
    frame[8 + 95] = code
    report = decode(bytes(frame))
    assert report.order_status == word, report.order_status
    assert report.order_status.is_known == (code == 253)
frame[8 + 95] = 255
assert decode(bytes(frame)).order_status is None
"""


def test_numbers_that_no_enum_lists_are_words_of_their_own(sbe_samples: Path) -> None:
    sample = (sbe_samples / "event.executionReport.NEW.hex").read_text().strip()
    package = str(Path(tickwire.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": package}
    subprocess.run([sys.executable, "-c", NEW_WORDS, sample], env=environment, check=True, timeout=60)


def test_captured_frames_of_an_older_version_decode(captured: Path) -> None:
    for path in captured.glob("spot-sbe-executionReport*.sbe"):
        assert verdict(path.read_bytes()) == verdict(as_json(path.read_bytes()))
    for path in captured.glob("spot-sbe-wsapi-reply*.sbe"):
        assert verdict(path.read_bytes()) == verdict(as_json(path.read_bytes()))


def test_samples_cut_anywhere_are_refused(sbe_samples: Path) -> None:
    paths = [*sbe_samples.glob("wsapi.order.[pc]*.hex"), *sbe_samples.glob("event.executionReport*.hex")]
    for frame in (bytes.fromhex(path.read_text()) for path in paths):
        for size in range(2, len(frame)):
            with pytest.raises(DecodeError) as caught:
                decode(frame[:size])
            assert caught.value.offset is not None
            assert caught.value.offset <= size


@given(st.data())
@settings(max_examples=500, deadline=None)
def test_changed_bytes_are_a_message_or_refused(data: st.DataObject) -> None:
    frame = bytearray(ACK)
    for _ in range(data.draw(st.integers(1, 3))):
        frame[data.draw(st.integers(8, len(frame) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DecodeError):
        decode(bytes(frame))


def test_changed_bytes_of_samples_are_a_message_or_refused(sbe_samples: Path) -> None:
    paths = [*sbe_samples.glob("wsapi.order.place*.hex"), *sbe_samples.glob("event.executionReport*.hex")]
    frames = [bytes.fromhex(path.read_text()) for path in sorted(paths)]

    @given(st.sampled_from(frames), st.data())
    @settings(max_examples=1000, deadline=None)
    def holds(whole: bytes, data: st.DataObject) -> None:
        frame = bytearray(whole)
        for _ in range(data.draw(st.integers(1, 4))):
            frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
        with contextlib.suppress(DecodeError):
            decode(bytes(frame))

    holds()
