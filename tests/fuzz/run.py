"""Builds decode.c with libFuzzer and both sanitizers, and runs it on seeds from the simulated market.

    python tests/fuzz/run.py [SECONDS]

It needs clang, $CLANG or the newest on PATH. Inputs that show a fault are left in build/fuzz.
"""

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tickwire import schema
from tickwire.sim.market import DEFAULT_START, Market

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
SANITIZERS = ["-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=undefined"]
ARRAY, NAMED = 0x10, 0x20  # as in decode.c
FRAMES = 6
KINDS = {message: number for number, message in enumerate(schema.MARKET_MESSAGES)}  # decode.c adds one


class Envelope(msgspec.Struct):
    stream: str
    data: msgspec.Raw


def payloads(seconds: int) -> dict[str, list[bytes]]:
    """The first frames of every stream of a small market."""
    market = Market(seed=1, rate=200.0, depth=10)
    taken: dict[str, list[bytes]] = defaultdict(list)

    def publish(stream: str, make: Callable[[int], Any]) -> None:
        if len(taken[stream]) < FRAMES:
            taken[stream].append(msgspec.json.encode(make(1000)))

    market.advance(DEFAULT_START + seconds * 1_000_000, publish)
    return taken


def write_seed(folder: Path, stream: str, frames: list[bytes], title: str) -> None:
    """Payloads of one stream, bare and in an envelope, behind the byte that chooses the kind."""
    name = schema.parse_stream(stream)
    if name is None:
        raise SystemExit(f"{stream} is no stream")
    choice = KINDS[name.message] | (ARRAY if name.is_array else 0)
    named = [b'{"stream":"s","data":%b}' % frame for frame in frames]
    (folder / f"{title}-bare").write_bytes(bytes([choice]) + b"\n".join(frames))
    (folder / f"{title}-named").write_bytes(bytes([choice | NAMED]) + b"\n".join(named))


def write_seeds(folder: Path) -> None:
    """Frames of the simulated market, and those of tests/data, which have the odder numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for stream, frames in payloads(seconds=3).items():
        write_seed(folder, stream, frames, stream.replace("!", "all-").replace(":", ""))
    for number, line in enumerate((ROOT / "tests" / "data" / "spot.jsonl").read_bytes().splitlines()):
        if line.startswith(b'{"stream"'):
            frame = msgspec.json.decode(line, type=Envelope)
            write_seed(folder, frame.stream, [bytes(frame.data)] * 2, f"line-{number}")


def build(target: Path) -> None:
    versions = ["clang", *(f"clang-{number}" for number in range(30, 10, -1))]
    clang = os.environ.get("CLANG") or next(filter(shutil.which, versions), None)
    if clang is None:
        raise SystemExit("no clang on PATH; set CLANG")
    source, include = ROOT / "tests" / "fuzz" / "decode.c", ROOT / "src" / "tickwire" / "wire"
    subprocess.run([clang, "-g", "-O1", *SANITIZERS, f"-I{include}", source, "-o", target, "-lm"], check=True)


def main(seconds: int) -> int:
    write_seeds(BUILD / "seeds")
    (BUILD / "found").mkdir(exist_ok=True)
    build(BUILD / "decode")
    limits = [f"-max_total_time={seconds}", "-max_len=8192", "-timeout=10", "-verbosity=0", "-print_final_stats=1"]
    return subprocess.run([BUILD / "decode", *limits, "found", "seeds"], cwd=BUILD, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
