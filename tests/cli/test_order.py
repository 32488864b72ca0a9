"""`tickwire order`, over real sockets: what is placed, found, cancelled and refused, and in which words."""

import json
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from tickwire.cli import run as run_here
from tickwire.cli import tickwire as command

SUBCOMMANDS = ["place", "amend", "cancel", "cancel-all", "status", "list", "oco", "oto", "otoco", "opo", "opoco"]

PAIR = ["--above", "limit_maker,price=200000", "--below", "stop_loss_limit,price=49000,stop_price=50000"]
WORKING = ["--working", "limit,side=buy,qty=0.01,price=50000"]


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_helps_with_an_example(name: str) -> None:
    result = CliRunner().invoke(command, ["order", name, "--help"])
    assert result.exit_code == 0
    assert f"\n  tickwire order {name}" in result.output


def test_an_order_is_placed_looked_up_listed_and_cancelled(desk: Any) -> None:
    placed = desk.place("--qty", "0.010", "--price", "50000", "--client-order-id", "mine-1")
    assert (placed["status"], placed["price"], placed["qty"], placed["filled_qty"]) == ("NEW", "50000", "0.01", "0")
    assert (placed["side"], placed["type"], placed["time_in_force"]) == ("BUY", "LIMIT", "GTC")
    (told,) = desk.records("order", "status", "btcusdt", "--client-order-id", "mine-1")
    for name in ("symbol", "order_id", "client_order_id", "price", "qty", "status"):
        assert told[name] == placed[name]
    assert desk.records("order", "list") == [told]
    (ended,) = desk.records("order", "cancel", "btcusdt", "--order-id", str(placed["order_id"]))
    assert (ended["order_id"], ended["status"]) == (placed["order_id"], "CANCELED")
    assert desk.records("order", "list", "btcusdt") == []
    (last,) = desk.records("order", "list", "btcusdt", "--limit", "5")
    assert (last["order_id"], last["status"]) == (placed["order_id"], "CANCELED")


def test_a_market_order_is_told_with_its_fills(desk: Any) -> None:
    order = desk.place("--type", "market", "--quote-qty", "500")
    assert order["status"] == "FILLED"
    assert 490 < Decimal(order["filled_quote"]) <= 500
    assert Decimal(order["average_price"]) * Decimal(order["filled_qty"]) == pytest.approx(
        Decimal(order["filled_quote"])
    )
    assert Decimal(order["commission"]["BTC"]) > 0


def test_all_orders_of_a_symbol_are_cancelled_and_none_is_no_failure(desk: Any) -> None:
    numbers = {desk.place()["order_id"], desk.place()["order_id"]}
    ended = desk.records("order", "cancel", "btcusdt", "--all")
    assert {record["order_id"] for record in ended} == numbers
    assert {record["status"] for record in ended} == {"CANCELED"}
    again = desk.run("order", "cancel", "btcusdt", "--all", "--yes")
    assert (again.returncode, again.stdout) == (0, "no order is open on BTCUSDT\n")


@pytest.mark.parametrize("how", [[], ["--sor"]])
def test_a_test_order_places_nothing(desk: Any, how: list[str]) -> None:
    ended = desk.run("order", "place", "btcusdt", "buy", "--qty", "0.01", "--price", "50000", "--test", "--yes", *how)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "the venue would take it\n", "")
    assert desk.records("order", "list", "btcusdt", "--limit", "5") == []


def test_an_order_is_amended_and_keeps_its_number(desk: Any) -> None:
    placed = desk.place()
    (amended,) = desk.records("order", "amend", "btcusdt", "--order-id", str(placed["order_id"]), "--qty", "0.004")
    assert (amended["order_id"], amended["qty"], amended["status"]) == (placed["order_id"], "0.004", "NEW")
    ended = desk.run("order", "amend", "btcusdt", "--order-id", str(placed["order_id"]), "--qty", "0.005", "--yes")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "less than" in ended.stderr


def test_an_order_is_routed(desk: Any) -> None:
    assert desk.place("--qty", "0.01", "--price", "50000", "--sor")["status"] == "NEW"


@pytest.mark.parametrize(
    ("arguments", "statuses"),
    [
        (["oco", "btcusdt", "sell", "--qty", "0.01", *PAIR], ["NEW", "NEW"]),
        (["oto", "btcusdt", *WORKING, "--pending", "limit,side=sell,qty=0.01,price=60000"], ["NEW", "PENDING_NEW"]),
        (["otoco", "btcusdt", *WORKING, "--side", "sell", "--qty", "0.01", *PAIR], ["NEW", *["PENDING_NEW"] * 2]),
        (["opo", "btcusdt", *WORKING, "--pending", "limit,side=sell,price=60000"], ["NEW", "PENDING_NEW"]),
        (["opoco", "btcusdt", *WORKING, "--side", "sell", *PAIR], ["NEW", *["PENDING_NEW"] * 2]),
    ],
    ids=lambda value: value[0],
)
def test_lists_are_placed_shown_and_cancelled_at_one_blow(desk: Any, arguments: list[str], statuses: list[str]) -> None:
    records = desk.records("order", *arguments)
    assert [record["status"] for record in records] == statuses
    ended = desk.records("order", "cancel-all")
    assert {record["order_id"] for record in ended} == {record["order_id"] for record in records}
    assert {record["status"] for record in ended} == {"CANCELED"}
    again = desk.run("order", "cancel-all", "--yes")
    assert (again.returncode, again.stdout, again.stderr) == (0, "no order is open\n", "")


def test_people_get_a_table(desk: Any) -> None:
    desk.place()
    ended = desk.run("order", "list", "--yes")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\x1b" not in ended.stdout
    assert not [word for word in ("BTCUSDT", "BUY", "LIMIT", "NEW", "50,000.00", "0.01") if word not in ended.stdout]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["place", "btcusdt", "buy", "--qty", "30", "--price", "50000", "--yes"], "insufficient balance"),
        (["place", "btcusdt", "buy", "--qty", "0.01", "--price", "50000.001", "--yes"], "PRICE_FILTER"),
        (["place", "nothing", "buy", "--qty", "0.01", "--price", "50000", "--yes"], "NOTHING"),
        (["cancel", "btcusdt", "--order-id", "77", "--yes"], "77"),
        (["amend", "btcusdt", "--order-id", "77", "--qty", "0.01", "--yes"], "77"),
        (["status", "btcusdt", "--client-order-id", "absent", "--yes"], "does not exist"),
        (["oco", "btcusdt", "sell", "--qty", "0.01", "--above", *PAIR[3:], "--below", *PAIR[1:2], "--yes"], "-1166"),
    ],
)
def test_what_is_refused_is_a_failure_in_one_line(desk: Any, arguments: list[str], said: str) -> None:
    ended = desk.run("order", *arguments)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert said.lower() in ended.stderr.lower()
    assert ended.stderr.count("\n") == 1


def test_a_key_that_the_venue_does_not_take_is_a_failure_in_one_line(desk: Any) -> None:
    desk.environment["BINANCE_API_KEY"] = "somebodyelses"
    ended = desk.run("order", "list", "--yes")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "somebodyelses" not in ended.stderr


def test_a_venue_that_is_not_there_is_a_failure_in_one_line(desk: Any) -> None:
    desk.where = ["--api-url", "ws://127.0.0.1:1/ws-api/v3", "--timeout", "0.5"]
    ended = desk.run("order", "list", "--yes")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "127.0.0.1:1" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_simulated_exchange_has_an_account_of_its_own(run: Any) -> None:
    ended = run("order", "place", "--env", "sim", "--json", "btcusdt", "buy", "--qty", "0.01", "--price", "50000")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["status"] == "NEW"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["place", "btcusdt", "hold", "--qty", "1"], "hold"),
        (["place", "btcusdt", "buy", "--price", "1"], "--qty"),
        (["place", "btcusdt", "buy", "--qty", "1", "--quote-qty", "1", "--price", "1"], "--quote-qty"),
        (["place", "btcusdt", "buy", "--quote-qty", "1", "--price", "1"], "MARKET"),
        (["place", "btcusdt", "buy", "--qty", "1"], "--price"),
        (["place", "btcusdt", "buy", "--qty", "1", "--price", "1", "--type", "market"], "--price"),
        (["place", "btcusdt", "buy", "--qty", "1", "--type", "stop_loss"], "--stop-price"),
        (["place", "btcusdt", "buy", "--qty", "nan", "--price", "1"], "nan"),
        (["place", "btcusdt", "buy", "--qty", "0", "--price", "1"], "'0'"),
        (["place", "btcusdt", "buy", "--qty", "1", "--price", "1e", "--yes"], "1e"),
        (["place", "btcusdt", "buy", "--quote-qty", "1", "--type", "market", "--sor"], "--sor"),
        (["amend", "btcusdt", "--qty", "1"], "--order-id"),
        (["amend", "btcusdt", "--order-id", "1"], "--qty"),
        (["oco", "btcusdt", "sell", "--qty", "1", "--above", "guess,price=1", "--below", "limit"], "'guess'"),
        (["oco", "btcusdt", "sell", "--qty", "1", "--above", "limit,cost=1", "--below", "limit"], "'cost=1'"),
        (["oco", "btcusdt", "sell", "--qty", "1", "--above", "limit,price=1,price=2", "--below", "limit"], "'price=2'"),
        (["oco", "btcusdt", "sell", "--qty", "1", "--above", "limit,trailing_delta=1.5", "--below", "limit"], "1.5"),
        (["oco", "btcusdt", "sell", "--qty", "1", "--above", "limit,price=-1", "--below", "limit"], "'-1'"),
        (["oco", "btcusdt", "sell", "--qty", "1", "--above", "limit"], "--below"),
        (["cancel", "btcusdt"], "--all"),
        (["cancel", "btcusdt", "--all", "--order-id", "1"], "--all"),
        (["status", "btcusdt"], "--order-id"),
        (["list", "--limit", "3"], "--limit"),
        (["list", "--env", "sim", "--api-url", "ws://127.0.0.1:1"], "--api-url"),
        (["list", "--env", "sim", "--key-file", "key.pem"], "--key-file"),
        (["list", "--account", "NOBODY"], "NOBODY_API_KEY"),
    ],
)
def test_arguments_that_cannot_be_end_with_2_and_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_here(["order", *arguments]) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert said in caught.err
    assert caught.err.count("\n") == 1
