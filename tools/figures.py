"""Write the figures in README.md from bench/results/*.json, so that nobody types a number.

python tools/figures.py            write what stands between the two marks
python tools/figures.py --check    compare only; print the difference and the command that cures it; exit 1
"""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "README.md"
RESULTS = ROOT / "bench" / "results"
BEGIN, END = "<!-- Written by tools/figures.py from bench/results. -->\n", "<!-- End of the figures. -->\n"
PARTS = ("endtoend", "decode", "delivery", "book")
CLIENTS = {
    "tickwire_c": "**tickwire**, C handler",
    "tickwire_python": "**tickwire**, Python callable",
    "picows_msgspec": "picows + msgspec",
    "aiohttp_orjson": "aiohttp + orjson",
    "websockets_json": "websockets + json",
}
HEAD = """\
| captured trades, price and quantity read | messages/s | CPU, µs a message | TLS: messages/s | CPU, µs a message |
| --- | --: | --: | --: | --: |"""


def load(part: str) -> dict[str, Any]:
    """One part's results; empty when it was not measured."""
    path = RESULTS / f"{part}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def shown(value: float) -> str:
    """Three digits that count."""
    return f"{float(f'{value:.3g}'):,.10g}"


def end_to_end(result: dict[str, Any]) -> str:
    """The table of clients; CPU seconds a million messages are µs a message."""
    plain, tls = result["scenarios"]["sustained, plain"], result["scenarios"]["sustained, TLS"]
    rows = [HEAD]
    for client, name in CLIENTS.items():
        figures = [f[client][n] for f in (plain, tls) for n in ("messages_per_s", "cpu_s_per_million")]
        rows.append(f"| {name} | {' | '.join(map(shown, figures))} |")
    return "\n".join(rows)


def decoding(decode: dict[str, Any], delivery: dict[str, Any]) -> str:
    """The cost of one trade, alone and up to its handler."""
    rivals = decode["groups"]["trade"]["rivals"]
    ways = delivery["groups"]["delivery"]["rivals"]
    ours, way = shown(rivals["tickwire"]["ns"]), {name: shown(figures["ns"]) for name, figures in ways.items()}
    rival = {name: shown(figures["ratio"]) for name, figures in rivals.items()}
    return (
        f"Decoding one such trade into a C struct, its stream found by name, takes {ours} ns; simdjson On-Demand in\n"
        f"C++ takes {rival['simdjson']} times that, msgspec with a type {rival['msgspec']} times, "
        f"orjson {rival['orjson']} times.\n"
        f"Bytes in to handler entered: C {way['c']} ns, Cython {way['cython']} ns, Python {way['python']} ns."
    )


def books(book: dict[str, Any]) -> str:
    """The cost of one changed level."""
    rivals = book["groups"]["apply"]["rivals"]
    rival = {name: shown(figures["ratio"]) for name, figures in rivals.items()}
    return (
        f"Changing a level of an order book with 5000 a side takes {shown(rivals['tickwire']['ns'])} ns; "
        f"sortedcontainers takes {rival['sortedcontainers']} times that,\n"
        f"the C extension order_book {rival['order_book']} times, python-binance {rival['python-binance']} times."
    )


def origin(results: list[dict[str, Any]]) -> str:
    """Where and how it was measured."""
    first = results[0]
    machine = f"{first['machine']['cpu']}, {first['machine']['cores']} cores"
    commands = ", ".join(f"`make bench ARGS={part}`" for part in PARTS if load(part))
    return (
        f"{machine}, CPython {first['versions']['python']}, {first['date']}; the machine was shared, so trust ratios.\n"
        "All figures, with those that missed their aim: [bench/results](bench/results/README.md).\n"
        f"To repeat them: {commands}."
    )


def section() -> str:
    """What stands between the marks."""
    ends, decode, delivery, book = map(load, PARTS)
    parts = [end_to_end(ends)] if ends else []
    parts += [decoding(decode, delivery)] if decode and delivery else []
    parts += [books(book)] if book else []
    return "\n\n".join([*parts, origin([r for r in (ends, decode) if r])]) + "\n" if parts else ""


def main() -> int:
    """Write the page, or compare it; 1 when it was stale under --check."""
    old = PAGE.read_text(encoding="utf-8")
    before, _, rest = old.partition(BEGIN)
    _, _, after = rest.partition(END)
    text = before + BEGIN + section() + END + after
    if "--check" not in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), PAGE.name, "bench/results"))
    if text != old:
        print("stale, run `python tools/figures.py`")
    return int(text != old)


if __name__ == "__main__":
    sys.exit(main())
