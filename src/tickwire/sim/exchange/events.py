"""What an account is told. Fields are those of the events in `schema.account`, with integers in units of 1e-8 and µs.

None stands for a key that the event does not have, or for null where the venue sends null.
"""

from __future__ import annotations

import msgspec

from ...schema.enums import (
    ContingencyType,
    ExecutionType,
    ExpiryReason,
    ListOrderStatus,
    ListStatusType,
    MatchType,
    OrderStatus,
    OrderType,
    PegOffsetType,
    PegPriceType,
    RejectReason,
    SelfTradePrevention,
    Side,
    TimeInForce,
    WorkingFloor,
)


class Execution(msgspec.Struct, frozen=True, kw_only=True):
    """Something happened to an order (executionReport)."""

    symbol: str
    client_order_id: str
    side: Side
    order_type: OrderType
    time_in_force: TimeInForce
    orig_qty: int
    price: int
    stop_price: int
    iceberg_qty: int
    order_list_id: int
    orig_client_order_id: str
    execution_type: ExecutionType
    order_status: OrderStatus
    reject_reason: RejectReason
    order_id: int
    last_qty: int
    executed_qty: int
    last_price: int
    commission: int
    commission_asset: str | None
    transact_time: int
    trade_id: int
    execution_id: int
    is_working: bool
    is_maker: bool
    is_best_match: bool
    order_creation_time: int
    cummulative_quote_qty: int
    quote_qty: int
    orig_quote_order_qty: int
    working_time: int | None
    self_trade_prevention_mode: SelfTradePrevention
    trailing_delta: int | None = None
    trailing_time: int | None = None
    strategy_id: int | None = None
    strategy_type: int | None = None
    prevented_match_id: int | None = None
    prevented_qty: int | None = None
    last_prevented_qty: int | None = None
    trade_group_id: int | None = None
    counter_order_id: int | None = None
    counter_symbol: str | None = None
    prevented_execution_qty: int | None = None
    prevented_execution_price: int | None = None
    prevented_execution_quote_qty: int | None = None
    match_type: MatchType | None = None
    alloc_id: int | None = None
    working_floor: WorkingFloor | None = None
    used_sor: bool | None = None
    peg_price_type: PegPriceType | None = None
    peg_offset_type: PegOffsetType | None = None
    peg_offset_value: int | None = None
    pegged_price: int | None = None
    expiry_reason: ExpiryReason | None = None


class AssetBalance(msgspec.Struct, frozen=True):
    """What an account has of an asset."""

    asset: str
    free: int
    locked: int


class AccountPosition(msgspec.Struct, frozen=True, kw_only=True):
    """Balances that may have changed (outboundAccountPosition)."""

    update_time: int
    balances: tuple[AssetBalance, ...]


class BalanceChange(msgspec.Struct, frozen=True, kw_only=True):
    """A deposit, or with a negative delta a withdrawal (balanceUpdate)."""

    asset: str
    free_qty_delta: int
    clear_time: int


class ExternalLock(msgspec.Struct, frozen=True, kw_only=True):
    """Another system locked, or with a negative delta unlocked, a part of a balance (externalLockUpdate)."""

    asset: str
    locked_qty_delta: int
    clear_time: int


class ListedOrder(msgspec.Struct, frozen=True):
    """An order of a list."""

    symbol: str
    order_id: int
    client_order_id: str


class ListChange(msgspec.Struct, frozen=True, kw_only=True):
    """Something happened to an order list (listStatus)."""

    symbol: str
    order_list_id: int
    contingency_type: ContingencyType
    list_status_type: ListStatusType
    list_order_status: ListOrderStatus
    reject_reason: RejectReason
    list_client_order_id: str
    transact_time: int
    orders: tuple[ListedOrder, ...]


Event = Execution | AccountPosition | BalanceChange | ExternalLock | ListChange
