"""`tickwire sim`."""

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from tickwire.cli import run
from tickwire.sim import Venue
from tickwire.sim.certificate import client_context

COMMAND = [sys.executable, "-m", "tickwire", "sim", "--port", "0"]


def test_it_announces_its_address_serves_and_counts() -> None:
    process = subprocess.Popen([*COMMAND, "--tls", "--json", "--seconds", "10"], stdout=-1, stderr=-1, text=True)
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        ready = json.loads(process.stdout.readline())
        with connect(f"{ready['url']}/ws/btcusdt@bookTicker", ssl=client_context(), max_queue=None) as connection:
            assert "BTCUSDT" in str(connection.recv(timeout=10))
            while not (figures := json.loads(process.stdout.readline()))["messages_sent"]:
                pass
        assert figures["connections"] == 1
        assert figures["rate"] > 0
        process.terminate()
        process.wait(10)
        assert process.stderr.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_signals_end_it_cleanly(name: str) -> None:
    process = subprocess.Popen(COMMAND, stdout=-1, stderr=-1, text=True)
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("simulated venue at ws://127.0.0.1:")
        process.send_signal(getattr(signal, name))
        assert process.wait(10) == 0
        assert process.stderr.read() == ""


def test_it_replays_a_recording_as_fast_as_the_client_reads(tmp_path: Path) -> None:
    path = tmp_path / "tape.jsonl"
    line = '{"e":"trade","E":%d,"s":"A","t":1,"p":"1","q":"1","T":1,"m":true}\n'
    path.write_text(line % 1000 + line % 3_600_000, encoding="utf-8")
    arguments = ["--replay", str(path), "--stream", "{symbol}@trade", "--speed", "max", "--json", "--seconds", "20"]
    process = subprocess.Popen([*COMMAND, *arguments], stdout=-1, text=True)
    with process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with connect(f"{url}/stream?streams=a@trade") as connection:
            times = [json.loads(connection.recv(timeout=10))["data"]["E"] for _ in range(2)]
        process.terminate()
    assert times == [1000, 3_600_000]


def test_a_script_of_faults_is_carried_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    path.write_text('{"faults": [{"fault": {"kind": "close-code", "code": 4000}, "connection": 1}]}', encoding="utf-8")
    process = subprocess.Popen([*COMMAND, "--faults", str(path), "--seconds", "20", "--json"], stdout=-1, text=True)
    with process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["api_url"] == ready["url"] + "/ws-api/v3"
        with connect(f"{ready['url']}/ws") as connection, pytest.raises(ConnectionClosedError):
            connection.recv(timeout=10)
        while not (faults := json.loads(process.stdout.readline())["faults"]):
            pass
        process.terminate()
    assert faults == {"close-code": 1}


def test_a_script_that_is_wrong_is_a_failure_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "script.json"
    path.write_text('{"faults": [{"fault": {"kind": "dorp"}}]}', encoding="utf-8")
    assert run(["sim", "--port", "0", "--faults", str(path)]) != 0
    assert "dorp" in capsys.readouterr().err


def test_it_says_how_to_look_at_what_it_sends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tape.jsonl"
    path.write_text('{"stream":"a@avgPrice","data":{}}\n', encoding="utf-8")
    assert run(["sim", "--port", "0", "--seconds", "0.1", "--replay", str(path)]) == 0
    assert re.search(r"tickwire tail --url ws://127.0.0.1:\d+ a@avgPrice$", capsys.readouterr().out, re.M)


def test_a_port_that_is_taken_is_a_failure_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["sim", "--port", port]) == 1
    caught = capsys.readouterr()
    assert port in caught.err
    assert caught.err.count("\n") == 1


def test_a_demo_account_is_there_with_its_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "key.pem"
    assert run(["sim", "--port", "0", "--seconds", "0.1", "--json", "--demo-key", str(path)]) == 0
    assert len(json.loads(capsys.readouterr().out.splitlines()[0])["api_key"]) == 64
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert run(["sim", "--port", "0", "--accounts", str(tmp_path / "absent.json")]) != 0


def test_the_live_market_is_traded_on_paper(tmp_path: Path) -> None:
    with Venue(symbols=["BTCUSDT"]) as market:
        where = ["--live", "BTCUSDT", "--live-url", market.url, "--live-api-url", market.api_url]
        command = [*COMMAND, "--json", "--seconds", "20", *where, "--demo-key", str(tmp_path / "key.pem")]
        process = subprocess.Popen(command, stdout=-1, stderr=-1, text=True)
        with process:
            assert process.stdout is not None
            assert process.stderr is not None
            ready = json.loads(process.stdout.readline())
            with connect(f"{ready['url']}/ws/btcusdt@bookTicker") as connection:
                assert "BTCUSDT" in str(connection.recv(timeout=10))
            process.terminate()
            process.wait(10)
            assert process.stderr.read() == ""


# As from a terminal, wherever the tests themselves were started from.
FROM_A_TERMINAL = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from tickwire.__main__ import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_ends_the_wait_for_a_live_market_that_does_not_answer(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    command = [sys.executable, "-c", FROM_A_TERMINAL, "sim", "--port", "0"]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        where = ["--live", "BTCUSDT", "--live-url", f"ws://127.0.0.1:{silent.getsockname()[1]}", "--demo-key", str(key)]
        process = subprocess.Popen([*command, *where, "--live-api-url", "ws://127.0.0.1:1"], stderr=-1, text=True)
        with process:
            assert process.stderr is not None
            connection, _ = silent.accept()
            with connection:
                process.send_signal(signal.SIGINT)
                assert process.wait(30) == 130
            assert "Traceback" not in process.stderr.read()
    assert not key.exists()  # nor is it in the way of the next try


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--live", "BTCUSDT", "--replay", "x"], "--live and --replay: a market is one of them"),
        (["--live", "BTCUSDT", "--symbol", "ETHUSDT"], "--live and --symbol: a market is one of them"),
        (["--replay", "x", "--symbol", "ETHUSDT"], "--replay and --symbol: a market is one of them"),
        (["--live-url", "ws://127.0.0.1:1"], "--live-url and --live-api-url go with --live"),
        (["--live", "BTCUSDT", "--loop"], "--stream and --loop go with --replay"),
        (["--stream", "{symbol}@trade"], "--stream and --loop go with --replay"),
    ],
)
def test_options_that_would_be_ignored_are_refused(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sim", "--port", "0", "--seconds", "0.1", *arguments]) == 2
    assert words in capsys.readouterr().err
