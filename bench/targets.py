"""What is aimed at, as ratios where there is a rival, and what the results say of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Target(NamedTuple):
    """`reached` is to be at most `limit`, or at least where `at_least`; None when it was not measured."""

    what: str
    limit: float
    reached: float | None
    at_least: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.reached is None:
            return None
        return self.reached >= self.limit if self.at_least else self.reached <= self.limit


# Frame set, rival, most that tickwire may take of the rival's time.
DECODE = (
    ("trade", "simdjson", 0.15),
    ("trade", "msgspec", 0.06),
    ("book_ticker", "simdjson", 0.15),
    ("book_ticker", "msgspec", 0.06),
    ("depth50", "simdjson", 0.35),
    ("depth50", "msgspec", 0.08),
    ("trade_1024_streams", "simdjson", 0.4),
    ("book_ticker_1024_streams", "simdjson", 0.4),
    ("never_repeating", "simdjson", 1.0),
    ("kline", "simdjson", 0.5),
    ("ticker", "simdjson", 0.5),
    ("mini_ticker_array", "simdjson", 0.5),
)

# Client, the client it is held against, scenario, least part or multiple of that client's messages per second.
END_TO_END = (
    ("tickwire_c", "c_socket", "sustained, plain", 0.75),
    ("tickwire_c", "c_socket", "sustained in SBE, plain", 0.9),
    ("tickwire_c", "picows_msgspec", "sustained, plain", 12.0),
    ("tickwire_c", "picows_msgspec", "sustained, TLS", 7.0),
    ("tickwire_python", "picows_msgspec", "sustained, plain", 4.0),
)


# Times, for a machine that does nothing else: ns a message of SBE.
SBE = {"trade": 10.0, "book_ticker": 10.0, "depth50": 120.0, "order ack": 100.0}
BOOK = ("apply", "best prices")
RECONNECT = {"nine of ten within": "p90_ms", "the longest": "max_ms"}
TICK_TO_TRADE = {
    "tickwire_cython": 1.5,
    "tickwire_cython_polling": 1.5,
    "tickwire_python": 5.0,
    "tickwire_python_polling": 5.0,
}
ARBITRATION = ("trade", "book_ticker", "depth_update")


def targets(results: dict[str, dict[str, Any]]) -> Iterator[Target]:
    """All targets against the results by part (decode, endtoend); parts that are absent count as not measured."""
    groups = results.get("decode", {}).get("groups", {})
    for frames, rival, limit in DECODE:
        ratio = groups.get(frames, {}).get("rivals", {}).get(rival, {}).get("ratio")
        yield Target(f"decode {frames}, of {rival}'s time", limit, round(1 / ratio, 3) if ratio else None)
    yield from _arbitration(results.get("arbitration", {}).get("groups", {}))
    yield from _book(results.get("book", {}).get("groups", {}))
    frame = results.get("orders", {}).get("groups", {}).get("order frame", {}).get("rivals", {})
    yield Target("bytes of an order patched in C, ns", 100.0, frame.get("tickwire", {}).get("ns"))
    encoded = results.get("sbe", {}).get("groups", {})
    for name, most in SBE.items():
        ns = encoded.get(name, {}).get("rivals", {}).get("SBE", {}).get("ns")
        yield Target(f"decode {name} in SBE, ns", most, ns)
    yield from _tick_to_trade(results.get("tick_to_trade", {}).get("markets", {}))
    yield from _reconnect(results.get("reconnect", {}).get("clients", {}).get("tickwire", {}))
    yield from _soak(results.get("soak", {}))
    scenarios = results.get("endtoend", {}).get("scenarios", {})
    for client, other, scenario, least in END_TO_END:
        figures = scenarios.get(scenario, {})
        rate = _quotient(figures, client, other, "messages_per_s")
        yield Target(f"{scenario}: {client}'s messages/s to {other}'s", least, rate, True)
        # The same in CPU time, which holds too where the server or other load is what limits the rate.
        work = _quotient(figures, other, client, "cpu_s_per_million")
        yield Target(f"{scenario}: {other}'s CPU time to {client}'s", least, work, True)


def _tick_to_trade(markets: dict[str, dict[str, dict[str, float]]]) -> Iterator[Target]:
    """Times hold for a machine that does nothing else; the ratio is to the quickest of the others."""
    for name, limit in TICK_TO_TRADE.items():
        reached = markets.get("busy", {}).get(name, {}).get("tick_to_trade_p50_us")
        yield Target(f"tick-to-trade in a busy market, {name}, median, µs", limit, reached)
    calls = {name: one.get("call_to_socket_p50_us") for name, one in markets.get("quiet", {}).items()}
    others = [call for name, call in calls.items() if call and not name.startswith("tickwire_")]
    for name in TICK_TO_TRADE:
        ratio = round(min(others) / ours, 1) if others and (ours := calls.get(name)) else None
        yield Target(f"from call to socket, the quickest of the others to {name}'s", 20.0, ratio, True)


def _reconnect(figures: dict[str, Any]) -> Iterator[Target]:
    """From the reset of a connection to the next message in its handler: the venue's wait for one is in it."""
    for name, figure in RECONNECT.items():
        yield Target(f"silence after a lost connection, {name}, ms", 50.0, figures.get(figure))


def _soak(result: dict[str, Any]) -> Iterator[Target]:
    """Every message that the venue sent is delivered once, in order, and none of them stays in memory."""
    wrong = result["ids_out_of_order"] + abs(result["sent_by_the_venue"] - result["delivered"]) if result else None
    yield Target("soak: messages over both lines, millions", 1000.0, result["messages"] / 1e6 if result else None, True)
    yield Target("soak: messages lost, repeated or out of order", 0.0, wrong)
    yield Target("soak: memory grown after the warm-up, MB", 2.0, result.get("growth_mb"))


def _arbitration(groups: dict[str, Any]) -> Iterator[Target]:
    """What a second line costs, shared by the two frames of a message, routing of the second included."""
    for name in ARBITRATION:
        ways = groups.get(f"arbitration {name}", {}).get("rivals", {})
        more = (ways["two lines"]["ns"] - ways["one line"]["ns"]) / 2 if ways else None
        yield Target(f"arbitration {name}, ns a frame", 15.0, more and round(more, 1))


def _book(groups: dict[str, Any]) -> Iterator[Target]:
    """Times, not ratios: they hold for a machine that does nothing else."""
    apply, read = (groups.get(name, {}).get("rivals", {}).get("tickwire", {}).get("ns") for name in BOOK)
    yield Target(
        "50 levels of a diff into a book of 5000 levels a side, µs", 1.0, apply and round(apply * 50 / 1000, 2)
    )
    yield Target("best bid and offer of a book read in Cython, ns", 5.0, read)


def _quotient(figures: dict[str, Any], above: str, below: str, name: str) -> float | None:
    if above not in figures or below not in figures:
        return None
    return round(float(figures[above][name] / figures[below][name]), 2)
