"""Cancel and replace: both halves, in both modes, and with the order count used up."""

from collections.abc import Callable
from typing import Any

import pytest

from tickwire.schema.enums import CancelReplaceMode, CancelRestrictions, OrderRateLimitMode, OrderStatus
from tickwire.sim.exchange import Cancel, CancelReplace, Order, OrderLimits, Rejected

STOP, GO_ON = CancelReplaceMode.STOP_ON_FAILURE, CancelReplaceMode.ALLOW_FAILURE
CANCEL_ONLY = OrderRateLimitMode.CANCEL_ONLY


def replace(desk: Any, order_id: int, new: Any, mode: CancelReplaceMode = STOP, **more: Any) -> Any:
    cancel = Cancel(symbol="COINUSDT", order_id=order_id, new_client_order_id="gone")
    request = CancelReplace(cancel=cancel, order=new, mode=mode, **more)
    return desk.exchange.cancel_replace(desk.ann, request, desk.now())


def test_the_new_order_takes_the_place_of_the_old_one(desk: Any) -> None:
    old = desk.place(desk.ann, "BUY", 5, 100, new_client_order_id="same")
    outcome = replace(desk, old.order_id, desk.order("BUY", 4, 99, new_client_order_id="same"))
    assert (outcome.code, outcome.cancel_result, outcome.new_order_result) == (0, "SUCCESS", "SUCCESS")
    assert outcome.cancelled.orders == [old]
    assert outcome.cancelled.client_order_id == "gone"
    assert old.status is OrderStatus.CANCELED
    assert desk.exchange.open_orders(desk.ann) == [outcome.order]


def test_without_the_cancellation_nothing_is_placed_unless_that_is_allowed(desk: Any) -> None:
    outcome = replace(desk, 99, desk.order("BUY", 4, 99))
    assert (outcome.code, outcome.new_order_result, outcome.order) == (-2022, "NOT_ATTEMPTED", None)
    assert outcome.cancelled.code == -2011
    assert desk.ann.counts.at(desk.time)[0] == 1
    outcome = replace(desk, 99, desk.order("BUY", 4, 99), GO_ON)
    assert (outcome.code, outcome.cancel_result, outcome.new_order_result) == (-2021, "FAILURE", "SUCCESS")
    assert isinstance(outcome.order, Order)


@pytest.mark.parametrize(("order_id", "code"), [(None, -2021), (99, -2022)])
def test_a_new_order_that_the_engine_refuses_is_a_failure(desk: Any, order_id: int | None, code: int) -> None:
    old = desk.place(desk.ann, "BUY", 5, 100)
    new = desk.order("BUY", 4, 101, "LIMIT_MAKER")
    outcome = replace(desk, order_id or old.order_id, new, GO_ON)
    assert (outcome.code, outcome.new_order_result) == (code, "FAILURE")
    assert outcome.order.msg == "Order would immediately match and take."
    assert (old.status is OrderStatus.CANCELED) is (order_id is None)


def test_filters_are_checked_before_anything_is_done(desk: Any) -> None:
    old = desk.place(desk.ann, "BUY", 5, 100)
    with pytest.raises(Rejected, match="-1013: Filter failure: PERCENT_PRICE_BY_SIDE"):
        replace(desk, old.order_id, desk.order("BUY", 4, 9))
    assert old.status is OrderStatus.NEW


def test_restrictions_keep_an_order_from_being_cancelled(desk: Any) -> None:
    old = desk.place(desk.ann, "BUY", 5, 100)
    only = Cancel(
        symbol="COINUSDT", order_id=old.order_id, cancel_restrictions=CancelRestrictions.ONLY_PARTIALLY_FILLED
    )
    with pytest.raises(Rejected, match="-2011: Order was not canceled due to cancel restrictions"):
        desk.exchange.cancel(desk.ann, only, desk.now())
    desk.place(desk.bob, "SELL", 1, 100)
    desk.exchange.cancel(desk.ann, only, desk.now())
    assert old.status is OrderStatus.CANCELED


def test_with_the_count_used_up_it_is_cancelled_alone_or_not_at_all(make_desk: Callable[..., Any]) -> None:
    desk = make_desk(limits=OrderLimits(ten_seconds=1, day=10))
    old = desk.place(desk.ann, "BUY", 5, 90)
    new = desk.order("BUY", 4, 91)
    with pytest.raises(Rejected, match="-1015: Too many new orders; current limit is 1 orders per 10 SECOND"):
        replace(desk, old.order_id, new)
    assert old.status is OrderStatus.NEW
    with pytest.raises(Rejected, match="-1015"):
        replace(desk, 99, new, order_rate_limit_exceeded_mode=CANCEL_ONLY)
    outcome = replace(desk, 99, new, GO_ON, order_rate_limit_exceeded_mode=CANCEL_ONLY)
    assert (outcome.code, outcome.order.code) == (-2022, -1015)
    outcome = replace(desk, old.order_id, new, order_rate_limit_exceeded_mode=CANCEL_ONLY)
    assert (outcome.code, outcome.order.code) == (-2021, -1015)
    assert old.status is OrderStatus.CANCELED
