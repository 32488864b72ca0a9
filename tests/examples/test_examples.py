"""Every example of one file runs against the simulated venue and shows what it is about."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

# What at least one line of the output looks like, and how many seconds it takes to get there.
SHOWN = {
    "trades": (2, r"^(?:BTC|ETH)USDT \d+\.\d+ \d+\.\d+ (?:BUY|SELL) \d+ µs$"),
    "ticker_and_depth": (3, r"^BTCUSDT spread \d\.\d\d, 20 levels lean [+-][01]\.\d\d$"),
    "many_symbols": (3, r"^\['bnbbtc@bookTicker', 'bttcusdt@bookTicker'\]"),
    "analysis": (5, r"VWAP of \d+ trades [\d,.]+  order flow [+-][01]\.\d\d  realised volatility \d+\.\d% a year$"),
    "microseconds": (2, r"^BTCUSDT \d{16}000 ns, published after \d+ µs, here after -?\d+ µs$"),
    "async_for": (2, r"^[1-9]\d* trades came, \d+ were dropped$"),
    "latest": (2, r"^[1-9]\d* quotes came$"),
    "redundant_lines": (4, r"^[1-9]\d* trades, 0 missing, [1-9]\d* later copies dropped$"),
    "book": (4, r"^[1-9]\d* updates, 0 gaps, \d+ audits, 0 drifts$"),
    "gaps_and_backfill": (4, r"^[1-9]\d* trades, 0 missing, in order: True$"),
    "faults": (4, r"^[1-9]\d* trades seen once, [1-9]\d* known to be missing, all accounted for: True$"),
    "trader": (5, r"^\d+ fills, position [-\d.E]+$"),
    "liveness": (4, r"^btcusd@trade is stale after 0 messages$"),
}


def run(name: str, seconds: float) -> str:
    command = [sys.executable, str(EXAMPLES / f"{name}.py"), "--env", "sim", "--seconds", str(seconds)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_every_example_is_run() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == SHOWN.keys()


@pytest.mark.parametrize("name", SHOWN)
def test_it_shows_what_it_is_about(name: str) -> None:
    seconds, expected = SHOWN[name]
    shown = run(name, seconds)
    assert re.search(expected, shown, re.M), shown


def test_dropped_symbols_are_silent_at_once() -> None:
    last = run("many_symbols", 3).splitlines()[2]
    assert "BNBBTC" in last
    assert "BTCUSDT'" not in last


@pytest.mark.parametrize("name", SHOWN)
def test_it_says_how_to_run_it_and_is_short(name: str) -> None:
    text = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    assert f"\npython examples/{name}.py --env sim --seconds " in text
    assert 10 <= len(text.splitlines()) <= 60
