"""Everything that is measured, into bench/results/: JSON files and the tables made of them.

python -m bench [decode] [delivery] [arbitration] [book] [orders] [sbe] [shapes] [instructions] [endtoend]
    [reconnect] [tick_to_trade] [tables]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from .compiled import CACHE
from .condense import condense
from .environment import HERE, ROOT, environment

RESULTS = HERE / "results"
TIMED = {
    "decode": "test_decode.py",
    "delivery": "test_delivery.py",
    "arbitration": "test_arbitration.py",
    "book": "test_book.py",
    "orders": "test_orders.py",
    "sbe": "test_sbe.py",
}
COUNTED = {
    "shapes": "bench.shapes",
    "instructions": "bench.instructions",
    "endtoend": "bench.endtoend.run",
    "reconnect": "bench.reconnect.run",
    "tick_to_trade": "bench.tick_to_trade.run",
}
PARTS = (*TIMED, *COUNTED, "tables")


def timed(part: str) -> None:
    """The micro benchmarks, by pytest-benchmark, which checks the answers first."""
    CACHE.mkdir(exist_ok=True)
    report = CACHE / f"{part}.json"
    _python("pytest", "-q", "--benchmark-enable", "--benchmark-quiet", "--benchmark-json", report, HERE / TIMED[part])
    figures = condense(json.loads(report.read_text()))
    result = environment("python -m bench " + part) | {"groups": figures}
    (RESULTS / f"{part}.json").write_text(json.dumps(result, indent=1) + "\n")


def _python(module: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all when none is named")
    parts = parser.parse_args().parts or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    RESULTS.mkdir(exist_ok=True)
    for part in parts:
        if part in TIMED:
            timed(part)
        elif part in COUNTED:
            _python(COUNTED[part], RESULTS / f"{part}.json")
        else:
            _python("bench.tables")


if __name__ == "__main__":
    main()
