"""Decoders that are one Python call a frame."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import orjson

from bench.corpus import FrameSet
from tickwire.schema import Message


class PythonLoop:
    """A decoder that is one call a frame."""

    def __init__(self, frames: FrameSet, decode: Callable[[bytes], Any]) -> None:
        self.frames, self.decode, self.message = frames, decode, frames.message

    def run(self) -> int:
        decode = self.decode
        for frame in self.frames.frames:
            decode(frame)
        return 0

    def answer(self, frame: bytes) -> list[Any]:
        decoded = self.decode(frame)
        data = decoded["data"] if isinstance(decoded, dict) else decoded.data
        return data if isinstance(data, list) else [data]


def envelope_of(message: type[Message], is_array: bool) -> type[msgspec.Struct]:
    return msgspec.defstruct("Frame", [("stream", str), ("data", list[message] if is_array else message)])  # type: ignore[valid-type]


def floats(message: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The message with all decimal text as floats."""
    fields = []
    for field in msgspec.structs.fields(message):
        fields.append(
            (field.name, _float_type(field.type), msgspec.field(name=field.encode_name, default=field.default))
        )
    config = message.__struct_config__
    return msgspec.defstruct(message.__name__, fields, tag=config.tag, tag_field=config.tag_field, kw_only=True)


def _float_type(kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return floats(kind)
    name = next((meta.extra["kind"] for meta in getattr(kind, "__metadata__", ()) if meta.extra), "")
    if name in ("price", "qty", "amount"):
        return float
    return list[tuple[float, float]] if name == "levels" else kind


def msgspec_str(frames: FrameSet) -> PythonLoop:
    return PythonLoop(frames, msgspec.json.Decoder(envelope_of(frames.message, frames.is_array)).decode)


def msgspec_float(frames: FrameSet) -> PythonLoop:
    frame = envelope_of(floats(frames.message), frames.is_array)
    return PythonLoop(frames, msgspec.json.Decoder(frame, strict=False).decode)


def orjson_dict(frames: FrameSet) -> PythonLoop:
    return PythonLoop(frames, orjson.loads)


def json_dict(frames: FrameSet) -> PythonLoop:
    return PythonLoop(frames, json.loads)
