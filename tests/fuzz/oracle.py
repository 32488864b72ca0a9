"""What a frame says, by other means than ours: msgspec for the text, Decimal for the numbers.

`read` gives plain values, to be held against views. Nothing here is shared with `tickwire.wire`.
"""

from __future__ import annotations

import contextlib
import functools
import re
import typing
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Any

import msgspec

from tickwire import schema
from tickwire.schema.kinds import describe

LARGEST = 2**63 - 1
EXACT = Context(prec=400)
FIRST_MICROSECOND = 10**14
MOST_DECIMALS = 100
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
SUBSCRIBED = schema.ACCOUNT_MESSAGES
EVENTS = (*SUBSCRIBED, schema.ServerShutdown)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


class Refused(Exception):
    """The frame is no message, or says a number that the structs cannot hold."""


class Envelope(msgspec.Struct):
    stream: str
    data: msgspec.Raw


class EventEnvelope(msgspec.Struct, rename="camel"):
    event: msgspec.Raw
    subscription_id: int | None = None


def read(frame: bytes, message: type[schema.Message], is_array: bool, stream: str = "") -> list[dict[str, Any]]:
    """The fields of each message in the frame: ns, mantissas and exponents. Raises Refused."""
    payload, subscription = frame, None
    try:
        envelope = msgspec.json.decode(frame, type=Envelope)
    except UNREADABLE:
        with contextlib.suppress(*UNREADABLE):
            event = msgspec.json.decode(frame, type=EventEnvelope)
            if message in EVENTS:
                payload, subscription = bytes(event.event), event.subscription_id
    else:
        payload = bytes(envelope.data)
        if stream and envelope.stream != stream:
            raise Refused("of another stream")
    try:
        decoded = msgspec.json.decode(payload, type=list[message] if is_array else message)  # type: ignore[valid-type]
    except UNREADABLE as fault:
        raise Refused(str(fault)) from None
    told = {"subscription_id": None if subscription is None else within(subscription)} if message in SUBSCRIBED else {}
    return [fields(one) | told for one in (decoded if is_array else [decoded])]


@functools.cache
def kinds(cls: type) -> dict[str, str]:
    """The kind of each field as the schema has it, "" for an object inside."""
    hints = typing.get_type_hints(cls, include_extras=True)
    found = {name: describe(hints[name])[0] for name in cls.__struct_fields__}
    return {name: "" if kind == "object" else kind for name, kind in found.items()}


def fields(message: msgspec.Struct, is_part: bool = False) -> dict[str, Any]:
    out: dict[str, Any] = {}
    groups: dict[str, list[tuple[str, Any]]] = {"price": [], "qty": []}
    for name, (kind, value) in dict(leaves(message)).items():
        plain = kind.removeprefix("maybe_")
        if plain in ("price", "optional_price", "qty"):
            is_none = value is None or value is msgspec.UNSET
            groups["qty" if plain == "qty" else "price"].append((name, None if is_none else parse(value)))
        elif plain == "levels":
            for column, group in enumerate(("price", "qty")):
                groups[group] += [(f"{name}/{i}", parse(level[column])) for i, level in enumerate(value)]
            out[f"num_{name}"] = len(value)
        elif plain == "amount":
            mantissa, decimals = (None, 0) if value is msgspec.UNSET else parse(value)
            out[f"{name}_mantissa"], out[f"{name}_exponent"] = mantissa, -decimals
        else:
            out[name] = None if value is msgspec.UNSET else plain_value(plain, value)
    if not is_part:
        for group, members in groups.items():
            align(group, members, out)
    return out


def plain_value(kind: str, value: Any) -> Any:
    if kind == "time":
        return within(value * (1000 if value >= FIRST_MICROSECOND else 1_000_000))
    if kind == "int":
        return within(value)
    if kind == "enum":
        return value if value.is_known else Unlisted(encoded(value).decode())
    if kind == "parts":
        return [fields(part, is_part=True) for part in value]
    return text(kind, value)


def leaves(message: Any, outer: Any = None) -> Iterator[tuple[str, tuple[str, Any]]]:
    for name, kind in kinds(type(message)).items():
        value = getattr(message, name)
        if not kind:
            yield from leaves(value, message)
        elif outer is None or name != "symbol" or not hasattr(outer, "symbol"):
            yield name, (kind, value)
        elif value != outer.symbol:
            raise Refused("a part of another instrument")


# The fewest and the most bytes of each kind of text.
SIZES = {
    "symbol": (1, 120), "name": (1, 120), "optional_name": (1, 120), "text": (0, 15), "client_id": (0, 39),
    "request_id": (1, 39),
}  # fmt: skip


def text(kind: str, value: Any) -> Any:
    if kind == "request_id" and isinstance(value, int):
        return within(value)
    if kind in SIZES and value is not None:
        fewest, most = SIZES[kind]
        if not fewest <= len(encoded(value)) <= most:
            raise Refused(f"{value!r} is too short or too long for a {kind}")
    return value


def encoded(value: str) -> bytes:
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise Refused("no UTF-8") from None


def within(value: int) -> int:
    if not -LARGEST <= value <= LARGEST:
        raise Refused(f"{value} does not fit")
    return value


def parse(number: str) -> tuple[int, int]:
    """Mantissa and decimals as printed; trailing zeros go where it does not fit otherwise."""
    if not NUMBER.fullmatch(number):
        raise Refused(f"{number!r} is no decimal")
    if len(number) > 300:
        raise Refused("longer than anything the decoders have to take")
    exact = EXACT.create_decimal(number)
    decimals = len(number.partition(".")[2])
    mantissa = scaled(exact, decimals)
    while decimals and (decimals > MOST_DECIMALS or abs(mantissa) > LARGEST) and mantissa % 10 == 0:
        decimals -= 1
        mantissa = scaled(exact, decimals)
    if decimals > MOST_DECIMALS:
        raise Refused("too many decimals")
    return within(mantissa), decimals


def scaled(exact: Decimal, decimals: int) -> int:
    return int(EXACT.scaleb(exact, decimals))


def align(group: str, members: list[tuple[str, Any]], out: dict[str, Any]) -> None:
    """Bring a group to one exponent: the finest printed, or where that does not fit the coarsest that is exact."""
    numbers = {name: number for name, number in members if number is not None}
    common = max((decimals for _, decimals in numbers.values()), default=0)
    if any(abs(m) * 10 ** (common - d) > LARGEST for m, d in numbers.values()):
        numbers = {name: stripped(*number) for name, number in numbers.items()}
        common = max(decimals for _, decimals in numbers.values())
    out[f"{group}_exponent"] = -common
    for name, number in members:
        mantissa = None if number is None else within(numbers[name][0] * 10 ** (common - numbers[name][1]))
        out[f"{name}/{group}" if "/" in name else f"{name}_mantissa"] = mantissa


def stripped(mantissa: int, decimals: int) -> tuple[int, int]:
    while decimals and mantissa % 10 == 0:
        mantissa, decimals = mantissa // 10, decimals - 1
    return mantissa, decimals


def differences(view: Any, expected: dict[str, Any]) -> list[str]:
    """Where a view says something else than the oracle."""
    return [f"{n}: {said!r}, not {value!r}" for n, value in expected.items() if (said := of_view(view, n)) != value]


def of_view(view: Any, name: str) -> Any:
    if isinstance(value := getattr(view, name, None), tuple):
        return [PartSaid(part) for part in value]
    if name.startswith("num_") and hasattr(view, name[4:]):
        return len(getattr(view, name[4:]))
    if "/" not in name:
        return getattr(view, name)
    side, index, column = name.split("/")
    return getattr(view, side).mantissas()[int(index)][column == "qty"]


class Unlisted:
    """A word that no enum lists: itself, or what stands for it once all numbers for such words are given out."""

    def __init__(self, word: str) -> None:
        self.word = word

    def __eq__(self, other: object) -> bool:
        return other in (self.word, "NON_REPRESENTABLE")

    def __hash__(self) -> int:
        return hash(self.word)

    def __repr__(self) -> str:
        return repr(self.word)


class PartSaid:
    """What a view of a part says, to be compared with what the oracle has."""

    def __init__(self, part: Any) -> None:
        self.part = part

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and not differences(self.part, other)

    def __hash__(self) -> int:
        return hash(self.part)

    def __repr__(self) -> str:
        return repr(self.part)


def message_of(frame: bytes, stream: str = "") -> tuple[type[schema.Message] | None, bool, str]:
    """The message class that the frame's stream carries, whether as an array, and the stream's name; None if unknown.

    Bare frames are known by their event or, as the protocol has it, by their keys.
    """
    with contextlib.suppress(*UNREADABLE):
        stream = msgspec.json.decode(frame, type=Envelope).stream
    if parsed := schema.parse_stream(stream):
        return parsed.message, parsed.is_array, stream
    try:
        said = msgspec.json.decode(frame)
    except UNREADABLE:
        return None, False, stream
    if isinstance(said, dict) and isinstance(said.get("event"), dict) and not {"stream", "data"} <= said.keys():
        said = said["event"]
    result = said.get("result") if isinstance(said, dict) and "e" not in said else None
    if isinstance(result, dict) and {"orderId", "transactTime"} <= result.keys() and "error" not in said:
        return schema.OrderResponse, False, stream
    first = said[0] if isinstance(said, list) and said else said
    if not isinstance(first, dict) or "stream" in first:
        return None, False, stream
    for message in schema.MESSAGES:
        if first.get("e") in message.events:
            return message, isinstance(said, list), stream
    named = (
        schema.PartialDepth
        if "lastUpdateId" in first
        else schema.BookTicker
        if {"u", "A", "B"} <= first.keys()
        else None
    )
    return (None if "e" in first else named), isinstance(said, list), stream
