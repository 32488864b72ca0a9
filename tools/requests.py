"""Write docs/requests.md from `tickwire.schema.METHODS`.

python tools/requests.py            write the page
python tools/requests.py --check    compare only; print the difference and the command that cures it; exit 1
"""

from __future__ import annotations

import difflib
import functools
import inspect
import re
import sys
import types
import typing
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "requests.md"
CURE = "Written by tools/requests.py from src/tickwire/schema. Change that, then run `make docs`."
HEAD = """\
# Requests of the WebSocket API

<!-- {cure} -->

Every method of the venue's Spot WebSocket API: who may call it, what it costs, what it takes and what it answers. The
classes are msgspec Structs of `tickwire.schema`; fields are the venue's names in snake_case.

```python
import tickwire as tw

depth = tw.schema.METHODS["depth"]
params = depth.params(symbol="BTCUSDT", limit=5)
print(params.to_dict(), "weighs", depth.weight_of(params))

with tw.Client(env="sim") as client:
    query = client.request(depth.name, params.to_dict(), type=depth.result)
    book = query.wait()
    print(book.bids[0], depth.unknown(query.raw))
```

- A param or a field that is not there is None. Prices and quantities are text. Times are integers: ms, or µs on a
  connection that asked for them, as the client's do.
- Words of the venue are enums, which are text: `Side.BUY == "BUY"`. One that is new is a member of its own
  (`is_known` is False).
- Keys that are new are passed over. `Method.unknown` tells them, with their place, from the text of a result, which
  `query.raw` keeps. A filter or an execution rule that is new stays the dict it came as.
- Params that cannot be raise `ConfigError` when they are made: an order without what its type needs, two params that
  exclude one another.
- `repr` shows neither keys nor signatures.
- What the venue refuses is an exception of its code: [reference.md](reference.md#errors).

"""
GROUPS = (
    ("Market", "MARKET", "What anybody may ask."),
    ("Session", "SESSION", "Who is logged on, and whose events come: all of it on this connection alone."),
    (
        "Orders",
        "TRADING",
        "They need a timestamp and, on a connection that is not logged on, key and signature. † The weight is charged\n"
        "only when it fails. *Orders*: what it adds to the account's unfilled orders.",
    ),
    ("Account", "ACCOUNT", "They need the same as orders."),
)  # fmt: skip


# Types that no annotation tells at run time: what they hold is told by its keys.
TOLD_BY_KEYS = {
    "cancel_response": "OrderReply or OrderListReply or ApiError",
    "new_order_response": "OrderReply or ApiError",
    "rules": "several PriceRangeRule",
}


def shown(kind: Any) -> str:
    """A type as it is written in the tables."""
    if isinstance(kind, types.UnionType):
        return " or ".join(shown(part) for part in kind.__args__ if part is not type(None))
    if (origin := typing.get_origin(kind)) is list:
        return f"list of {shown(kind.__args__[0])}"
    if origin is tuple:
        return "several " + shown(kind.__args__[0])
    if origin is dict or kind is Any:
        return "dict"
    return getattr(kind, "__name__", str(kind))


def typed(field: Any) -> str:
    """The type of a field, with links."""
    if field.name.endswith("filters"):
        return "several of the [filters](#filters)"
    return linked(TOLD_BY_KEYS.get(field.name, field.type))


def linked(kind: Any) -> str:
    """The same with links to the classes."""
    known = {each.__name__ for each in results()}
    name = re.sub(
        r"\b[A-Z]\w+", lambda m: f"[`{m[0]}`](#{m[0].lower()})" if m[0] in known else f"`{m[0]}`", shown(kind)
    )
    return re.sub(r"\[`PartialDepth`\]\([^)]*\)|`PartialDepth`", "[`PartialDepth`](messages.md#partialdepth)", name)


def weight(method: Any) -> str:
    """The weight of a method, in words where it follows from its params."""
    said = str(method.weight) if isinstance(method.weight, int) else inspect.getdoc(method.weight) or ""
    return said.rstrip(".") + (" †" if method.is_free else "")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def methods(group: str) -> str:
    """The table of a group of methods."""
    module = import_module("tickwire.schema.methods")
    with_orders = group == "TRADING"
    head = ["method", "what it does", "security", "weight", *(["orders"] if with_orders else []), "params", "result"]
    rows = (
        [
            f"`{method.name}`", method.does, method.security.value, weight(method),
            *([str(method.order_count or "")] if with_orders else []), f"[`{method.params.__name__}`](#params)",
            linked(method.result),
        ]
        for method in getattr(module, group)
    )  # fmt: skip
    return table(head, rows)


def params() -> str:
    """What each Struct of params takes, then what each param means."""
    schema = import_module("tickwire.schema")
    structs = sorted({method.params for method in schema.METHODS.values()}, key=lambda struct: struct.__name__)
    of_all = {field.name for field in msgspec.structs.fields(schema.SignedParams)}
    rows, fields = [], dict[tuple[str, str], Any]()
    for struct in structs:
        own = [f for f in msgspec.structs.fields(struct) if f.name not in of_all or struct is schema.SignedParams]
        fields |= {(field.name, meaning(struct, field)): field for field in own}
        needed = [f"`{field.encode_name}`" for field in own if field.required]
        chosen = {name for group in struct.needs for name in group}
        groups = [" or ".join(f"`{wire(struct, name)}`" for name in group) for group in struct.needs]
        others = [f"`{field.encode_name}`" for field in own if not field.required and field.name not in chosen]
        signed = "yes" if issubclass(struct, schema.SignedParams) else ""
        rows.append([f"`{struct.__name__}`", ", ".join(needed + groups), ", ".join(others), signed])
    meanings = import_module("tickwire.schema.meanings")
    glossary = [
        [f"`{field.encode_name}`", linked(field.type), said]
        for (_, said), field in sorted(fields.items(), key=lambda item: item[1].encode_name.lower())
        if not said.startswith(tuple(f"of {order}: " for order in meanings.LEGS.values()))
    ]
    legs = [[f"`{camel(leg)}…`", order] for leg, order in meanings.LEGS.items()]
    return "\n\n".join([
        "Those marked *signed* take `apiKey`, `recvWindow`, `timestamp` and `signature` as well, all of them "
        "`returnRateLimits`.",
        table(["class", "must have", "may have", "signed"], rows),
        "What the params mean:",
        table(["param", "type", "meaning"], glossary),
        "Those of the orders inside a list mean the same, of the order that the word before them names:",
        table(["begins with", "is about"], legs),
    ])  # fmt: skip


def camel(name: str) -> str:
    """A name as the venue writes it."""
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def wire(struct: Any, name: str) -> str:
    """The venue's name of a field."""
    return next(field.encode_name for field in msgspec.structs.fields(struct) if field.name == name)


def meaning(struct: Any, field: Any) -> str:
    """What a field means. Raises LookupError when nobody said."""
    said: str = import_module("tickwire.schema.meanings").meaning(struct.__name__, field.name)
    if not said:
        raise LookupError(f"{struct.__name__}.{field.name} has no meaning in schema/meanings.py")
    return said


def parts(kind: Any) -> Iterator[Any]:
    """The Structs in a type."""
    for part in getattr(kind, "__args__", ()):
        yield from parts(part)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind


@functools.cache
def results() -> list[Any]:
    """Every Struct that results are made of, in the order in which methods answer them."""
    schema = import_module("tickwire.schema")
    found: dict[Any, None] = {}
    waiting = [part for method in schema.METHODS.values() for part in parts(method.result)]
    waiting += [schema.PriceRangeRule, schema.ApiError]
    while waiting:
        struct = waiting.pop(0)
        if struct in found or issubclass(struct, schema.Message):
            continue
        found[struct] = None
        waiting += [part for field in msgspec.structs.fields(struct) for part in parts(field.type)]
    return list(found)


def fields_of(struct: Any) -> str:
    """The section of a Struct of a result."""
    rows = [
        [f"`{field.name}`", typed(field), "" if field.required else "maybe", meaning(struct, field)]
        for field in msgspec.structs.fields(struct)
    ]
    said = " ".join((inspect.getdoc(struct) or "").split())
    return "\n\n".join(
        [f"### {struct.__name__}", said, *([table(["field", "type", "", "meaning"], rows)] if rows else [])]
    )


def filters() -> str:
    """The table of the filters."""
    schema = import_module("tickwire.schema")
    rows = (
        [
            f"`{form.__name__}`", word, ", ".join(f"`{name}`" for name in form.__struct_fields__),
            " ".join((inspect.getdoc(form) or "").split()),
        ]
        for word, form in schema.FILTERS.items()
    )  # fmt: skip
    return table(["class", "the venue's name", "fields", "rule"], rows)


def page() -> str:
    """The whole page."""
    groups = [f"## {title}\n\n{said}\n\n{methods(name)}" for title, name, said in GROUPS]
    sections = [
        *groups,
        f"## Params\n\n{params()}",
        "## Results\n\nOf a field marked *maybe* the venue does not always speak.",
        *map(fields_of, results()),
        f"## Filters\n\nOf `SymbolInfo.filters` and the like; numbers are decimal text.\n\n{filters()}",
    ]
    return HEAD.format(cure=CURE) + "\n\n".join(sections) + "\n"


def main() -> int:
    """Write the page, or compare it; 1 when it was stale under --check."""
    text, old = page(), PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), PAGE.name, "schema"))
    if text != old:
        print("stale, run `make docs`")
    return int(text != old)


if __name__ == "__main__":
    sys.exit(main())
