"""Who is asked before something is sent, and what is never shown."""

import io
import os
import select
import subprocess
import sys
from typing import Any

import click
import pytest

from tickwire.cli.access import Access, confirm

PLACE = ["order", "place", "btcusdt", "buy", "--qty", "0.01", "--price", "50000"]
LEGS = ["--qty", "1", "--above", "limit_maker,price=3", "--below", "stop_loss,stop_price=1"]
# Each command that reaches a venue, be it with a question.
EVERYTHING = [
    PLACE,
    [*PLACE, "--test"],
    ["order", "amend", "btcusdt", "--order-id", "1", "--qty", "1"],
    ["order", "cancel", "btcusdt", "--all"],
    ["order", "cancel-all"],
    ["order", "status", "btcusdt", "--order-id", "1"],
    ["order", "list"],
    ["order", "oco", "btcusdt", "sell", *LEGS],
    ["account"],
]
WHAT = {"place": "BTCUSDT", "side": "BUY"}


def access(**given: Any) -> Access:
    known = {"env": None, "api_url": None, "ca_file": None, "key_file": None, "account": "BINANCE", "encoding": "json"}
    return Access(**{**known, "timeout": 1.0, "yes": False, **given})


@pytest.mark.parametrize(
    ("given", "is_asked"),
    [
        ({}, True),
        ({"env": "live"}, True),
        ({"api_url": "ws://127.0.0.1:9001/ws-api/v3"}, True),
        ({"env": "testnet"}, False),
        ({"env": "demo"}, False),
        ({"env": "sim"}, False),
    ],
)
def test_only_what_cannot_be_live_goes_unasked(
    given: dict[str, Any], is_asked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody is there
    confirm(access(**given, yes=True), WHAT)
    if not is_asked:
        confirm(access(**given), WHAT)
        return
    with pytest.raises(click.UsageError, match="--yes"):
        confirm(access(**given), WHAT)


def test_a_venue_is_named_without_what_its_url_hides() -> None:
    assert access().venue == "the live venue"
    assert access(env="demo").venue == "the demo venue"
    assert (
        access(api_url="wss://me:secret@venue.example:9443/ws-api/v3?key=1").venue == "the venue at venue.example:9443"
    )


def test_without_a_terminal_and_without_yes_nothing_is_sent(desk: Any) -> None:
    for arguments in EVERYTHING:
        ended = desk.run(*arguments)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert "--yes" in ended.stderr
        assert ended.stderr.count("\n") == 1
    assert desk.venue.stats().requests == 0


def answered(desk: Any, answer: str) -> tuple[int, str, str]:
    """Type an answer at a terminal: exit code, what the terminal showed, stdout."""
    terminal, theirs = os.openpty()
    command = [sys.executable, "-m", "tickwire", *PLACE, "--json", *desk.where]
    with subprocess.Popen(
        command, env=desk.environment, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        while b"Send it? [y/N]" not in shown:
            shown += os.read(terminal, 65536)
        os.write(terminal, f"{answer}\n".encode())
        out, _ = process.communicate(timeout=30)
        while select.select([terminal], [], [], 0)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:  # the other end is closed
                break
        code = process.returncode
    os.close(terminal)
    return code, shown.decode(), out.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize("answer", ["", "n"])
def test_any_answer_but_yes_sends_nothing(desk: Any, answer: str) -> None:
    code, shown, out = answered(desk, answer)
    assert (code, out) == (1, "")
    assert "nothing was sent" in shown
    assert not [word for word in ("BTCUSDT", "BUY", "LIMIT", "0.01", "50000", "127.0.0.1") if word not in shown]
    assert desk.venue.stats().requests == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_yes_sends_it(desk: Any) -> None:
    code, _, out = answered(desk, "y")
    assert code == 0
    assert '"status":"NEW"' in out


def test_no_command_shows_what_is_secret(desk: Any) -> None:
    secrets = [desk.environment["BINANCE_API_KEY"], *desk.secret.splitlines()[1:-1]]
    for arguments in ([*PLACE, "--yes"], ["order", "list", "--yes"], ["account", "--yes", "--json"], PLACE):
        ended = desk.run(*arguments)
        assert not [secret for secret in secrets if secret in ended.stdout + ended.stderr]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_key_that_others_can_read_is_refused(desk: Any) -> None:
    desk.key_file.chmod(0o644)
    del desk.environment["BINANCE_PRIVATE_KEY_FILE"]
    ended = desk.run("order", "list", "--yes", "--key-file", str(desk.key_file))
    assert ended.returncode == 2
    assert "chmod 600" in ended.stderr


def test_a_key_file_and_another_prefix_name_the_account(desk: Any) -> None:
    desk.environment["OTHER_API_KEY"] = desk.environment.pop("BINANCE_API_KEY")
    del desk.environment["BINANCE_PRIVATE_KEY_FILE"]
    ended = desk.run("order", "list", "--yes", "--account", "OTHER", "--key-file", str(desk.key_file))
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "no order is open\n", "")
