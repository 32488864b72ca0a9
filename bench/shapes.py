"""How often a message is recognised by a shape: every captured Spot stream, and the derived and synthetic ones.

    python -m bench.shapes OUT.json

Each stream is decoded once, in the order of capture, by a codec that has seen nothing before: learning included.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tickwire.schema import parse_stream

from .corpus import CATALOGUE, FrameSet
from .corpus.frames import stream_of
from .corpus.tape import captured_frames, tape
from .decoders.native import Tickwire
from .environment import environment

FEWEST = 10


def captured_streams() -> Iterator[FrameSet]:
    by_stream: dict[str, list[bytes]] = defaultdict(list)
    recorded = tape()
    for frame in (*recorded.trades, *recorded.book_tickers, *recorded.depth_updates, *captured_frames("")):
        by_stream[stream_of(frame)].append(frame)
    for name, frames in by_stream.items():
        known = parse_stream(name)
        if known is not None and len(frames) >= FEWEST:
            yield FrameSet(f"{name} (all)", known.message, frames, recorded.origin, known.is_array)


def made_streams() -> Iterator[FrameSet]:
    for name, recipe in CATALOGUE.items():
        origin = recipe.origin.format(tape=tape().origin)
        if origin != "captured":
            yield FrameSet(f"{name} (all)", recipe.message, list(recipe.make()), origin, recipe.is_array)


def hit_rates() -> dict[str, Any]:
    """For each stream the messages, the part recognised, and the part that was tried and not recognised."""
    rates = {}
    for frames in (*captured_streams(), *made_streams()):
        decoder = Tickwire(frames)
        if refused := decoder.run():
            raise ValueError(f"{frames.name}: {refused} frames refused")
        seen = list(decoder.decoder.recognised().values())
        hits, misses = sum(hit for hit, _ in seen), sum(miss for _, miss in seen)
        count = len(frames.frames)
        rates[frames.name.removesuffix(" (all)")] = {
            "origin": frames.origin,
            "messages": count,
            "recognised": round(hits / count, 5),
            "missed": round(misses / count, 5),
        }
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.shapes", description=__doc__)
    parser.add_argument("out", type=Path, help="JSON file to write")
    report = environment("python -m bench.shapes") | {"streams": hit_rates()}
    parser.parse_args().out.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
