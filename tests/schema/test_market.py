"""The schema is what the venue sends: every sample decodes, every key is known, and encoding gives the message back."""

import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tickwire import schema

from ..fuzz.corpus import KINDS, MARKET_FRAMES
from ..fuzz.oracle import message_of

IGNORED = {"Kline": {"B"}}  # the venue says to ignore it
SAMPLES = {
    "aggTrade": schema.AggTrade,
    "trade": schema.Trade,
    "blockTrade": schema.BlockTrade,
    "kline": schema.Kline,
    "24hrMiniTicker": schema.MiniTicker,
    "24hrTicker": schema.Ticker,
    "1hTicker": schema.RollingTicker,
    "4hTicker": schema.RollingTicker,
    "1dTicker": schema.RollingTicker,
    "bookTicker": schema.BookTicker,
    "avgPrice": schema.AvgPrice,
    "partialDepth": schema.PartialDepth,
    "depthUpdate": schema.DepthUpdate,
    "referencePrice": schema.ReferencePrice,
    "referencePrice.null": schema.ReferencePrice,
    "serverShutdown": schema.ServerShutdown,
}


def without(said: Any, keys: set[str]) -> Any:
    if isinstance(said, dict):
        return {key: without(value, keys) for key, value in said.items() if key not in keys}
    return [without(value, keys) for value in said] if isinstance(said, list) else said


def assert_whole(payload: bytes, message: type[schema.Message]) -> None:
    """Decoding and encoding again loses no key but those to be ignored, and keeps the order of the wire."""
    said = without(msgspec.json.decode(payload), IGNORED.get(message.__name__, set()))
    back = msgspec.json.decode(msgspec.json.encode(msgspec.json.decode(payload, type=message)))
    assert back == said
    assert list(back) == list(said)


@pytest.mark.parametrize(("name", "message"), SAMPLES.items(), ids=SAMPLES)
def test_a_sample_decodes_and_encodes_without_loss(captured: Path, name: str, message: type[schema.Message]) -> None:
    path = captured.parent / "binance" / "samples" / "spot" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"no sample of {name}")
    assert_whole(path.read_bytes(), message)


@pytest.mark.parametrize("frame", [frame for frame in MARKET_FRAMES if b"[{" not in frame])
def test_our_own_messages_decode_and_encode_without_loss(frame: bytes) -> None:
    message, _, _ = message_of(frame)
    assert message is not None
    payload = frame[frame.index(b'"data":') + 7 : -1] if b'"data":' in frame else frame
    assert_whole(payload, message)


@pytest.mark.parametrize("message", schema.MARKET_MESSAGES, ids=lambda cls: cls.__name__)
def test_a_message_says_what_it_means_and_who_carries_it(message: type[schema.Message]) -> None:
    assert message.__doc__
    assert message.streams
    assert set(message.meanings) == set(message.__struct_fields__)
    assert all(meaning and not meaning.endswith(".") for meaning in message.meanings.values())
    hints = typing.get_type_hints(message, include_extras=True)
    assert all(isinstance(hints[name], type) or hints[name].__metadata__ for name in message.__struct_fields__)


def test_every_message_has_a_frame_to_be_tried_on() -> None:
    assert {name.removesuffix("s") for name in KINDS} == {message.__name__ for message in schema.MARKET_MESSAGES}


def test_events_announce_one_message_each() -> None:
    events = [event for message in schema.MARKET_MESSAGES for event in message.events]
    assert len(events) == len(set(events))


@pytest.mark.parametrize("message", schema.MARKET_MESSAGES, ids=lambda cls: cls.__name__)
def test_messages_cannot_be_changed(message: type[schema.Message]) -> None:
    frame = next(f for f in MARKET_FRAMES if message_of(f)[0] is message and b"[{" not in f)
    payload = frame[frame.index(b'"data":') + 7 : -1] if b'"data":' in frame else frame
    struct = msgspec.json.decode(payload, type=message)
    with pytest.raises(AttributeError):
        setattr(struct, message.__struct_fields__[0], None)
    assert msgspec.json.decode(payload, type=message) == struct


@pytest.mark.parametrize("message", schema.MARKET_MESSAGES, ids=lambda cls: cls.__name__)
def test_unknown_keys_are_passed_over_and_missing_ones_refused(message: type[schema.Message]) -> None:
    frame = next(f for f in MARKET_FRAMES if message_of(f)[0] is message and b"[{" not in f)
    payload = frame[frame.index(b'"data":') + 7 : -1] if b'"data":' in frame else frame
    said = msgspec.json.decode(payload)
    more = msgspec.json.encode({"zz": {"deep": [1, None]}, **said})
    assert msgspec.json.decode(more, type=message) == msgspec.json.decode(payload, type=message)
    for key in said.keys() - {"e", "M"}:
        with pytest.raises(msgspec.ValidationError, match=f"missing required field `{key}`"):
            msgspec.json.decode(msgspec.json.encode({k: v for k, v in said.items() if k != key}), type=message)
