"""The codec: three decoders of the same frames agree or all refuse, on what the venue sent and on what it might.

With the changes of test_shape.py more than a million are tried.
"""

import gc
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tickwire.errors import ConfigError, DecodeError
from tickwire.wire.decode import decode
from tickwire.wire.json import JsonCodec

from ..fuzz import mutations
from ..fuzz.budget import CHANGED
from ..fuzz.corpus import FRAMES, KINDS, read_lines
from ..fuzz.differential import Decoders, hold_against_oracle, outcome, recognises_shapes

MARKET_DATA = ("spot-mixed", "spot-ticker")
RENEWED = 4096
# Mutations by what they lead to; digits weigh more, since that is how messages of one stream differ.
WEIGHTS = {mutations.other_digits: 6, mutations.numbers: 2, mutations.shuffled: 2, mutations.unknown: 2}


def captured_frames(captured: Path, prefix: str) -> Iterator[bytes]:
    for path in sorted(captured.glob(f"{prefix}*.jsonl*")):
        yield from read_lines(path)


@pytest.mark.parametrize("prefix", MARKET_DATA)
def test_captured_messages_say_the_same_to_every_decoder(captured: Path, prefix: str) -> None:
    decoders = Decoders()
    for number, frame in enumerate(captured_frames(captured, prefix)):
        said = decoders.judge(frame)
        assert not isinstance(said, DecodeError), frame
        if number % 20 == 0:
            hold_against_oracle(frame, said)
    assert decoders.taken


def test_captured_streams_are_recognised_by_shape(captured: Path) -> None:
    codec = JsonCodec()
    for frame in captured_frames(captured, "spot-mixed-hftbacktest"):
        decode(frame, codec=codec)
    if not recognises_shapes():
        pytest.skip("this machine recognises no shapes")
    figures = {name: counts for name, counts in codec.shape_figures().items() if "@" in name}
    assert figures
    for name, (hits, misses) in figures.items():
        assert hits > 8 * misses, (name, hits, misses)


def test_sample_messages_say_the_same_to_every_decoder(captured: Path) -> None:
    folder = captured.parent / "binance" / "samples" / "spot"
    decoders = Decoders()
    paths = [path for path in folder.glob("*.json") if not path.name.startswith(("wsapi", "control"))]
    if not paths:
        pytest.skip("no samples")
    for path in paths:
        frame = path.read_bytes().strip()
        hold_against_oracle(frame, decoders.judge(frame))
    assert decoders.taken >= 20


def test_changed_messages_say_the_same_to_every_decoder() -> None:
    seed = int(os.environ.get("TICKWIRE_SEED", "20261122"))
    rng = random.Random(seed)
    families = [family for family in mutations.FAMILIES for _ in range(WEIGHTS.get(family, 1))]
    decoders, recognised = Decoders(), 0
    for number in range(CHANGED):
        if number % RENEWED == 0:
            recognised += decoders.recognised_since_renewal()
            decoders.renew()
        frame = rng.choice(families)(rng, FRAMES[number % len(FRAMES)])
        if rng.random() < 0.1:
            frame = rng.choice((mutations.other_digits, mutations.numbers, mutations.damaged))(rng, frame)
        said = decoders.judge(frame)
        if number % 16 == 0:
            hold_against_oracle(frame, said)
    assert decoders.taken > CHANGED // 2
    assert decoders.refused > CHANGED // 8
    assert recognised > CHANGED // 8 or not recognises_shapes()


@pytest.mark.parametrize("shapes", ["avx1024", "", "AVX2"])
def test_an_instruction_set_that_is_none_is_refused(shapes: str) -> None:
    with pytest.raises(ConfigError, match="shapes="):
        JsonCodec(shapes=shapes)


def test_figures_count_each_stream_of_its_own() -> None:
    codec = JsonCodec()
    for frame in KINDS.values():
        decode(frame, codec=codec)
    assert set(codec.shape_figures()) >= {"btcusdt@trade", "!miniTicker@arr", "!serverShutdown"}
    assert all(hits == 0 for hits, _ in codec.shape_figures().values())


def test_codecs_do_not_share_what_they_have_learned() -> None:
    first, second = JsonCodec(), JsonCodec()
    for _ in range(3):
        decode(KINDS["Trade"], codec=first)
    decode(KINDS["Trade"], codec=second)
    assert second.shape_figures()["btcusdt@trade"][0] == 0


def test_views_outlive_the_codec_that_made_them() -> None:
    views = {name: decode(frame, codec=JsonCodec()) for name, frame in KINDS.items()}
    gc.collect()
    codec = JsonCodec()
    for name, frame in KINDS.items():
        assert outcome(frame, codec) == views[name]
