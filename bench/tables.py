"""Makes bench/results/README.md of the JSON files beside it.

python -m bench.tables
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .environment import HERE
from .targets import targets

RESULTS = HERE / "results"
TITLE = """# Results

Written by `python -m bench tables` from the JSON files beside this page. Figures are medians over several turns in
which all rivals took part, ratios are medians of the quotients within a turn: trust the ratios, for the machine was
shared. Every decoder's answers were compared with the standard library's before it was timed.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' --: |' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(map(str, row))} |"
    yield ""


def number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def origin(result: dict[str, Any]) -> Iterator[str]:
    machine, versions = result["machine"], result["versions"]
    changed = " with uncommitted changes" if result["changed"] else ""
    yield f"`{result['command']}` at commit {result['commit']}{changed}, {result['date']}."
    yield f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}; load {result.get('load')} at the end;"
    yield ", ".join(f"{name} {version}" for name, version in versions.items()) + "."
    yield ""


def reach(results: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "## Targets\n"
    words = {True: "yes", False: "**no**", None: "not measured"}
    rows = (
        (t.what, f"{'≥' if t.at_least else '≤'} {t.limit:g}", number(t.reached), words[t.is_met])
        for t in targets(results)
    )
    yield from table(("ratio", "target", "reached", "met"), rows)


def decode(result: dict[str, Any]) -> Iterator[str]:
    yield "## Decode to struct, routing by name included\n"
    yield "Time of each relative to tickwire, and tickwire's ns a frame. The Python rivals need not route; memcpy only"
    yield "copies. `tickwire_table` is tickwire without shapes, `tickwire_sse4` without AVX2.\n"
    groups = {name: group for name, group in result["groups"].items() if " " not in name}
    rivals = [name for name in next(iter(groups.values()))["rivals"] if name != "tickwire"]
    rows = (
        (
            *(name, g["mean_bytes"], g["origin"], number(g["rivals"]["tickwire"]["ns"])),
            *(number(g["rivals"].get(rival, {}).get("ratio")) for rival in rivals),
        )
        for name, g in groups.items()
    )
    yield from table(("frames", "bytes", "origin", "tickwire, ns", *rivals), rows)
    yield "### As work grows\n"
    grown = {name: group for name, group in result["groups"].items() if " " in name}
    rows = (
        (name, number(g["rivals"]["tickwire"]["ns"]), number(g["rivals"]["simdjson"]["ratio"]))
        for name, g in grown.items()
    )
    yield "Trades spread at random over so many streams; depth updates with so many levels a side.\n"
    yield from table(("frames", "tickwire, ns a frame", "simdjson, times that"), rows)
    yield from origin(result)


def delivery(result: dict[str, Any]) -> Iterator[str]:
    yield "## Bytes in, handler entered\n"
    group = result["groups"]["delivery"]
    yield f"Trades of {group['mean_bytes']} bytes ({group['origin']}), from the frame's bytes to the handler and back."
    yield "The two floats are price and quantity; msgspec is called in a plain Python loop.\n"
    rows = ((name, number(figures["ns"]), number(figures["ratio"])) for name, figures in group["rivals"].items())
    yield from table(("handler", "ns a message", "times a C handler"), rows)
    yield from origin(result)


def endtoend(result: dict[str, Any]) -> Iterator[str]:
    yield "## End to end, on loopback\n"
    yield "Server on one core, client on the other; captured trades; every handler reads price and quantity. `c_socket`"
    yield "is a plain socket with the same kernel: the floor. Latency: from before the write to the handler.\n"
    for scenario, clients in result["scenarios"].items():
        yield f"### {scenario}\n"
        names = list(next(iter(clients.values())))
        heads = [name.replace("_", " ") for name in names]
        rows = ((client, *(number(figures[name]) for name in names)) for client, figures in clients.items())
        yield from table(("client", *heads), rows)
    yield from origin(result)


def instructions(result: dict[str, Any]) -> Iterator[str]:
    yield "## Instructions\n"
    yield "Counted by callgrind; these repeat exactly. A pull request that takes over 2 % more fails.\n"
    rows = ((name, number(figures["per_frame"])) for name, figures in result["scenarios"].items())
    yield from table(("scenario", "instructions a frame"), rows)
    yield from origin(result)


def shapes(result: dict[str, Any]) -> Iterator[str]:
    yield "## How often a shape fits\n"
    yield "Each stream decoded once in the order of capture by a codec that has seen nothing before.\n"
    rows = (
        (name, f["origin"], f"{f['messages']:,}", f"{f['recognised']:.2%}", f"{f['missed']:.2%}")
        for name, f in result["streams"].items()
    )
    yield from table(("stream", "origin", "messages", "recognised", "tried and not"), rows)
    yield from origin(result)


SECTIONS = {
    "decode": decode,
    "delivery": delivery,
    "endtoend": endtoend,
    "instructions": instructions,
    "shapes": shapes,
}


def main() -> None:
    files = {part: RESULTS / f"{part}.json" for part in SECTIONS}
    results = {part: json.loads(path.read_text()) for part, path in files.items() if path.exists()}
    lines = [TITLE, *reach(results)]
    for part, result in results.items():
        lines += SECTIONS[part](result)
    (RESULTS / "README.md").write_text("\n".join(lines).rstrip() + "\n")


if __name__ == "__main__":
    main()
