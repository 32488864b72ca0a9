"""The view of an account: which balance is the newer one, which orders are open."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from tickwire.schema import OutboundAccountPosition
from tickwire.schema.account import Balance
from tickwire.trading import Account, OrderState, Unreadable
from tickwire.trading import account as account_module

from .desk import Desk, ack, report


def position(at: int, **balances: str) -> OutboundAccountPosition:
    rows = [Balance(asset=asset, free=free, locked="0") for asset, free in balances.items()]
    return OutboundAccountPosition(event_time=at, update_time=at, balances=rows)


def status(at: int, **balances: str) -> SimpleNamespace:
    rows = [SimpleNamespace(asset=asset, free=free, locked="0") for asset, free in balances.items()]
    return SimpleNamespace(update_time=at, balances=rows)


def free(account: Account, asset: str = "BTC") -> Decimal:
    return account.balances[asset].free


def test_a_later_event_replaces_what_was_known() -> None:
    account = Account("me")
    assert account.on_position(position(1, BTC="1"), 10)
    assert account.on_position(position(2, BTC="2"), 11)
    assert free(account) == 2


def test_a_repeated_event_does_not_bring_an_old_balance_back() -> None:
    account = Account("me")
    account.on_position(position(1, BTC="1"), 10)
    account.on_position(position(2, BTC="2"), 11)
    assert account.on_position(position(1, BTC="1"), 12)
    assert free(account) == 2


def test_a_repeated_event_of_the_same_instant_does_not_either() -> None:
    account = Account("me")
    account.on_position(position(2, BTC="1"), 10)
    account.on_position(position(2, BTC="2"), 11)
    account.on_position(position(2, BTC="1"), 12)
    assert free(account) == 2


def test_a_balance_that_returns_within_an_instant_has_to_be_asked_for() -> None:
    """It cannot be told from the repetition above."""
    desk = Desk()
    desk.gateway.on_event(position(2, BTC="1"), 10)
    desk.gateway.on_event(position(2, BTC="2"), 11)
    assert desk.polled(11) == []
    desk.gateway.on_event(position(2, BTC="1"), 12)
    assert desk.asked("account.status", 12)


def test_an_answer_beats_what_had_been_heard_when_it_was_asked_for() -> None:
    account = Account("me")
    account.on_position(position(5, BTC="1"), 10)
    (change,) = account.on_status(status(5, BTC="2"), asked_at=10)
    assert (change.before[0], change.after[0]) == (1, 2)
    assert free(account) == 2


def test_an_answer_does_not_beat_a_later_change_heard_since() -> None:
    account = Account("me")
    account.on_position(position(5, BTC="1"), 11)
    assert account.on_status(status(5, BTC="2"), asked_at=10) == []
    assert free(account) == 1


def test_an_answer_beats_an_earlier_change_heard_since() -> None:
    account = Account("me")
    account.on_position(position(4, BTC="1"), 11)
    account.on_status(status(5, BTC="2"), asked_at=10)
    assert free(account) == 2


def test_an_asset_that_an_answer_leaves_out_is_gone() -> None:
    account = Account("me")
    account.on_position(position(4, BTC="1"), 9)
    account.on_status(status(5, USDT="2"), asked_at=10)
    assert free(account) == 0


@pytest.mark.parametrize("amount", ["", "NaN", "Infinity", "1e9", "1E-400000000", "0x1", "1" * 70, "1,5", "--1"])
def test_an_amount_that_is_none_is_told_and_changes_nothing(amount: str) -> None:
    desk = Desk()
    desk.gateway.on_event(position(1, BTC=amount, USDT="1"), 10)
    assert desk.only(Unreadable).subject == "OutboundAccountPosition"
    assert desk.gateway.account.balances == {}


def test_open_orders_are_those_whose_end_is_not_known() -> None:
    desk = Desk()
    order = desk.working()
    assert desk.gateway.account.open_orders == (order,)
    desk.gateway.on_event(report(order, "TRADE", "FILLED", total="2", last="2", trade=1), 3)
    assert desk.gateway.account.open_orders == ()
    assert desk.gateway.account.order("o1") is order
    assert [fill.number for _, fill in desk.gateway.account.fills] == [1]


def test_the_oldest_of_too_many_orders_that_are_over_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_module, "KEEP_OVER", 2)
    desk = Desk()
    for number in range(1, 5):
        order = desk.working(number=number)
        over = report(order, "EXPIRED", "EXPIRED", number=number)
        desk.gateway.on_event(over, 3)
    assert [order.client_order_id for order in desk.gateway.account.orders] == ["o3", "o4"]


def test_an_order_of_somebody_else_is_part_of_the_account() -> None:
    desk = Desk()
    other = desk.order(client_order_id="other")
    desk.gateway.on_event(report(other, "NEW", "NEW", number=99), 1)
    (known,) = desk.gateway.account.open_orders
    assert (known.client_order_id, known.is_ours, known.qty, known.price) == ("other", False, 2, Decimal("100.5"))
    desk.gateway.on_event(report(other, "TRADE", "FILLED", total="2", last="2", trade=1, number=99), 2)
    assert desk.gateway.account.positions["BTCUSDT"].base_qty == 2


def test_orders_of_one_client_order_id_are_all_kept() -> None:
    """Others may use an id again, once its order is over."""
    desk = Desk()
    other = desk.order(client_order_id="other")
    desk.gateway.on_event(report(other, "TRADE", "FILLED", total="2", last="2", trade=1, number=98), 1)
    desk.gateway.on_event(report(other, "TRADE", "FILLED", total="2", last="2", trade=2, number=99), 2)
    assert [order.order_id for order in desk.gateway.account.orders] == [98, 99]
    known = desk.gateway.account.order("other")
    assert known is not None
    assert known.order_id == 99


def test_numbers_that_begin_anew_belong_to_the_order_that_is_named() -> None:
    desk = Desk()
    ghost, (order, action) = desk.working(number=7), desk.submitted()
    desk.reply(action, ack(order, 7), 1)
    desk.gateway.on_event(report(order, "CANCELED", "CANCELED", number=7), 2)
    assert (order.state, ghost.state) == (OrderState.CANCELED, OrderState.WORKING)


def test_an_order_that_others_have_renamed_is_known_by_its_number() -> None:
    desk = Desk()
    order = desk.working(number=7)
    desk.gateway.on_event(report(order, "CANCELED", "CANCELED", number=7, client_order_id="renamed"), 2)
    assert order.state is OrderState.CANCELED


def test_what_sells_what_was_bought_learns_its_quantity() -> None:
    desk = Desk()
    order, action = desk.submitted(qty=None)
    desk.reply(action, ack(order), 1)
    desk.gateway.on_event(report(order, "NEW", "NEW"), 2)
    assert order.qty == 2
