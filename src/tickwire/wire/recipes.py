"""How requests are laid out: constants and slots in a row, as JSON to be sent and as the text that is signed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..errors import ConfigError

BARE_SLOTS = frozenset({"request_id", "timestamp", "client_number", "target_number", "target_order_id"})
"""Numbers that are no strings of JSON, unless a prefix makes them one."""


class Slot(NamedTuple):
    """A place for a value: a number with `decimals` behind its point, or text. A `prefix`, which may be empty, stands
    before it and makes it text.
    """

    name: str
    decimals: int = 0
    prefix: str | None = None

    @property
    def is_quoted(self) -> bool:
        """Whether it is a string of JSON: ids and times are not."""
        return self.name not in BARE_SLOTS or self.prefix is not None


Value = str | int | Slot
Part = bytes | Slot


def check_params(params: Mapping[str, Value]) -> None:
    """Raise ConfigError for a value that has no certain text."""
    for name, value in params.items():
        if isinstance(value, bool) or not isinstance(value, str | int | Slot):
            raise ConfigError(f"{name}: text, an int or a slot, not {type(value).__name__}")


def frame_parts(method: str, params: Mapping[str, Value]) -> Iterator[Part]:
    """A request as JSON; the id comes last, in a slot."""
    yield f'{{"method":{_quoted(method)},"params":{{'.encode()
    for number, (name, value) in enumerate(params.items()):
        yield f"{',' if number else ''}{_quoted(name)}:".encode()
        if not isinstance(value, Slot):
            yield (_quoted(value) if isinstance(value, str) else str(value)).encode()
        elif value.is_quoted:
            yield f'"{_quoted(value.prefix or "")[1:-1]}'.encode()
            yield value
            yield b'"'
        else:
            yield value
    yield b'},"id":'
    yield Slot("request_id")
    yield b"}"


def payload_parts(params: Mapping[str, Value]) -> Iterator[Part]:
    """What is signed of it: `name=value` joined by `&`, sorted by name, raw; without the signature."""
    for number, name in enumerate(sorted(params.keys() - {"signature"})):
        value = params[name]
        yield f"{'&' if number else ''}{name}=".encode()
        if isinstance(value, Slot):
            yield (value.prefix or "").encode()
            yield value
        else:
            yield str(value).encode()


def joined(parts: Iterable[Part]) -> tuple[list[tuple[bytes, Slot]], bytes]:
    """Each slot with the constant in front of it, and the constant behind the last."""
    pieces: list[tuple[bytes, Slot]] = []
    before = b""
    for part in parts:
        if isinstance(part, Slot):
            pieces.append((before, part))
            before = b""
        else:
            before += part
    return pieces, before


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
