"""Frames to start from: our own, one or more of every kind, and those captured from the venue."""

import gzip
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"


def read_lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            if frame := line.strip():
                yield frame


FRAMES = tuple(read_lines(DATA / "spot.jsonl"))
