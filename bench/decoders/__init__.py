"""Everyone who decodes: each with `run()` to be timed and `answer(frame)` to be checked beforehand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from bench.corpus import FrameSet

from . import native, python


class Decoder(Protocol):
    """Decodes the frames of one set, again and again."""

    def run(self) -> int:
        """Decode every frame; the number of frames refused."""

    def answer(self, frame: bytes) -> list[Any]:
        """What one frame holds: messages of the schema, or what `msgspec.convert` can make into them."""


DECODERS: dict[str, Callable[[FrameSet], Decoder]] = {
    "tickwire": native.Tickwire,
    "tickwire_sse4": lambda frames: native.Tickwire(frames, shapes="sse4"),
    "tickwire_table": lambda frames: native.Tickwire(frames, shapes=None),
    "simdjson": native.Simdjson,
    "msgspec": python.msgspec_str,
    "msgspec_float": python.msgspec_float,
    "orjson": python.orjson_dict,
    "json": python.json_dict,
    "memcpy": native.Memcpy,
}
