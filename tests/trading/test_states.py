"""The tables of orders and changes: every state is reached, ends are ends, late words change nothing."""

import pytest

from tickwire.trading.states import (
    CHANGE,
    OPEN,
    ORDER,
    OVER,
    UNPLACED,
    ChangeEvent,
    ChangeState,
    OrderEvent,
    OrderState,
)

from .desk import Desk, report


def test_every_state_has_its_row() -> None:
    assert set(ORDER) == set(OrderState)
    assert set(CHANGE) == set(ChangeState)
    assert set(OrderState) == OPEN | OVER | UNPLACED


def test_every_event_has_its_place() -> None:
    assert {event for row in ORDER.values() for event in row} == set(OrderEvent)
    assert {event for row in CHANGE.values() for event in row} == set(ChangeEvent)


@pytest.mark.parametrize("state", sorted(OVER, key=lambda state: state.value))
def test_what_is_over_stays_over(state: OrderState) -> None:
    assert set(ORDER[state].values()) <= {state}


@pytest.mark.parametrize("state", sorted(OPEN, key=lambda state: state.value))
def test_what_the_venue_has_is_never_in_doubt_nor_absent_again(state: OrderState) -> None:
    assert not {OrderEvent.DOUBTED, OrderEvent.ABSENT, OrderEvent.SENT} & set(ORDER[state])


def test_words_in_any_order_lead_to_the_same_end() -> None:
    words = (OrderEvent.ACCEPTED, OrderEvent.FILLED_PARTLY, OrderEvent.FILLED)
    for end in (OrderEvent.FILLED, OrderEvent.CANCELED, OrderEvent.EXPIRED):
        for late in words[: 3 if end is OrderEvent.FILLED else 2]:
            reached = ORDER[OrderState.SENT][end]
            assert ORDER[reached][late] is reached


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("TRADE", "FILLED", "2"), ("CANCELED", "CANCELED", "2")),
        (("CANCELED", "CANCELED", "0"), ("TRADE", "FILLED", "2")),
        (("EXPIRED", "EXPIRED", "0"), ("TRADE", "PARTIALLY_FILLED", "1")),
        (("NEW", "NEW", "0"), ("REJECTED", "REJECTED", "0")),
        (("TRADE", "PARTIALLY_FILLED", "1"), ("TRADE", "PARTIALLY_FILLED", "3")),
    ],
)
def test_what_does_not_agree_is_told_and_looked_up(first: tuple[str, ...], then: tuple[str, ...]) -> None:
    desk = Desk()
    order = desk.working()
    for number, (what, status, total) in enumerate((first, then)):
        fills = {"last": total, "trade": number} if what == "TRADE" else {}
        desk.gateway.on_event(report(order, what, status, total=total, **fills), number)
    assert "Contradiction" in [type(event).__name__ for event in desk.told]
    assert desk.asked("order.status", 2).params == {"symbol": "BTCUSDT", "orderId": 7}


def test_a_status_that_nobody_knows_is_told_and_looked_up() -> None:
    desk = Desk()
    order = desk.working()
    desk.gateway.on_event(report(order, "NEW", "SUSPENDED"), 1)
    assert "'SUSPENDED'" in desk.told[0].fault
    assert order.state is OrderState.WORKING
    assert desk.asked("order.status", 1)
