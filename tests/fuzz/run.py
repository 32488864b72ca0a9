"""Builds decode.c and sbe.c with libFuzzer and both sanitizers, and runs them on seeds from the simulated market.

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

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.fuzz.corpus import ACCOUNT_FRAMES
from tests.fuzz.oracle import message_of
from tests.fuzz.sbe_corpus import SBE_FRAMES

from tickwire import schema
from tickwire.sim.market import DEFAULT_START, Market

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
SANITIZERS = ["-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=undefined"]
ARRAY, NAMED = 0x20, 0x40  # as in decode.c
FRAMES = 6
KINDS = {message: number for number, message in enumerate(schema.MESSAGES)}  # decode.c adds one
# What once came out wrong: arrays.
ONCE_WRONG = {
    "a-brace-behind-a-bare-array": (
        schema.MiniTicker,
        b'[{"E":1,"s":"T","c":"1","o":"1","h":"2","l":"0","v":"1","q":"1"}]}',
    )
}


class Envelope(msgspec.Struct):
    stream: str
    data: msgspec.Raw


def payloads(seconds: int) -> dict[str, list[bytes]]:
    """The first frames of every stream of a small market in JSON."""
    market = Market(seed=1, rate=200.0, depth=10)
    taken: dict[str, list[bytes]] = defaultdict(list)

    def publish(stream: str, make: Callable[[int], Any]) -> None:
        if schema.parse_stream(stream) is not None and len(taken[stream]) < FRAMES:
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
    for title, (message, frame) in ONCE_WRONG.items():
        (folder / title).write_bytes(bytes([KINDS[message] | ARRAY]) + frame)
    for number, line in enumerate(ACCOUNT_FRAMES):
        message = message_of(line)[0]
        if message is None:
            raise SystemExit(f"{line!r} is no message")
        (folder / f"account-{number}").write_bytes(bytes([KINDS[message]]) + b"\n".join([line] * 2))


def write_sbe_seeds(folder: Path) -> None:
    """One frame a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, frame in enumerate(SBE_FRAMES):
        (folder / f"frame-{number}").write_bytes(frame)


def build(name: str) -> Path:
    versions = ["clang", *(f"clang-{number}" for number in range(30, 10, -1))]
    clang = os.environ.get("CLANG") or next(filter(shutil.which, versions), None)
    if clang is None:
        raise SystemExit("no clang on PATH; set CLANG")
    source, include = ROOT / "tests" / "fuzz" / f"{name}.c", ROOT / "src" / "tickwire" / "wire"
    target = BUILD / name
    subprocess.run([clang, "-g", "-O1", *SANITIZERS, f"-I{include}", source, "-o", target, "-lm"], check=True)
    return target


def fuzz(name: str, seconds: int) -> int:
    """Run one target on its seeds; what it found is left in a folder of its own."""
    (BUILD / f"{name}-found").mkdir(exist_ok=True)
    limits = [f"-max_total_time={seconds}", "-max_len=8192", "-timeout=10", "-verbosity=0", "-print_final_stats=1"]
    folders = [f"{name}-found", f"{name}-seeds"]
    return subprocess.run([build(name), *limits, *folders], cwd=BUILD, check=False).returncode


def main(seconds: int) -> int:
    """Half the time for each target."""
    write_seeds(BUILD / "decode-seeds")
    write_sbe_seeds(BUILD / "sbe-seeds")
    codes = [fuzz(name, max(1, seconds // 2)) for name in ("decode", "sbe")]
    return next(filter(None, codes), 0)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
