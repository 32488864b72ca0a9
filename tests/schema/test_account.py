"""Events of an account: every sample decodes and encodes without loss, conditional keys are UNSET when absent."""

import functools
import operator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tickwire.schema import UNSET, account
from tickwire.schema.enums import Word

from ..fuzz.corpus import ACCOUNT_FRAMES
from ..fuzz.oracle import message_of

EVENTS = {message.events[0]: message for message in account.ACCOUNT_MESSAGES}
AnyEvent: Any = functools.reduce(operator.or_, EVENTS.values())


class Envelope(msgspec.Struct, rename="camel"):
    event: Any
    subscription_id: int


def whole(payload: bytes) -> Any:
    """Decode an event, show that no key was lost and the order kept, and return it."""
    said = msgspec.json.decode(payload)
    event = msgspec.json.decode(payload, type=AnyEvent)
    back = msgspec.json.decode(msgspec.json.encode(event))
    assert back == said
    return event


@pytest.fixture
def samples(captured: Path) -> list[Path]:
    folder = captured.parent / "binance" / "samples" / "spot"
    found = [path for name in EVENTS for path in folder.glob(f"{name}*.json")]
    if not found:
        pytest.skip("no samples here")
    return found


def test_every_sample_decodes_and_encodes_without_loss(samples: list[Path]) -> None:
    assert {path.name.split(".")[0] for path in samples} == set(EVENTS)
    for path in samples:
        envelope = msgspec.json.decode(path.read_bytes(), type=Envelope)
        whole(msgspec.json.encode(envelope.event))


@pytest.mark.parametrize("frame", ACCOUNT_FRAMES)
def test_our_own_messages_decode_and_encode_without_loss(frame: bytes) -> None:
    said = msgspec.json.decode(frame)
    message, _, _ = message_of(frame)
    assert message is not None
    payload = said.get("event", said)
    assert msgspec.json.decode(msgspec.json.encode(msgspec.convert(payload, message))) == payload


REPORT: dict[str, Any] = {
    "e": "executionReport", "E": 1790000000123, "s": "BNBUSDT", "c": "w-1", "S": "SELL", "o": "STOP_LOSS", "f": "IOC",
    "q": "3.00", "p": "0.00", "P": "610.50", "F": "0.00", "g": -1, "C": "", "x": "TRADE", "X": "FILLED", "r": "NONE",
    "i": 77, "l": "3.00", "z": "3.00", "L": "610.40", "n": "0.0018", "N": "BNB", "T": 1790000000120, "t": 5, "I": 9,
    "w": False, "m": False, "M": True, "O": 1790000000100, "Z": "1831.20", "Y": "1831.20", "Q": "0.00", "V": "NONE",
}  # fmt: skip


def test_conditional_keys_are_unset_when_absent() -> None:
    report = whole(msgspec.json.encode(REPORT))
    absent = [f.name for f in msgspec.structs.fields(account.ExecutionReport) if getattr(report, f.name) is UNSET]
    defaulted = [f.name for f in msgspec.structs.fields(account.ExecutionReport) if not f.required]
    assert absent == [name for name in defaulted if name != "is_best_match"]


def test_words_nobody_has_listed_and_unknown_keys_are_no_failure() -> None:
    payload = msgspec.json.encode(REPORT | {"X": "HALF_FILLED", "zz": {"new": [1]}})
    report = msgspec.json.decode(payload, type=AnyEvent)
    assert report.order_status == "HALF_FILLED"
    assert isinstance(report.order_status, Word)
    assert not report.order_status.is_known


def test_parts_of_an_event_are_objects_of_their_own() -> None:
    position = whole(
        b'{"e":"outboundAccountPosition","E":1,"u":2,"B":[{"a":"BTC","f":"1.5","l":"0"},{"a":"EUR","f":"2","l":"3"}]}'
    )
    assert position.balances[1] == account.Balance(asset="EUR", free="2", locked="3")


def test_keys_and_names_are_each_used_once() -> None:
    for message in account.ACCOUNT_MESSAGES:
        keys = [field.encode_name for field in msgspec.structs.fields(message)]
        assert len(set(keys)) == len(keys)
        assert all(message.meanings.values())
