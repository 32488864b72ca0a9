"""The kinds of field a message is made of, and `Message`, the base of all messages.

A kind says three things at once: the Python type that msgspec decodes, how the value stands on the wire, and where
it goes in the C struct. `tools/schema.py` reads them; nothing here is used on the fast path.
"""

from __future__ import annotations

import enum
import typing
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda cls: cls


def _kind(name: str) -> Meta:
    return Meta(extra={"kind": name})


# An instant. On the wire an integer in ms, or in µs on a connection with timeUnit=MICROSECOND; in C int64 ns.
Time = Annotated[int, _kind("time")]
# An integer that names or counts something. In C int64.
Id = Annotated[int, _kind("int")]
Count = Annotated[int, _kind("int")]
# The instrument's name, interned. In C the header's uint32 `symbol`.
Symbol = Annotated[str, _kind("symbol")]
# Decimal text. In C an int64 mantissa; all prices of a message share `price_exponent`, all quantities `qty_exponent`.
Price = Annotated[str, _kind("price")]
Qty = Annotated[str, _kind("qty")]
# A price that may be null. In C the mantissa is then `TICKWIRE_NULL`.
OptionalPrice = Annotated[str | None, _kind("optional_price")]
# Decimal text whose decimals follow nothing else (volumes, averages, percentages): int64 mantissa, exponent of its own.
Amount = Annotated[str, _kind("amount")]
# true or false. In C uint8.
Flag = Annotated[bool, _kind("flag")]
# As Flag; tells who the aggressor was.
BuyerMaker = Annotated[bool, _kind("buyer_maker")]
# true, false or absent. In C int8, -1 for absent.
OptionalFlag = Annotated[bool | UnsetType, _kind("optional_flag")]
# Short text that is one of a few words, at most 15 bytes of UTF-8. In C char[16], zero-terminated.
Text = Annotated[str, _kind("text")]
# Price levels, best first: [price, quantity] pairs. In C a pointer to levels and their number.
Levels = Annotated[list[tuple[str, str]], _kind("levels")]


# Fields that a message has only under conditions. Absent they are UNSET; in C the numbers are then `TICKWIRE_NULL`.
MaybeTime = Annotated[int | UnsetType, _kind("maybe_time")]
MaybeId = Annotated[int | UnsetType, _kind("maybe_int")]
MaybePrice = Annotated[str | UnsetType, _kind("maybe_price")]
MaybeQty = Annotated[str | UnsetType, _kind("maybe_qty")]
MaybeAmount = Annotated[str | UnsetType, _kind("maybe_amount")]
# The name of an asset, interned as a symbol is. In C its uint32 id.
Asset = Annotated[str, _kind("name")]
# As Asset; null where there is none, in C 0.
OptionalAsset = Annotated[str | None, _kind("optional_name")]
# The name of another instrument. Absent it is UNSET, in C 0.
MaybeName = Annotated[str | UnsetType, _kind("maybe_name")]
# The text by which a client knows an order: at most 36 ASCII characters, or empty. In C char[40], zero-terminated.
ClientId = Annotated[str, _kind("client_id")]
# As ClientId; absent it is UNSET, in C empty.
MaybeClientId = Annotated[str | UnsetType, _kind("maybe_client_id")]

# The id of a request, as it was given. In C int64, `TICKWIRE_NULL` for text, which is then in char[40] `<name>_text`.
RequestId = Annotated[int | str | None, _kind("request_id")]


def describe(hint: Any) -> tuple[str, type[Any] | None]:
    """The kind of a field and, where it has one, its class, by the field's type hint.

    Kinds without a name above: "object" (a part), "parts" (a list of them), "enum"; "maybe_parts", "maybe_enum".
    """
    if hasattr(hint, "__metadata__"):
        return str(hint.__metadata__[0].extra["kind"]), None
    if typing.get_origin(hint) is list:
        return "parts", typing.get_args(hint)[0]
    if isinstance(hint, type):
        return "enum" if issubclass(hint, enum.Enum) else "object", hint
    kind, inner = describe(typing.get_args(hint)[0])
    return f"maybe_{kind}", inner


class Key:
    """A field's key on the wire, its meaning, and its default where it may be absent."""

    __slots__ = ("default", "meaning", "name")

    def __init__(self, name: str, meaning: str, default: Any) -> None:
        self.name, self.meaning, self.default = name, meaning, default


def key(name: str, meaning: str, *, default: Any = msgspec.NODEFAULT) -> Any:
    """Declare a field: `name` is its key on the wire, `meaning` ends up in the docs, the stubs and the C header."""
    return Key(name, meaning, default)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(key,))
class MessageMeta(msgspec.StructMeta):
    """Turns `key(...)` into msgspec fields and keeps the meanings and the stream names on the class."""

    meanings: dict[str, str]
    events: tuple[str, ...]
    streams: tuple[str, ...]

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        event: str | None = None,
        events: tuple[str, ...] = (),
        streams: tuple[str, ...] = (),
        **options: Any,
    ) -> Any:
        meanings: dict[str, str] = {}
        for attribute, value in list(namespace.items()):
            if isinstance(value, Key):
                meanings[attribute] = value.meaning
                namespace[attribute] = msgspec.field(name=value.name, default=value.default)
        if event is not None:
            options |= {"tag_field": "e", "tag": event}
        cls = super().__new__(mcls, name, bases, namespace, frozen=True, kw_only=True, **options)
        cls.meanings = meanings
        cls.events = (event,) if event is not None else events
        cls.streams = streams
        return cls


class Part(msgspec.Struct, metaclass=MessageMeta):
    """An object inside a message."""

    meanings: ClassVar[dict[str, str]]
    events: ClassVar[tuple[str, ...]]
    streams: ClassVar[tuple[str, ...]]


class Message(Part):
    """Base of everything a venue sends on its own account.

    Class attributes: `meanings` (field to text), `events` (values of the key `e` that announce it; empty when the
    message has none) and `streams` (patterns of the stream names that carry it).
    """


__all__ = [
    "UNSET",
    "Amount",
    "Asset",
    "BuyerMaker",
    "ClientId",
    "Count",
    "Flag",
    "Id",
    "Levels",
    "MaybeAmount",
    "MaybeClientId",
    "MaybeId",
    "MaybeName",
    "MaybePrice",
    "MaybeQty",
    "MaybeTime",
    "Message",
    "OptionalAsset",
    "OptionalFlag",
    "OptionalPrice",
    "Part",
    "Price",
    "Qty",
    "RequestId",
    "Symbol",
    "Text",
    "Time",
    "UnsetType",
    "describe",
    "key",
]
