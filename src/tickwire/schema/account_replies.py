"""What the WebSocket API answers about an account, its trades, and its session.

Times are ms, or µs on a microsecond connection; prices and quantities are the venue's decimal text.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/account-requests
"""

from __future__ import annotations

from .enums import AccountType, SelfTradePrevention
from .filters import Filters, keep_filters
from .orders import Discount
from .structs import Discreet, Reply


class CommissionRates(Reply):
    """Rates of commission: as maker and as taker, and what is added for buying and for selling."""

    maker: str
    taker: str
    buyer: str
    seller: str


class AssetBalance(Reply):
    """What there is of an asset, free and bound in orders."""

    asset: str
    free: str
    locked: str


class AccountStatus(Reply):
    """The reply to `account.status`. `maker_commission` and its like are rates in basis points, as they once were."""

    maker_commission: int
    taker_commission: int
    buyer_commission: int
    seller_commission: int
    can_trade: bool
    can_withdraw: bool
    can_deposit: bool
    commission_rates: CommissionRates
    brokered: bool
    require_self_trade_prevention: bool
    prevent_sor: bool
    update_time: int
    account_type: AccountType
    balances: tuple[AssetBalance, ...]
    permissions: tuple[str, ...]
    uid: int


class AccountTrade(Reply):
    """A trade of the account, as `myTrades` tells it."""

    symbol: str
    id: int
    order_id: int
    order_list_id: int
    price: str
    qty: str
    quote_qty: str
    commission: str
    commission_asset: str
    time: int
    is_buyer: bool
    is_maker: bool
    is_best_match: bool


class AccountPreventedMatch(Reply):
    """A trade of the account with itself that did not happen, as `myPreventedMatches` tells it."""

    symbol: str
    prevented_match_id: int
    taker_order_id: int
    maker_symbol: str
    maker_order_id: int
    trade_group_id: int
    self_trade_prevention_mode: SelfTradePrevention
    price: str
    taker_prevented_quantity: str | None = None
    maker_prevented_quantity: str | None = None
    transact_time: int


class AccountCommission(Reply):
    """The reply to `account.commission`: what the account pays on a symbol."""

    symbol: str
    standard_commission: CommissionRates
    special_commission: CommissionRates | None = None
    tax_commission: CommissionRates
    discount: Discount


class AccountFilters(Reply):
    """The reply to `myFilters`: the filters that hold for the account on a symbol."""

    exchange_filters: Filters
    symbol_filters: Filters
    asset_filters: Filters

    def __post_init__(self) -> None:
        keep_filters(self, "exchange_filters", "symbol_filters", "asset_filters")


class SessionStatus(Discreet):
    """The reply to `session.logon`, `session.status` and `session.logout`: how the connection stands.

    `api_key` and `authorized_since` are None while nobody is logged on. `user_data_stream` tells whether events are
    subscribed to, None where there are none to be had.
    """

    api_key: str | None
    authorized_since: int | None
    connected_since: int
    return_rate_limits: bool
    server_time: int
    user_data_stream: bool | None = None


class Subscription(Reply):
    """A subscription to the events of an account: the number that they bear."""

    subscription_id: int


class Nothing(Reply):
    """The reply of methods that have nothing to tell."""
