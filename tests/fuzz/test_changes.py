"""The kernels in C alone: every one-byte change and cut of every kind of frame, sanitized, on x86 and ARM."""

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

import tickwire

from .corpus import ACCOUNT_FRAMES, DATA, MARKET_FRAMES

ACCOUNTS = DATA / "account.jsonl"
HERE = Path(__file__).parent
HEADERS = Path(tickwire.__file__).with_name("wire")
SANITIZERS = ("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined")
STRICT = ("-O2", "-Wall", "-Wextra", "-pedantic", "-Werror", "-Wno-unused-function")
# Numbers too long for a shape, and bare arrays, are left to the table.
NO_SHAPE = [f.startswith(b"[") or b"500000000000" in f or b"9223372036854775807" in f for f in MARKET_FRAMES]


def compile_changes(compiler: str, out: Path, *flags: str) -> Path:
    """The program that changes JSON."""
    return compile_program(compiler, out, "changes.c", *flags)


def compile_program(compiler: str, out: Path, name: str, *flags: str) -> Path:
    """A program, or a skipped test where the compiler or a library it needs is missing."""
    if shutil.which(compiler.split()[0]) is None:
        pytest.skip(f"no {compiler}")
    source = out / "nothing.c"
    source.write_text("int main(void) { return 0; }\n", encoding="utf-8")
    command = [*compiler.split(), "-std=c11", *flags]
    if subprocess.run([*command, str(source), "-o", str(out / "nothing")], capture_output=True).returncode:
        pytest.skip(f"{compiler} cannot build with {' '.join(flags)}")
    program = out / Path(name).stem
    built = subprocess.run(
        [*command, f"-I{HEADERS}", str(HERE / name), "-o", str(program), "-lm"], capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    return program


def run(command: list[str], rounds: int, frames: Path = DATA / "spot.jsonl") -> tuple[list[bool], int, int]:
    """For each line and instruction set whether it was recognised; cases tried; cases recognised."""
    done = subprocess.run([*command, str(frames), str(rounds)], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-4000:]
    lines = re.findall(r"line \d+ \w+ recognised (\d)", done.stdout)
    counts = re.search(r"cases (\d+) taken \d+ recognised (\d+) peeked (\d+)", done.stdout)
    assert counts is not None
    cases, recognised, peeked = map(int, counts.groups())
    assert peeked > cases // 100 or frames == ACCOUNTS  # ids
    return [line == "1" for line in lines], cases, recognised


@pytest.fixture
def native() -> str:
    return sysconfig.get_config_var("CC") or "cc"


def test_shapes_and_table_agree_on_every_changed_byte_under_the_sanitizers(native: str, tmp_path: Path) -> None:
    lines, cases, recognised = run([str(compile_changes(native, tmp_path, *SANITIZERS))], rounds=2000)
    assert cases > 2_000_000
    instruction_sets = len(lines) // len(MARKET_FRAMES)
    if not instruction_sets:
        pytest.skip("this machine recognises no shapes")
    assert lines == [not slow for slow in NO_SHAPE for _ in range(instruction_sets)]
    assert recognised > cases // 100


def test_shapes_and_table_agree_on_every_changed_byte_of_accounts_messages(native: str, tmp_path: Path) -> None:
    program = compile_changes(native, tmp_path, *SANITIZERS)
    lines, cases, recognised = run([str(program)], rounds=2000, frames=ACCOUNTS)
    instruction_sets = len(lines) // len(ACCOUNT_FRAMES)
    if not instruction_sets:
        pytest.skip("this machine recognises no shapes")
    mixed = [b'"q":"3.5"' in frame for frame in ACCOUNT_FRAMES]  # quantities of different decimals
    assert lines == [not slow for slow in mixed for _ in range(instruction_sets)]
    assert recognised > cases // 100


def test_the_kernels_compile_without_a_warning(native: str, tmp_path: Path) -> None:
    compile_changes(native, tmp_path, *STRICT)


def test_the_kernels_compile_without_a_warning_under_clang(tmp_path: Path) -> None:
    compile_changes("clang", tmp_path, *STRICT, "-Wconversion", "-Wno-sign-conversion")


def test_neon_agrees_with_the_table_on_every_changed_byte(tmp_path: Path) -> None:
    emulator = shutil.which("qemu-aarch64-static") or shutil.which("qemu-aarch64")
    if emulator is None:
        pytest.skip("no qemu-aarch64")
    program = compile_changes("aarch64-linux-gnu-gcc", tmp_path, "-O2", "-static")
    frames = tmp_path / "frames.jsonl"
    some = [frame for frame in MARKET_FRAMES if len(frame) < 250]
    frames.write_bytes(b"\n".join(some))
    lines, cases, recognised = run([emulator, str(program)], rounds=1000, frames=frames)
    assert len(lines) == len(some)
    assert sum(lines) > len(some) * 3 // 4
    assert recognised > cases // 100
