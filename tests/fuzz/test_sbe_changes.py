"""The SBE kernels in C alone: every one-byte change and cut of every kind of frame, sanitized."""

import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from .sbe_corpus import SBE_FRAMES
from .test_changes import SANITIZERS, STRICT, compile_program


@pytest.fixture
def native() -> str:
    return sysconfig.get_config_var("CC") or "cc"


def test_no_changed_byte_leads_outside_a_frame(native: str, tmp_path: Path) -> None:
    program, frames = compile_program(native, tmp_path, "sbe_changes.c", *SANITIZERS), tmp_path / "frames.hex"
    frames.write_text("\n".join(frame.hex() for frame in SBE_FRAMES), encoding="ascii")
    done = subprocess.run([program, frames, "5000"], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-4000:]
    counts = re.search(r"cases (\d+) taken (\d+)", done.stdout)
    assert counts is not None
    cases, taken = map(int, counts.groups())
    assert cases > 300_000
    assert cases // 10 < taken < cases


def test_the_sbe_kernels_compile_without_a_warning(native: str, tmp_path: Path) -> None:
    compile_program(native, tmp_path, "sbe_changes.c", *STRICT)
