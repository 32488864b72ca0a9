"""The frames that are measured are what they are said to be."""

from __future__ import annotations

import msgspec
import pytest

from bench.corpus import SETS, frame_set, spread_over
from bench.corpus.synthetic import never_repeating

DIGITS = bytes.maketrans(b"123456789", b"000000000")


@pytest.mark.parametrize("name", SETS)
def test_every_frame_decodes_as_its_message(name: str) -> None:
    try:
        frames = frame_set(name)
    except ValueError as missing:
        pytest.skip(str(missing))
    data = list[frames.message] if frames.is_array else frames.message  # type: ignore[name-defined]
    decoder = msgspec.json.Decoder(msgspec.defstruct("Frame", [("stream", str), ("data", data)]))
    assert all(decoder.decode(frame).data for frame in frames.frames)


def test_no_shape_comes_twice_in_the_set_that_says_so() -> None:
    shapes = [frame.translate(DIGITS) for frame in never_repeating(2000)]
    assert len(set(shapes)) == len(shapes)


def test_frames_are_spread_over_as_many_streams_as_asked() -> None:
    assert len(spread_over(64).streams) == 64
