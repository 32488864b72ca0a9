"""Draw the state machines in docs/ from the tables of `tickwire.session` and `tickwire.trading`.

    python tools/states.py            write the diagrams
    python tools/states.py --check    compare only; print the difference and the command that cures it; exit 1

A page says by a comment where the diagram of a table goes: <!-- states: tickwire.session.states.CONNECTION -->. What
stands between it and <!-- end of states --> is written here.
"""

from __future__ import annotations

import difflib
import importlib
import re
import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = re.compile(r"(<!-- states: ([\w.]+) -->\n).*?(<!-- end of states -->)", re.S)

Table = Mapping[Enum, Mapping[Enum, Enum]]


def diagram(table: Table) -> str:
    """The table in mermaid's words; it begins in its first state and ends in every state that nothing leads out of."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(table)).value}"]
    for state, row in table.items():
        by_target: dict[Enum, list[str]] = {}
        for event, following in row.items():
            by_target.setdefault(following, []).append(event.value)
        lines += [f"    {state.value} --> {following.value}: {', '.join(n)}" for following, n in by_target.items()]
        if set(row.values()) <= {state}:
            lines.append(f"    {state.value} --> [*]")
    return "\n".join([*lines, "```"])


def drawn(text: str) -> str:
    """The page with its diagrams as the tables are today."""

    def replaced(match: re.Match[str]) -> str:
        module, _, name = match[2].rpartition(".")
        return f"{match[1]}\n{diagram(getattr(importlib.import_module(module), name))}\n\n{match[3]}"

    return PLACE.sub(replaced, text)


def main() -> int:
    """Write or check every page that has a place for a diagram."""
    is_stale = False
    for page in sorted((ROOT / "docs").glob("*.md")):
        before = page.read_text(encoding="utf-8")
        after = drawn(before)
        if before == after:
            continue
        if "--check" not in sys.argv[1:]:
            page.write_text(after, encoding="utf-8")
            continue
        is_stale = True
        pages = before.splitlines(), after.splitlines()
        print(*difflib.unified_diff(*pages, str(page.relative_to(ROOT)), "as drawn today", lineterm=""), sep="\n")
    if is_stale:
        print("cure: make docs")
    return int(is_stale)


if __name__ == "__main__":
    sys.exit(main())
