"""The slow twin: msgspec decodes what the kernels refuse, and turns views back into Structs.

Cold path only; the one place of `wire` that knows the schema.
"""

from __future__ import annotations

import functools
import re
import typing
from typing import Any

import msgspec
from msgspec import UNSET

from tickwire.errors import DecodeError
from tickwire.schema import MARKET_MESSAGES, ControlReply, parse_stream
from tickwire.schema.kinds import Message, Part

__all__ = [
    "FIRST_MICROSECOND",
    "UNSET",
    "ControlReply",
    "count_levels",
    "decode",
    "int64",
    "is_message",
    "kind_of_stream",
    "leaves",
    "message_class",
    "offset_of",
    "restore",
    "state_of_view",
    "stream_of_frame",
    "struct_of_view",
    "symbol_of_stream",
    "text_of_view",
]


class Envelope(msgspec.Struct):
    """The combined form around a message."""

    stream: str
    data: msgspec.Raw


class Named(msgspec.Struct):
    """Whatever it holds, it may say which stream it is of."""

    stream: str | None = None


_ENVELOPE = msgspec.json.Decoder(Envelope)
_NAMED = msgspec.json.Decoder(Named)
_ANY = msgspec.json.Decoder(msgspec.Raw)
FIRST_MICROSECOND = 100_000_000_000_000  # integers from here on are µs: as ms they mean the year 5138


@functools.cache
def _decoder(kind: int, is_array: bool) -> msgspec.json.Decoder[Any]:
    message = MARKET_MESSAGES[kind - 1]
    return msgspec.json.Decoder(list[message] if is_array else message)  # type: ignore[valid-type]


def decode(raw: bytes, stream: str, kind: int, is_array: bool) -> list[Message]:
    """The messages in a frame, with or without its envelope. Raises DecodeError naming what is wrong and where."""
    payload, start = raw, 0
    try:
        envelope = _ENVELOPE.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass  # a bare message, or nothing: the decoder of the message will tell
    else:
        payload, start = bytes(envelope.data), raw.find(bytes(envelope.data))
        if stream and envelope.stream != stream:
            raise DecodeError(f"the frame is of stream {envelope.stream!r}", raw, None, stream)
    try:
        decoded = _decoder(kind, is_array).decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise DecodeError(str(fault), raw, offset_of(str(fault), start), stream or None) from None
    return list(decoded) if is_array else [decoded]


def offset_of(text: str, start: int = 0) -> int | None:
    """The place of a fault as msgspec's message has it, from `start`; None when it does not say."""
    found = re.search(r"\(byte (\d+)\)", text)
    return None if found is None else start + int(found[1])


def int64(value: int) -> int:
    """The value, if it fits 64 bits. Raises OverflowError naming it."""
    if not -(2**63) < value < 2**63:
        raise OverflowError(f"{value} does not fit 64 bits")
    return value


@functools.lru_cache(4096)
def symbol_of_stream(name: bytes) -> str:
    """The instrument in a stream's name, upper-cased as messages have it; "" for a stream of the whole market."""
    parsed = parse_stream(name.decode(errors="replace"))
    return "" if parsed is None or parsed.symbol is None else parsed.symbol.upper()


@functools.cache
def _kinds(cls: type[Part]) -> list[tuple[str, str, type[Part] | None]]:
    """Name, kind and class of the object inside, for each field."""
    hints = typing.get_type_hints(cls, include_extras=True)
    out: list[tuple[str, str, type[Part] | None]] = []
    for name in cls.__struct_fields__:
        hint = hints[name]
        inner = hint if isinstance(hint, type) else None
        out.append((name, "object" if inner else hint.__metadata__[0].extra["kind"], inner))
    return out


def _decimal_text(mantissa: int | None, exponent: int) -> str | None:
    """The decimal as the venue prints it: -exponent decimals, never in powers of ten."""
    if mantissa is None:
        return None
    digits = str(abs(mantissa)).rjust(1 - exponent, "0")
    text = digits if exponent == 0 else f"{digits[:exponent]}.{digits[exponent:]}"
    return f"-{text}" if mantissa < 0 else text


def _wire_value(view: Any, name: str, kind: str) -> Any:
    if kind == "time":
        return getattr(view, name) // (1000 if view.flags & 16 else 1_000_000)
    if kind in ("price", "optional_price", "qty", "amount"):
        exponent = {"qty": "qty_exponent", "amount": f"{name}_exponent"}.get(kind, "price_exponent")
        return _decimal_text(getattr(view, f"{name}_mantissa"), getattr(view, exponent))
    if kind == "levels":
        levels = getattr(view, name)
        p, q = levels.price_exponent, levels.qty_exponent
        return [(_decimal_text(price, p), _decimal_text(qty, q)) for price, qty in levels.mantissas()]
    value = getattr(view, name)
    return UNSET if kind == "optional_flag" and value is None else value


def message_class(kind: int) -> type[Message]:
    """The schema class of a kind of message."""
    return MARKET_MESSAGES[kind - 1]


def kind_of_stream(name: str) -> tuple[int, bool] | None:
    """The kind of message that arrives under a stream's name, and whether it comes in arrays; None when not known."""
    parsed = parse_stream(name)
    return None if parsed is None else (MARKET_MESSAGES.index(parsed.message) + 1, parsed.is_array)


def stream_of_frame(raw: bytes) -> str | None:
    """The stream's name in a frame's envelope; None for a frame without. Raises DecodeError when it is no JSON."""
    try:
        try:
            return _NAMED.decode(raw).stream
        except msgspec.ValidationError:
            _ANY.decode(raw)
            return None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise DecodeError(str(fault), raw, offset_of(str(fault))) from None


def is_message(cls: object) -> bool:
    """Whether a class is one of the schema's messages."""
    return cls in MARKET_MESSAGES


def leaves(cls: type[Part]) -> list[tuple[str, str]]:
    """Name and kind of every field, objects inside flattened; a name that comes twice counts once."""
    flat: dict[str, str] = {}
    for name, kind, inner in _kinds(cls):
        for leaf, leaf_kind in leaves(inner) if inner else [(name, kind)]:
            flat.setdefault(leaf, leaf_kind)
    return list(flat.items())


def count_levels(struct: Message) -> int:
    """How many price levels a Struct holds on both sides."""
    return sum(len(value) for value in msgspec.structs.astuple(struct) if isinstance(value, list))


def _build(cls: type[Part], view: Any) -> Any:
    values = {n: _build(inner, view) if inner else _wire_value(view, n, kind) for n, kind, inner in _kinds(cls)}
    return cls(**values)


def struct_of_view(view: Any) -> Any:
    """The schema Struct that says what a view says, in the units of the wire."""
    return _build(MARKET_MESSAGES[view.kind - 1], view)


def text_of_view(view: Any) -> str:
    """A view's repr: its fields with their values."""
    names = (
        view.__match_args__ if "symbol" in view.__match_args__ or not view.symbol else ("symbol", *view.__match_args__)
    )
    shown = ", ".join(f"{name}={getattr(view, name)!r}" for name in names)
    return f"{type(view).__name__}({shown})"


def state_of_view(view: Any) -> tuple[Any, ...]:
    """What `restore` needs to make the view again."""
    return view.to_struct(), view.kind, view.stream, view.recv_time, view.line, view.flags


def restore(struct: Message, kind: int, stream: str, recv_time: int, line: int, flags: int) -> Any:
    """The view that was pickled."""
    from tickwire.wire.json import view_of_struct

    return view_of_struct(struct, kind, stream, recv_time, line, flags)
