"""Write what follows from the schema: C structs and tables, declarations, views, stubs, handlers and the message docs.

    python tools/schema.py            write the files
    python tools/schema.py --check    compare only; print what is stale and the command that cures it; exit 1

Declarations and constants are written here; control flow is written by hand elsewhere.
"""

from __future__ import annotations

import difflib
import importlib
import re
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

ROOT = Path(__file__).resolve().parent.parent
# The schema without the package around it, which may not be built yet.
_package = types.ModuleType("tickwire")
_package.__path__ = [str(ROOT / "src/tickwire")]
sys.modules.setdefault("tickwire", _package)
MESSAGES: tuple[Any, ...] = importlib.import_module("tickwire.schema").MARKET_MESSAGES

CURE = "Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`."
HEADER = {
    "kind": ("uint8_t", "which message this is"),
    "line": ("uint8_t", "which of several redundant connections brought it"),
    "flags": ("uint16_t", "TICKWIRE_LAST_IN_ARRAY and so on"),
    "price_exponent": ("int8_t", "a price is its mantissa times ten to this power"),
    "qty_exponent": ("int8_t", "a quantity is its mantissa times ten to this power"),
    "reserved": ("uint16_t", "zero"),
    "symbol": ("uint32_t", "id of the instrument's name, 0 when the message names none"),
    "stream": ("uint32_t", "id of the stream's name, 0 when unknown"),
    "recv_time": ("int64_t", "when this machine read it from the socket, ns since the epoch; 0 when it did not"),
    "event_time": ("int64_t", "when the venue sent it, ns since the epoch; 0 when the message does not say"),
}
FLAGS = ("LAST_IN_ARRAY", "SNAPSHOT", "RECOVERED", "LATE", "MICROSECONDS", "IN_ARRAY")
C_TYPES = {
    "time": "int64_t", "int": "int64_t", "price": "int64_t", "qty": "int64_t", "optional_price": "int64_t",
    "amount": "int64_t", "flag": "uint8_t", "buyer_maker": "uint8_t", "optional_flag": "int8_t", "text": "char",
    "levels": "const tickwire_level_t *", "count": "uint32_t", "exponent": "int8_t",
}  # fmt: skip
ALIGNMENT = {"count": 4, "text": 1, "flag": 1, "buyer_maker": 1, "optional_flag": 1, "exponent": 1}
WIRE = {
    "time": "WIRE_TIME", "int": "WIRE_INT", "price": "WIRE_PRICE", "qty": "WIRE_QTY", "optional_price": "WIRE_PRICE",
    "amount": "WIRE_AMOUNT", "flag": "WIRE_FLAG", "buyer_maker": "WIRE_FLAG", "optional_flag": "WIRE_FLAG",
    "text": "WIRE_TEXT", "levels": "WIRE_LEVELS", "symbol": "WIRE_SYMBOL", "object": "WIRE_OBJECT",
    "event": "WIRE_EVENT",
}  # fmt: skip


class Field(NamedTuple):
    """A declared field: `part` is the class of the object inside it, for fields of kind "object"."""

    name: str
    key: str
    kind: str
    meaning: str
    required: bool
    part: type | None


class Member(NamedTuple):
    """A member of a C struct."""

    name: str
    kind: str
    meaning: str


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def fields(cls: Any) -> Iterator[Field]:
    """The declared fields of a message or a part, in the order of the wire."""
    hints = typing.get_type_hints(cls, include_extras=True)
    for field in msgspec.structs.fields(cls):
        hint = hints[field.name]
        part = hint if isinstance(hint, type) else None
        kind = "object" if part else hint.__metadata__[0].extra["kind"]
        yield Field(field.name, field.encode_name, kind, cls.meanings[field.name], field.required, part)


def leaves(cls: Any) -> Iterator[Field]:
    """The fields with objects inside flattened; a name that comes twice (the symbol) counts once."""
    seen = set()
    for field in fields(cls):
        for leaf in leaves(field.part) if field.part else (field,):
            if leaf.name not in seen:
                seen.add(leaf.name)
                yield leaf


def members(cls: Any) -> list[Member]:
    """The struct's members behind the header, wide ones first so that nothing is padded in between."""
    out: list[Member] = []
    for f in leaves(cls):
        if f.name in HEADER:
            continue
        out.append(Member(f.name, f.kind, f.meaning))
        if f.kind == "amount":
            out.append(Member(f"{f.name}_exponent", "exponent", f"{f.name} is its mantissa times ten to this power"))
        if f.kind == "levels":
            out.append(Member(f"num_{f.name}", "count", f"number of {f.name}"))
    return sorted(out, key=lambda m: -ALIGNMENT.get(m.kind, 8))


def declare(kind: str, name: str) -> str:
    return f"char {name}[16]" if kind == "text" else f"{C_TYPES[kind]} {name}".replace("* ", "*")


def row(field: Field, struct: str, index: int) -> str:
    """One row of a field table: how the key stands on the wire, what the value is and where it goes."""
    text = f'"{field.key}":'.encode()
    word, mask = int.from_bytes(text[:8], "little"), (1 << 8 * min(len(text), 8)) - 1
    offset = f"offsetof({struct}, {field.name})" if field.kind not in ("event", "object") else "0"
    second = {
        "amount": f"offsetof({struct}, {field.name}_exponent)",
        "levels": f"offsetof({struct}, num_{field.name})",
    }.get(field.kind, "0")
    nullable = int(field.kind == "optional_price")
    part = f"&{snake(field.part.__name__).upper()}_JSON" if field.part else "NULL"
    return (
        f'    {{0x{word:016x}, 0x{mask:016x}, "{field.key}", {part}, {offset}, {second}, '
        f"{len(text)}, {WIRE[field.kind]}, {index}, {nullable}}},"
    )


def table(cls: Any, struct: str, start: int) -> tuple[list[str], int]:
    """The tables of a class, those of its parts first, and the next free index."""
    before: list[str] = []
    rows: list[str] = []
    required = 0
    name, index = snake(cls.__name__).upper(), start
    wire_fields = list(fields(cls))
    if cls.__struct_config__.tag is not None:
        wire_fields.insert(0, Field("event", "e", "event", "", False, None))
    for field in wire_fields:
        rows.append(row(field, struct, index))
        required |= field.required << index
        index += 1
        if field.part:
            inner, index = table(field.part, struct, index)
            before += inner
    out = [*before, f"static const field_t {name}_FIELDS[] = {{", *rows, "};"]
    out.append(f"static const table_t {name}_JSON = {{{name}_FIELDS, {len(wire_fields)}, 0x{required:x}}};")
    return out, index


def header() -> str:
    """messages.h: the public structs."""
    out = [f"/* {CURE} */", "#pragma once", '#include "numbers.h"', "", "enum {"]
    out += [f"    TICKWIRE_{snake(m.__name__).upper()} = {i}," for i, m in enumerate(MESSAGES, 1)]
    out += [f"    TICKWIRE_KINDS = {len(MESSAGES) + 1}", "};", "", "enum {"]
    out += [f"    TICKWIRE_{flag} = {1 << i}," for i, flag in enumerate(FLAGS)]
    out += ["};", "", "/* The first members of every message. */", "#define TICKWIRE_HEADER \\"]
    head = [f"    {c} {n};".ljust(32) + f"/* {d} */ \\" for n, (c, d) in HEADER.items()]
    out += [*head[:-1], head[-1][:-2], "", "typedef struct { TICKWIRE_HEADER } tickwire_header_t;", ""]
    for m in MESSAGES:
        out += [f"/* {m.__doc__.splitlines()[0]} */", "typedef struct {", "    TICKWIRE_HEADER"]
        out += [f"    {declare(x.kind, x.name)};".ljust(44) + f"/* {x.meaning} */" for x in members(m)]
        out += [f"}} tickwire_{snake(m.__name__)}_t;", ""]
    out += ["typedef union {"] + [f"    tickwire_{(n := snake(m.__name__))}_t {n};" for m in MESSAGES]
    return "\n".join([*out, "} tickwire_message_t;", ""])


def tables() -> str:
    """tables.h: what the decoders know of the messages, as constants."""
    out = [f"/* {CURE} */", "#pragma once", '#include "field.h"', '#include "messages.h"', ""]
    for m in MESSAGES:
        out += [*table(m, f"tickwire_{snake(m.__name__)}_t", 0)[0], ""]
    out += ["static const message_t MESSAGES[TICKWIRE_KINDS] = {"]
    for m in MESSAGES:
        n, event = snake(m.__name__), f'"{m.events[0]}"' if m.__struct_config__.tag else "NULL"
        size = len(m.events[0]) if m.__struct_config__.tag else 0
        levels = int(any(f.kind == "levels" for f in fields(m)))
        entry = f'{{"{n}", &{n.upper()}_JSON, {event}, sizeof(tickwire_{n}_t), {size}, {levels}}}'
        out.append(f"    [TICKWIRE_{n.upper()}] = {entry},")
    out += ["};", "", "static const struct {", "    const char *name;", "    int kind;", "} EVENTS[] = {"]
    out += [f'    {{"{event}", TICKWIRE_{snake(m.__name__).upper()}}},' for m in MESSAGES for event in m.events]
    return "\n".join([*out, "};", ""])


def stale() -> list[str]:
    """Write every file, or under --check only compare; the names of those that differed."""
    views = importlib.import_module("schema_views")
    wire = "src/tickwire/wire"
    written = {f"{wire}/messages.h": header(), f"{wire}/tables.h": tables(), **views.files(sys.modules[__name__])}
    differing = []
    for name, text in written.items():
        path = ROOT / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old != text:
            differing.append(name)
            if "--check" in sys.argv:
                sys.stdout.writelines(
                    difflib.unified_diff(old.splitlines(True), text.splitlines(True), name, "schema", n=1)
                )
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    return differing


if __name__ == "__main__":
    names = stale()
    print(
        "stale, run `make schema`:" if names and "--check" in sys.argv else "written:" if names else "current", *names
    )
    sys.exit(bool(names) and "--check" in sys.argv)
