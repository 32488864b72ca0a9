"""The SBE templates that the C codec reads, as constants of C: where each field stands, and what becomes of it.

They are told by `tickwire.schema.sbe`, as all templates are; keys lead to the fields of the class in C.
"""

from __future__ import annotations

import importlib
import struct
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple

layout: Any = importlib.import_module("tickwire.schema.sbe.layout")
templates: Any = importlib.import_module("tickwire.schema.sbe.templates")
streams: Any = importlib.import_module("tickwire.schema.sbe.templates.streams")

# Keys of values that JSON does not carry with every message; they stand in the header of every struct.
HEADER_KEYS = {"E": "event_time", "s": "symbol"}


class Row(NamedTuple):
    """A row of a block: where it stands, and which field of the class it is."""

    name: str
    kind: str
    offset: int
    size: int


def rows(body: Any, names: dict[str, str]) -> Iterator[Row]:
    """The rows of the block of a message or of an entry, by the names of their fields."""
    for (key, kind, _, _), field, end in zip(body._rows, body.fields, body.ends, strict=False):
        size = struct.calcsize(f"<{field.code}")
        name = f"{key[:-1]}_exponent" if field.is_exponent else names.get(key, HEADER_KEYS.get(key, ""))
        yield Row(name, kind, end - size, size)


def names_of(cls: Any) -> dict[str, str]:
    """The names of a class's fields by their keys."""
    return dict(zip(cls.__struct_encode_fields__, cls.__struct_fields__, strict=True))


def constants(prefix: str, body: Any, names: dict[str, str]) -> list[str]:
    """A body's block: its length, and the offset of each field that the class has."""
    out = [f"    {prefix}_BLOCK = {body.ends[-1]},"]
    return out + [f"    {prefix}_{row.name.upper()} = {row.offset}," for row in rows(body, names) if row.name]


def stream(tool: ModuleType, template: Any) -> list[str]:
    """A template of a market data stream, and the entries of its groups."""
    form = getattr(template.form, "__args__", (template.form,))[0]
    prefix, names = f"SBE_{tool.snake(form.__name__).upper()}", names_of(form)
    out = [f"/* {template.name} */", "enum {", f"    {prefix}_TEMPLATE = {template.number},"]
    out += constants(prefix, template, names)
    if template.groups:
        entry = {"p": "price", "q": "qty"} | (names if template.root else {})
        out += constants(f"{prefix}_ENTRY", template.groups[0], entry)
    return [*out, "};", ""]


# Templates whose blocks are read row by row, and the class that has their fields.
ROWS = {603: "ExecutionReport", 300: "OrderResult", 302: "OrderResult", 305: "OrderResult"}
SAME = {301: 302}  # of which the first has the block and the texts of the second
# How a number of the wire is read, by its code.
NUMBERS = {"Q": "UINT", "i": "INT32", "B": "UINT8"}


def classes(tool: ModuleType) -> dict[str, dict[str, Any]]:
    """The fields of a class by their keys, by the name of the class, those of objects and parts inside included."""
    found: dict[str, dict[str, Any]] = {}

    def note(cls: Any) -> None:
        found[cls.__name__] = {field.key: field for field in tool.fields(cls)}
        for field in tool.fields(cls):
            if field.plain in ("object", "parts"):
                note(field.inner)

    for message in tool.MESSAGES:
        note(message)
    return found


def reading(tool: ModuleType, field: Any, row: tuple[Any, ...], code: str) -> tuple[str, Any]:
    """How a row of a block is read, and the number of its enum if it is one."""
    _, kind, is_optional, default = row
    plain = field.plain
    if plain == "time":
        return ("TIME_OR_NONE" if default else "TIME_OR_NULL" if is_optional else "TIME"), 0
    if plain == "enum":
        return "WORD", tool.ENUMS.index(field.inner)
    if plain in ("flag", "optional_flag"):
        return "FLAG", 0
    if plain == "amount" and kind in ("price", "qty"):
        return f"{'MAYBE_' * is_optional}AMOUNT_BY_{kind.upper()}", 0
    if plain in ("price", "qty"):
        assert plain == kind, f"{field.name} is scaled by {kind}"
    if code == "q":
        return ("INT_OR_NONE" if default else "INT_OR_NULL" if is_optional else "INT"), 0
    return NUMBERS[code] + "_OR_NULL" * is_optional, 0


TEXTS = {"symbol": "SYMBOL", "client_id": "LABEL", "name": "NAME", "enum": "TEXT_WORD"}


def block_rows(body: Any) -> list[tuple[Any, ...]]:
    """Key, type, whether it may be null and what that means, of each row of the block."""
    return [row for row in body._rows if row[1] not in layout._LENGTHS]


def listed(name: str, lines: list[str]) -> list[str]:
    """A list for hand-written macros."""
    return [f"#define SBE_{name}(X) \\", *(f"    X({line}) \\" for line in lines[:-1]), f"    X({lines[-1]})", ""]


def block_list(tool: ModuleType, name: str, body: Any, known: dict[str, Any]) -> list[str]:
    """The rows of a block that the class has: how each is read, into what, from where."""
    starts = [0, *body.ends[:-1]]
    out = []
    for row, field, at in zip(block_rows(body), body.fields, starts, strict=True):
        if row[0].endswith("^"):
            out.append(f"EXPONENT, {row[0][:-1]}_exponent, {at}, 0")
        elif row[0] == "subscriptionId":
            out.append(f"SUBSCRIPTION, subscription_id, {at}, 0")
        elif row[0] in known:
            kind, more = reading(tool, known[row[0]], row, field.code)
            out.append(f"{kind}, {known[row[0]].name}, {at}, {more}")
    return listed(f"{name}_ROWS", out)


def text_list(tool: ModuleType, name: str, body: Any, known: dict[str, Any]) -> list[str]:
    """The texts behind a block and its groups, and of what form each is: "s" for one that is never empty."""
    out = []
    for row in body.data:
        field = known[row.key]
        more = tool.ENUMS.index(field.inner) if field.plain == "enum" else 0
        out.append(f"{TEXTS[field.plain]}, {field.name}, {more}")
    forms = "".join("s" if row.default is layout.REQUIRED else "t" for row in body.data)
    return [*listed(f"{name}_TEXTS", out)[:-1], f'#define SBE_{name}_FORMS "{forms}"', ""] if out else []


def evolution(name: str, body: Any) -> list[str]:
    """The block's length, and what older versions do not have at its end: where they may end, what is null there."""
    blocks = block_rows(body)
    count = len(blocks)
    while count and blocks[count - 1][2]:
        count -= 1
    nulls = b"".join(struct.pack(f"<{field.code}", field.null) for field in body.fields[count:])
    ends = list(body.ends[count - 1 :])
    return [
        f"enum {{ SBE_{name}_BLOCK = {body.ends[-1]}, SBE_{name}_SHORTEST = {ends[0]} }};",
        f"static const uint16_t SBE_{name}_ENDS[] = {{{', '.join(map(str, ends))}}};",
        f"static const uint8_t SBE_{name}_NULLS[] = {{{', '.join(map(str, nulls)) or 0}}};",
        "",
    ]


def body_of(tool: ModuleType, name: str, body: Any, known: dict[str, Any]) -> list[str]:
    """All of a body."""
    return evolution(name, body) + block_list(tool, name, body, known) + text_list(tool, name, body, known)


def entries_of(tool: ModuleType, part: Any, group: Any, known: dict[str, dict[str, Any]]) -> list[str]:
    """The entries of a group."""
    return body_of(tool, tool.snake(part.__name__).upper(), group, known[part.__name__])


def order(tool: ModuleType, template: Any, known: dict[str, dict[str, Any]]) -> list[str]:
    """A template about orders, and the entries of its groups that the class has."""
    name, fields = tool.snake(template.name).upper(), known[ROWS[template.number]]
    out = [f"/* {template.name} */", f"enum {{ SBE_{name} = {template.number} }};"]
    out += body_of(tool, name, template, fields)
    groups = [group for group in template.groups if group.key in fields]
    return out + [line for group in groups for line in entries_of(tool, fields[group.key].inner, group, known)]


def like(tool: ModuleType, one: Any, same: Any) -> list[str]:
    """A template whose block and texts are those of another one."""
    assert one.text == same.text, f"{one.name} is unlike {same.name}"
    number = f"enum {{ SBE_{tool.snake(one.name).upper()} = {one.number} }};"
    return [f"/* {one.name}: as {same.name}, without groups */", number, ""]


def codes(tool: ModuleType) -> list[str]:
    """For each enum a bit for each of its numbers below 64."""
    masks = [sum(1 << word.code for word in enum if word.code < 64) for enum in tool.ENUMS]
    return ["static const uint64_t SBE_LISTED[] = {", *(f"    0x{mask:x}," for mask in masks), "};", ""]


def header(tool: ModuleType) -> str:
    """sbe_tables.h."""
    known, reply = classes(tool), templates.TEMPLATES[50]
    numbers = {
        "STREAMS": streams.STREAM_SCHEMA_ID, "STREAMS_VERSION": streams.STREAM_SCHEMA_VERSION,
        "TRADING": templates.SCHEMA_ID, "TRADING_VERSION": templates.SCHEMA_VERSION,
        "WEB_SOCKET_RESPONSE": reply.number,
    }  # fmt: skip
    out = [f"/* {tool.CURE} */", "#pragma once", "#include <stdint.h>", "", "enum {"]
    out += [*(f"    SBE_{name} = {number}," for name, number in numbers.items()), "};", ""]
    for template in streams.STREAMS.values():
        out += stream(tool, template)
    out += codes(tool) + evolution("WEB_SOCKET_RESPONSE", reply)
    out += entries_of(tool, known["OrderResponse"]["rateLimits"].inner, reply.groups[0], known)
    for number in ROWS:
        out += order(tool, templates.TEMPLATES[number], known)
    for number, other in SAME.items():
        out += like(tool, templates.TEMPLATES[number], templates.TEMPLATES[other])
    return "\n".join(out)
