"""Everyone who decodes: each with `run()` to be timed and `answer(frame)` to be checked beforehand.

tickwire, simdjson and the memcpy floor go through the frames in C, the Python rivals in a Python loop.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable
from typing import Any, Protocol

import msgspec
import orjson

import tickwire
from tickwire.schema import Message

from . import native
from .corpus import FrameSet


class Decoder(Protocol):
    """Decodes the frames of one set, again and again."""

    def run(self) -> int:
        """Decode every frame; the number of frames refused."""

    def answer(self, frame: bytes) -> list[Any]:
        """What one frame holds: messages of the schema, or whatever `msgspec.convert` makes them of."""


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
        fields.append((field.name, _float_type(field.type), msgspec.field(name=field.encode_name, default=field.default)))
    config = message.__struct_config__
    return msgspec.defstruct(message.__name__, fields, tag=config.tag, tag_field=config.tag_field, kw_only=True)


def _float_type(kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return floats(kind)
    name = next((meta.extra["kind"] for meta in getattr(kind, "__metadata__", ()) if meta.extra), "")
    if name in ("price", "qty", "amount"):
        return float
    return list[tuple[float, float]] if name == "levels" else kind


class Simdjson:
    """simdjson On-Demand in C++; streams are found by name, symbols and streams have tickwire's ids."""

    def __init__(self, frames: FrameSet) -> None:
        self.library = native.simdjson()
        self.handle = ctypes.c_void_p(self.library.simdjson_open())
        self.packed = native.extension("rivals/tickwire_decoder").Frames(frames.frames)
        kind = tickwire.KINDS[getattr(tickwire, frames.message.__name__)]
        for name in frames.streams:
            symbol = "" if name.startswith("!") else name.partition("@")[0].upper()
            ids = (tickwire.symbol_id(name), tickwire.symbol_id(symbol) if symbol else 0)
            words = (name.encode(), symbol.encode(), kind, frames.is_array, *ids)
            self.library.simdjson_add_stream(self.handle, *words)
        if frames.is_array:
            for symbol in {item["s"] for item in json.loads(frames.frames[0])["data"]}:
                self.library.simdjson_add_symbol(self.handle, symbol.encode(), tickwire.symbol_id(symbol))

    def __del__(self) -> None:
        self.library.simdjson_close(self.handle)

    def run(self) -> int:
        return int(self.library.simdjson_run(self.handle, *self.packed.addresses()))

    def answer(self, frame: bytes) -> list[Any]:
        memory = ctypes.create_string_buffer(frame, len(frame) + 256)
        count, stride = ctypes.c_int64(), ctypes.c_int64()
        where = (memory, ctypes.c_int64(len(frame)), ctypes.byref(count), ctypes.byref(stride))
        first = self.library.simdjson_one(self.handle, *where)
        if first is None:
            raise ValueError(f"simdjson refuses {frame[:120]!r}")
        view_at = native.extension("rivals/tickwire_decoder").view_at
        return [view_at(first + i * stride.value).to_struct() for i in range(count.value)]


class Memcpy:
    """The floor: copies each frame and looks at nothing."""

    def __init__(self, frames: FrameSet) -> None:
        self.library = native.simdjson()
        self.packed = native.extension("rivals/tickwire_decoder").Frames(frames.frames)
        self.scratch = ctypes.create_string_buffer(max(map(len, frames.frames)))

    def run(self) -> int:
        return int(self.library.memcpy_run(*self.packed.addresses(), self.scratch))

    def answer(self, frame: bytes) -> list[Any]:
        return []


class Tickwire:
    """The codec of this project, with or without shapes and table."""

    def __init__(self, frames: FrameSet, *, shapes: bool = True) -> None:
        module = native.extension("rivals/tickwire_decoder")
        kind = tickwire.KINDS[getattr(tickwire, frames.message.__name__)]
        self.packed = module.Frames(frames.frames)
        self.decoder = module.Decoder([(name, kind, frames.is_array) for name in frames.streams], shapes)

    def run(self) -> int:
        return int(self.decoder.run(self.packed))

    def answer(self, frame: bytes) -> list[Any]:
        return [view.to_struct() for view in self.decoder.answer(frame)]


def msgspec_str(frames: FrameSet) -> PythonLoop:
    return PythonLoop(frames, msgspec.json.Decoder(envelope_of(frames.message, frames.is_array)).decode)


def msgspec_float(frames: FrameSet) -> PythonLoop:
    frame = envelope_of(floats(frames.message), frames.is_array)
    return PythonLoop(frames, msgspec.json.Decoder(frame, strict=False).decode)


DECODERS: dict[str, Callable[[FrameSet], Decoder]] = {
    "tickwire": Tickwire,
    "tickwire_table": lambda frames: Tickwire(frames, shapes=False),
    "simdjson": Simdjson,
    "msgspec": msgspec_str,
    "msgspec_float": msgspec_float,
    "orjson": lambda frames: PythonLoop(frames, orjson.loads),
    "json": lambda frames: PythonLoop(frames, json.loads),
    "memcpy": Memcpy,
}
