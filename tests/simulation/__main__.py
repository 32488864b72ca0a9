"""Runs seeds of the simulation: `python -m tests.simulation 1234`, or `--from 0 --count 1000` for many."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections import Counter

from .plan import drawn
from .trace import Violation
from .world import World


def main() -> int:
    """Returns how many seeds failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("seeds", nargs="*", type=int)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--failures", type=int, default=3, help="give up after so many")
    arguments = parser.parse_args()
    seeds = [*arguments.seeds, *range(arguments.first, arguments.first + arguments.count)]
    began, failed = time.perf_counter(), 0
    tally: Counter[str] = Counter()
    gc.freeze()
    for seed in seeds:
        try:
            tally += World(drawn(seed)).run()
        except Violation as violation:
            failed += 1
            print(f"seed {seed} failed; repeat it by: python -m tests.simulation {seed}\n{violation}\n", flush=True)
            if failed == arguments.failures:
                break
    print(", ".join(f"{count:,} {what}" for what, count in sorted(tally.items())))
    print(f"{len(seeds)} seeds, {failed} failed, {time.perf_counter() - began:.1f} s")
    return failed


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets of names would come in another order every time
        command = [sys.executable, "-m", "tests.simulation", *sys.argv[1:]]
        os.execve(sys.executable, command, os.environ | {"PYTHONHASHSEED": "0"})
    sys.exit(min(main(), 1))
