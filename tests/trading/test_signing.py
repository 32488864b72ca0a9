"""Payloads and signatures of requests: the venue's vectors, and values that have no certain text."""

from decimal import Decimal
from enum import Enum, IntEnum, StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tickwire import ConfigError
from tickwire.trading import hmac_key, payload, sign

# From the venue's documentation.
SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
API_KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
ASCII = {
    "symbol": "BTCUSDT",
    "side": "SELL",
    "type": "LIMIT",
    "timeInForce": "GTC",
    "quantity": "0.01000000",
    "price": "52000.00",
    "recvWindow": 100,
    "timestamp": 1645423376532,
    "apiKey": API_KEY,
}
UNICODE = ASCII | {
    "symbol": "１２３４５６",
    "side": "BUY",
    "quantity": "1.00000000",
    "price": "0.10000000",
    "recvWindow": 5000,
}


@pytest.mark.parametrize(
    ("params", "signature"),
    [
        (ASCII, "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"),
        (UNICODE, "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd"),
    ],
    ids=["ascii", "unicode"],
)
def test_the_vectors_of_the_documentation(params: dict[str, object], signature: str) -> None:
    key = hmac_key(SECRET)
    assert sign(params, key) == signature
    assert sign(dict(reversed(params.items())), key) == signature
    assert sign(params | {"signature": "what an earlier attempt left"}, key) == signature


def test_the_vector_of_rest_is_signed_by_the_same_key() -> None:
    order = b"symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1"
    query = order + b"&recvWindow=5000&timestamp=1499827319559"
    assert hmac_key(SECRET).sign(query) == "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71"


def test_the_payload_is_raw_utf8_in_the_order_of_names() -> None:
    assert payload({"b": "1 2/3?&%é", "a": "１", "B": 7}) == "B=7&a=１&b=1 2/3?&%é".encode()
    assert payload({}) == b""


class Word(StrEnum):
    BUY = "BUY"


class OldWord(str, Enum):  # noqa: UP042 - the kind whose str() is "OldWord.BUY"
    BUY = "BUY"


class Number(IntEnum):
    ONE = 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-5, "-5"),
        (2**63, "9223372036854775808"),
        (Decimal("0.00000100"), "0.00000100"),
        (Decimal("-1.50"), "-1.50"),
        (Word.BUY, "BUY"),
        (OldWord.BUY, "BUY"),
        (Number.ONE, "1"),
        (True, "true"),
        (False, "false"),
        ("", ""),
    ],
)
def test_values_are_written_as_they_are_sent(value: object, text: str) -> None:
    assert payload({"x": value}) == f"x={text}".encode()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0.1, "a float is no exact number.*Decimal or text"),
        (1e-8, "a float is no exact number"),
        (float("nan"), "a float is no exact number"),
        (None, "leave the parameter out"),
        (Decimal("1E-8"), r"with an exponent; send format\(value, 'f'\)"),
        (Decimal("Infinity"), "no finite number"),
        (["BTCUSDT"], "not list"),
        (b"BUY", "not bytes"),
        ("\ud800", "surrogate"),
    ],
)
def test_values_without_a_certain_text_are_refused(value: object, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        payload({"symbol": "BTCUSDT", "x": value})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text("abcXYZ", min_size=1), st.one_of(st.text(), st.integers())))
def test_every_parameter_stands_in_the_payload_once(params: dict[str, str | int]) -> None:
    expected = "&".join(f"{name}={value}" for name, value in sorted(params.items()))
    try:
        wanted = expected.encode()
    except UnicodeEncodeError:
        with pytest.raises(ConfigError):
            payload(params)
    else:
        assert payload(params) == wanted
