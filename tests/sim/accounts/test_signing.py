"""What signatures are over, and when a request is too old."""

import json
from typing import Any

import pytest

from tickwire.sim import ApiKey
from tickwire.sim.accounts.keys import verifier
from tickwire.sim.accounts.signing import Timing, payload
from tickwire.sim.api_errors import ApiError
from tickwire.sim.api_params import Params

SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
NOW = 1_770_000_000_000_000
VECTOR = {
    "symbol": "BTCUSDT",
    "side": "SELL",
    "type": "LIMIT",
    "timeInForce": "GTC",
    "quantity": "0.01000000",
    "price": "52000.00",
    "recvWindow": 100,
    "timestamp": 1645423376532,
    "apiKey": "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A",
}


@pytest.mark.parametrize(
    ("changes", "signature"),
    [
        ({}, "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"),
        (
            {
                "symbol": "１２３４５６",
                "side": "BUY",
                "quantity": "1.00000000",
                "price": "0.10000000",
                "recvWindow": 5000,
            },
            "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd",
        ),
    ],
)
def test_the_vectors_of_the_documentation_are_accepted(changes: dict[str, Any], signature: str) -> None:
    raw = json.dumps({"id": 1, "method": "order.place", "params": {**VECTOR, **changes, "signature": signature}})
    assert verifier(ApiKey(secret=SECRET)).accepts(payload(raw.encode()), signature)


def test_values_are_signed_in_the_text_they_were_sent_in() -> None:
    raw = rb'{"params":{"b":"a\"b","n":1.50,"t":true,"signature":"x","A":"\u00e9"}}'
    assert payload(raw) == 'A=é&b=a"b&n=1.50&t=true'.encode()
    assert payload(b'{"id":1}') == b""


def outcome(now: int, **given: Any) -> int:
    """The code of the refusal; 0 when there is none."""
    try:
        Timing(Params(given)).check_received(now)
    except ApiError as error:
        return error.body.code
    return 0


@pytest.mark.parametrize(
    ("age", "window", "code"),
    [
        (0, None, 0),
        (5_000_000, None, 0),
        (5_000_001, None, -1021),
        (1500, "1.5", 0),
        (1501, "1.5", -1021),
        (6_000_346, 6000.346, 0),
        (60_000_000, 60000, 0),
        (0, 60001, -1131),
        (0, "60000.001", -1131),
        (0, "1.2345", -1100),
        (0, -1, -1100),
        (0, "x", -1100),
        (-999_999, None, 0),
        (-1_000_000, None, -1021),
        (-11_000_000, None, -1021),
        (NOW - 1_483_228_799_999_999, 60000, -1021),
    ],
)
def test_requests_are_valid_for_their_window(age: int, window: Any, code: int) -> None:
    given = {} if window is None else {"recvWindow": window}
    assert outcome(NOW, timestamp=NOW - age, **given) == code


def test_milliseconds_and_microseconds_are_told_apart() -> None:
    assert outcome(NOW, timestamp=NOW // 1000) == 0
    assert outcome(NOW, timestamp=str(NOW)) == 0
    assert outcome(NOW, timestamp="x") == -1100
    assert outcome(NOW) == -1102


def test_a_request_may_come_in_in_time_and_go_on_too_late() -> None:
    timing = Timing(Params({"timestamp": NOW, "recvWindow": 10}))
    timing.check_received(NOW + 10_000)
    with pytest.raises(ApiError, match="outside of the recvWindow"):
        timing.check_forwarded(NOW + 10_001)
