"""Before anything is timed: the decoder's answers are the messages that the standard library reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from tickwire.schema import Message

from .corpus import FrameSet
from .decoders import Decoder

CHECKED = 300


class WrongAnswer(AssertionError):
    """A decoder's answer differs from the message; such a decoder is not timed."""


def check(decoder: Decoder, frames: FrameSet) -> None:
    """Compare the answers on frames spread over the set; raises `WrongAnswer`. Twice, since decoders may learn."""
    step = max(1, len(frames.frames) // CHECKED)
    for frame in (*frames.frames[:CHECKED], *frames.frames[::step]):
        for expected, answer in zip(
            _expected(frame, frames.message), _messages(decoder.answer(frame), frames), strict=True
        ):
            if answer != expected:
                raise WrongAnswer(f"{frame[:200]!r}: {answer} is not {expected}")
    refused = decoder.run()
    if refused:
        raise WrongAnswer(f"{frames.name}: {refused} of {len(frames.frames)} frames refused")


def _expected(frame: bytes, message: type[Message]) -> list[Any]:
    data = json.loads(frame)["data"]
    return [_plain(msgspec.convert(item, message)) for item in (data if isinstance(data, list) else [data])]


def _messages(answers: Iterable[Any], frames: FrameSet) -> list[Any]:
    return [_plain(msgspec.convert(item, frames.message) if isinstance(item, dict) else item) for item in answers]


def _plain(value: Any) -> Any:
    """Structs as dicts, decimal text as floats, so that text and float decoders compare."""
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value
    return value
