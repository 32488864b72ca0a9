"""Who may import whom, read from the `import` and `cimport` statements of every source file."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

import pytest

# Package or module of ours -> those of ours that it may import. `errors` may be imported by all.
MAY_IMPORT = {
    "errors": set(),
    "schema": set(),
    "wire": set(),
    "book": {"wire"},
    "feed": {"wire", "book"},
    "session": {"schema"},
    "transport": {"feed", "session"},
    "trading": {"wire", "session", "schema", "feed"},
    "tape": {"wire", "feed"},
    "sim": {"schema", "transport"},
    "client": {"schema", "wire", "book", "feed", "session", "transport", "trading", "tape", "sim"},
    "cli": {"client", "tape", "sim", "schema", "trading"},
    "__main__": {"cli"},
}
SLOW_PATH = PurePath("src/tickwire/wire/reference.py")  # the one place of `wire` that knows the schema
CLOCKS = {"time", "datetime", "libc.time", "posix.time", "cpython.time"}
NEVER = {
    "schema": {"asyncio", "picows", *CLOCKS},
    "wire": {"asyncio", "picows", "socket", *CLOCKS},
    "book": {"asyncio", "picows", "socket", *CLOCKS},
    "feed": {"asyncio", "picows", "socket"},
    "session": {"asyncio", "picows", "socket", *CLOCKS},
    "trading": {"asyncio", "picows", "socket", *CLOCKS},
    "cli": {"picows"},
}
STATEMENT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<origin>[\w.]+)[ \t]+c?import[ \t]+(?P<names>\([^)]*\)|[^\n#]*)"
    r"|c?import[ \t]+(?P<modules>[\w., \t]+))",
    re.M,
)


class Import(NamedTuple):
    path: PurePath
    line: int
    module: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.module}"


def absolute(origin: str, path: PurePath) -> str:
    """`..wire.json` in src/tickwire/feed/x.py -> tickwire.wire.json."""
    dots = len(origin) - len(origin.lstrip("."))
    if not dots:
        return origin
    package = path.parts[1:-1]
    return ".".join([*package[: len(package) - dots + 1], *filter(None, [origin.lstrip(".")])])


def imports(path: PurePath, text: str) -> Iterator[Import]:
    in_type_checking = [m.span() for m in re.finditer(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)+", text, re.M)]
    for match in STATEMENT.finditer(text):
        if any(start <= match.start() < end for start, end in in_type_checking):
            continue
        line = text.count("\n", 0, match.start()) + 1
        if match["modules"]:
            for module in match["modules"].split(","):
                yield Import(path, line, module.split(" as ")[0].strip())
            continue
        origin = absolute(match["origin"], path)
        names = [name.split(" as ")[0].strip() for name in match["names"].strip("()").split(",")]
        if origin in ("tickwire", "libc", "posix", "cpython"):
            yield from (Import(path, line, f"{origin}.{name}") for name in names if name)
        else:
            yield Import(path, line, origin)


def owner(path: PurePath) -> str:
    """The package or module of ours that a source file belongs to: src/tickwire/<owner>..."""
    return path.parts[2].partition(".")[0]


def violations(found: Import) -> bool:
    package = owner(found.path)
    if package == "__init__":
        return False
    ours, _, rest = found.module.partition("tickwire.")
    if not ours and rest:
        target = rest.partition(".")[0]
        is_excused = package == "wire" and (found.path == SLOW_PATH or found.path.suffix == ".pyi")
        allowed = MAY_IMPORT[package] | {package, "errors"} | ({"schema"} if is_excused else set())
        return target not in allowed
    never = NEVER.get(package, set())
    return found.module in never or found.module.partition(".")[0] in never


@pytest.fixture(scope="module")
def sources(root: Path, tracked: list[Path]) -> dict[PurePath, str]:
    files = [p for p in tracked if p.parts[:2] == ("src", "tickwire") and p.suffix in (".py", ".pyi", ".pyx", ".pxd")]
    return {path: (root / path).read_text(encoding="utf-8") for path in files}


def test_every_package_has_a_rule(sources: dict[PurePath, str]) -> None:
    assert {owner(path) for path in sources} - {"__init__", "py"} <= MAY_IMPORT.keys()


def test_packages_import_only_what_their_layer_may(sources: dict[PurePath, str]) -> None:
    wrong = [str(found) for path, text in sources.items() for found in imports(path, text) if violations(found)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/tickwire/feed/dispatch.pyx", "import asyncio\n"),
        ("src/tickwire/feed/dispatch.pxd", "from tickwire.transport.listener cimport Listener\n"),
        ("src/tickwire/feed/handler.py", "def f():\n    from ..session import (\n        states,\n    )\n"),
        ("src/tickwire/wire/json.pyx", "def f():\n    from ..schema import Trade\n"),
        ("src/tickwire/wire/json.pyx", "from libc cimport time\n"),
        ("src/tickwire/session/limits.py", "import json, time\n"),
        ("src/tickwire/trading/gateway.py", "from time import monotonic\n"),
        ("src/tickwire/trading/gateway.py", "from ..client import Client\n"),
        ("src/tickwire/sim/venue.py", "from tickwire import wire\n"),
        ("src/tickwire/schema/market.py", "from .. import wire\n"),
    ],
)
def test_a_forbidden_import_is_seen(path: str, text: str) -> None:
    assert [found for found in imports(PurePath(path), text) if violations(found)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/tickwire/wire/reference.py", "from ..schema import Trade\n"),
        ("src/tickwire/feed/dispatch.pyx", "from ..wire.json cimport JsonCodec\nfrom ..errors import DecodeError\n"),
        ("src/tickwire/transport/listener.pyx", "import asyncio\nfrom picows.picows cimport WSListener\n"),
    ],
)
def test_an_allowed_import_passes(path: str, text: str) -> None:
    assert not [found for found in imports(PurePath(path), text) if violations(found)]
