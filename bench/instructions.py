"""Counts the instructions of decode and dispatch under valgrind's callgrind: figures that repeat exactly.

    python -m bench.instructions OUT.json

The interpreter is left out: callgrind collects only inside the C loop over the frames and writes one profile each time
that loop is left. Every scenario runs it three times; the first two make the streams learn their shapes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from .corpus import SETS, FrameSet, frame_set
from .environment import ROOT, environment
from .sbe import PAIRS, Decoding

FRAMES = 256
RUNS = 3
COLLECTED = ("*Decoder_refused*", "*Decoder_taken*", "*Feed_delivered*")
DUMPED_AFTER = "*counted_run*"
TABLE_SETS = ("trade", "book_ticker", "depth20", "kline")
DISPATCHED = ("trade", "book_ticker", "depth20", "mini_ticker_array")
IN_SBE = ("trade", "book_ticker", "depth50", "order ack")


def short(name: str) -> FrameSet:
    frames = frame_set(name)
    return frames._replace(name=f"{name}, short", frames=frames.frames[: 4 if frames.is_array else FRAMES])


def scenarios() -> Iterator[tuple[str, int, Callable[[], Any]]]:
    """Name, number of frames, and what makes the runner; AVX2 or NEON, which is what callgrind shows the program."""
    from .decoders.native import Tickwire
    from .delivery import Delivery

    sets = {name: short(name) for name in {*SETS, *TABLE_SETS, *DISPATCHED}}
    sizes = {name: len(frames.frames) for name, frames in sets.items()}
    for name in SETS:
        yield f"decode {name}", sizes[name], partial(Tickwire, sets[name])
    for name in TABLE_SETS:
        yield f"table {name}", sizes[name], partial(Tickwire, sets[name], shapes=None)
    for name in DISPATCHED:
        for handler in ("c", "cython"):
            yield f"dispatch {name} to {handler}", sizes[name], partial(Delivery, sets[name], handler)
    for name in IN_SBE:
        pair = PAIRS[name](FRAMES)
        yield f"decode {name} in SBE", len(pair.sbe), partial(Decoding, pair, "SBE")


def inside() -> None:
    """Run under callgrind: every scenario, and on standard output their names and numbers of frames."""
    ran = []
    for name, frames, make in scenarios():
        runner = make()
        for _ in range(RUNS):
            runner.run()
        ran.append((name, frames))
    print(json.dumps(ran))


def collect() -> dict[str, Any]:
    """The number of instructions of each scenario, of all its frames and for one."""
    with tempfile.TemporaryDirectory() as folder:
        out = f"--callgrind-out-file={folder}/profile"
        watch = [*(f"--toggle-collect={name}" for name in COLLECTED), f"--dump-after={DUMPED_AFTER}"]
        command = ["valgrind", "--tool=callgrind", out, *watch, sys.executable, "-m", "bench.instructions", "--inside"]
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "0"}, check=True, capture_output=True, text=True
        )
        counts = [_total(Path(folder, f"profile.{number}")) for number in _numbers(Path(folder))]
    ran = json.loads(done.stdout)
    if len(counts) < RUNS * len(ran):
        raise RuntimeError(f"{len(counts)} profiles of {RUNS * len(ran)} runs; was the loop inlined?\n{done.stderr}")
    measured = counts[RUNS - 1 :: RUNS]
    return {
        name: {"instructions": count, "frames": frames, "per_frame": round(count / frames, 2)}
        for (name, frames), count in zip(ran, measured, strict=False)
    }


def _numbers(folder: Path) -> list[int]:
    return sorted(int(path.suffix[1:]) for path in folder.glob("profile.*"))


def _total(profile: Path) -> int:
    found = re.search(r"^(?:totals|summary): (\d+)", profile.read_text(), re.MULTILINE)
    if found is None:
        raise ValueError(f"{profile}: no total")
    return int(found[1])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.instructions", description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, help="JSON file to write")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        inside()
        return
    if arguments.out is None:
        parser.error("where to? name a JSON file")
    report = environment("python -m bench.instructions") | {"scenarios": collect()}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
