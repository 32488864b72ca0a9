"""The Python side of what follows from the schema: declarations, views, handlers, stubs and docs/messages.md."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import schema_getters as getters


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


def _pxd(tool: ModuleType) -> str:
    head = [f"        {c} {n}".ljust(32) + f"# {d}" for n, (c, d) in tool.HEADER.items()]
    out = [f"# {tool.CURE}", '"""The messages as C structs, for `cimport`, and the classes of their views."""', ""]
    out += ["from libc.stdint cimport int8_t, int64_t, uint8_t, uint16_t, uint32_t", ""]
    out += ["from tickwire.wire.numbers cimport level_t", "", 'cdef extern from "messages.h" nogil:', "    enum:"]
    out += [f'        KIND_{n} "TICKWIRE_{n}"' for m in tool.MESSAGES if (n := tool.snake(m.__name__).upper())]
    out += ['        KIND_COUNT "TICKWIRE_KINDS"', "    enum:"]
    out += [f'        FLAG_{flag} "TICKWIRE_{flag}"' for flag in tool.FLAGS]
    out += ['    ctypedef struct header_t "tickwire_header_t":', *head]
    for m in (*tool.parts(), *tool.MESSAGES):
        n = tool.snake(m.__name__)
        out += [f'    ctypedef struct {n}_t "tickwire_{n}_t":  # {m.__doc__.splitlines()[0]}']
        out += head if m in tool.MESSAGES else []
        for x in tool.members(m):
            out.append(f"        {tool.declare(x).replace('tickwire_', '')}".ljust(44) + f"# {x.meaning}")
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
    for m in (*tool.parts(), *tool.MESSAGES):
        out += ["", "", f"cdef class {m.__name__}:", f"    cdef {tool.snake(m.__name__)}_t c"]
        if tool.pointers(m):
            out.append("    cdef void *memory  # what it points to, owned")
    return "\n".join([*out, ""])


def _getters(tool: ModuleType, message: Any) -> list[str]:
    out = getters.prop("symbol", "The instrument's name.", "symbol_str(self.c.symbol)")
    out += getters.prop(
        "stream", "The name of the stream that brought it, empty when unknown.", "symbol_str(self.c.stream)"
    )
    for name in ("recv_time", "event_time", "line", "flags", "price_exponent", "qty_exponent"):
        out += getters.prop(name, getters.sentence(tool.HEADER[name][1]), f"self.c.{name}")
    out += getters.prop(
        "age_us",
        "Microseconds from event_time to recv_time; nan when either is unknown.",
        "age_us(<const header_t *>&self.c)",
    )
    if message in tool.SUBSCRIBED:
        doc = "Which subscription of the connection brought it; None when none did."
        out += getters.prop("subscription_id", doc, "as_mantissa(self.c.subscription_id)")
    for f in tool.leaves(message):
        out += getters.getter(tool, f) if f.name not in tool.HEADER else []
    return out


def _pyx(tool: ModuleType) -> str:
    names = [m.__name__ for m in tool.MESSAGES]
    out = [f"# {tool.CURE}", '"""Views of the messages: each owns its data and may be kept for ever."""', ""]
    out += ["cimport cython", "from libc.stdlib cimport free", "from libc.string cimport memcmp", ""]
    out += ["from tickwire.wire cimport view", ""]
    out += ["from tickwire.wire.view cimport (", *(f"    {name}," for name in getters.HELPERS), ")", ""]
    out += ["from tickwire.wire import reference", ""]
    out += ['cdef str BUY = "BUY"', 'cdef str SELL = "SELL"', ""]
    for part in tool.parts():
        out += _part(tool, part)
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
    name, n, owns = message.__name__, tool.snake(message.__name__), bool(tool.pointers(message))
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
    free = ["", "    def __dealloc__(self):", "        free(self.memory)"] if owns else []
    copy = "    fresh.memory = copy_arrays(<header_t *>&fresh.c)"
    return [*head.split("\n"), *free, *_getters(tool, message), *tail.split("\n"), *[copy] * owns, "    return fresh"]


PART = '''
    def __repr__(self):
        return reference.text_of_part(self)

    def __eq__(self, other):
        if type(other) is not {name}:
            return NotImplemented
        return memcmp(&self.c, &(<{name}>other).c, sizeof({n}_t)) == 0

    def __hash__(self):
        return hash((<const char *>&self.c)[: sizeof({n}_t)])

    def to_struct(self):
        """The same part as a `tickwire.schema.{name}`."""
        return reference.struct_of_part(self)

    def __reduce__(self):
        raise TypeError("{name} cannot be pickled: its message can, and what to_struct makes of it")


cdef tuple {n}s(const {n}_t *first, uint32_t count):
    cdef {name} fresh
    cdef uint32_t i
    cdef list out = []
    for i in range(count):
        fresh = {name}.__new__({name})
        fresh.c = first[i]
        out.append(fresh)
    return tuple(out)'''


def _part(tool: ModuleType, part: Any) -> list[str]:
    """A view of a part: it owns its data, and has no header."""
    name, n = part.__name__, tool.snake(part.__name__)
    names = tuple(f.name for f in tool.leaves(part))
    head = f'''

@cython.final
@cython.freelist(16)
cdef class {name}:
    """{part.__doc__.strip()}"""

    __match_args__ = {names!r}

    def __init__(self):
        raise TypeError("{name} comes inside a message")'''
    inside = [line for f in tool.leaves(part) for line in getters.getter(tool, f)]
    return [*head.split("\n"), *inside, *PART.format(name=name, n=n).split("\n")]


def _pyi(tool: ModuleType) -> str:
    out = [f"# {tool.CURE}", "from decimal import Decimal", "from typing import Any, ClassVar, Literal, final", ""]
    out += ["from tickwire import schema", "from tickwire.wire.view import Levels", "", "KINDS: dict[type[Any], int]"]
    for part in tool.parts():
        out += ["", "@final", f"class {part.__name__}:", "    __match_args__: ClassVar[tuple[str, ...]]"]
        out += [line for f in tool.leaves(part) for line in getters.stub(f)]
        out.append(f"    def to_struct(self) -> schema.{part.__name__}: ...")
        out += ["    def __eq__(self, other: object) -> bool: ...", "    def __hash__(self) -> int: ..."]
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
        if m in tool.SUBSCRIBED:
            out += ["    @property", "    def subscription_id(self) -> int | None: ..."]
        out += [line for f in tool.leaves(m) if f.name not in tool.HEADER for line in getters.stub(f)]
        out += [
            f"    def to_struct(self) -> schema.{m.__name__}: ...",
            "    def __eq__(self, other: object) -> bool: ...",
        ]
        out += ["    def __hash__(self) -> int: ..."]
    return "\n".join([*out, ""])


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
        "Every message is described once, in `src/tickwire/schema` (`market.py`, `account.py`, `order_response.py`);",
    ]
    out += [
        "this page, the C structs, the views and the stubs are written from it. Each struct begins with the header.",
        "",
    ]
    out += ["## Header", "", "| member | C type | meaning |", "| --- | --- | --- |"]
    out += [f"| `{n}` | `{c}` | {d} |" for n, (c, d) in tool.HEADER.items()]
    for m in tool.MESSAGES:
        out += ["", f"## {m.__name__}", "", m.__doc__.strip().replace("\n    ", "\n"), "", _comes_by(tool, m)]
        out += ["", "| field | key | kind | C type | meaning |", "| --- | --- | --- | --- | --- |"]
        if m in tool.SUBSCRIBED:
            out.append(
                "| `subscription_id` | of the envelope | maybe int | `int64_t` | which subscription brought it |"
            )
        out += [_doc_row(tool, f) for f in tool.leaves(m)]
        for f in tool.pointers(m):
            if f.plain == "parts":
                out += ["", f"Each of `{f.name}`, a `{f.inner.__name__}`:", ""]
                out += ["| field | key | kind | C type | meaning |", "| --- | --- | --- | --- | --- |"]
                out += [_doc_row(tool, leaf) for leaf in tool.leaves(f.inner)]
    return "\n".join([*out, ""])


def _comes_by(tool: ModuleType, message: Any) -> str:
    event = f"Event: {', '.join(f'`{e}`' for e in message.events)}." if message.events else ""
    if message in tool.SUBSCRIBED:
        return f"Comes on a subscription of an account. {event}"
    if not message.streams:
        return "Comes as the reply to a request."
    streams = ", ".join(f"`{s}`" for s in message.streams)
    return f"Streams: {streams}. {event or 'The message has no event type.'}"


def _doc_row(tool: ModuleType, field: Any) -> str:
    kind = field.inner.__name__ if field.plain == "enum" else field.plain
    kind = f"maybe {kind}" if field.kind.startswith("maybe_") else kind
    kind = field.kind if field.kind.startswith("optional_") else kind
    return f"| `{field.name}` | `{field.key}` | {kind} | `{_c_type(tool, field)}` | {field.meaning} |"


def _c_type(tool: ModuleType, field: Any) -> str:
    if field.plain in tool.CHARS:
        return f"char[{tool.CHARS[field.plain]}]"
    if field.plain == "parts":
        return f"const {tool.struct_name(field.inner)} *"
    return "uint32_t" if field.kind == "symbol" else str(tool.C_TYPES[field.plain])
