"""Growth is noticed early: entries at the top level, lines a file, lines a function."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DEMANDED_BY_TOOLS = {".gitignore", "MANIFEST.in"}
LINES = {"setup.py": 80, "Makefile": 60, "tools/schema.py": 300}
GENERATED = {"tables.h", "messages.h", "messages.pxd", "messages.pyx", "messages.pyi"}
CODE = {".py", ".pyi", ".pyx", ".pxd", ".h", ".c"}


def count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def python_functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def cython_functions(text: str) -> Iterator[tuple[str, int]]:
    """Every def, cdef or cpdef with a body: from its line to the last one that is indented deeper."""
    lines = text.splitlines()
    opening = re.compile(r"^(\s*)(?:async )?c?p?def (?!class|extern|struct|enum|union)[^=]*?(\w+)\(")
    for start, line in enumerate(lines):
        if not (match := opening.match(line)):
            continue
        end, depth = start, len(match[1])
        for number, below in enumerate(lines[start + 1 :], start + 1):
            if below.strip() and len(below) - len(below.lstrip()) <= depth and not below.lstrip().startswith(")"):
                break
            end = number if below.strip() else end
        yield match[2], end - start + 1


def c_functions(text: str) -> Iterator[tuple[str, int]]:
    """Every function whose closing brace stands in the first column, as all of ours do."""
    function = r"^(?!#|struct|typedef|enum|union)[A-Za-z_][^;{}=]*?(\w+)\([^;{}]*\)\s*\{$.*?^\}"
    for match in re.finditer(function, text, re.M | re.S):
        yield match[1], match[0].count("\n") + 1


FUNCTIONS = {".py": python_functions, ".pyx": cython_functions, ".h": c_functions, ".c": c_functions}


def test_the_top_level_has_at_most_fourteen_entries(tracked: list[Path]) -> None:
    entries = {path.parts[0] for path in tracked} - DEMANDED_BY_TOOLS
    assert len(entries) <= 14, sorted(entries)


@pytest.mark.parametrize(("name", "ceiling"), LINES.items())
def test_build_files_stay_small(root: Path, name: str, ceiling: int) -> None:
    assert count_lines(root / name) <= ceiling


def test_both_workflows_together_stay_within_300_lines(root: Path) -> None:
    assert sum(count_lines(path) for path in (root / ".github" / "workflows").glob("*.yml")) <= 300


def test_files_stay_within_500_lines(root: Path, tracked: list[Path]) -> None:
    code = [path for path in tracked if path.suffix in CODE and path.name not in GENERATED]
    assert not {str(path): count_lines(root / path) for path in code if count_lines(root / path) > 500}


def test_functions_stay_within_40_lines(root: Path, tracked: list[Path]) -> None:
    code = [path for path in tracked if path.suffix in FUNCTIONS and path.name not in GENERATED]
    long = [
        f"{path}: {name} has {lines} lines"
        for path in code
        for name, lines in FUNCTIONS[path.suffix]((root / path).read_text(encoding="utf-8"))
        if lines > 40
    ]
    assert not long, "\n".join(long)


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".py", "def long():\n" + "    x = 1\n" * 41),
        (".pyx", "cdef class C:\n    cdef int long(self,\n        int x) except -1:\n" + "        x = 1\n" * 41),
        (".pyx", "cdef inline const char *long(int x) noexcept nogil:\n" + "    x = 1\n\n" * 41),
        (".h", "static inline int\nlong_one(int x)\n{\n" + "    x = 1;\n" * 41 + "}\n"),
        (".h", "static int long_one(int x) {\n" + "    if (x) {\n    }\n" * 41 + "}\n"),
    ],
)
def test_a_long_function_is_seen(suffix: str, text: str) -> None:
    assert [lines for _, lines in FUNCTIONS[suffix](text) if lines > 40]
