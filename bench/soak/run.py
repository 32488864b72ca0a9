"""A thousand million messages through client, lines and books: nothing lost, nothing twice, no memory kept.

python -m bench.soak.run OUT.json [--messages N]

The client is the real one, on a virtual clock and on connections in memory; a pump in C brings what two lines would,
while connections are lost and rotated all the time. Messages are those that came, over both lines.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import psutil
from tests.simulation.clock import VirtualLoop, WallClock
from tests.simulation.market import STEP, Symbol, tape
from tests.simulation.outside import client_of, loaded_dice
from tests.simulation.trace import Trace
from tests.simulation.venue import MemoryVenue

from bench.compiled import extension
from bench.environment import environment

from .cycle import COUNTERS, FIRST_ID, STREAMS, cycle

SYMBOLS = ("btcusdt", "ethusdt")
STEPS = 64  # of the market in a cycle
CYCLES = 20  # in a step of the virtual clock
LOSS_EVERY_S, LIFETIME_S = 31.0, 20.0
WARM_UP = 0.05  # of all messages
SAMPLES = 1_000  # of the memory
ALLOWED_GROWTH_MB = 2.0


class SoakVenue(MemoryVenue):
    """A venue that repeats one cycle of data, without end, and brings it by a pump."""

    def __init__(self, loop: VirtualLoop, random: Random, pump: Any) -> None:
        super().__init__(loop, WallClock(loop), tape(0), 0, Trace(loop), random)
        self._cycle = cycle(SYMBOLS, STEPS)
        self._pump = pump(self._cycle.frames, [FIRST_ID] * len(self._cycle.spans), self._cycle.spans)
        self._bytes = CYCLES * sum(len(frame) for frame, _ in self._cycle.frames)
        self.sent = self.messages = 0  # by the venue, and over all lines together

    def last_update_id(self, symbol: Symbol) -> int:
        """Between two steps the book is always that of the beginning."""
        last = self._pump.counter(COUNTERS * SYMBOLS.index(symbol.name) + COUNTERS - 1)
        symbol.books = {last: self._cycle.books[symbol.name]}
        return last

    def step(self) -> None:
        """Bring some cycles by every line that carries the streams, now one of them first, now another."""
        lines = [channel for channel in self.channels if channel.is_listening and channel.control.streams]
        self.random.shuffle(lines)
        if not lines:
            raise RuntimeError("no line is open: one of them ought to be")
        brought = self._pump.run(lines[0].dispatch, [channel.line for channel in lines], CYCLES, self.clock())
        self.sent += brought
        self.messages += brought * len(lines)
        for channel in lines:
            channel.count(brought, self._bytes)


class Soak:
    """One run of so many messages."""

    def __init__(self, messages: int) -> None:
        self._messages = messages
        self._loop, random = VirtualLoop(), Random(1)
        module = extension("soak/pump")
        self.venue = SoakVenue(self._loop, random, module.Pump)
        options = {"lines": 2, "lifetime": LIFETIME_S, "backfill": True, "connection_rate": 1e12}
        self.client = client_of(self.venue, **options)
        self.checkers = {f"{symbol}@{kind}": module.Checker() for symbol in SYMBOLS for kind in STREAMS}
        self.events: dict[str, int] = {}
        self.resident: list[int] = []
        self._random = random

    def run(self) -> dict[str, Any]:
        """Returns the figures."""
        began = time.perf_counter()
        with loaded_dice(self._random):
            self._loop.run_until_complete(self._main())
        self._loop.close()
        return self._figures(time.perf_counter() - began)

    async def _main(self) -> None:
        for stream, checker in self.checkers.items():
            self.client.subscribe(stream, on=checker)
        self.books = [self.client.book(symbol) for symbol in SYMBOLS]
        for name in ("disconnect", "reconnect", "rotation", "gap", "recovery", "stale", "book_event"):
            getattr(self.client, f"on_{name}")(lambda _, name=name: self.events.update({name: self._told(name) + 1}))
        running = self._loop.create_task(self.client.run_async())
        await asyncio.sleep(1.0)
        lose_at = self._loop.time() + LOSS_EVERY_S
        while self.venue.messages < self._messages and not running.done():
            self.venue.step()
            self._look()
            if self._loop.time() >= lose_at:
                lose_at += LOSS_EVERY_S
                self._random.choice(self.venue.channels).drop()
            await asyncio.sleep(STEP)
        self.valid_books = sum(book.valid for book in self.books)
        self.client.stop()
        await running

    def _look(self) -> None:
        """Note the memory a thousand times in all."""
        if self.venue.messages * SAMPLES >= self._messages * len(self.resident):
            gc.collect()
            self.resident.append(psutil.Process().memory_info().rss)

    def _told(self, name: str) -> int:
        return self.events.get(name, 0)

    def _figures(self, seconds: float) -> dict[str, Any]:
        warm = self.resident[int(len(self.resident) * WARM_UP) :]
        growth = (max(warm) - warm[0]) / 2**20
        stats = self.client.stats()
        return {
            "messages": self.venue.messages,
            "sent_by_the_venue": self.venue.sent,
            "seconds": round(seconds, 1),
            "virtual_seconds": round(self._loop.time(), 1),
            "delivered": sum(checker.messages for checker in self.checkers.values()),
            "ids_out_of_order": sum(checker.faults for checker in self.checkers.values()),
            "events": self.events,
            "connects": stats.connects,
            "books_valid": f"{self.valid_books} of {len(SYMBOLS)}",
            "resident_mb": {"warm": round(warm[0] / 2**20, 1), "end": round(warm[-1] / 2**20, 1)},
            "growth_mb": round(growth, 2),
            "is_flat": growth <= ALLOWED_GROWTH_MB,
        }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak.run", description=__doc__)
    parser.add_argument("out", type=Path, help="JSON file to write")
    parser.add_argument("--messages", type=float, default=1e9)
    arguments = parser.parse_args()
    figures = Soak(int(arguments.messages)).run()
    print(json.dumps(figures, indent=1), file=sys.stderr)
    arguments.out.write_text(json.dumps(environment("python -m bench.soak.run") | figures, indent=1) + "\n")
    is_whole = figures["delivered"] == figures["sent_by_the_venue"] and not figures["ids_out_of_order"]
    return not (is_whole and figures["is_flat"] and not figures["events"].get("gap"))


if __name__ == "__main__":
    sys.exit(main())
