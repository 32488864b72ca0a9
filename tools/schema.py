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

import schema_words as words

ROOT = Path(__file__).resolve().parent.parent
# The schema without the package around it, which may not be built yet.
_package = types.ModuleType("tickwire")
_package.__path__ = [str(ROOT / "src/tickwire")]
sys.modules.setdefault("tickwire", _package)
messages: Any = importlib.import_module("tickwire.schema.messages")
describe: Any = importlib.import_module("tickwire.schema.kinds").describe
ENUMS: tuple[Any, ...] = importlib.import_module("tickwire.schema.enums").ENUMS
MESSAGES: tuple[Any, ...] = messages.MESSAGES

SUBSCRIBED = tuple(m for m in MESSAGES if m in messages.EVENTS and m.__name__ != "ServerShutdown")

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
    "levels": "const tickwire_level_t *", "count": "uint32_t", "exponent": "int8_t", "name": "uint32_t",
    "enum": "uint8_t", "client_id": "char", "request_id": "int64_t", "request_text": "char",
}  # fmt: skip
# Wide members first so that nothing is padded in between; pointers and counts last, apart from what can be compared.
PLACE = {
    "name": 1, "text": 2, "flag": 2, "buyer_maker": 2, "optional_flag": 2, "exponent": 2, "enum": 2, "client_id": 2,
    "request_text": 2, "levels": 3, "parts": 3, "count": 4,
}  # fmt: skip
CHARS = {"text": 16, "client_id": 40, "request_text": 40}
WIRE = {
    "time": "WIRE_TIME", "int": "WIRE_INT", "price": "WIRE_PRICE", "qty": "WIRE_QTY", "optional_price": "WIRE_PRICE",
    "amount": "WIRE_AMOUNT", "flag": "WIRE_FLAG", "buyer_maker": "WIRE_FLAG", "optional_flag": "WIRE_FLAG",
    "text": "WIRE_TEXT", "levels": "WIRE_LEVELS", "symbol": "WIRE_SYMBOL", "object": "WIRE_OBJECT",
    "event": "WIRE_EVENT", "name": "WIRE_NAME", "enum": "WIRE_ENUM", "client_id": "WIRE_LABEL",
    "request_id": "WIRE_ID", "parts": "WIRE_PARTS",
}  # fmt: skip


class Field(NamedTuple):
    """A declared field: `inner` is the class of the object inside it, of the parts in its array, or the enum."""

    name: str
    key: str
    kind: str
    meaning: str
    required: bool
    inner: Any

    @property
    def plain(self) -> str:
        """The kind, whether or not the field may be absent or null."""
        return self.kind.removeprefix("maybe_") if self.kind != "optional_name" else "name"

    @property
    def part(self) -> Any:
        """The class of the object inside, or None."""
        return self.inner if self.kind == "object" else None


class Member(NamedTuple):
    """A member of a C struct; `kind` is a plain one."""

    name: str
    kind: str
    meaning: str
    inner: Any = None


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def fields(cls: Any) -> Iterator[Field]:
    """The declared fields of a message or a part, in the order of the wire."""
    hints = typing.get_type_hints(cls, include_extras=True)
    for field in msgspec.structs.fields(cls):
        kind, inner = describe(hints[field.name])
        yield Field(field.name, field.encode_name, kind, cls.meanings[field.name], field.required, inner)


def leaves(cls: Any) -> Iterator[Field]:
    """The fields with objects inside flattened; a name that comes twice (the symbol) counts once."""
    seen = set()
    for field in fields(cls):
        for leaf in leaves(field.part) if field.part else (field,):
            if leaf.name not in seen:
                seen.add(leaf.name)
                yield leaf


def members(cls: Any) -> list[Member]:
    """The struct's members behind the header, in the order of PLACE; of a part, which has no header, all of them."""
    out: list[Member] = []
    if cls in SUBSCRIBED:
        out.append(Member("subscription_id", "int", "which subscription of the connection brought it, else null"))
    for f in leaves(cls):
        if f.name in HEADER and cls in MESSAGES:
            continue
        plain = "name" if f.kind == "symbol" else f.plain
        out.append(Member(f.name, plain, f.meaning, f.inner))
        if plain == "amount":
            out.append(Member(f"{f.name}_exponent", "exponent", f"{f.name} is its mantissa times ten to this power"))
        if plain in ("levels", "parts"):
            out.append(Member(f"num_{f.name}", "count", f"number of {f.name}"))
        if plain == "request_id":
            out.append(Member(f"{f.name}_text", "request_text", f"{f.name} where it is text, else empty"))
    return sorted(out, key=lambda m: PLACE.get(m.kind, 0))


def struct_name(cls: Any) -> str:
    return f"tickwire_{snake(cls.__name__)}_t"


def declare(member: Member) -> str:
    if member.kind in CHARS:
        return f"char {member.name}[{CHARS[member.kind]}]"
    kind = f"const {struct_name(member.inner)} *" if member.kind == "parts" else C_TYPES[member.kind]
    return f"{kind} {member.name}".replace("* ", "*")


def parts() -> list[Any]:
    """The classes that messages hold arrays of."""
    return [leaf.inner for message in MESSAGES for leaf in leaves(message) if leaf.plain == "parts"]


def row(field: Field, struct: str, index: int) -> str:
    """One row of a field table: how the key stands on the wire, what the value is and where it goes."""
    text = f'"{field.key}":'.encode()
    word, mask = int.from_bytes(text[:8], "little"), (1 << 8 * min(len(text), 8)) - 1
    plain = "name" if field.kind == "symbol" and struct in map(struct_name, parts()) else field.plain
    offset = f"offsetof({struct}, {field.name})" if plain not in ("event", "object") else "0"
    second = {
        "amount": f"offsetof({struct}, {field.name}_exponent)",
        "levels": f"offsetof({struct}, num_{field.name})",
        "parts": f"offsetof({struct}, num_{field.name})",
        "request_id": f"offsetof({struct}, {field.name}_text)",
        "enum": str(ENUMS.index(field.inner)) if plain == "enum" else "",
    }.get(plain, "0")
    nullable = int(field.kind in ("optional_price", "optional_name"))
    part = f"&{snake(field.inner.__name__).upper()}_JSON" if plain in ("object", "parts") else "NULL"
    return (
        f'    {{0x{word:016x}, 0x{mask:016x}, "{field.key}", {part}, {offset}, {second}, '
        f"{len(text)}, {WIRE[plain]}, {index}, {nullable}}},"
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
        if field.plain in ("object", "parts"):
            inner, index = table(field.inner, struct if field.part else struct_name(field.inner), index)
            before += inner
    if index > 64:
        raise SystemExit(f"{cls.__name__} has {index} fields; the decoder has bits for 64")
    size = f"sizeof({struct})" if cls in parts() else "0"
    out = [*before, f"static const field_t {name}_FIELDS[] = {{", *rows, "};"]
    out.append(f"static const table_t {name}_JSON = {{{name}_FIELDS, {len(wire_fields)}, {size}, 0x{required:x}}};")
    return out, index


def struct(cls: Any, head: list[str]) -> list[str]:
    """The C struct of a message or a part."""
    out = [f"/* {cls.__doc__.splitlines()[0]} */", "typedef struct {", *head]
    out += [f"    {declare(x)}; ".ljust(44) + f"/* {x.meaning} */" for x in members(cls)]
    return [*out, f"}} {struct_name(cls)};", ""]


def header() -> str:
    """messages.h: the public structs."""
    out = [f"/* {CURE} */", "#pragma once", '#include "numbers.h"', '#include "words.h"', "", "enum {"]
    out += [f"    TICKWIRE_{snake(m.__name__).upper()} = {i}," for i, m in enumerate(MESSAGES, 1)]
    out += [f"    TICKWIRE_KINDS = {len(MESSAGES) + 1}", "};", "", "enum {"]
    out += [f"    TICKWIRE_{flag} = {1 << i}," for i, flag in enumerate(FLAGS)]
    out += ["};", "", "/* The first members of every message. */", "#define TICKWIRE_HEADER \\"]
    head = [f"    {c} {n};".ljust(32) + f"/* {d} */ \\" for n, (c, d) in HEADER.items()]
    out += [*head[:-1], head[-1][:-2], "", "typedef struct { TICKWIRE_HEADER } tickwire_header_t;", ""]
    out += [line for part in parts() for line in struct(part, [])]
    out += [line for m in MESSAGES for line in struct(m, ["    TICKWIRE_HEADER"])]
    out += ["typedef union {"] + [f"    tickwire_{(n := snake(m.__name__))}_t {n};" for m in MESSAGES]
    return "\n".join([*out, "} tickwire_message_t;", ""])


def pointers(cls: Any) -> list[Field]:
    return [f for f in leaves(cls) if f.plain in ("levels", "parts")]


def arrays(cls: Any) -> list[str]:
    """Where a struct points to arrays, and how large their elements are."""
    struct = struct_name(cls)
    rows = [
        f"    {{offsetof({struct}, {f.name}), offsetof({struct}, num_{f.name}), "
        f"sizeof({struct_name(f.inner) if f.plain == 'parts' else 'tickwire_level_t'})}},"
        for f in pointers(cls)
    ]
    return [f"static const array_t {snake(cls.__name__).upper()}_ARRAYS[] = {{", *rows, "};"] if rows else []


def entry(m: Any) -> str:
    """What the decoders know of a message."""
    n, event = snake(m.__name__), f'"{m.events[0]}"' if m.__struct_config__.tag else "NULL"
    size = len(m.events[0]) if m.__struct_config__.tag else 0
    levels = int(any(f.kind == "levels" for f in fields(m)))
    form = "FORM_EVENT" if m in messages.EVENTS else "FORM_REPLY" if m in messages.REPLIES else "FORM_STREAM"
    subscription = f"offsetof({struct_name(m)}, subscription_id)" if m in SUBSCRIBED else "0"
    found = pointers(m)
    where = f"{n.upper()}_ARRAYS" if found else "NULL"
    return (
        f'{{"{n}", &{n.upper()}_JSON, {event}, sizeof({struct_name(m)}), {size}, {levels}, '
        f"{form}, {len(found)}, {subscription}, {where}}}"
    )


def tables() -> str:
    """tables.h: what the decoders know of the messages, as constants."""
    out = [f"/* {CURE} */", "#pragma once", '#include "field.h"', '#include "messages.h"', "", *words.tables(ENUMS)]
    for m in MESSAGES:
        out += [*table(m, struct_name(m), 0)[0], *arrays(m), ""]
    out += ["static const message_t MESSAGES[TICKWIRE_KINDS] = {"]
    out += [f"    [TICKWIRE_{snake(m.__name__).upper()}] = {entry(m)}," for m in MESSAGES]
    out += ["};", "", "static const struct {", "    const char *name;", "    int kind;", "} EVENTS[] = {"]
    out += [f'    {{"{event}", TICKWIRE_{snake(m.__name__).upper()}}},' for m in MESSAGES for event in m.events]
    return "\n".join([*out, "};", ""])


def stale() -> list[str]:
    """Write every file, or under --check only compare; the names of those that differed."""
    views, sbe, wire = *map(importlib.import_module, ("schema_views", "schema_sbe")), "src/tickwire/wire"
    written = {
        f"{wire}/messages.h": header(),
        f"{wire}/tables.h": tables(),
        f"{wire}/words.h": words.header(CURE, ENUMS),
        f"{wire}/words.pxd": words.declarations(CURE, ENUMS),
        f"{wire}/sbe_tables.h": sbe.header(sys.modules[__name__]),
    }
    written |= {**views.files(sys.modules[__name__])}
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
