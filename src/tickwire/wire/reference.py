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
from tickwire.schema import MESSAGES, ControlReply, ServerShutdown, parse_stream, sbe
from tickwire.schema.decimals import decimal_text
from tickwire.schema.enums import ENUMS
from tickwire.schema.kinds import Message, Part, describe
from tickwire.schema.messages import EVENTS, REPLIES

__all__ = [
    "API_VERSION",
    "ENUMS",
    "FIRST_MICROSECOND",
    "UNSET",
    "ControlReply",
    "count_levels",
    "count_parts",
    "decode",
    "event_of_stream",
    "inside",
    "int64",
    "is_message",
    "is_of_api",
    "is_reply",
    "is_subscribed",
    "kind_of_stream",
    "leaves",
    "message_class",
    "names_of_event",
    "offset_of",
    "part_class",
    "parts_of",
    "restore",
    "said_by",
    "state_of_view",
    "stream_of_frame",
    "struct_of_part",
    "struct_of_view",
    "subscription_of",
    "symbol_of_stream",
    "text_of_part",
    "text_of_view",
    "wire_time",
]


class Envelope(msgspec.Struct):
    """The combined form around a message."""

    stream: str
    data: msgspec.Raw


class EventEnvelope(msgspec.Struct, rename="camel"):
    """The form around an event of the WebSocket API; an account's names its subscription."""

    event: msgspec.Raw
    subscription_id: int | None = None


class Answer(msgspec.Struct):
    """What tells an answer from an event."""

    id: Any = UNSET
    status: Any = UNSET
    event: Any = UNSET


class Named(msgspec.Struct):
    """Whatever it holds, it may say which stream it is of."""

    stream: str | None = None


_ENVELOPE = msgspec.json.Decoder(Envelope)
_EVENT = msgspec.json.Decoder(EventEnvelope)
_ANSWER = msgspec.json.Decoder(Answer)
_NAMED = msgspec.json.Decoder(Named)
_ANY = msgspec.json.Decoder(msgspec.Raw)
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
API_VERSION = sbe.SCHEMA_VERSION
FIRST_MICROSECOND = 100_000_000_000_000  # integers from here on are µs: as ms they mean the year 5138


@functools.cache
def _decoder(kind: int, is_array: bool) -> msgspec.json.Decoder[Any]:
    message = MESSAGES[kind - 1]
    return msgspec.json.Decoder(list[message] if is_array else message)  # type: ignore[valid-type]


def decode(raw: bytes, stream: str, kind: int, is_array: bool) -> list[Message]:
    """The messages in a frame, with or without its envelope. Raises DecodeError naming what is wrong and where."""
    payload = _payload(raw, stream, MESSAGES[kind - 1])
    start = raw.find(payload)
    try:
        decoded = _decoder(kind, is_array).decode(payload)
    except _UNREADABLE as fault:
        raise DecodeError(str(fault), raw, offset_of(str(fault), start), stream or None) from None
    return list(decoded) if is_array else [decoded]


def _payload(raw: bytes, stream: str, message: type[Message]) -> bytes:
    """What stands in the envelope, or all when there is none: the decoder of the message will tell."""
    if message in REPLIES:
        return raw
    try:
        envelope = _ENVELOPE.decode(raw)
    except _UNREADABLE:
        event = _event_in(raw) if message in EVENTS else None
        return raw if event is None else bytes(event.event)
    if stream and envelope.stream != stream:
        raise DecodeError(f"the frame is of stream {envelope.stream!r}", raw, None, stream)
    return bytes(envelope.data)


def _event_in(raw: bytes) -> EventEnvelope | None:
    try:
        return _EVENT.decode(raw)
    except _UNREADABLE:
        return None


def subscription_of(raw: bytes) -> int | None:
    """Which subscription an event's envelope names; None when it names none, or when there is no envelope."""
    envelope = _event_in(raw)
    return None if envelope is None else envelope.subscription_id


def is_reply(raw: bytes) -> bool:
    """Whether a frame that is no message answers a request, well or badly. Raises DecodeError when it is no JSON."""
    try:
        said = _ANSWER.decode(raw)
    except msgspec.ValidationError:
        return False
    except _UNREADABLE as fault:
        raise DecodeError(str(fault), raw, offset_of(str(fault))) from None
    return said.event is UNSET and not (said.id is UNSET and said.status is UNSET)


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
def _kinds(cls: type[Part]) -> list[tuple[str, str, Any]]:
    """Name, kind and class of each field: that of the object inside, of the parts, the enum."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return [(name, *describe(hints[name])) for name in cls.__struct_fields__]


def inside(cls: type[Part]) -> list[Any]:
    """The class of the object or the parts inside each field, None for any other."""
    return [inner if kind.endswith(("object", "parts")) else None for _, kind, inner in _kinds(cls)]


def _decimal_text(mantissa: int | None, exponent: int) -> str | None:
    return None if mantissa is None else decimal_text(mantissa, exponent)


def _wire_value(view: Any, name: str, kind: str, inner: Any) -> Any:
    if kind.startswith("maybe_"):
        value = getattr(view, name)
        return UNSET if value is None else _wire_value(view, name, kind.removeprefix("maybe_"), inner)
    if kind == "object":
        return _build(inner, view)
    if kind == "parts":
        return [_build(inner, part) for part in getattr(view, name)]
    if kind == "time":
        return wire_time(getattr(view, name), view.flags)
    if kind in ("price", "optional_price", "qty", "amount"):
        exponent = {"qty": "qty_exponent", "amount": f"{name}_exponent"}.get(kind, "price_exponent")
        return _decimal_text(getattr(view, f"{name}_mantissa"), getattr(view, exponent))
    if kind == "levels":
        levels = getattr(view, name)
        p, q = levels.price_exponent, levels.qty_exponent
        return [(_decimal_text(price, p), _decimal_text(qty, q)) for price, qty in levels.mantissas()]
    value = getattr(view, name)
    return UNSET if kind == "optional_flag" and value is None else value


def wire_time(ns: int, flags: int) -> int:
    """An instant in the unit of the wire. What is no instant of ours, as -1 for none, was taken for ms."""
    return ns // (1000 if flags & 16 and ns >= FIRST_MICROSECOND * 1000 else 1_000_000)


def message_class(kind: int) -> type[Message]:
    """The schema class of a kind of message."""
    return MESSAGES[kind - 1]


def kind_of_stream(name: str) -> tuple[int, bool] | None:
    """The kind of message that arrives under a stream's name, and whether it comes in arrays; None when not known."""
    parsed = parse_stream(name)
    return None if parsed is None else (MESSAGES.index(parsed.message) + 1, parsed.is_array)


# What follows the symbol in the names of streams whose messages SBE carries, too: its own name first.
_EVENTS = {"Trade": ["trade"], "BookTicker": ["bestBidAsk", "bookTicker"]}
_EVENTS |= {"DepthUpdate": ["depth", "depth@100ms"], "PartialDepth": ["depth20", "depth20@100ms"]}


@functools.lru_cache(4096)
def event_of_stream(name: str) -> tuple[int, bytes, int] | None:
    """The kind and the symbol of the SBE events that say what a stream's messages say; None when there are none.

    With them the place of its name among those of such streams.
    """
    parsed = parse_stream(name)
    names = [] if parsed is None else _EVENTS.get(parsed.message.__name__, [])
    suffix = name.partition("@")[2]
    if parsed is None or parsed.symbol is None or suffix not in names:
        return None
    return MESSAGES.index(parsed.message) + 1, parsed.symbol.upper().encode(), names.index(suffix)


def names_of_event(kind: int, symbol: str) -> list[str]:
    """The names of the streams that may have the SBE events of a kind and a symbol, the one of SBE first."""
    return [f"{symbol.lower()}@{suffix}" for suffix in _EVENTS[message_class(kind).__name__]]


def stream_of_frame(raw: bytes) -> str | None:
    """The stream's name in a frame's envelope; None for a frame without. Raises DecodeError when it is no JSON."""
    try:
        try:
            return _NAMED.decode(raw).stream
        except msgspec.ValidationError:
            _ANY.decode(raw)
            return None
    except _UNREADABLE as fault:
        raise DecodeError(str(fault), raw, offset_of(str(fault))) from None


def is_message(cls: object) -> bool:
    """Whether a class is one of the schema's messages."""
    return cls in MESSAGES


def is_subscribed(cls: object) -> bool:
    """Whether it is an event of an account, which tells its subscription."""
    return cls in EVENTS and cls is not ServerShutdown


def parts_of(cls: type[Part]) -> dict[str, Any]:
    """The classes of the parts in each array of a message, by the names of the fields."""
    found: dict[str, Any] = {}
    for name, kind, inner in _kinds(cls):
        if kind == "object":
            found |= parts_of(inner)
        elif kind.endswith("parts"):
            found[name] = inner
    return found


def part_class(cls: object) -> Any:
    """The schema class of a part, given that or its view class; None for anything else."""
    name = getattr(cls, "__name__", None)
    parts = [part for message in MESSAGES for part in parts_of(message).values()]
    found = [part for part in parts if part.__name__ == name]
    known = (found and found[0] is cls) or getattr(cls, "__module__", None) == "tickwire.wire.messages"
    return found[0] if found and known else None


def leaves(cls: type[Part]) -> list[tuple[str, str]]:
    """Name and kind of every field, objects inside flattened; a name that comes twice counts once."""
    flat: dict[str, str] = {}
    for name, kind, inner in _kinds(cls):
        for leaf, leaf_kind in leaves(inner) if kind == "object" else [(name, kind)]:
            flat.setdefault(leaf, leaf_kind)
    return list(flat.items())


def count_parts(struct: Any) -> int:
    """How many parts a Struct holds in all its arrays, objects inside included."""
    count = 0
    cls: type[Part] = type(struct)
    for name, kind, _ in _kinds(cls):
        value = getattr(struct, name)
        if kind == "object":
            count += count_parts(value)
        elif kind.endswith("parts") and value is not UNSET:
            count += len(value)
    return count


def count_levels(struct: Message) -> int:
    """How many price levels a Struct holds on both sides."""
    return sum(len(value) for value in msgspec.structs.astuple(struct) if isinstance(value, list))


def _build(cls: type[Part], view: Any) -> Any:
    return cls(**{name: _wire_value(view, name, kind, inner) for name, kind, inner in _kinds(cls)})


def struct_of_view(view: Any) -> Any:
    """The schema Struct that says what a view says, in the units of the wire."""
    return _build(MESSAGES[view.kind - 1], view)


def text_of_view(view: Any) -> str:
    """A view's repr: its fields with their values."""
    names = (
        view.__match_args__ if "symbol" in view.__match_args__ or not view.symbol else ("symbol", *view.__match_args__)
    )
    shown = ", ".join(f"{name}={getattr(view, name)!r}" for name in names)
    return f"{type(view).__name__}({shown})"


def struct_of_part(part: Any) -> Any:
    """The schema Struct that says what a view of a part says."""
    return _build(part_class(type(part)), part)


def text_of_part(part: Any) -> str:
    """The repr of a view of a part."""
    return f"{type(part).__name__}({', '.join(f'{name}={getattr(part, name)!r}' for name in part.__match_args__)})"


def state_of_view(view: Any) -> tuple[Any, ...]:
    """What `restore` needs to make the view again."""
    subscription = getattr(view, "subscription_id", None)
    unsaid = view.event_time, view.symbol, view.price_exponent, view.qty_exponent
    return view.to_struct(), view.kind, view.stream, view.recv_time, view.line, view.flags, subscription, unsaid


def restore(
    struct: Message,
    kind: int,
    stream: str,
    recv_time: int,
    line: int,
    flags: int,
    subscription: int | None = None,
    unsaid: tuple[int, str, int, int] | None = None,
) -> Any:
    """The view that was pickled."""
    from tickwire.wire.json import view_of_struct

    return view_of_struct(struct, kind, stream, recv_time, line, flags, subscription, unsaid)


def is_of_api(schema_id: int, template: int) -> bool:
    """Whether a template is one of the WebSocket API's that can be read."""
    known = sbe.TEMPLATES.get(template) if schema_id == sbe.SCHEMA_ID else None
    return known is not None and known.form is not None


def said_by(frame: bytes) -> tuple[bytes, list[tuple[int, int]], int, bool]:
    """The JSON that says what an SBE message of the WebSocket API says.

    With it schema and template of what is in it and not known, the newest version in it, and whether the venue calls
    that one deprecated. Raises DecodeError.
    """
    reader = sbe.Reader(frame)
    unlisted = [(header.schema_id, header.template_id) for header in reader.unlisted]
    said = reader.value
    is_deprecated = isinstance(said, dict) and said.get("sbeSchemaIdVersionDeprecated") is True
    return msgspec.json.encode(said), unlisted, reader.version, is_deprecated
