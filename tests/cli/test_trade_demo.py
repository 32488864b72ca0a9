"""`tickwire trade-demo`, whole: quotes and fills of an exchange in a second process, all cancelled at the end."""

import json
import os
import signal
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

import tickwire

pytest.importorskip("cryptography")


@pytest.mark.parametrize("encoding", ["json", "sbe"])
def test_as_json_it_prints_one_object_that_adds_up(run: Any, encoding: str) -> None:
    ended = run("trade-demo", "--seconds", "4", "--json", "--encoding", encoding)
    assert (ended.returncode, ended.stderr) == (0, "")
    told = json.loads(ended.stdout)
    assert told["versions"]["tickwire"] == tickwire.__version__
    assert (told["symbol"], told["open_orders"]) == ("BTCUSDT", 0)
    assert told["orders"] >= 2
    assert told["cancelled"] + told["rejected"] <= told["orders"]
    assert Decimal(told["pnl"]) == Decimal(told["realised"]) + Decimal(told["unrealised"])
    bought, sold = Decimal(told["bought"]), Decimal(told["sold"])
    assert Decimal(told["position"]) == bought - sold - Decimal(told["commissions"].get("BTC", 0))
    assert (told["fills"] > 0) == (bought + sold > 0)
    took = told["tick_to_trade_us"]
    assert 0 < took["p50"] <= took["p99"] <= took["max"]


def test_without_a_terminal_it_prints_plain_lines_and_the_tables_once(run: Any) -> None:
    ended = run("trade-demo", "--seconds", "2.5")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\x1b" not in ended.stdout
    assert ended.stdout.count("open orders") == 1
    assert ended.stdout.count("tick-to-trade p50") >= 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals and signals")
def test_on_a_terminal_it_redraws_and_ctrl_c_cancels_all_and_ends_it_cleanly() -> None:
    terminal, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "40"}
    command = [sys.executable, "-m", "tickwire", "trade-demo", "--seconds", "60"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        while shown.count(b"open orders") < 3:
            shown += os.read(terminal, 65536)
        process.send_signal(signal.SIGINT)
        last = b""
        while True:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            last += chunk
        assert process.wait(20) == 0
    os.close(terminal)
    assert b"Traceback" not in shown + last
    assert b"working" in shown
    assert b"working" not in last[last.rfind(b"open orders") :]


# In the first turns of its loop, as in a terminal; the venue in the second process is still starting by then.
TWICE = """
import signal, sys
from tickwire.client import simulation
from tickwire.__main__ import main

class Pressed(simulation.SimulatedVenue):
    def _start(self, *options):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
import tickwire.client.runner
tickwire.client.runner.SimulatedVenue = Pressed
sys.argv[1:] = ["trade-demo", "--seconds", "5"]
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_second_ctrl_c_ends_it_without_a_traceback() -> None:
    ended = subprocess.run([sys.executable, "-c", TWICE], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (130, "")
