"""Decoders that go through the frames in C: simdjson On-Demand, the memcpy floor, and the codec of this project."""

from __future__ import annotations

import ctypes
import json
from typing import Any

from bench import compiled
from bench.corpus import FrameSet
from tickwire.wire import messages
from tickwire.wire.symbols import symbol_id

MODULE = "decoders/tickwire_decoder"


_packed: dict[str, Any] = {}


class InC:
    """Frames packed into one block, as a socket leaves them; the same block for all decoders."""

    def __init__(self, frames: FrameSet) -> None:
        self.module = compiled.extension(MODULE)
        self.packed = _packed.get(frames.name) or self.module.Frames(frames.frames)
        _packed[frames.name] = self.packed
        self.kind = messages.KINDS[getattr(messages, frames.message.__name__)]


class Simdjson(InC):
    """simdjson On-Demand in C++; streams are found by name, symbols and streams have tickwire's ids."""

    def __init__(self, frames: FrameSet) -> None:
        super().__init__(frames)
        self.library = compiled.simdjson()
        self.handle = ctypes.c_void_p(self.library.simdjson_open())
        for name in frames.streams:
            symbol = "" if name.startswith("!") else name.partition("@")[0].upper()
            ids = (symbol_id(name), symbol_id(symbol) if symbol else 0)
            words = (name.encode(), symbol.encode(), self.kind, frames.is_array, *ids)
            self.library.simdjson_add_stream(self.handle, *words)
        if frames.is_array:
            for symbol in {item["s"] for frame in frames.frames for item in json.loads(frame)["data"]}:
                self.library.simdjson_add_symbol(self.handle, symbol.encode(), symbol_id(symbol))

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
        return [self.module.view_at(first + i * stride.value).to_struct() for i in range(count.value)]


class Memcpy(InC):
    """The floor: copies each frame and looks at nothing."""

    def __init__(self, frames: FrameSet) -> None:
        super().__init__(frames)
        self.library = compiled.simdjson()
        self.scratch = ctypes.create_string_buffer(max(map(len, frames.frames)))

    def run(self) -> int:
        return int(self.library.memcpy_run(*self.packed.addresses(), self.scratch))

    def answer(self, frame: bytes) -> list[Any]:
        """Nothing but the frame was copied, so there is nothing to get wrong but the copy."""
        one = self.module.Frames([frame])
        self.library.memcpy_run(*one.addresses(), self.scratch)
        data = json.loads(self.scratch.raw[: len(frame)])["data"]
        return data if isinstance(data, list) else [data]


class Tickwire(InC):
    """The codec of this project, with or without shapes and table."""

    def __init__(self, frames: FrameSet, *, shapes: str | None = "auto") -> None:
        super().__init__(frames)
        streams = [(name, self.kind, frames.is_array) for name in frames.streams]
        self.decoder = self.module.Decoder(streams, shapes)

    def run(self) -> int:
        return int(self.decoder.run(self.packed))

    def answer(self, frame: bytes) -> list[Any]:
        return [view.to_struct() for view in self.decoder.answer(frame)]
