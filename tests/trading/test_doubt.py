"""Orders and changes in doubt: what brings them there, what is proof, and what is not."""

from decimal import Decimal

import pytest

from tickwire.trading import Action, InDoubt, OrderState, Policy, Resolved
from tickwire.trading.states import ChangeState

from .desk import SECOND, Desk, ack, report, row

NO_SUCH_ORDER = -2013
SETTLED = Policy().settles_within + SECOND // 100


def asked(desk: Desk, now: int) -> object:
    return desk.asked("order.status", now)


@pytest.mark.parametrize(("code", "status"), [(-1000, 400), (-1001, 400), (-1006, 400), (-1007, 400), (-1000, 503)])
def test_a_failure_of_the_venues_leaves_an_order_in_doubt(code: int, status: int) -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, code, status=status)
    assert order.state is OrderState.IN_DOUBT
    assert order.is_in_doubt
    assert f"code {code}" in desk.only(InDoubt).cause
    assert desk.gateway.in_doubt == (order,)


def test_a_code_nobody_knows_with_a_status_of_500_leaves_it_in_doubt() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -4711, status=500)
    assert order.state is OrderState.IN_DOUBT


def test_no_reply_in_time_leaves_an_order_in_doubt() -> None:
    desk = Desk(policy=Policy(reply_within=2 * SECOND))
    order, _ = desk.submitted()
    assert desk.gateway.wake_at(0) == 2 * SECOND
    desk.polled(2 * SECOND - 1)
    assert order.state is OrderState.SENT
    desk.polled(2 * SECOND)
    assert order.state is OrderState.IN_DOUBT


def test_a_lost_connection_leaves_an_order_in_doubt_and_a_waiting_reply_of_it_is_no_more() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.gateway.lost(1, 1)
    assert order.state is OrderState.IN_DOUBT
    assert desk.polled(1) == []  # there is nobody to ask
    desk.gateway.opened(2, 2)
    assert desk.asked("order.status", 2).params == {"symbol": "BTCUSDT", "origClientOrderId": "o1"}
    assert action.connection is not None


def test_nothing_is_ever_sent_again() -> None:
    desk = Desk()
    desk.submitted()
    desk.gateway.lost(1, 1)
    desk.gateway.opened(2, 2)
    sent = [request for now in range(0, 60 * SECOND, SECOND // 2) for request in desk.polled(now)]
    assert {request.method for request in sent} == {"order.status"}


def test_no_such_order_is_no_proof_before_everything_has_settled() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -1007)
    for now in (0, SECOND, 5 * SECOND, 10 * SECOND, SETTLED - SECOND // 2):
        for question in desk.polled(now):
            desk.refuse(question, NO_SUCH_ORDER, now=now)
        assert order.state is OrderState.IN_DOUBT
    at = desk.gateway.wake_at(SETTLED - SECOND // 2)
    assert at is not None
    assert at <= SETTLED
    desk.refuse(asked(desk, SETTLED), NO_SUCH_ORDER, now=SETTLED + 5)
    assert order.state is OrderState.NOT_PLACED
    assert desk.only(Resolved).verdict == "not placed"
    assert desk.only(Resolved).took == SETTLED + 5
    assert desk.gateway.is_idle


def test_a_question_sent_too_early_is_no_proof_however_late_its_answer() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -1007)
    early = asked(desk, SECOND)
    desk.refuse(early, NO_SUCH_ORDER, now=11 * SECOND)
    assert order.state is OrderState.IN_DOUBT


def test_the_window_of_the_request_counts_too() -> None:
    """An order that the venue may take for a minute is not given up after sixteen seconds."""
    desk = Desk(policy=Policy(recv_window=60 * SECOND))
    order, action = desk.submitted()
    desk.refuse(action, -1007)
    desk.refuse(asked(desk, SETTLED), NO_SUCH_ORDER, now=SETTLED)
    assert order.state is OrderState.IN_DOUBT


def test_a_question_that_may_have_overtaken_the_order_is_no_proof() -> None:
    """The order's connection lives, and may be stuck; the question goes over another one."""
    desk = Desk(policy=Policy(reply_within=SECOND))
    order, _ = desk.submitted()
    desk.gateway.opened(2, 1)
    desk.refuse(asked(desk, SETTLED), NO_SUCH_ORDER, now=SETTLED)
    assert order.state is OrderState.IN_DOUBT
    desk.gateway.lost(1, SETTLED + 1)
    desk.refuse(asked(desk, SETTLED + 6 * SECOND), NO_SUCH_ORDER, now=SETTLED + 6 * SECOND)
    assert order.state is OrderState.NOT_PLACED


def test_beside_a_connection_that_stays_the_time_is_waited_for_twice() -> None:
    desk = Desk(policy=Policy(reply_within=SECOND))
    order, _ = desk.submitted()
    desk.gateway.opened(2, 1)
    desk.refuse(asked(desk, 2 * SETTLED), NO_SUCH_ORDER, now=2 * SETTLED)
    assert order.state is OrderState.NOT_PLACED


@pytest.mark.parametrize(
    ("status", "filled", "verdict"),
    [("NEW", "0", "placed"), ("PARTIALLY_FILLED", "1", "placed"), ("FILLED", "2", "filled"), ("CANCELED", "1", "over")],
)
def test_an_order_that_is_found_is_told_for_what_it_is(status: str, filled: str, verdict: str) -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -1007)
    desk.reply(asked(desk, 1), row(order, status, filled), 2)
    assert (desk.only(Resolved).order, desk.only(Resolved).verdict) == (order, verdict)
    assert desk.gateway.in_doubt == ()


def test_the_user_stream_resolves_a_doubt_and_nobody_is_asked_any_more() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -1007)
    desk.gateway.on_event(report(order, "NEW", "NEW"), 3)
    assert desk.only(Resolved).verdict == "placed"
    assert desk.polled(30 * SECOND) == []


def test_a_reply_that_comes_late_resolves_a_doubt() -> None:
    desk = Desk(policy=Policy(reply_within=SECOND))
    order, action = desk.submitted()
    desk.polled(SECOND)
    desk.reply(action, ack(order), 7 * SECOND)
    assert desk.only(Resolved).verdict == "placed"
    assert desk.gateway.is_idle


def test_a_refusal_that_comes_late_resolves_a_doubt() -> None:
    desk = Desk(policy=Policy(reply_within=SECOND))
    _, action = desk.submitted()
    desk.polled(SECOND)
    desk.refuse(action, -2010, now=7 * SECOND)
    assert desk.only(Resolved).verdict == "rejected"


def test_an_order_that_turns_up_after_it_was_proven_absent_is_a_contradiction_and_looked_up() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -1007)
    desk.refuse(asked(desk, SETTLED), NO_SUCH_ORDER, now=SETTLED)
    desk.gateway.on_event(report(order, "NEW", "NEW"), SETTLED + 1)
    assert [type(event).__name__ for event in desk.told] == ["InDoubt", "Resolved", "Contradiction"]
    desk.reply(asked(desk, SETTLED + 1), row(order), SETTLED + 2)
    assert order.state is OrderState.WORKING
    assert desk.gateway.account.open_orders == (order,)


def test_a_cancellation_in_doubt_is_done_when_the_order_shows_it() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.cancel(order, 1)
    assert action is not None
    (change,) = action.changes
    desk.refuse(action, -1007, now=2)
    assert (change.state, order.is_in_doubt, order.state) == (ChangeState.IN_DOUBT, True, OrderState.WORKING)
    cancelled = report(order, "CANCELED", "CANCELED", client_order_id="x", orig_client_order_id="o1")
    desk.gateway.on_event(cancelled, 3)
    assert change.state is ChangeState.DONE
    assert desk.only(Resolved).verdict == "done"
    assert order.changes == []


def test_a_cancellation_that_the_order_shows_done_is_not_in_doubt_when_its_reply_is_lost() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.cancel(order, 1)
    assert action is not None
    cancelled = report(order, "CANCELED", "CANCELED", client_order_id="x", orig_client_order_id="o1")
    desk.gateway.on_event(cancelled, 3)
    assert (action.changes[0].state, order.changes, desk.told) == (ChangeState.DONE, [], [])
    desk.gateway.lost(1, 4)
    assert desk.told == []


def test_a_cancellation_in_doubt_is_refused_when_the_order_was_filled() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.cancel(order, 1)
    assert action is not None
    desk.refuse(action, -1007, now=2)
    desk.gateway.on_event(report(order, "TRADE", "FILLED", total="2", last="2", trade=1), 3)
    assert desk.only(Resolved).verdict == "refused"


def test_a_cancellation_in_doubt_is_not_done_when_the_order_stands_after_everything_has_settled() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.cancel(order, 0)
    assert action is not None
    desk.refuse(action, -1007, now=0)
    desk.reply(asked(desk, SECOND), row(order), SECOND)
    assert order.is_in_doubt
    desk.reply(asked(desk, SETTLED), row(order), SETTLED)
    assert desk.only(Resolved).verdict == "not done"
    assert not order.is_in_doubt


def test_an_amendment_in_doubt_is_done_when_the_quantity_shows_it() -> None:
    desk = Desk()
    order = desk.working()
    action = desk.gateway.amend(order, Decimal("1.5"), 0)
    assert isinstance(action, Action)
    assert action.params["newClientOrderId"] == "o1"
    desk.refuse(action, -1007, now=0)
    desk.reply(asked(desk, SECOND), row(order, qty="1.5"), SECOND)
    assert desk.only(Resolved).verdict == "done"
    assert order.qty == Decimal("1.5")


def test_a_question_that_fails_is_asked_again() -> None:
    desk = Desk()
    order, action = desk.submitted()
    desk.refuse(action, -1007)
    desk.refuse(asked(desk, 0), -1000, status=500)
    at = desk.gateway.wake_at(0)
    assert at == Policy().ask_again
    desk.reply(asked(desk, at), row(order), at)
    assert desk.only(Resolved).verdict == "placed"
