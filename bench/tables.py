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
SILENCES = ("min_ms", "p50_ms", "p90_ms", "max_ms")
TITLE = """# Results

Written by `python -m bench tables` from the JSON files beside this page. Figures are medians over several turns in
which all rivals took part, ratios are medians of the quotients within a turn: trust the ratios, for the machine was
shared. Every decoder's answers were compared with the standard library's before it was timed. Not all is about speed:
[how long a client is silent](#silence-after-a-lost-connection) after it lost its connection, beside other clients, and
[a soak](#a-soak) of a thousand million messages, in which none may be lost, come twice, or stay in memory.
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
    yield from table(("what", "target", "reached", "met"), rows)


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


def arbitration(result: dict[str, Any]) -> Iterator[str]:
    yield "## Two lines with the same messages\n"
    yield "From the frame's bytes to a handler in C: every frame once, and every frame over two lines, of which the"
    yield "later copy is dropped by its ids. What is more, for each of the two frames, is the price of arbitration.\n"
    rows = []
    for name, group in result["groups"].items():
        one, two = (group["rivals"][way]["ns"] for way in ("one line", "two lines"))
        figures = (number(one), number(two), number((two - one) / 2))
        rows.append((name.partition(" ")[2], group["mean_bytes"], *figures))
    yield from table(("frames", "bytes", "one line, ns a message", "two lines", "more, ns a frame"), rows)
    yield from origin(result)


def book(result: dict[str, Any]) -> Iterator[str]:
    yield "## Order books of 5000 levels a side\n"
    apply, best = (result["groups"][name] for name in ("apply", "best prices"))
    mean = apply["frames"] / apply["events"]
    yield f"{apply['events']} diff events of {mean:.0f} levels in the mean, decoded already, {apply['origin']};"
    yield "after each event the best prices are read. Then the best prices alone.\n"
    rows = (
        (
            name,
            *(number(apply["rivals"].get(name, {}).get(figure)) for figure in ("ns", "ratio")),
            *(number(best["rivals"].get(name, {}).get(figure)) for figure in ("ns", "ratio")),
        )
        for name in best["rivals"]
    )
    heads = ("book", "ns a level applied", "times tickwire", "ns to read the best prices", "times tickwire in Cython")
    yield from table(heads, rows)
    yield from origin(result)


def orders(result: dict[str, Any]) -> Iterator[str]:
    yield "## The bytes of an order\n"
    group = result["groups"]["order frame"]
    yield f"order.place, LIMIT, {group['mean_bytes']} bytes, ready to be sent: price, quantity, client order id, time"
    yield "and id written into a template, or into JSON by an encoder that is given prices and quantities as text.\n"
    rows = ((name, number(f["ns"]), number(f["ratio"])) for name, f in group["rivals"].items())
    yield from table(("made by", "ns an order", "times tickwire"), rows)
    yield from origin(result)


def sbe(result: dict[str, Any]) -> Iterator[str]:
    yield "## SBE beside JSON\n"
    yield "The same messages in both of the venue's encodings, whole frames to structs, routing included; figures are"
    yield "for a message. SBE was written by the simulated venue. Trades together: those of one instant in one event.\n"
    rows = (
        (
            *(name, group["origin"], group["json_bytes"], group["sbe_bytes"]),
            *(number(group["rivals"][way]["ns"]) for way in ("JSON", "SBE", "memcpy of SBE")),
            number(group["rivals"]["JSON"]["ratio"]),
        )
        for name, group in result["groups"].items()
    )
    heads = ("messages", "origin", "bytes, JSON", "bytes, SBE", "JSON, ns", "SBE, ns", "memcpy of SBE, ns")
    yield from table((*heads, "JSON, times SBE"), rows)
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


def reconnect(result: dict[str, Any]) -> Iterator[str]:
    yield "## Silence after a lost connection\n"
    yield "All connections of a client are reset by its venue, loopback, TLS. Milliseconds until the next message"
    yield "is in its handler; each client as its own pages show it.\n"
    rows = (
        (
            name,
            f["losses"],
            *(number(f.get(key)) for key in SILENCES),
            f"{f['waited_s']:g} s" if "waited_s" in f else "",
        )
        for name, f in result["clients"].items()
    )
    yield from table(("client", "losses", "min", "p50", "p90", "max", "never came back within"), rows)
    yield from origin(result)


def tick_to_trade(result: dict[str, Any]) -> Iterator[str]:
    yield "## Tick to trade\n"
    yield f"An order at a bookTicker once the one before is answered, {result['turns']} turns of"
    yield f"{result['orders_a_turn']} orders, at a simulated exchange in a process of its own. All are timed from"
    yield "outside, between client and libc: from the read() that brought the tick to the send() of the order, µs; from"
    yield "the call that places it to the send(); from there to the first bytes that come back. CPU is that of the"
    yield "whole client, ticks and replies included. Ours rehearse at ticks that bring no order; `_polling` never"
    yield "sleeps. `c_floor` is no client: two sockets in a C loop that copies the bid and patches an order, which is"
    yield "what kernel, machine and cold caches take."
    names = ("tick_to_trade_p50_us", "tick_to_trade_p99_us", "call_to_socket_p50_us", "round_trip_p50_us")
    columns = (*names, "cpu_us_an_order")
    head = ("client", "tick to trade, p50", "p99", "call to socket, p50", "round trip, p50", "CPU an order")
    for market, clients in result["markets"].items():
        yield f"\nA {market} market, {result['ticks_a_second'][market]:,.0f} ticks/s:\n"
        rows = ((name, *(number(one.get(column)) for column in columns)) for name, one in clients.items())
        yield from table(head, rows)
    yield from origin(result)


def soak(result: dict[str, Any]) -> Iterator[str]:
    yield "## A soak\n"
    yield "The real client with two lines, backfill and books, on a virtual clock and connections in memory; a pump in"
    yield "C brings what a venue would, while connections are lost and rotated all the time. Messages count on every"
    yield "line; what the venue sent has to be delivered, each once and in order. Memory is what is resident after the"
    yield "warm-up and at the end. `make soak` repeats it, after more seeds of the simulation and of torture.\n"
    memory, events = result["resident_mb"], result["events"]
    rows = (
        ("messages on all lines", f"{result['messages']:,}"),
        ("sent by the venue", f"{result['sent_by_the_venue']:,}"),
        ("delivered", f"{result['delivered']:,}"),
        ("ids out of order", result["ids_out_of_order"]),
        ("connections lost and found again", events["reconnect"]),
        ("rotations", events["rotation"]),
        ("books valid at the end", result["books_valid"]),
        ("seconds", number(result["seconds"])),
        ("virtual seconds", number(result["virtual_seconds"])),
        ("MB after the warm-up", memory["warm"]),
        ("MB at the end", memory["end"]),
    )
    yield from table(("what", "figure"), rows)
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
    "arbitration": arbitration,
    "book": book,
    "orders": orders,
    "sbe": sbe,
    "endtoend": endtoend,
    "reconnect": reconnect,
    "tick_to_trade": tick_to_trade,
    "soak": soak,
    "instructions": instructions,
    "shapes": shapes,
}


def page() -> str:
    """What the results beside it make of README.md."""
    files = {part: RESULTS / f"{part}.json" for part in SECTIONS}
    results = {part: json.loads(path.read_text()) for part, path in files.items() if path.exists()}
    lines = [TITLE, *reach(results)]
    for part, result in results.items():
        lines += SECTIONS[part](result)
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    (RESULTS / "README.md").write_text(page())


if __name__ == "__main__":
    main()
