"""What is aimed at, as ratios, and what the results say of it."""

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
    ("tickwire_c", "picows_msgspec", "sustained, plain", 12.0),
    ("tickwire_c", "picows_msgspec", "sustained, TLS", 7.0),
    ("tickwire_python", "picows_msgspec", "sustained, plain", 4.0),
)


def targets(results: dict[str, dict[str, Any]]) -> Iterator[Target]:
    """All targets against the results by part (decode, endtoend); parts that are absent count as not measured."""
    groups = results.get("decode", {}).get("groups", {})
    for frames, rival, limit in DECODE:
        ratio = groups.get(frames, {}).get("rivals", {}).get(rival, {}).get("ratio")
        yield Target(f"decode {frames}, of {rival}'s time", limit, round(1 / ratio, 3) if ratio else None)
    scenarios = results.get("endtoend", {}).get("scenarios", {})
    for client, other, scenario, least in END_TO_END:
        figures = scenarios.get(scenario, {})
        rate = _quotient(figures, client, other, "messages_per_s")
        yield Target(f"{scenario}: {client}'s messages/s to {other}'s", least, rate, True)
        # The same in CPU time, which holds too where the server or other load is what limits the rate.
        work = _quotient(figures, other, client, "cpu_s_per_million")
        yield Target(f"{scenario}: {other}'s CPU time to {client}'s", least, work, True)


def _quotient(figures: dict[str, Any], above: str, below: str, name: str) -> float | None:
    if above not in figures or below not in figures:
        return None
    return round(float(figures[above][name] / figures[below][name]), 2)
