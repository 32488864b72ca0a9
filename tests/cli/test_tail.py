"""`tickwire tail`, over real sockets."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from tickwire.sim import Venue

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_as_ndjson_it_prints_so_many_messages_in_order(run: Run, venue: Venue) -> None:
    ended = run("tail", "--url", venue.url, "--limit", "20", "--ndjson", "btcusdt@trade")
    assert (ended.returncode, ended.stderr) == (0, "")
    records = [json.loads(line) for line in ended.stdout.splitlines()]
    ids = [record["trade_id"] for record in records]
    assert ids == list(range(ids[0], ids[0] + 20))
    assert all(record["recv_time"] >= record["event_time"] - 10**9 for record in records)


def test_without_a_terminal_lines_have_no_colours(run: Run, venue: Venue) -> None:
    ended = run("tail", "--url", venue.url, "--limit", "5", "测试币usdt@trade", "测试币usdt@bookTicker")
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.splitlines()) == 5
    assert "测试币USDT" in ended.stdout
    assert "\x1b" not in ended.stdout


def test_over_tls_it_trusts_the_certificate_it_is_given_and_no_other(run: Run) -> None:
    with Venue(tls=True) as venue:
        where = ["tail", "--url", venue.url, "--limit", "1", "btcusdt@trade"]
        assert run(*where, "--ca-file", str(venue.ca_file)).returncode == 0
        refused = run(*where)
    assert refused.returncode == 1
    assert "certificate" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_it_ends_by_the_clock_though_nothing_arrives(run: Run) -> None:
    with Venue(rate=1e-3) as quiet:  # an event in a quarter of an hour
        ended = run("tail", "--url", quiet.url, "--seconds", "0.2", "btcusdt@trade")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_venue_that_is_not_there_is_a_failure_in_one_line(run: Run) -> None:
    ended = run("tail", "--url", "ws://127.0.0.1:1", "btcusdt@trade")
    assert ended.returncode == 1
    assert "127.0.0.1:1" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_ctrl_c_ends_it_cleanly(venue: Venue) -> None:
    command = [sys.executable, "-m", "tickwire", "tail", "--url", venue.url, "btcusdt@trade"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "BTCUSDT" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 0
