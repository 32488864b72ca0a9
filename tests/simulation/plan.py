"""What a seed stands for: how the client is set up, what it subscribes to, and what befalls it when."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from .faults import EVERYWHERE, HARMLESS, ONE_LINE, Fault
from .market import ACTIVITIES, STEP, STEPS, TAPES

KINDS = ("trade", "aggTrade", "depth@100ms", "bookTicker", "kline_1s", "kline_1m")
CALM_S = 1.5  # before the first fault
LASTS_S = (3.0, 10.0)
NEVER = 86_400.0


class Plan(NamedTuple):
    """One run. `is_mild`: at most one line is at fault at a time and another is sound: nothing may be missed at all."""

    seed: int
    tape: int
    position: int
    options: dict[str, Any]
    streams: tuple[str, ...]
    books: tuple[str, ...]
    latency: float
    is_mild: bool
    faults: tuple[tuple[float, Fault], ...]
    restless_s: float

    @property
    def begins_at(self) -> float:
        """The loop's time when the client starts."""
        return self.position * STEP


def drawn(seed: int) -> Plan:
    """The plan of a seed, the same every time."""
    random = Random(seed)
    lines = random.choice((1, 1, 2, 2, 2, 3))
    is_mild = random.random() < 0.4
    symbols = random.sample(sorted(ACTIVITIES), random.choice((1, 2)))
    kinds = random.sample(KINDS, random.randrange(2, 5))
    restless_s = random.uniform(*LASTS_S)
    count = random.randrange(3, 16)
    choice = HARMLESS + ONE_LINE + (() if is_mild else EVERYWHERE)
    times = sorted(random.uniform(CALM_S, CALM_S + restless_s) for _ in range(count))
    return Plan(
        seed=seed,
        tape=random.randrange(TAPES),
        position=random.randrange(STEPS // 3),
        options=_options(random, lines, is_mild),
        streams=tuple(f"{symbol}@{kind}" for symbol in symbols for kind in kinds),
        books=tuple(symbols) if random.random() < 0.4 else (),
        latency=random.choice((0.0, 0.0, 0.002, 0.03)),
        is_mild=is_mild,
        faults=tuple((at, random.choice(choice)) for at in times),
        restless_s=restless_s,
    )


def _options(random: Random, lines: int, is_mild: bool) -> dict[str, Any]:
    return {
        "lines": lines,
        "lifetime": random.choice((NEVER, random.uniform(3.0, 20.0))),
        "gap_wait": 0.25 if is_mild else random.choice((0.02, 0.25, 1.0)),
        "backfill": random.random() < 0.5,
        "on_silence": random.choice(("resubscribe", "replace")),
        "request_timeout": random.choice((1.0, 5.0)),
        "connect_timeout": 2.0,
    }
