"""What became of a request that is about more than one order, or about more than the order."""

from __future__ import annotations

from typing import NamedTuple

from ...schema.enums import CancelReplaceResult, ListOrderStatus, ListStatusType
from .orders import Order, OrderList
from .rejected import Rejected

_PARTLY_FAILED = -2021
_FAILED = -2022


class Cancelled(NamedTuple):
    """What was cancelled: an order, or with `order_list` all of a list; and the client order id of the cancellation."""

    orders: list[Order]
    client_order_id: str
    order_list: OrderList | None


class CancelReplaced(NamedTuple):
    """Both halves of a cancel-replace: what was done, or why it was not; no new order when it was not attempted."""

    cancelled: Cancelled | Rejected
    new_order_result: CancelReplaceResult
    order: Order | Rejected | None

    @property
    def cancel_result(self) -> CancelReplaceResult:
        """Whether the cancellation was done."""
        return CancelReplaceResult.FAILURE if isinstance(self.cancelled, Rejected) else CancelReplaceResult.SUCCESS

    @property
    def code(self) -> int:
        """The code of the error that this is: -2021 when one half failed, -2022 when nothing was done, else 0."""
        successes = (self.cancel_result, self.new_order_result).count(CancelReplaceResult.SUCCESS)
        return (_FAILED, _PARTLY_FAILED, 0)[successes]

    @property
    def msg(self) -> str:
        """The words of that error."""
        return {_FAILED: "Order cancel-replace failed.", _PARTLY_FAILED: "Order cancel-replace partially failed."}.get(
            self.code, ""
        )


class Amended(NamedTuple):
    """An order with its new quantity, the id of that execution, and the client order id that it had before."""

    order: Order
    execution_id: int
    orig_client_order_id: str


class PlacedList(NamedTuple):
    """A list and how it was when it was placed, before its working order may have been filled at once.

    `orders` are the orders to report: those that wait for another one as they were then.
    """

    order_list: OrderList
    list_status_type: ListStatusType
    list_order_status: ListOrderStatus
    orders: list[Order]
