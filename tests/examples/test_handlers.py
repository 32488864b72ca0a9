"""The same handler in four languages: each runs over TLS, and all agree on the same frames."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import tickwire
from tickwire.feed.dispatch import Dispatch

HANDLERS = Path(__file__).resolve().parents[2] / "examples" / "handlers"
COMPILER = shutil.which(os.environ.get("CC", "cc"))

needs_compiler = pytest.mark.skipif(COMPILER is None, reason="no C compiler")
QUOTE = '{"stream":"btcusdt@bookTicker","data":{"u":%d,"s":"BTCUSDT","b":"%.2f","B":"%.5f","a":"%.2f","A":"%.5f"}}'
QUOTES = [QUOTE % (n, 100 + n % 7, 1 + n % 3, 101 + n % 5 + n % 7, 0.5 + n % 4) for n in range(500)]


def load(path: Path) -> Any:
    specification = importlib.util.spec_from_file_location(path.name.partition(".")[0], path)
    assert specification is not None
    assert specification.loader is not None
    module: ModuleType = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the Cython handlers were compiled as its setup.py says."""
    folder = tmp_path_factory.mktemp("handlers")
    for path in (HANDLERS / "setup.py", *HANDLERS.glob("cython_*")):
        if path.suffix in (".py", ".pyx"):
            shutil.copy(path, folder)
    command = [sys.executable, "setup.py", "-q", "build_ext", "--inplace"]
    built = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert built.returncode == 0, built.stderr
    return folder


def shown(path: Path) -> str:
    command = [sys.executable, str(path), "--env", "sim", "--seconds", "1.5"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def assert_ran(output: str) -> None:
    match = re.fullmatch(r"(\d+) quotes, micro-price (\d+\.\d{4})\n", output)
    assert match, output
    assert int(match[1]) > 0
    assert float(match[2]) == pytest.approx(97308.47, rel=0.01)  # where the simulated market begins


def test_python_runs() -> None:
    assert_ran(shown(HANDLERS / "python_handler.py"))


def test_numba_runs() -> None:
    pytest.importorskip("numba")
    assert_ran(shown(HANDLERS / "numba_handler.py"))


@needs_compiler
def test_cython_runs(compiled: Path) -> None:
    assert_ran(shown(compiled / "cython_handler.py"))


@needs_compiler
def test_cython_places_orders(compiled: Path) -> None:
    match = re.fullmatch(r"(\d+) orders placed, (\d+) refused, 0 open\n", shown(compiled / "cython_trader.py"))
    assert match
    assert int(match[1]) > 0


@needs_compiler
@pytest.mark.skipif(sys.platform == "win32", reason="the flags are those of Unix compilers")
def test_c_runs() -> None:
    assert_ran(shown(HANDLERS / "c_handler.py"))


def python_result(feed: Callable[..., None], _compiled: Path) -> tuple[int, float]:
    handler = load(HANDLERS / "python_handler.py").MicroPrice()
    feed(handler.on_book_ticker)
    return handler.count, handler.average


def numba_result(feed: Callable[..., None], _compiled: Path) -> tuple[int, float]:
    pytest.importorskip("numba")
    handler = load(HANDLERS / "numba_handler.py").micro_price
    feed(handler)
    return int(handler.state[0]), float(handler.state[1])


def cython_result(feed: Callable[..., None], compiled: Path) -> tuple[int, float]:
    handler = load(
        next(path for path in compiled.glob("cython_micro_price.*") if path.suffix in (".so", ".pyd"))
    ).MicroPrice()
    feed(handler)
    return handler.count, handler.average


def c_result(feed: Callable[..., None], compiled: Path) -> tuple[int, float]:
    if sys.platform == "win32":
        pytest.skip("the flags are those of Unix compilers")
    module = load(HANDLERS / "c_handler.py")
    state = module.MicroPrice()
    feed(module.load(str(compiled)).on_book_ticker, context=state)
    return state.count, state.average


@needs_compiler
@pytest.mark.parametrize("result", [python_result, numba_result, cython_result, c_result])
def test_all_agree(result: Callable[[Callable[..., None], Path], tuple[int, float]], compiled: Path) -> None:
    def feed(on: Any, context: Any = None) -> None:
        dispatch = Dispatch()
        dispatch.add("btcusdt@bookTicker", tickwire.BookTicker, on, context=context)
        for quote in QUOTES:
            dispatch.on_bytes(quote.encode())
        assert dispatch.stats().handler_errors == 0

    expected = 0.0
    for n, quote in enumerate(map(tickwire.decode, map(str.encode, QUOTES))):
        price = (quote.bid_price * quote.ask_qty + quote.ask_price * quote.bid_qty) / (quote.bid_qty + quote.ask_qty)
        expected += (price - expected) * (0.01 if n else 1.0)
    count, average = result(feed, compiled)
    assert count == len(QUOTES)
    assert average == pytest.approx(expected, rel=1e-12)
