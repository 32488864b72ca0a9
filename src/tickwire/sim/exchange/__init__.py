"""The exchange behind the simulated venue: accounts and matching, without a protocol, sockets or a clock."""

from .accounts import Account, Balance, Commission
from .counts import OrderLimits
from .events import (
    AccountPosition,
    AssetBalance,
    BalanceChange,
    Event,
    Execution,
    ExternalLock,
    ListChange,
    ListedOrder,
)
from .exchange import Exchange
from .floor import Floor, Traders
from .orders import Amendment, Fill, Order, OrderList, PreventedMatch
from .outcomes import Amended, Cancelled, CancelReplaced, PlacedList
from .paper import PaperFloor
from .queries import Page
from .rejected import Rejected
from .requests import Amend, Cancel, CancelReplace, NewList, NewOrder
from .synthetic import SyntheticFloor, synthetic_floors

__all__ = [
    "Account",
    "AccountPosition",
    "Amend",
    "Amended",
    "Amendment",
    "AssetBalance",
    "Balance",
    "BalanceChange",
    "Cancel",
    "CancelReplace",
    "CancelReplaced",
    "Cancelled",
    "Commission",
    "Event",
    "Exchange",
    "Execution",
    "ExternalLock",
    "Fill",
    "Floor",
    "ListChange",
    "ListedOrder",
    "NewList",
    "NewOrder",
    "Order",
    "OrderLimits",
    "OrderList",
    "Page",
    "PaperFloor",
    "PlacedList",
    "PreventedMatch",
    "Rejected",
    "SyntheticFloor",
    "Traders",
    "synthetic_floors",
]
