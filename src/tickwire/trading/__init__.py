"""Orders and accounts without a socket or a clock: keys, signatures, exact numbers, filters, guards, the gateway."""

from .account import Account
from .actions import Action
from .credentials import Credentials, load_credentials
from .events import (
    BalanceChange,
    Blocked,
    CallbackFailed,
    CancelAllRefused,
    Contradiction,
    InDoubt,
    InstrumentChanged,
    OrderAppeared,
    OrderChange,
    QuestionFailed,
    Reconciled,
    Resolved,
    Swept,
    Unmatched,
    Unreadable,
    UserEvent,
)
from .filters import Surroundings, check_amend, check_filters, check_list
from .gateway import Gateway
from .guard import CompiledGuards
from .instrument import Instrument
from .keys import Key, SigningKey, hmac_key, private_key
from .limits import OrderLimits
from .numbers import Lots, Step, Ticks
from .orders import Change, Order, OrderList, client_order_ids
from .policies import Policy
from .positions import Position
from .pretrade import Quotes, risk_state, surroundings
from .risk import (
    Guard,
    Guards,
    MaxNotional,
    MaxOpenOrders,
    MaxOrderRate,
    NoSelfCross,
    OpenOrder,
    PriceBand,
    RiskState,
)
from .screen import Screen
from .secret import Secret
from .sightings import Fill
from .signing import payload, sign
from .states import ChangeState, OrderState
from .terms import OrderTerms, terms_of

__all__ = [
    "Account",
    "Action",
    "BalanceChange",
    "Blocked",
    "CallbackFailed",
    "CancelAllRefused",
    "Change",
    "ChangeState",
    "CompiledGuards",
    "Contradiction",
    "Credentials",
    "Fill",
    "Gateway",
    "Guard",
    "Guards",
    "InDoubt",
    "Instrument",
    "InstrumentChanged",
    "Key",
    "Lots",
    "MaxNotional",
    "MaxOpenOrders",
    "MaxOrderRate",
    "NoSelfCross",
    "OpenOrder",
    "Order",
    "OrderAppeared",
    "OrderChange",
    "OrderLimits",
    "OrderList",
    "OrderState",
    "OrderTerms",
    "Policy",
    "Position",
    "PriceBand",
    "QuestionFailed",
    "Quotes",
    "Reconciled",
    "Resolved",
    "RiskState",
    "Screen",
    "Secret",
    "SigningKey",
    "Step",
    "Surroundings",
    "Swept",
    "Ticks",
    "Unmatched",
    "Unreadable",
    "UserEvent",
    "check_amend",
    "check_filters",
    "check_list",
    "client_order_ids",
    "hmac_key",
    "load_credentials",
    "payload",
    "private_key",
    "risk_state",
    "sign",
    "surroundings",
    "terms_of",
]
