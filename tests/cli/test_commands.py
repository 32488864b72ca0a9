"""The command itself: help, versions, and failures as one line and an exit code."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

import tickwire
from tickwire.cli import run
from tickwire.cli import tickwire as command

COMMANDS = ["demo", "tail", "streams", "sim", "order", "account", "trade-demo"]


def test_it_tells_its_version() -> None:
    result = CliRunner().invoke(command, ["--version"], prog_name="tickwire")
    assert result.output == f"tickwire {tickwire.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(name: str) -> None:
    result = CliRunner().invoke(command, [name, "--help"])
    assert result.exit_code == 0
    assert f"\n  tickwire {name}" in result.output


def test_without_a_command_it_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    shown = capsys.readouterr().err
    assert not [name for name in COMMANDS if name not in shown]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bogus"], "'bogus'"),
        (["tail"], "STREAM"),
        (["tail", "BTCUSDT"], "btcusdt@trade"),
        (["tail", "--env", "mars", "a@trade"], "mars"),
        (["tail", "--env", "sim", "--url", "ws://127.0.0.1:1", "a@trade"], "--url"),
        (["tail", "--url", "http://127.0.0.1", "a@trade"], "ws://"),
        (["tail", "--limit", "0", "a@trade"], "--limit"),
        (["demo", "--seconds", "soon"], "soon"),
        (["demo", "--rate", "-1"], "-1"),
        (["sim", "--speed", "×0"], "×0"),
        (["sim", "--loop"], "--replay"),
        (["sim", "--replay", "absent.jsonl"], "absent.jsonl"),
    ],
)
def test_arguments_that_cannot_be_end_with_2_and_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert said in caught.err
    assert caught.err.startswith("tickwire: ")
    assert caught.err.count("\n") == 1


def test_names_that_the_terminal_cannot_write_are_no_failure() -> None:
    command = [sys.executable, "-m", "tickwire", "tail", "--env", "sim", "--limit", "1", "测试币usdt@trade"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"???USDT" in ended.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_reader_that_leaves_ends_it_well() -> None:
    command = [sys.executable, "-m", "tickwire", "tail", "--env", "sim", "--json", "btcusdt@trade"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"message":"Trade"')
        process.stdout.close()
        assert process.wait(30) == 0
        assert process.stderr.read() == b""
