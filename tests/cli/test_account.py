"""`tickwire account`, over real sockets."""

from decimal import Decimal
from typing import Any

from tickwire.sim import demo_account


def test_as_json_it_is_one_object_with_balances_and_open_orders(desk: Any) -> None:
    order = desk.place()
    (told,) = desk.records("account")
    assert (told["account_type"], told["can_trade"], told["maker_commission"]) == ("SPOT", True, "0.001")
    usdt = next(row for row in told["balances"] if row["asset"] == "USDT")
    assert (Decimal(usdt["free"]), Decimal(usdt["locked"]), Decimal(usdt["total"])) == (999_500, 500, 1_000_000)
    assert [row["order_id"] for row in told["open_orders"]] == [order["order_id"]]


def test_people_get_tables_without_colours_on_no_terminal(desk: Any) -> None:
    ended = desk.run("account", "--yes")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\x1b" not in ended.stdout
    assert not [word for word in ("SPOT", "0.1 %", "BTC", "1,000,000", "no order is open") if word not in ended.stdout]


def test_an_account_by_hmac_is_shown_without_what_it_has_nothing_of(desk: Any) -> None:
    demo = demo_account("hmac")
    desk.venue.open_account("by hmac", key=demo.account.keys, balances={"USDT": "5", "BTC": "0"})
    del desk.environment["BINANCE_PRIVATE_KEY_FILE"]
    desk.environment |= {"BINANCE_API_KEY": demo.api_key, "BINANCE_API_SECRET": demo.private.decode()}
    (told,) = desk.records("account")
    assert [(row["asset"], row["total"]) for row in told["balances"]] == [("USDT", "5")]
