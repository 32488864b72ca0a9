"""The Python side of what follows from the schema: declarations, views, handlers, stubs and docs/messages.md."""

from __future__ import annotations

from types import ModuleType
from typing import Any

PYTHON_TYPES = {
    "text": "str",
    "flag": "bool",
    "buyer_maker": "bool",
    "optional_flag": "bool | None",
    "levels": "Levels",
}
DECIMAL_KINDS = ("price", "qty", "amount", "optional_price")
CYTHON_TYPES = {"char": "char", "const tickwire_level_t *": "const level_t *"}


def files(tool: ModuleType) -> dict[str, str]:
    """Every file of this side, by its path from the root."""
    return {
        "src/tickwire/wire/messages.pxd": _pxd(tool),
        "src/tickwire/wire/messages.pyx": _pyx(tool),
        "src/tickwire/wire/messages.pyi": _pyi(tool),
        "src/tickwire/feed/handler.pxd": _handler_pxd(tool),
        "src/tickwire/feed/handler.pyx": _handler_pyx(tool),
        "src/tickwire/feed/handler.pyi": _handler_pyi(tool),
        "docs/messages.md": _docs(tool),
    }


def _exponent(kind: str, name: str) -> str:
    return {"qty": "qty_exponent", "amount": f"{name}_exponent"}.get(kind, "price_exponent")


def _pxd(tool: ModuleType) -> str:
    head = [f"        {c} {n}".ljust(32) + f"# {d}" for n, (c, d) in tool.HEADER.items()]
    out = [f"# {tool.CURE}", '"""The messages as C structs, for `cimport`, and the classes of their views."""', ""]
    out += ["from libc.stdint cimport int8_t, int64_t, uint8_t, uint16_t, uint32_t", ""]
    out += ["from tickwire.wire.numbers cimport level_t", "", 'cdef extern from "messages.h" nogil:', "    enum:"]
    out += [f'        KIND_{n} "TICKWIRE_{n}"' for m in tool.MESSAGES if (n := tool.snake(m.__name__).upper())]
    out += ['        KIND_COUNT "TICKWIRE_KINDS"', "    enum:"]
    out += [f'        FLAG_{flag} "TICKWIRE_{flag}"' for flag in tool.FLAGS]
    out += ['    ctypedef struct header_t "tickwire_header_t":', *head]
    for m in tool.MESSAGES:
        n = tool.snake(m.__name__)
        out += [f'    ctypedef struct {n}_t "tickwire_{n}_t":  # {m.__doc__.splitlines()[0]}', *head]
        for x in tool.members(m):
            declared = tool.declare(x.kind, x.name).replace("tickwire_level_t", "level_t")
            out.append(f"        {declared}".ljust(44) + f"# {x.meaning}")
    out += ['    ctypedef union message_t "tickwire_message_t":', "        header_t header"]
    out = [line for line in out if line != "        header_t header"]
    out += [f"        {tool.snake(m.__name__)}_t {tool.snake(m.__name__)}" for m in tool.MESSAGES]
    out += [
        "",
        "# A fresh view of any message; the view owns its data.",
        "cdef object new_view(const header_t *message)",
    ]
    out += [
        "# The struct inside a view; TypeError for anything else.",
        "cdef const header_t *struct_of(object view) except NULL",
    ]
    for m in tool.MESSAGES:
        out += ["", "", f"cdef class {m.__name__}:", f"    cdef {tool.snake(m.__name__)}_t c"]
        if _has_levels(tool, m):
            out.append("    cdef void *memory  # the levels, owned")
    return "\n".join([*out, ""])


def _has_levels(tool: ModuleType, message: Any) -> bool:
    return any(f.kind == "levels" for f in tool.fields(message))


def _property(name: str, doc: str, value: str) -> list[str]:
    return ["", "    @property", f"    def {name}(self):", f'        """{doc}"""', f"        return {value}"]


def _getters(tool: ModuleType, message: Any) -> list[str]:
    out = _property("symbol", "The instrument's name.", "symbol_str(self.c.symbol)")
    out += _property(
        "stream", "The name of the stream that brought it, empty when unknown.", "symbol_str(self.c.stream)"
    )
    for name in ("recv_time", "event_time", "line", "flags", "price_exponent", "qty_exponent"):
        out += _property(name, _sentence(tool.HEADER[name][1]), f"self.c.{name}")
    out += _property(
        "age_us",
        "Microseconds from event_time to recv_time; nan when either is unknown.",
        "age_us(<const header_t *>&self.c)",
    )
    for f in tool.leaves(message):
        if f.name in tool.HEADER:
            continue
        out += _getter(f.name, f.kind, _sentence(f.meaning))
    return out


def _getter(name: str, kind: str, doc: str) -> list[str]:
    exponent = f"self.c.{_exponent(kind, name)}"
    if kind in DECIMAL_KINDS:
        out = _property(
            name, f"{doc} As a float, the nearest to the venue's text.", f"as_float(self.c.{name}, {exponent})"
        )
        out += _property(f"{name}_decimal", f"{doc} As an exact Decimal.", f"as_decimal(self.c.{name}, {exponent})")
        out += _property(
            f"{name}_mantissa", f"{doc} As an integer, to be scaled by the exponent.", f"as_mantissa(self.c.{name})"
        )
        if kind == "amount":
            out += _property(f"{name}_exponent", f"The power of ten that scales {name}_mantissa.", exponent)
        return out
    if kind == "levels":
        value = f"levels_of(self, self.c.{name}, self.c.num_{name}, self.c.price_exponent, self.c.qty_exponent)"
        return _property(name, doc, value)
    value = {"text": f"as_text(self.c.{name})", "optional_flag": f"as_optional(self.c.{name})"}.get(
        kind, f"self.c.{name}"
    )
    if kind in ("flag", "buyer_maker"):
        value = f"self.c.{name} != 0"
    out = _property(name, doc, value)
    if kind == "buyer_maker":
        out += _property(
            "aggressor", 'The side that crossed the spread: "BUY" or "SELL".', "SELL if self.c.is_buyer_maker else BUY"
        )
    return out


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _pyx(tool: ModuleType) -> str:
    names = [m.__name__ for m in tool.MESSAGES]
    out = [f"# {tool.CURE}", '"""Views of the messages: each owns its data and may be kept for ever."""', ""]
    out += ["cimport cython", "from libc.stdlib cimport free", "", "from tickwire.wire cimport view", ""]
    out += [
        "from tickwire.wire.view cimport (",
        "    age_us,",
        "    as_decimal,",
        "    as_float,",
        "    as_mantissa,",
        "    as_optional,",
    ]
    out += [
        "    as_text,",
        "    copy_levels,",
        "    levels_of,",
        "    symbol_str,",
        ")",
        "",
        "from tickwire.wire import reference",
        "",
    ]
    out += ['cdef str BUY = "BUY"', 'cdef str SELL = "SELL"', ""]
    for m in tool.MESSAGES:
        out += _view(tool, m)
    out += ["", "", "ctypedef object (*factory_t)(const header_t *)", f"cdef factory_t[{len(names) + 1}] FACTORIES"]
    out += [f"FACTORIES[{i}] = new_{tool.snake(n)}" for i, n in enumerate(names, 1)]
    out += ["", "", "cdef object new_view(const header_t *message):", "    return FACTORIES[message.kind](message)", ""]
    out += ["", "cdef const header_t *struct_of(object view) except NULL:"]
    out += [
        line
        for n in names
        for line in (f"    if type(view) is {n}:", f"        return <const header_t *>&(<{n}>view).c")
    ]
    out += ['    raise TypeError(f"{type(view).__name__} is no message view")', "", ""]
    out += ["# Kind numbers by view class, as the header of every struct has them.", "KINDS = {"]
    out += [f"    {n}: {i}," for i, n in enumerate(names, 1)] + ["}"]
    return "\n".join([*out, ""])


def _view(tool: ModuleType, message: Any) -> list[str]:
    name, n, levels = message.__name__, tool.snake(message.__name__), _has_levels(tool, message)
    head = f'''

@cython.final
@cython.freelist(64)
cdef class {name}:
    """{message.__doc__.strip()}"""

    __match_args__ = {tuple(f.name for f in tool.leaves(message))!r}
    kind = {tool.MESSAGES.index(message) + 1}

    def __init__(self):
        raise TypeError("{name} comes from the wire: see tickwire.decode")'''
    tail = f'''
    def to_struct(self):
        """The same message as a `tickwire.schema.{name}`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not {name}:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<{name}>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_{n}(const header_t *message):
    cdef {name} fresh = {name}.__new__({name})
    fresh.c = (<const {n}_t *>message)[0]'''
    free = ["", "    def __dealloc__(self):", "        free(self.memory)"] if levels else []
    copy = "    fresh.memory = copy_levels(&fresh.c.bids, fresh.c.num_bids, &fresh.c.asks, fresh.c.num_asks)"
    return [*head.split("\n"), *free, *_getters(tool, message), *tail.split("\n"), *[copy] * levels, "    return fresh"]


def _pyi(tool: ModuleType) -> str:
    out = [f"# {tool.CURE}", "from decimal import Decimal", "from typing import Any, ClassVar, Literal, final", ""]
    out += ["from tickwire import schema", "from tickwire.wire.view import Levels", "", "KINDS: dict[type[Any], int]"]
    for m in tool.MESSAGES:
        out += [
            "",
            "@final",
            f"class {m.__name__}:",
            "    __match_args__: ClassVar[tuple[str, ...]]",
            "    kind: ClassVar[int]",
        ]
        header = {"symbol": "str", "stream": "str", "age_us": "float"}
        header |= dict.fromkeys(("recv_time", "event_time", "line", "flags", "price_exponent", "qty_exponent"), "int")
        out += [line for n, t in header.items() for line in ("    @property", f"    def {n}(self) -> {t}: ...")]
        for f in tool.leaves(m):
            if f.name not in tool.HEADER:
                out += _stub(f.name, f.kind)
        out += [
            f"    def to_struct(self) -> schema.{m.__name__}: ...",
            "    def __eq__(self, other: object) -> bool: ...",
        ]
        out += ["    def __hash__(self) -> int: ..."]
    return "\n".join([*out, ""])


def _stub(name: str, kind: str) -> list[str]:
    none = " | None" if kind == "optional_price" else ""
    types = {name: PYTHON_TYPES.get(kind, "int")}
    if kind in DECIMAL_KINDS:
        types = {name: f"float{none}", f"{name}_decimal": f"Decimal{none}", f"{name}_mantissa": f"int{none}"}
    if kind == "amount":
        types[f"{name}_exponent"] = "int"
    if kind == "buyer_maker":
        types["aggressor"] = 'Literal["BUY", "SELL"]'
    return [line for n, t in types.items() for line in ("    @property", f"    def {n}(self) -> {t}: ...")]


def _handler_pxd(tool: ModuleType) -> str:
    names = [tool.snake(m.__name__) for m in tool.MESSAGES]
    out = [
        f"# {tool.CURE}",
        '"""`Handler`: subclass it in Cython and override the methods of the messages you want."""',
        "",
    ]
    out += [
        "from tickwire.wire.messages cimport (",
        *[f"    {n}_t," for n in sorted(names)],
        "    header_t,",
        ")",
        "",
        "",
    ]
    out += ["cdef class Handler:"] + [f"    cdef int on_{n}(self, const {n}_t *message) except -1" for n in names]
    out += ["", "", "# Hand a message to the method of its kind: one indexed call and one vtable call."]
    return "\n".join([*out, "cdef int deliver(Handler handler, const header_t *message) except -1", ""])


HANDLER = '''"""The handler interface in Cython: a method a message, called with a pointer that lives for the call."""


cdef class Handler:
    """Base of handlers written in Cython.

    Override the `cdef int on_<message>(self, const <message>_t *message) except -1` methods you want, and return 0.
    The struct is valid during the call. An exception is caught, counted and reported; the feed goes on.
    """
'''


def _handler_pyx(tool: ModuleType) -> str:
    names = [tool.snake(m.__name__) for m in tool.MESSAGES]
    out = [f"# {tool.CURE}", *HANDLER.rstrip().split("\n")]
    for n in names:
        out += ["", f"    cdef int on_{n}(self, const {n}_t *message) except -1:", "        return 0"]
    for n in names:
        out += ["", "", f"cdef int deliver_{n}(Handler handler, const header_t *message) except -1:"]
        out += [f"    return handler.on_{n}(<const {n}_t *>message)"]
    out += ["", "", "ctypedef int (*method_t)(Handler, const header_t *) except -1"]
    out += [f"cdef method_t[{len(names) + 1}] METHODS"]
    out += [f"METHODS[{i}] = deliver_{n}" for i, n in enumerate(names, 1)]
    out += ["", "", "cdef int deliver(Handler handler, const header_t *message) except -1:"]
    return "\n".join([*out, "    return METHODS[message.kind](handler, message)", ""])


def _handler_pyi(tool: ModuleType) -> str:
    return "\n".join([f"# {tool.CURE}", "class Handler: ...", ""])


def _docs(tool: ModuleType) -> str:
    out = [
        "# Messages",
        "",
        f"<!-- {tool.CURE} -->",
        "",
        "Every message is described once, in `src/tickwire/schema/market.py`;",
    ]
    out += [
        "this page, the C structs, the views and the stubs are written from it. Each struct begins with the header.",
        "",
    ]
    out += ["## Header", "", "| member | C type | meaning |", "| --- | --- | --- |"]
    out += [f"| `{n}` | `{c}` | {d} |" for n, (c, d) in tool.HEADER.items()]
    for m in tool.MESSAGES:
        streams = ", ".join(f"`{s}`" for s in m.streams)
        out += ["", f"## {m.__name__}", "", m.__doc__.strip().replace("\n    ", "\n"), "", f"Streams: {streams}. "]
        out[-1] += f"Event: {', '.join(f'`{e}`' for e in m.events)}." if m.events else "The message has no event type."
        out += ["", "| field | key | kind | C type | meaning |", "| --- | --- | --- | --- | --- |"]
        out += [f"| `{f.name}` | `{f.key}` | {f.kind} | `{_c_type(tool, f)}` | {f.meaning} |" for f in tool.leaves(m)]
    return "\n".join([*out, ""])


def _c_type(tool: ModuleType, field: Any) -> str:
    return (
        "uint32_t" if field.kind == "symbol" else "char[16]" if field.kind == "text" else str(tool.C_TYPES[field.kind])
    )
