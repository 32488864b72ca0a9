"""What a seed stands for: the policy, what the user does and what goes wrong, and when."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from .agenda import MS, SECOND
from .exchange import SYMBOLS
from .faults import FAULTS, Fault
from .user import WISHES, Wish

CALM = SECOND // 2  # before the first wish
LASTS = (3 * SECOND, 12 * SECOND)
HEALING = 60 * SECOND  # everything must be known within this time after the last fault


class Plan(NamedTuple):
    """One run. `skew_ms` is how far our idea of the venue's clock is off."""

    seed: int
    policy: dict[str, Any]
    symbols: tuple[str, ...]
    wishes: tuple[tuple[int, Wish], ...]
    faults: tuple[tuple[int, Fault], ...]
    trades: tuple[int, ...]
    lasts: int
    skew_ms: int

    def __str__(self) -> str:
        wishes = ", ".join(f"{at / SECOND:.3f} {wish.__name__}" for at, wish in self.wishes)
        faults = ", ".join(f"{at / SECOND:.3f} {fault.__name__}" for at, fault in self.faults)
        return f"{self.policy} {self.symbols} skew {self.skew_ms} ms\nwishes {wishes}\nfaults {faults}"


def drawn(seed: int) -> Plan:
    """The plan of a seed, the same every time."""
    random = Random(seed)
    lasts = random.randrange(*LASTS)

    def times(least: int, most: int) -> list[int]:
        return sorted(random.randrange(CALM, CALM + lasts) for _ in range(random.randrange(least, most)))

    return Plan(
        seed=seed,
        policy={
            "reply_within": random.choice((SECOND, 5 * SECOND, 11 * SECOND)),
            "when_limited": random.choice(("refuse", "wait")),
            "cancel_on_disconnect": random.random() < 0.3,
            "fills_within": random.choice((0, 300 * MS, SECOND)),
        },
        symbols=random.choice((("BTCUSDT",), ("ETHBTC",), tuple(SYMBOLS))),
        wishes=tuple((at, random.choice(WISHES)) for at in times(4, 16)),
        faults=tuple((at, random.choice(FAULTS)) for at in times(1, 9)),
        trades=tuple(times(2, 10)),
        lasts=CALM + lasts,
        skew_ms=random.randrange(-300, 301),
    )
