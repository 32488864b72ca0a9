"""Whatever a stranger sends is decoded or refused in one way."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire.schema import METHODS, ApiReply, read

DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"nul", b'{"id":"\xff"}', b'{"id":1,"status":200,"result":' + DEEP + b"}", DEEP, b'{"status":"x"}'],
)
def test_what_is_no_reply_is_refused(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read(raw, ApiReply)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("raw", [b"", b"{", DEEP, b'"\xff"', b"[[1,2],3]", b"17"])
def test_what_is_no_result_is_refused(name: str, raw: bytes) -> None:
    method = METHODS[name]
    for asked in (method.decode, method.unknown):
        with pytest.raises(msgspec.DecodeError):
            asked(raw)


KEYS = sorted({
    field.encode_name
    for method in METHODS.values()
    for struct in (method.result, *getattr(method.result, "__args__", ()))
    if isinstance(struct, type) and issubclass(struct, msgspec.Struct)
    for field in msgspec.structs.fields(struct)
} | {"code", "filterType", "ruleType", "filters"})  # fmt: skip
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
    | st.sampled_from(["SUCCESS", "FAILURE", "PRICE_FILTER", "PRICE_RANGE", "OCO", "1.5"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@given(json, st.sampled_from(sorted(METHODS)))
def test_anything_is_a_result_or_refused(said: Any, name: str) -> None:
    raw = msgspec.json.encode(said)
    try:
        result = METHODS[name].decode(raw)
    except msgspec.DecodeError:
        return
    assert METHODS[name].decode(msgspec.json.encode(result)) == result


@given(st.binary(max_size=60), st.sampled_from(sorted(METHODS)))
def test_any_bytes_are_a_result_or_refused(raw: bytes, name: str) -> None:
    try:
        METHODS[name].unknown(raw)
    except msgspec.DecodeError:
        return


@given(json, json, st.integers())
def test_anything_is_a_reply_or_refused(result: Any, error: Any, status: int) -> None:
    raw = msgspec.json.encode({"id": 1, "status": status, "result": result, "error": error})
    try:
        reply = read(raw, ApiReply)
    except msgspec.DecodeError:
        return
    assert reply.failure is None or isinstance(reply.failure.code, int)
