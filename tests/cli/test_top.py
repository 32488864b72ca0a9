"""`tickwire top`, over real sockets."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from tickwire.sim import Venue

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_one_look_as_json_is_one_object_with_everything_in_it(run: Run, venue: Venue) -> None:
    ended = run("top", "--url", venue.url, "--lines", "2", "--once", "--json", "btcusdt@trade", "btcusdt@bookTicker")
    assert (ended.returncode, ended.stderr) == (0, "")
    (record,) = map(json.loads, ended.stdout.splitlines())
    stats = record["stats"]
    assert [line["line"] for line in stats["by_line"]] == [0, 1]
    assert {line["state"] for line in stats["by_line"]} == {"open"}
    trades, quotes = stats["by_stream"]
    assert (trades["stream"], quotes["stream"]) == ("btcusdt@trade", "btcusdt@bookTicker")
    assert trades["messages"] > 0
    assert trades["age_p99_ns"] >= trades["age_p50_ns"] >= 0
    assert quotes["age_p50_ns"] is None
    assert stats["feed"]["gaps"] == 0


def test_a_symbol_stands_for_its_trades_and_its_book(run: Run) -> None:
    with Venue(rate=500.0, api=True) as venue:
        where = ["--url", venue.url, "--api-url", venue.api_url]
        ended = run("top", *where, "--seconds", "2.5", "--interval", "0.5", "--json", "ETHUSDT")
    assert (ended.returncode, ended.stderr) == (0, "")
    stats = json.loads(ended.stdout.splitlines()[-1])["stats"]
    assert {flow["stream"].partition("@")[0] for flow in stats["by_stream"]} == {"ethusdt"}
    (book,) = stats["books"]
    assert (book["symbol"], book["is_valid"]) == ("ETHUSDT", True)
    assert book["best_bid"] < book["best_ask"]


def test_without_a_terminal_it_prints_tables_without_colours(run: Run, venue: Venue) -> None:
    ended = run("top", "--url", venue.url, "--once", "btcusdt@trade", "测试币usdt@kline_1m")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\x1b" not in ended.stdout
    assert [word for word in ("btcusdt@trade", "测试币usdt@kline_1m", venue.url) if word not in ended.stdout] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize("where", ["a venue", "sim"])
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["tables", "json"])
def test_it_ends_when_nobody_reads_it_any_more(venue: Venue, form: list[str], where: str) -> None:
    there = ["--url", venue.url] if where == "a venue" else ["--env", "sim"]
    command = [sys.executable, "-m", "tickwire", "top", *there, "--interval", "0.1", *form, "btcusdt@trade"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


def test_a_stream_that_does_not_exist_is_an_error_before_anything_runs(run: Run) -> None:
    ended = run("top", "--env", "sim", "btcusdt@nothing")
    assert ended.returncode == 2
    assert "btcusdt@nothing" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_venue_that_is_not_there_is_a_failure_in_one_line(run: Run) -> None:
    ended = run("top", "--url", "ws://127.0.0.1:1", "btcusdt@trade")
    assert ended.returncode == 1
    assert "127.0.0.1:1" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_two_venues_at_once_are_refused(run: Run) -> None:
    assert run("top", "--url", "ws://127.0.0.1:1", "--env", "sim").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals and signals")
def test_on_a_terminal_it_redraws_and_ctrl_c_ends_it_cleanly(venue: Venue) -> None:
    terminal, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "160", "LINES": "40"}
    command = [sys.executable, "-m", "tickwire", "top", "--url", venue.url, "--interval", "0.2", "btcusdt@trade"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        while shown.count(b"messages/s on") < 3:
            shown += os.read(terminal, 65536)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    os.close(terminal)
    assert b"Traceback" not in shown
