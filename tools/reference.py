"""Write docs/reference.md from the docstrings, stubs and sources of every public name.

    python tools/reference.py            write the page
    python tools/reference.py --check    compare only; print the difference and the command that cures it; exit 1

Signatures are read from the stub where there is one, else from the source; words are the docstrings'.
"""

from __future__ import annotations

import ast
import difflib
import functools
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tickwire.client.trading.placer import Placer

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
PAGE = ROOT / "docs" / "reference.md"
CURE = "Written by tools/reference.py from the docstrings. Change those, then run `make docs`."

# Where an object is defined, and under which heading it belongs; the first prefix that fits counts.
SECTIONS = (
    ("tickwire.client.trading", "Trading"),
    ("tickwire.trading", "Trading"),
    ("tickwire.client", "Client"),
    ("tickwire.feed.events", "Events and counters"),
    ("tickwire.book.events", "Events and counters"),
    ("tickwire.session", "Events and counters"),
    ("tickwire.book", "Order books"),
    ("tickwire.feed", "Handlers and what stands in for them"),
    ("tickwire.errors", "Errors"),
    ("tickwire.wire.messages", "Views"),
    ("tickwire.wire", "Decoding"),
    ("tickwire", "Decoding"),
    ("tickwire.sim", "Simulated venue"),
)
ORDER = ("Client", *dict.fromkeys(title for _, title in SECTIONS if title != "Client"))
# What public functions return, and nobody makes otherwise.
RETURNED = (("tickwire.feed.numba", "CFunc"),)
LONGEST_CALL = 100  # characters, in one line
# By these the parts of the simulated venue talk to one another.
NOT_FOR_CALLERS = {
    "Replay": ("source", "tape"),
    "PreparedOrder": ("lay_out", "next_number"),
    "Market": ("advance", "restart_ids", "symbol", "traded"),
}
# Compiled parts of public classes, and what is not said of them.
BASES = {"PreparedOrder": (Placer,)}
NOT_MADE_BY_CALLERS = ("Stream", "Listening", "Query", "Latest", "Ring", "CFunc")
VALUES = {
    "KINDS": (
        "KINDS: dict[type, int]",
        "The view classes and the number of each, the `kind` in the header of its struct.",
    ),
    "ACCOUNT_MESSAGES": ("", "Every event class of an account."),
    "FILTERS": ("", "The class of each filter, by the venue's word for it."),
    "KnownFilter": ("", "Any of the filters."),
    "MARKET_MESSAGES": ("", "Every message class, in the order of `KINDS`."),
    "METHODS": ("", "Every method of the WebSocket API, a `Method`, by its name."),
    "ORDER_NEEDS": ("", "What an order of each type must say; one of each group."),
    "UNSET": ("", "What stands in a field that the venue left out."),
    "UnsetType": ("", "The type of `UNSET`."),
    "__version__": ("__version__: str", "The version of tickwire that is installed."),
}
HEAD = """\
# Reference

<!-- {cure} -->

Every public name, under `import tickwire as tw`. How they go together: [client.md](client.md),
[handlers.md](handlers.md), [decoding.md](decoding.md)."""
VIEW_NOTE = """\
One class for each message of the venue. A view owns its data and may be kept for ever. Its fields and their meanings
are in [messages.md](messages.md); every view also has what is listed here.

| attribute | what it is |
| --- | --- |
| `symbol`, `stream` | names, "" when not known |
| `event_time`, `recv_time` and other times | int, ns since the epoch; 0 when not known |
| `age_us` | `recv_time` less `event_time`, µs; nan when one of them is 0 |
| `<number>` | a price, quantity or amount as float, the nearest one to the venue's text; None for null |
| `<number>_decimal` | the same as an exact Decimal |
| `<number>_mantissa` | the same as int, to be scaled by an exponent |
| `price_exponent`, `qty_exponent`, `<amount>_exponent` | powers of ten, 0 or below |
| `aggressor` | "BUY" or "SELL", on trades |
| `bids`, `asks` | [`Levels`](#levels), on depth messages |
| `line`, `flags`, `kind` | of the header, see [messages.md](messages.md#header) |
| `to_struct()` | the Struct of `tickwire.schema` that says the same |

Views compare and hash by their contents, `recv_time`, line and stream left out; they pickle, and `match` takes their
fields by position.
"""
FAULTS_NOTE = """\
For `Venue.inject` and scripts, where the key `kind` names them: "drop", "half-open". What `messages`, `requests`,
`replies` and `handshakes` count ends by itself; None goes on until the venue is healed.
"""
REFUSALS_NOTE = """\
A class for each error code of the venue, all of them kinds of [`RequestError`](#requesterror). Those marked † leave it
open whether the request was carried out (`is_in_doubt`), as does every status from 500 on. A code that is not here is a
plain `RequestError`.
"""
SCHEMA_NOTE = """\
`schema` holds the same messages as msgspec Structs, with the venue's own values: times in ms or µs, numbers as
decimal text. As the key of a subscription such a class makes handlers get Structs.
"""


class Definition(NamedTuple):
    """A class or function as its stub or source declares it."""

    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    value: Any


@functools.cache
def tree(module: str) -> ast.Module:
    """The stub of a module, or its source where it has none."""
    path = SOURCE.joinpath(*module.split("."))
    places = (path.with_suffix(".pyi"), path.with_suffix(".py"), path / "__init__.py")
    return ast.parse(next(place for place in places if place.exists()).read_text(encoding="utf-8"))


def definition(name: str, value: Any) -> Definition:
    """Where the name is declared. Raises LookupError when neither stub nor source has it."""
    for node in tree(value.__module__).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
            return Definition(node, value)
    raise LookupError(f"{name} is not declared in {value.__module__}")


def written(node: ast.expr, module: str) -> str:
    """An annotation or a default as it is written; a module's own alias or constant as what it stands for."""
    named = getattr(sys.modules.get(module), node.id, None) if isinstance(node, ast.Name) else None
    if hasattr(named, "__args__"):
        return str(named).replace("typing.", "").replace("collections.abc.", "")
    return repr(named) if isinstance(named, int | float) else ast.unparse(node)


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef, module: str) -> list[str]:
    """The parameters of a function, each with its annotation and default."""
    given = node.args
    plain = [*given.posonlyargs, *given.args]
    defaults = [*[None] * (len(plain) - len(given.defaults)), *given.defaults]
    shown = [parameter(arg, default, module) for arg, default in zip(plain, defaults, strict=True)]
    if given.vararg is not None:
        shown.append("*" + parameter(given.vararg, None, module))
    elif given.kwonlyargs:
        shown.append("*")
    shown += [parameter(a, d, module) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    return shown if given.kwarg is None else [*shown, "**" + parameter(given.kwarg, None, module)]


def parameter(arg: ast.arg, default: ast.expr | None, module: str) -> str:
    """One parameter."""
    annotation = f": {written(arg.annotation, module)}" if arg.annotation is not None else ""
    return arg.arg + annotation + (f" = {written(default, module)}" if default is not None else "")


def call(node: ast.FunctionDef | ast.AsyncFunctionDef, module: str, name: str) -> str:
    """How a function is called, over several lines when it does not fit one."""
    shown = [p for p in parameters(node, module) if p != "self"]
    result = f" -> {ast.unparse(node.returns)}" if node.returns is not None and node.name != "__init__" else ""
    if len(line := f"{name}({', '.join(shown)}){result}") <= LONGEST_CALL:
        return line
    return "\n".join([f"{name}(", *(f"    {p}," for p in shown), f"){result}"])


def words(value: Any) -> str:
    """An object's docstring, without the signature that Cython puts before it; "" when it has none of its own."""
    text = re.sub(r"^[\w.]+\([^\n]*\)(?: -> [^\n]+)?\n+", "", (inspect.getdoc(value) or "").strip())
    return "" if text.startswith("Alias for field number") else text


def decorated(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> bool:
    """Whether a decorator of that name stands before the function."""
    return any(ast.unparse(d).rpartition(".")[2] == name for d in node.decorator_list)


def members(found: Definition) -> Iterator[str]:
    """The public attributes of a class as a list, then each method with what it does."""
    module, name = found.value.__module__, found.node.name
    body = [*found.node.body, *(n for base in BASES.get(name, ()) for n in definition(base.__name__, base).node.body)]
    functions = [n for n in body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = NOT_FOR_CALLERS.get(name, ())
    public = [n for n in functions if n.name[0] != "_" and n.name not in hidden and not decorated(n, "overload")]
    attributes = [
        f"- `{n.target.id}: {ast.unparse(n.annotation)}{f' = {ast.unparse(n.value)}' if n.value else ''}`"
        for n in found.node.body
        if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
    ]
    for node in public:
        if decorated(node, "property"):
            said = " ".join(words(getattr(found.value, node.name)).split())
            shown = f"`{node.name}: {ast.unparse(node.returns)}`" if node.returns else f"`{node.name}`"
            attributes.append(f"- {shown}" + (f": {said}" if said else ""))
    yield "\n".join(attributes)
    for node in public:
        if not decorated(node, "property"):
            prefix = "await " if isinstance(node, ast.AsyncFunctionDef) else ""
            yield f"#### {name}.{node.name}"
            yield code(call(node, module, prefix + node.name))
            yield words(getattr(found.value, node.name))


def code(text: str) -> str:
    """A line as code in the text, several lines as a block."""
    return f"```text\n{text}\n```" if "\n" in text else f"`{text}`"


def signature(found: Definition) -> str:
    """How the class or function is called; only the name for what is not made by its callers."""
    name, module = found.node.name, found.value.__module__
    if not isinstance(found.node, ast.ClassDef):
        return call(found.node, module, name)
    own = (n for n in found.node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
    init = next(own, None) if name not in NOT_MADE_BY_CALLERS else None
    return name if init is None else call(init, module, name)


def entry(name: str, value: Any, prefix: str = "tickwire") -> str:
    """The section of one name."""
    found = definition(name, value)
    parts = [f"### {name}", code(f"{prefix}.{signature(found)}"), words(value)]
    if isinstance(found.node, ast.ClassDef):
        parts += members(found)
    return "\n\n".join(part for part in parts if part)


def first_line(value: Any) -> str:
    """The statement that a docstring begins with."""
    return " ".join(words(value).partition("\n\n")[0].split())


def views(tickwire: Any) -> str:
    """The table of view classes."""
    rows = [
        f"| [`{view.__name__}`](messages.md#{view.__name__.lower()}) | {first_line(view)} |" for view in tickwire.KINDS
    ]
    return "\n".join([VIEW_NOTE, "| class | message |", "| --- | --- |", *rows])


def faults(module: Any) -> str:
    """The table of the faults that a simulated venue can have."""
    rows = []
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isclass(value) and issubclass(value, module.Fault) and value is not module.Fault:
            node = definition(name, value).node
            fields = ", ".join(ast.unparse(n) for n in node.body if isinstance(n, ast.AnnAssign))
            rows.append(f"| `{name}({fields})` | {first_line(value)} |".replace(" | None", " \\| None"))
    head = ["### faults", "", FAULTS_NOTE, "| `tickwire.sim.faults` | what happens |", "| --- | --- |"]
    return "\n".join([*head, *rows])


def refusals(errors: Any) -> str:
    """The table of the venue's error codes."""
    kinds = sorted(errors.RequestError.by_code.items(), reverse=True)
    names = {code: f"`{kind.__name__}`" + " †" * kind(code, "").is_in_doubt for code, kind in kinds}
    rows = [f"| {names[code]} | {code} | {kind.venue_name} | {first_line(kind)} |" for code, kind in kinds]
    head = ["### errors", "", REFUSALS_NOTE, "| `tickwire.errors` | code | the venue's name | what it means |"]
    return "\n".join([*head, "| --- | --- | --- | --- |", *rows])


def schema(tickwire: Any) -> str:
    """The table of the schema's names."""
    public = {name: getattr(tickwire.schema, name) for name in tickwire.schema.__all__}
    rows = [f"| `{n}` | {VALUES[n][1] if n in VALUES else first_line(v)} |" for n, v in public.items()]
    return "\n".join([SCHEMA_NOTE, "| name | what it is |", "| --- | --- |", *rows])


def trading_events(tickwire: Any) -> Iterator[tuple[str, Any]]:
    """What hooks of a trader are called with, as far as it is not among the names of tickwire itself."""
    events = importlib.import_module("tickwire.trading.events")
    for name, value in sorted(vars(events).items()):
        if getattr(value, "__module__", "") == events.__name__ and not hasattr(tickwire, name):
            yield name, value


def title_of(value: Any) -> str:
    """The heading under which an object belongs."""
    return next(title for prefix, title in SECTIONS if value.__module__.startswith(prefix))


def page() -> str:
    """The whole page."""
    tickwire, sim = importlib.import_module("tickwire"), importlib.import_module("tickwire.sim")
    sections: dict[str, list[str]] = {title: [] for title in ORDER}
    sections["Views"].append(views(tickwire))
    for name in dir(tickwire):  # with what needs an extra
        value = getattr(tickwire, name)
        if name in VALUES:
            shown, said = VALUES[name]
            sections["Decoding"].append(f"### {name}\n\n`tickwire.{shown}`\n\n{said}")
        elif value not in tickwire.KINDS and value not in (tickwire.schema, tickwire.errors):
            sections[title_of(value)].append(entry(name, value))
    for module, name in RETURNED:
        value = getattr(importlib.import_module(module), name)
        sections[title_of(value)].append(entry(name, value, module))
    sections["Trading"] += [entry(name, value, "tickwire.trading") for name, value in trading_events(tickwire)]
    named = [name for name in sim.__all__ if name != "faults"]
    sections["Simulated venue"] += [entry(name, getattr(sim, name), "tickwire.sim") for name in named]
    sections["Simulated venue"] += [entry("read_script", sim.faults.read_script, "tickwire.sim.faults")]
    sections["Simulated venue"] += [faults(sim.faults)]
    sections["Errors"].append(refusals(tickwire.errors))
    sections["Schema"] = [schema(tickwire)]
    head = HEAD.format(cure=CURE)
    body = ["\n\n".join([f"## {title}", *entries]) for title, entries in sections.items() if entries]
    return "\n\n".join([head, *body]) + "\n"


def main() -> int:
    """Write the page, or compare it; 1 when it was stale under --check."""
    text, old = page(), PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    sys.stdout.writelines(
        difflib.unified_diff(old.splitlines(True), text.splitlines(True), str(PAGE.name), "docstrings")
    )
    if text != old:
        print("stale, run `make docs`")
    return int(text != old)


if __name__ == "__main__":
    sys.exit(main())
