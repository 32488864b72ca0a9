"""`--encoding`: which connections a command opens, and whose key it names there."""

import json
from typing import Any

import pytest

from tickwire.cli.encodings import ACCOUNT, Encoding
from tickwire.errors import ConfigError


def lines_of(desk: Any, *arguments: str) -> list[dict[str, Any]]:
    """The connections of `tickwire top`, after one look."""
    where = ["--url", desk.venue.url, "--sbe-url", desk.venue.sbe_url]
    ended = desk.follow("top", *where, *arguments, "--once", "--json", "btcusdt@trade")
    assert (ended.returncode, ended.stderr) == (0, "")
    (record,) = map(json.loads, ended.stdout.splitlines())
    (flow,) = record["stats"]["by_stream"]
    assert flow["messages"] > 0
    return record["stats"]["by_line"]


def hosts(desk: Any, lines: list[dict[str, Any]]) -> list[str]:
    """In which encoding each of them is."""
    ports = {str(desk.venue.port): "json", str(desk.venue.sbe_port): "sbe"}
    return sorted(ports[line["url"].partition("?")[0].rpartition(":")[2].partition("/")[0]] for line in lines)


def test_the_encoding_says_over_which_connections_streams_come(desk: Any) -> None:
    assert hosts(desk, lines_of(desk, "--encoding", "sbe")) == ["sbe"]
    assert hosts(desk, lines_of(desk, "--encoding", "auto")) == ["sbe"]
    assert hosts(desk, lines_of(desk, "--encoding", "mixed", "--lines", "2")) == ["json", "sbe"]


def test_auto_is_json_where_no_key_is_named(desk: Any) -> None:
    del desk.environment["BINANCE_API_KEY"]
    assert hosts(desk, lines_of(desk, "--encoding", "auto")) == ["json"]


def test_auto_is_json_where_the_key_is_of_another_kind(desk: Any) -> None:
    del desk.environment["BINANCE_PRIVATE_KEY_FILE"]
    desk.environment["BINANCE_API_SECRET"] = "a secret"
    assert hosts(desk, lines_of(desk, "--encoding", "auto")) == ["json"]


def test_tail_follows_both_encodings_and_prints_each_message_once(desk: Any) -> None:
    where = ["--url", desk.venue.url, "--sbe-url", desk.venue.sbe_url, "--encoding", "mixed"]
    ended = desk.follow("tail", *where, "--limit", "30", "--json", "btcusdt@trade")
    assert (ended.returncode, ended.stderr) == (0, "")
    ids = [json.loads(line)["trade_id"] for line in ended.stdout.splitlines()]
    assert ids == list(range(ids[0], ids[0] + 30))


def test_sbe_without_a_key_is_an_error_before_anything_runs(desk: Any) -> None:
    del desk.environment["BINANCE_API_KEY"]
    ended = desk.follow("tail", "--encoding", "sbe", "btcusdt@trade")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "BINANCE_API_KEY" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_key_that_the_venue_does_not_know_is_refused_in_one_line(desk: Any) -> None:
    desk.environment["BINANCE_API_KEY"] = "a" * 64
    where = ["--url", desk.venue.url, "--sbe-url", desk.venue.sbe_url, "--encoding", "sbe"]
    ended = desk.follow("tail", *where, "btcusdt@trade")
    assert ended.returncode == 1
    assert "401" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "a" * 64 not in ended.stderr


def test_orders_and_accounts_are_told_the_same_in_either_encoding(desk: Any) -> None:
    placed = desk.place("--qty", "0.01", "--price", "50000", "--encoding", "sbe")
    binary = desk.records("order", "list", "--encoding", "sbe")
    assert binary == desk.records("order", "list")
    assert [order["order_id"] for order in binary] == [placed["order_id"]]
    (told,) = desk.records("account", "--encoding", "sbe")
    assert told == desk.records("account")[0]


@pytest.mark.parametrize("given", [{"sbe_urls": ("ws://127.0.0.1:1",)}, {"key_file": "key.pem"}, {"account": "OTHER"}])
def test_what_is_for_sbe_alone_is_refused_without_it(given: dict[str, Any]) -> None:
    known: dict[str, Any] = {"encoding": "json", "sbe_urls": (), "key_file": None, "account": ACCOUNT}
    with pytest.raises(Exception, match="--encoding"):
        Encoding(**known | given).arguments("live")


def test_a_simulated_venue_makes_its_own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINANCE_API_KEY", "broken, and not looked at")
    assert Encoding("sbe", (), None, ACCOUNT).arguments("sim")["credentials"] is None
    with pytest.raises(Exception, match="--key-file"):
        Encoding("sbe", (), "key.pem", ACCOUNT).arguments("sim")


def test_auto_with_a_key_that_cannot_be_read_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("BINANCE_API_KEY", "a" * 64)
    with pytest.raises(ConfigError):
        Encoding("auto", (), str(tmp_path / "nothing.pem"), ACCOUNT).arguments("live")
