"""How a message of the venue's SBE schema stands on the wire, from one line of text a block.

A body is a fixed block, then groups, then texts. Its rows are `key:type`, in the order of the wire, without padding:

- `key` is where the value stands in the JSON form of the message; `a.b` is `b` inside the object `a`.
- `type` is a number (`i8` ... `u64`, `f32`, which JSON prints with three decimals), `bool`, an enum of `schema.enums`
  by its name, `set8(...)` or `set16(...)`: a bitset whose bit n is the n-th word of the enum, or the name of an
  exponent: `price:qty` is a mantissa of 8 bytes times ten to the power of the row `qty^`, `qty128` one of 16 bytes.
- After the block: `str8`, `str16` are text, `msg8`, `msg16`, `msg32` embedded messages, by the size of their length.
- `?` may be null, and is then left out of the JSON form; `?=x` is then `x` there, `?=null` null, `?=` empty text.

Source: https://github.com/binance/binance-spot-api-docs/tree/master/sbe
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from .. import tickers
from ..decimals import decimal_text
from ..enums import ENUMS, Word

Exponents = dict[str, int]

_CODES = {"i8": "b", "u8": "B", "i16": "h", "u16": "H", "i32": "i", "u32": "I", "i64": "q", "u64": "Q", "f32": "f"}
_NULLS: dict[str, Any] = {"b": -(2**7), "h": -(2**15), "i": -(2**31), "q": -(2**63), "B": 0xFF, "H": 2**16 - 1}
_NULLS |= {"I": 2**32 - 1, "Q": 2**64 - 1, "16s": (-(2**127)).to_bytes(16, "little", signed=True)}
_SIGNED = ("b", "h", "i", "q", "16s")
_LENGTHS = {"str8": "B", "str16": "H", "msg8": "B", "msg16": "H", "msg32": "I"}
_ENUMS: dict[str, type[Word]] = {each.__name__: each for each in ENUMS} | {"CalculationType": tickers.CalculationType}
# Enums of the one event that has no class.
_WORDS: dict[str, dict[int, str]] = {
    "allocationTransactionType": {1: "New"},
    "allocationReportType": {1: "Accept"},
    "allocationStatus": {1: "Accepted"},
    "counterPartyRole": {1: "Client"},
}
NON_REPRESENTABLE = 254


class _Omitted:
    """What stands for null in a field that JSON leaves out."""


OMITTED, REQUIRED = _Omitted(), _Omitted()


class Field(NamedTuple):
    """A row of a block. `null` is the number that stands for null, `default` what the JSON form has for it.

    `kind` is its type as the row has it, `code` that of `struct`. `banned` is the number that would stand for null in a
    signed one that may not be null; in no message of the venue is it a number.
    """

    key: str
    kind: str
    code: str
    say: Callable[[Any, Exponents], Any]
    is_exponent: bool
    null: Any
    default: Any
    banned: Any

    def say_all(self, column: Sequence[Any], exponents: Exponents) -> list[Any]:
        """What JSON has for many numbers: those of prices and quantities are many, as in an order book."""
        exponent = exponents.get(self.kind, 0)
        if self.code == "q" and exponent < 0 <= min(column):
            form, unit = f"%d.%0{-exponent}d", 10**-exponent
            return [form % divmod(mantissa, unit) for mantissa in column]
        say = self.say
        return list(column) if say is _as_it_is else [say(value, exponents) for value in column]

    def absent(self, exponents: Exponents) -> Any:
        """What the JSON form has for null: `OMITTED` when it has nothing."""
        return self.say(self.default, exponents) if isinstance(self.default, int | float) else self.default


class Data(NamedTuple):
    """A row behind the groups: text, or a message."""

    key: str
    length: struct.Struct
    is_message: bool
    default: Any


class Body:
    """The body of a message or of an entry in a group. Rows are read from their text when they are first needed."""

    def __init__(self, text: str, *groups: Group) -> None:
        self.text, self.groups = text, groups

    @cached_property
    def _rows(self) -> list[tuple[str, str, bool, str | None]]:
        return [_row(row) for row in self.text.split()]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The rows of the block."""
        return tuple(_field(*row) for row in self._rows if row[1] not in _LENGTHS)

    @cached_property
    def data(self) -> tuple[Data, ...]:
        """The rows behind the groups."""
        return tuple(_data(*row) for row in self._rows if row[1] in _LENGTHS)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where each field ends, from the beginning of the block."""
        codes = [field.code for field in self.fields]
        return tuple(struct.calcsize("<" + "".join(codes[:count])) for count in range(1, len(codes) + 1))

    def unpacker(self, length: int) -> struct.Struct:
        """What unpacks the fields that are wholly in a block of so many bytes: an older one has fewer."""
        whole = sum(end <= length for end in self.ends)
        return _unpacker("".join(field.code for field in self.fields[:whole]))

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is nothing but a block whose values say by themselves what they are."""
        return not (self.groups or self.data) and all(
            field.default is REQUIRED and not field.is_exponent and "." not in field.key for field in self.fields
        )

    def columns(self, entries: memoryview, length: int, exponents: Exponents) -> list[list[Any]] | None:
        """What plain entries of so many bytes say, field by field; None when a number is null, which may not be."""
        unpacker = _unpacker("".join(field.code for field in self.fields) + f"{length - self.ends[-1]}x")
        columns = list(zip(self.fields, zip(*unpacker.iter_unpack(entries), strict=True), strict=True))
        if any(field.banned is not None and field.banned in column for field, column in columns):
            return None
        return [field.say_all(column, exponents) for field, column in columns]

    @cached_property
    def least(self) -> int:
        """The bytes that an entry has at least behind its block."""
        return sum(row.length.size for row in self.data) + sum(group.head.size for group in self.groups)


Shape = Callable[[list[dict[str, Any]]], Any]


def entries(said: list[dict[str, Any]]) -> Any:
    """A list of objects."""
    return said


def some(said: list[dict[str, Any]]) -> Any:
    """The same, which JSON leaves out when it is empty."""
    return said or OMITTED


def rows(said: list[dict[str, Any]]) -> Any:
    """A list of lists."""
    return [list(each.values()) for each in said]


def values(said: list[dict[str, Any]]) -> Any:
    """A list of plain values."""
    return [value for each in said for value in each.values()]


def one(said: list[dict[str, Any]]) -> Any:
    """An object that may be missing."""
    return said[0] if said else OMITTED


class Group(Body):
    """Entries that follow a block. `bits` are those of their number; `shape` is how JSON has them."""

    def __init__(self, key: str, text: str, *groups: Group, bits: int = 32, shape: Shape = entries) -> None:
        super().__init__(text, *groups)
        self.key, self.shape, self.head = key, shape, struct.Struct("<HI" if bits == 32 else "<HH")


def rates(key: str, *who: str) -> Callable[[dict[str, Any]], None]:
    """Completes rates of commission of which some are null: those are 0. All null, there are none."""

    def complete(said: dict[str, Any]) -> None:
        if key in said:
            said[key] = dict.fromkeys(who, "0") | said[key]

    return complete


class Template(Body):
    """A message: its number, its name in the venue's schema, and the class, or the function, that takes its JSON form.

    With `root` the JSON form is that of one group; `event` is the word by which JSON tells an event; `complete` adds
    what JSON says and SBE does not.
    """

    def __init__(
        self,
        number: int,
        name: str,
        form: Any,
        text: str = "",
        *groups: Group,
        root: str | None = None,
        event: str | None = None,
        complete: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        super().__init__(text, *groups)
        self.number, self.name, self.form = number, name, form
        self.root, self.event, self.complete = root, event, complete


@cache
def _unpacker(codes: str) -> struct.Struct:
    return struct.Struct("<" + codes)


def _row(text: str) -> tuple[str, str, bool, str | None]:
    """Key, type, whether it may be null, and what is said then."""
    text, has_default, default = text.partition("=")
    key, _, kind = text.removesuffix("?").partition(":")
    return key, kind, text.endswith("?"), default if has_default else None


def _field(key: str, kind: str, is_optional: bool, default: str | None) -> Field:
    if key.endswith("^"):
        null = _NULLS["b"]
        return Field(key[:-1], "i8", "b", _as_it_is, True, *((null, 0, None) if is_optional else (None, 0, null)))
    code, say = _type(kind)
    if not is_optional:
        return Field(key, kind, code, say, False, None, REQUIRED, _NULLS[code] if code in _SIGNED else None)
    null = _NULLS.get(code) if code != "f" else float("nan")
    return Field(key, kind, code, say, False, null, _default(default, say), None)


def _data(key: str, kind: str, is_optional: bool, default: str | None) -> Data:
    otherwise = REQUIRED if not is_optional else OMITTED if default is None else None if default == "null" else default
    return Data(key, struct.Struct("<" + _LENGTHS[kind]), kind.startswith("msg"), otherwise)


def _default(text: str | None, say: Callable[[Any, Exponents], Any]) -> Any:
    if text is None:
        return OMITTED
    return None if text == "null" else float(text) if say is _percent else int(text)


def _type(kind: str) -> tuple[str, Callable[[Any, Exponents], Any]]:
    """The code of `struct`, and what makes a number of the wire what JSON says."""
    if kind in _CODES:
        return _CODES[kind], _percent if kind == "f32" else _as_it_is
    if kind == "bool":
        return "B", _flag
    if kind in _ENUMS or kind in _WORDS:
        return "B", _word(_WORDS.get(kind) or {each.code: each.value for each in _ENUMS[kind]})
    if kind.startswith("set"):
        size, _, name = kind[3:-1].partition("(")
        return _CODES[f"u{size}"], _words([each.value for each in _ENUMS[name]])
    if kind.endswith("128"):
        return "16s", _wide_decimal(kind.removesuffix("128"))
    return "q", _decimal(kind)


def _as_it_is(value: Any, _: Exponents) -> Any:
    return value


def _flag(value: int, _: Exponents) -> bool:
    return value != 0


def _percent(value: float, _: Exponents) -> str:
    return f"{value:.3f}"


def unlisted(code: int) -> str:
    """The word for a number that the schema does not list."""
    return "NON_REPRESENTABLE" if code == NON_REPRESENTABLE else f"UNLISTED_{code}"


def _word(words: dict[int, str]) -> Callable[[int, Exponents], str]:
    return lambda code, _: words.get(code) or unlisted(code)


def _words(listed: list[str]) -> Callable[[int, Exponents], list[str]]:
    def say(bits: int, _: Exponents) -> list[str]:
        found = [bit for bit in range(bits.bit_length()) if bits >> bit & 1]
        return [listed[bit] if bit < len(listed) else f"UNLISTED_{bit}" for bit in found]

    return say


def _decimal(exponent: str) -> Callable[[int, Exponents], str]:
    return lambda mantissa, exponents: decimal_text(mantissa, exponents[exponent])


def _wide_decimal(exponent: str) -> Callable[[bytes, Exponents], str]:
    return lambda raw, exponents: decimal_text(int.from_bytes(raw, "little", signed=True), exponents[exponent])
