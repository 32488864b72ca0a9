"""Seeds for the fuzzer: frames of the simulated market, some of each stream to a file.

    python tests/fuzz/seeds.py FOLDER
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tickwire import schema
from tickwire.sim.market import DEFAULT_START, Market

ARRAY, NAMED = 0x10, 0x20  # as in decode.c
FRAMES = 6
KINDS = {message: number for number, message in enumerate(schema.MARKET_MESSAGES)}  # decode.c adds one


def payloads(seconds: int) -> dict[str, list[bytes]]:
    """The first frames of every stream of a small market."""
    market = Market(seed=1, rate=200.0, depth=10)
    taken: dict[str, list[bytes]] = defaultdict(list)

    def publish(stream: str, make: Callable[[int], Any]) -> None:
        if len(taken[stream]) < FRAMES:
            taken[stream].append(msgspec.json.encode(make(1000)))

    market.advance(DEFAULT_START + seconds * 1_000_000, publish)
    return taken


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for stream, frames in payloads(seconds=3).items():
        name = schema.parse_stream(stream)
        if name is None:
            raise SystemExit(f"the market publishes {stream}, which is no stream")
        choice = KINDS[name.message] | (ARRAY if name.is_array else 0)
        named = [b'{"stream":"s","data":%b}' % frame for frame in frames]
        file = stream.replace("!", "all-").replace(":", "")
        (folder / f"{file}-bare").write_bytes(bytes([choice]) + b"\n".join(frames))
        (folder / f"{file}-named").write_bytes(bytes([choice | NAMED]) + b"\n".join(named))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
