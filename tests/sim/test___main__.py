"""`python -m tickwire.sim`."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tickwire.sim.certificate import client_context

COMMAND = [sys.executable, "-m", "tickwire.sim"]


def started(*arguments: str) -> tuple["subprocess.Popen[str]", dict[str, str]]:
    process = subprocess.Popen([*COMMAND, "--json", *arguments], stdin=-1, stdout=-1, stderr=-1, text=True)
    assert process.stdout is not None
    return process, json.loads(process.stdout.readline())


def test_it_announces_itself_and_serves_until_its_stdin_ends() -> None:
    process, announced = started("--tls")
    with process:
        assert announced["url"].startswith("wss://127.0.0.1:")
        assert Path(announced["ca_file"]).is_file()
        with connect(f"{announced['url']}/ws/btcusdt@bookTicker", ssl=client_context()) as connection:
            assert "BTCUSDT" in str(connection.recv(timeout=10))
        process.communicate(timeout=10)
    assert process.returncode == 0


def test_when_nobody_is_left_to_be_told_it_ends_without_a_word() -> None:
    with subprocess.Popen([*COMMAND, "--json"], stdin=-1, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(10) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_signals_end_it_cleanly(name: str) -> None:
    process, _ = started("--symbols", "ETHUSDT", "--rate", "max")
    with process:
        process.send_signal(getattr(signal, name))
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_it_replays_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "tape.jsonl"
    path.write_text('{"e":"trade","E":1,"s":"A","t":1,"p":"1","q":"1","T":1,"m":true}\n', encoding="utf-8")
    process, announced = started("--replay", str(path), "--stream", "{symbol}@trade", "--speed", "max")
    with process:
        with connect(f"{announced['url']}/stream?streams=a@trade") as connection:
            assert json.loads(connection.recv(timeout=10))["stream"] == "a@trade"
        process.communicate(timeout=10)
    assert process.returncode == 0


def test_what_stops_it_from_starting_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for arguments, fault in ((["--port", port], port), (["--replay", str(tmp_path / "none")], "none")):
            ended = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=20, check=False)
            assert ended.returncode == 2
            assert fault in ended.stderr
            assert len(ended.stderr.splitlines()) == 1


def test_a_demo_account_has_its_key_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    process, announced = started("--demo-key", str(path))
    with process:
        assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
        assert len(announced["api_key"]) == 64
        process.communicate(timeout=10)
    assert process.returncode == 0
    taken = subprocess.run([*COMMAND, "--demo-key", str(path)], capture_output=True, text=True, timeout=30, check=False)
    assert taken.returncode == 2
    assert "key.pem" in taken.stderr


def test_accounts_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    path.write_text('[{"name":"a"},{"name":"a"}]', encoding="utf-8")
    refused = subprocess.run(
        [*COMMAND, "--accounts", str(path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert refused.returncode == 2
    assert "'a' is open already" in refused.stderr
