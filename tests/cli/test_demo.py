"""`tickwire demo`, whole: a venue in a second process, TLS, callbacks, the figures."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

import tickwire
from tickwire.cli.demo import STREAMS, SYMBOLS

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize("encoding", ["json", "sbe"])
def test_as_json_it_prints_one_object_that_adds_up(run: Run, encoding: str) -> None:
    ended = run("demo", "--seconds", "3", "--json", "--encoding", encoding)
    assert (ended.returncode, ended.stderr) == (0, "")
    report = json.loads(ended.stdout)
    assert report["versions"]["tickwire"] == tickwire.__version__
    assert report["url"].startswith("wss://127.0.0.1:")
    assert (report["errors"], report["reconnects"]) == (0, 0)
    assert report["seconds"] >= 3
    assert report["messages"].keys() == report["rates"].keys() == report["latency_us"].keys() == set(STREAMS)
    assert report["messages"]["trade"] > 0
    assert report["messages"]["bookTicker"] > 0
    assert report["total_messages"] == sum(report["messages"].values())
    total = report["total_latency_us"]
    assert 0 < total["p50"] <= total["p99"] <= total["max"]
    assert total["max"] == max(latency["max"] for latency in report["latency_us"].values())


def test_without_a_terminal_it_prints_plain_lines_and_the_tables_once(run: Run) -> None:
    ended = run("demo", "--seconds", "2.5")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\x1b" not in ended.stdout
    assert ended.stdout.count("messages, ") == 2
    assert ended.stdout.count("instrument") == 1
    assert "0 errors" in ended.stdout
    assert not [name for name in (*STREAMS, *(symbol.upper() for symbol in SYMBOLS)) if name not in ended.stdout]


def read_until(terminal: int, text: str) -> str:
    """What the terminal shows up to `text`, or to the end."""
    shown = b""
    while text.encode() not in shown:
        try:
            shown += os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
    return shown.decode(errors="replace")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals and signals")
def test_on_a_terminal_it_redraws_tables_and_ctrl_c_ends_it_cleanly() -> None:
    terminal, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    command = [sys.executable, "-m", "tickwire", "demo", "--seconds", "60"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        first = read_until(terminal, "reconnects")
        assert "of 60 s" in first
        assert "\x1b[1A" in read_until(terminal, "reconnects")  # the cursor went up, to draw over the first tables
        process.send_signal(signal.SIGINT)
        last = read_until(terminal, "never shown")
        assert process.wait(20) == 0
    os.close(terminal)
    assert "Traceback" not in last
    assert "0 errors" in last.replace("\x1b[1;32m", "").replace("\x1b[0m", "")
