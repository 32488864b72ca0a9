"""Orders and order lists as the exchange keeps them. Amounts are integers in units of 1e-8, times µs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...schema.enums import (
    ContingencyType,
    ExpiryReason,
    ListOrderStatus,
    ListStatusType,
    MatchType,
    OrderStatus,
    OrderType,
    PegOffsetType,
    PegPriceType,
    SelfTradePrevention,
    Side,
    TimeInForce,
    WorkingFloor,
)
from ..instruments import SCALE
from .accounts import Account

_DONE = frozenset(
    {
        OrderStatus.FILLED,
        OrderStatus.CANCELED,
        OrderStatus.EXPIRED,
        OrderStatus.EXPIRED_IN_MATCH,
        OrderStatus.REJECTED,
    }
)
STOPS = frozenset({OrderType.STOP_LOSS, OrderType.STOP_LOSS_LIMIT})
TAKE_PROFITS = frozenset({OrderType.TAKE_PROFIT, OrderType.TAKE_PROFIT_LIMIT})
CONTINGENT = STOPS | TAKE_PROFITS
# Without a price of their own: they take whatever price there is.
MARKET_LIKE = frozenset({OrderType.MARKET, OrderType.STOP_LOSS, OrderType.TAKE_PROFIT})


class Fill(NamedTuple):
    """One trade of an order, or with `alloc_id` one allocation."""

    time: int
    trade_id: int
    price: int
    qty: int
    quote_qty: int
    commission: int
    commission_asset: str
    is_buyer: bool
    is_maker: bool
    order_id: int
    order_list_id: int
    match_type: MatchType | None = None
    alloc_id: int | None = None


class PreventedMatch(NamedTuple):
    """A trade that would have been one with oneself. Quantities are those that expired by it, None for none."""

    prevented_match_id: int
    taker_order_id: int
    maker_symbol: str
    maker_order_id: int
    trade_group_id: int
    mode: SelfTradePrevention
    price: int
    taker_prevented_qty: int | None
    maker_prevented_qty: int | None
    time: int
    accounts: tuple[Account, Account]


class Amendment(NamedTuple):
    """One change of an order's quantity."""

    order_id: int
    execution_id: int
    orig_client_order_id: str
    new_client_order_id: str
    orig_qty: int
    new_qty: int
    time: int


@dataclass(slots=True, eq=False, kw_only=True)
class Order:
    """One order from its acceptance on. Names are the venue's; what an order does not have is 0 or None."""

    order_id: int
    account: Account
    symbol: str
    side: Side
    type: OrderType
    time_in_force: TimeInForce
    client_order_id: str
    time: int
    update_time: int
    assets: tuple[str, str]
    price: int = 0
    orig_qty: int = 0
    orig_quote_order_qty: int = 0
    stop_price: int = 0
    trailing_delta: int | None = None
    iceberg_qty: int = 0
    strategy_id: int | None = None
    strategy_type: int | None = None
    self_trade_prevention_mode: SelfTradePrevention = SelfTradePrevention.NONE
    peg_price_type: PegPriceType | None = None
    peg_offset_type: PegOffsetType | None = None
    peg_offset_value: int | None = None
    pegged_price: int | None = None
    used_sor: bool = False
    status: OrderStatus = OrderStatus.NEW
    executed_qty: int = 0
    cummulative_quote_qty: int = 0
    prevented_qty: int = 0
    prevented_match_id: int | None = None
    working_time: int = -1
    trailing_time: int = -1
    working_floor: WorkingFloor | None = None
    expiry_reason: ExpiryReason | None = None
    # When it was amended to a smaller quantity, and what it was before.
    amendments: list[Amendment] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    prevented_matches: list[PreventedMatch] = field(default_factory=list)
    order_list: OrderList | None = None
    # What it has locked of the asset that it pays with, and at which price as long as it has no limit.
    locked: int = 0
    lock_price: int = 0
    # In the queue: quantity of others before it at its price, and what it shows there.
    is_resting: bool = False
    ahead: int = 0
    shown: int = 0
    # A trailing stop: the best price since it trails; None before that.
    extreme: int | None = None

    @property
    def is_buy(self) -> bool:
        """Whether it buys."""
        return self.side is Side.BUY

    @property
    def is_done(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.status in _DONE

    @property
    def is_contingent(self) -> bool:
        """Whether it waits, or waited, for a price."""
        return self.type in CONTINGENT

    @property
    def is_working(self) -> bool:
        """Whether it is, or was, on the book: not one that waits for a price or for another order."""
        return self.working_time != -1

    @property
    def remaining(self) -> int:
        """What may still be executed."""
        return self.orig_qty - self.executed_qty - self.prevented_qty

    @property
    def order_list_id(self) -> int:
        """The id of its list, -1 when it is in none."""
        return -1 if self.order_list is None else self.order_list.order_list_id

    @property
    def pays_with(self) -> str:
        """The asset that it gives away."""
        return self.assets[1] if self.is_buy else self.assets[0]

    @property
    def receives(self) -> str:
        """The asset that it gets."""
        return self.assets[0] if self.is_buy else self.assets[1]

    @property
    def limit(self) -> int | None:
        """The worst price that it takes; None for any."""
        if self.type in MARKET_LIKE:
            return None
        if self.pegged_price is None:
            return self.price
        if not self.price:
            return self.pegged_price
        return min(self.price, self.pegged_price) if self.is_buy else max(self.price, self.pegged_price)

    def accepts(self, price: int) -> bool:
        """Whether it trades at a price."""
        limit = self.limit
        return limit is None or (price <= limit if self.is_buy else price >= limit)

    def needs(self) -> int:
        """What it must have locked as long as it is open."""
        if not self.is_buy:
            return self.remaining
        return -(-(self.lock_price or self.limit or 0) * self.remaining // SCALE)


@dataclass(slots=True, eq=False, kw_only=True)
class OrderList:
    """Orders that depend on one another."""

    order_list_id: int
    account: Account
    symbol: str
    contingency_type: ContingencyType
    list_client_order_id: str
    time: int
    working: Order | None = None
    # The two of which only one executes.
    pair: tuple[Order, Order] | None = None
    # Those that wait for the working order to be filled.
    pending: list[Order] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    pays: bool = False
    # What the working order received, kept for the pending ones to sell.
    held: int = 0
    list_status_type: ListStatusType = ListStatusType.EXEC_STARTED
    list_order_status: ListOrderStatus = ListOrderStatus.EXECUTING

    @property
    def is_done(self) -> bool:
        """Whether all its orders are done."""
        return self.list_order_status is not ListOrderStatus.EXECUTING

    def other(self, order: Order) -> Order | None:
        """The other one of the two of which only one executes."""
        if self.pair is None or order not in self.pair:
            return None
        return self.pair[1] if order is self.pair[0] else self.pair[0]
