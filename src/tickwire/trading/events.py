"""What happens to orders and accounts beside the orders' own changes, as typed events for the hooks of the trader."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import msgspec

from .instrument import Instrument
from .orders import Change, Order
from .sightings import Fill
from .states import OrderState

Verdict = Literal["placed", "filled", "over", "rejected", "not placed", "done", "refused", "not done"]


class InDoubt(msgspec.Struct, frozen=True):
    """It is not known whether the venue placed an order, or changed it (`change`); `cause` says why.

    It is being found out, and a `Resolved` follows; nothing is sent again.
    """

    order: Order
    change: Change | None
    cause: str


class Resolved(msgspec.Struct, frozen=True):
    """What became of what was in doubt, after `took` ns.

    Of an order: "placed" (it is open), "filled", "over" (placed, and canceled or expired since; see its fills),
    "rejected", or "not placed". Of a change: "done", "refused", or "not done".
    """

    order: Order
    change: Change | None
    verdict: Verdict
    cause: str
    took: int


class Contradiction(msgspec.Struct, frozen=True):
    """The venue said what does not agree with what it said before; the order is looked up at the venue.

    `state` is where the order stood, `fault` says what does not fit, `source` where it came from.
    """

    order: Order
    state: OrderState
    fault: str
    source: str


class Unreadable(msgspec.Struct, frozen=True):
    """A reply or an event that is not what it should be; `subject` names it. Orders it concerns are in doubt."""

    subject: str
    fault: str


class Unmatched(msgspec.Struct, frozen=True):
    """A reply to no request that is under way: unasked for, or given a second time."""

    id: object
    status: int
    fault: str


class QuestionFailed(msgspec.Struct, frozen=True):
    """A question of the gateway's own was not answered; it is asked again after `retry_in` ns, or never (None)."""

    method: str
    error: Exception
    retry_in: int | None


class OrderAppeared(msgspec.Struct, frozen=True):
    """An order of the account that was not placed through this gateway."""

    order: Order


class Blocked(msgspec.Struct, frozen=True):
    """The venue asked for silence (429 or 418): nothing is sent for `wait` ns."""

    method: str
    status: int
    wait: int


class BalanceChange(msgspec.Struct, frozen=True):
    """A balance that was not what it was thought to be, before and after: free and locked."""

    asset: str
    before: tuple[Decimal, Decimal]
    after: tuple[Decimal, Decimal]


class OrderChange(msgspec.Struct, frozen=True):
    """An order that had changed unseen: where it stood, and how much was known to be filled, before."""

    order: Order
    state: OrderState
    filled_qty: Decimal


class Reconciled(msgspec.Struct, frozen=True):
    """Orders, balances and executions agree with the venue again, `took` ns after the user stream was subscribed.

    Listed is what had changed unseen: orders, orders of others that were not known, executions of either, balances.
    `in_doubt` are the orders that are still being looked for.
    """

    account: str
    changed: tuple[OrderChange, ...]
    appeared: tuple[Order, ...]
    fills: tuple[tuple[Order, Fill], ...]
    balances: tuple[BalanceChange, ...]
    in_doubt: tuple[Order, ...]
    took: int


class Swept(msgspec.Struct, frozen=True):
    """A cancellation of everything is complete: no order of the account is open, nor in doubt.

    `reason` is "halt" or "disconnect"; `canceled` are the orders that it ended.
    """

    reason: str
    canceled: tuple[Order, ...]
    took: int


class CancelAllRefused(msgspec.Struct, frozen=True):
    """The venue refused to cancel all orders of a symbol; the kill switch tries again."""

    symbol: str
    error: Exception


class InstrumentChanged(msgspec.Struct, frozen=True):
    """What the venue says of a symbol is another than before: it is halted or traded again, or has other filters.

    `changed` names the fields of `Instrument.info` that differ, or `exchange_filters`. Orders are checked by `after`
    from now on.
    """

    symbol: str
    changed: tuple[str, ...]
    before: Instrument
    after: Instrument


class UserEvent(msgspec.Struct, frozen=True):
    """An event of the user stream that is no order's and no balance's: a deposit, a lock, the state of a list."""

    event: Any


class CallbackFailed(msgspec.Struct, frozen=True):
    """An order's `on_change` raised."""

    order: Order
    error: Exception
