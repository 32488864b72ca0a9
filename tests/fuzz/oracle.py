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

LARGEST = 2**63 - 1
EXACT = Context(prec=400)
FIRST_MICROSECOND = 10**14
MOST_DECIMALS = 100
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


class Refused(Exception):
    """The frame is no message, or says a number that the structs cannot hold."""


class Envelope(msgspec.Struct):
    stream: str
    data: msgspec.Raw


def read(frame: bytes, message: type[schema.Message], is_array: bool, stream: str = "") -> list[dict[str, Any]]:
    """The fields of each message in the frame: ns, mantissas and exponents. Raises Refused."""
    try:
        envelope = msgspec.json.decode(frame, type=Envelope)
    except UNREADABLE:
        payload = frame
    else:
        payload = bytes(envelope.data)
        if stream and envelope.stream != stream:
            raise Refused("of another stream")
    try:
        decoded = msgspec.json.decode(payload, type=list[message] if is_array else message)  # type: ignore[valid-type]
    except UNREADABLE as fault:
        raise Refused(str(fault)) from None
    return [fields(one) for one in (decoded if is_array else [decoded])]


@functools.cache
def kinds(cls: type) -> dict[str, str]:
    """The kind of each field as the schema has it, "" for an object inside."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return {
        n: "" if isinstance(hints[n], type) else hints[n].__metadata__[0].extra["kind"] for n in cls.__struct_fields__
    }


def fields(message: msgspec.Struct) -> dict[str, Any]:
    said = dict(leaves(message))
    out: dict[str, Any] = {}
    groups: dict[str, list[tuple[str, Any]]] = {"price": [], "qty": []}
    for name, (kind, value) in said.items():
        if kind == "time":
            out[name] = within(value * (1000 if value >= FIRST_MICROSECOND else 1_000_000))
        elif kind == "int":
            out[name] = within(value)
        elif kind == "amount":
            mantissa, decimals = parse(value)
            out[f"{name}_mantissa"], out[f"{name}_exponent"] = mantissa, -decimals
        elif kind in ("price", "optional_price", "qty"):
            groups["qty" if kind == "qty" else "price"].append((name, None if value is None else parse(value)))
        elif kind == "levels":
            for column, group in enumerate(("price", "qty")):
                groups[group] += [(f"{name}/{i}", parse(level[column])) for i, level in enumerate(value)]
            out[f"num_{name}"] = len(value)
        else:
            out[name] = text(kind, value)
    for group, members in groups.items():
        align(group, members, out)
    return out


def leaves(message: Any, outer: Any = None) -> Iterator[tuple[str, tuple[str, Any]]]:
    for name, kind in kinds(type(message)).items():
        value = getattr(message, name)
        if not kind:
            yield from leaves(value, message)
        elif outer is None or name != "symbol":
            yield name, (kind, value)
        elif value != outer.symbol:
            raise Refused("a part of another instrument")


def text(kind: str, value: Any) -> Any:
    if kind == "symbol" and not 0 < len(encoded(value)) <= 120:
        raise Refused("no name of an instrument")
    if kind == "text" and len(encoded(value)) > 15:
        raise Refused("a text too long")
    return None if value is msgspec.UNSET else value


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
    if name.startswith("num_") and hasattr(view, name[4:]):
        return len(getattr(view, name[4:]))
    if "/" not in name:
        return getattr(view, name)
    side, index, column = name.split("/")
    return getattr(view, side).mantissas()[int(index)][column == "qty"]


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
    first = said[0] if isinstance(said, list) and said else said
    if not isinstance(first, dict) or "stream" in first:
        return None, False, stream
    for message in schema.MARKET_MESSAGES:
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
