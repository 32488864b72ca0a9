"""The venue's words for orders and accounts, as enums that are text: `Side.BUY == "BUY"`.

Each member has `code`, the number that the venue's SBE schema (3:5) gives the word and that stands for it in C structs.
Where SBE has no such enum, words are numbered from 1 in the order of the documentation.

The venue adds words without notice. A word that is not here becomes a member of its own when it is first met: it
compares equal to its text, `is_known` is False and its code is `UNLISTED`.
"""

from __future__ import annotations

import enum
from typing import Any, TypeVar

UNLISTED = 254
"""The code of a word that the schema does not list. SBE calls it NonRepresentable."""
ABSENT = 255
"""The code of no word at all: the message did not say."""
MOST_LEARNED = 64
"""Words that an enum remembers beyond those listed; further ones are members still, made anew each time."""
LONGEST_LEARNED = 100
"""Characters of a word that is remembered."""

_E = TypeVar("_E", bound="Word")


class Word(enum.StrEnum):
    """Base of the enums: members are made from (text, code)."""

    __hash__ = str.__hash__  # an enum's own is written in Python, and words are looked up for every order

    _code: int

    def __new__(cls, text: str, code: int = UNLISTED) -> Any:
        member = str.__new__(cls, text)
        member._value_ = text
        member._code = code
        return member

    @property
    def code(self) -> int:
        """The word's number, as SBE and C structs have it; `UNLISTED` when the schema does not list the word."""
        return self._code

    @property
    def is_known(self) -> bool:
        """Whether the schema lists the word."""
        return self.name in type(self).__members__

    @classmethod
    def of_code(cls: type[_E], code: int) -> _E:
        """The listed word with a number; ValueError when there is none."""
        for member in cls:
            if member.code == code:
                return member
        raise ValueError(f"no {cls.__name__} has the code {code}")

    @classmethod
    def _missing_(cls: type[_E], value: object) -> _E | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        member._code = UNLISTED
        if len(value) <= LONGEST_LEARNED and len(cls._value2member_map_) < len(cls.__members__) + MOST_LEARNED:
            cls._value2member_map_.setdefault(member._value_, member)
        return member

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return type(self), (self._value_,)


class Side(Word):
    """Whether an order buys or sells."""

    BUY = "BUY", 0
    SELL = "SELL", 1


class OrderType(Word):
    """What kind of order it is."""

    MARKET = "MARKET", 0
    LIMIT = "LIMIT", 1
    STOP_LOSS = "STOP_LOSS", 2
    STOP_LOSS_LIMIT = "STOP_LOSS_LIMIT", 3
    TAKE_PROFIT = "TAKE_PROFIT", 4
    TAKE_PROFIT_LIMIT = "TAKE_PROFIT_LIMIT", 5
    LIMIT_MAKER = "LIMIT_MAKER", 6


class TimeInForce(Word):
    """How long an order stands: until cancelled, filled at once or not at all, filled at once as far as it goes."""

    GTC = "GTC", 0
    IOC = "IOC", 1
    FOK = "FOK", 2


class OrderStatus(Word):
    """Where an order stands."""

    NEW = "NEW", 0
    PARTIALLY_FILLED = "PARTIALLY_FILLED", 1
    FILLED = "FILLED", 2
    CANCELED = "CANCELED", 3
    PENDING_CANCEL = "PENDING_CANCEL", 4
    REJECTED = "REJECTED", 5
    EXPIRED = "EXPIRED", 6
    EXPIRED_IN_MATCH = "EXPIRED_IN_MATCH", 9
    PENDING_NEW = "PENDING_NEW", 11
    UNKNOWN = "UNKNOWN", 253


class ExecutionType(Word):
    """What an execution report reports."""

    NEW = "NEW", 0
    CANCELED = "CANCELED", 1
    REPLACED = "REPLACED", 2
    REJECTED = "REJECTED", 3
    TRADE = "TRADE", 4
    EXPIRED = "EXPIRED", 5
    TRADE_PREVENTION = "TRADE_PREVENTION", 8
    UNKNOWN = "UNKNOWN", 253


class RejectReason(Word):
    """Why the engine rejected an order. SBE has text here; the codes are ours."""

    NONE = "NONE", 1
    INSUFFICIENT_BALANCES = "INSUFFICIENT_BALANCES", 2
    STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY = "STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY", 3
    WOULD_MATCH_IMMEDIATELY = "WOULD_MATCH_IMMEDIATELY", 4
    OCO_BAD_PRICES = "OCO_BAD_PRICES", 5


class ExpiryReason(Word):
    """Why an order expired. SBE has no number for NONE; 0 is ours."""

    NONE = "NONE", 0
    REJECTED = "REJECTED", 1
    EXCHANGE_CANCELED = "EXCHANGE_CANCELED", 2
    OCO_TRIGGER = "OCO_TRIGGER", 3
    OTO_PHASE_ONE_EXPIRED = "OTO_PHASE_ONE_EXPIRED", 4
    UNFILLED_IOC_QUANTITY_EXPIRED = "UNFILLED_IOC_QUANTITY_EXPIRED", 5
    UNFILLED_FOK_ORDER_EXPIRED = "UNFILLED_FOK_ORDER_EXPIRED", 6
    INSUFFICIENT_LIQUIDITY = "INSUFFICIENT_LIQUIDITY", 7
    EXECUTION_RULE_PRICE_RANGE_EXCEEDED = "EXECUTION_RULE_PRICE_RANGE_EXCEEDED", 8


class SelfTradePrevention(Word):
    """What happens when an order would trade with one of the same account or group."""

    NONE = "NONE", 1
    EXPIRE_TAKER = "EXPIRE_TAKER", 2
    EXPIRE_MAKER = "EXPIRE_MAKER", 3
    EXPIRE_BOTH = "EXPIRE_BOTH", 4
    DECREMENT = "DECREMENT", 5
    TRANSFER = "TRANSFER", 6


class ResponseType(Word):
    """How much the reply to an order says (`newOrderRespType`). SBE has no such enum; the codes are ours."""

    ACK = "ACK", 1
    RESULT = "RESULT", 2
    FULL = "FULL", 3


class ContingencyType(Word):
    """What ties the orders of a list together."""

    OCO = "OCO", 1
    OTO = "OTO", 2


class ListStatusType(Word):
    """What happened to an order list."""

    RESPONSE = "RESPONSE", 0
    EXEC_STARTED = "EXEC_STARTED", 1
    ALL_DONE = "ALL_DONE", 2
    UPDATED = "UPDATED", 3


class ListOrderStatus(Word):
    """Where an order list stands."""

    CANCELING = "CANCELING", 0
    EXECUTING = "EXECUTING", 1
    ALL_DONE = "ALL_DONE", 2
    REJECT = "REJECT", 3


class PegPriceType(Word):
    """Which price a pegged order follows: its own side's best, or the other side's."""

    PRIMARY_PEG = "PRIMARY_PEG", 1
    MARKET_PEG = "MARKET_PEG", 2


class PegOffsetType(Word):
    """What the offset of a pegged order counts."""

    PRICE_LEVEL = "PRICE_LEVEL", 1


class WorkingFloor(Word):
    """Where an order works: on the exchange's own book, or by smart order routing."""

    EXCHANGE = "EXCHANGE", 1
    BROKER = "BROKER", 2
    SOR = "SOR", 3


class MatchType(Word):
    """How an allocation came to be."""

    AUTO_MATCH = "AUTO_MATCH", 1
    ONE_PARTY_TRADE_REPORT = "ONE_PARTY_TRADE_REPORT", 2


class AllocationType(Word):
    """What an allocation is of."""

    UNKNOWN = "UNKNOWN", 0
    SOR = "SOR", 2


class OrderCapacity(Word):
    """For whom an order was placed."""

    PRINCIPAL = "PRINCIPAL", 1
    AGENCY = "AGENCY", 2


class CancelReplaceMode(Word):
    """Whether the new order is placed though the cancellation failed. Not in SBE; the codes are ours."""

    STOP_ON_FAILURE = "STOP_ON_FAILURE", 1
    ALLOW_FAILURE = "ALLOW_FAILURE", 2


class CancelReplaceResult(Word):
    """What became of one half of a cancel-replace (SBE: cancelReplaceStatus)."""

    SUCCESS = "SUCCESS", 0
    FAILURE = "FAILURE", 1
    NOT_ATTEMPTED = "NOT_ATTEMPTED", 2


class CancelRestrictions(Word):
    """In which status alone an order is to be cancelled. Not in SBE; the codes are ours."""

    ONLY_NEW = "ONLY_NEW", 1
    ONLY_PARTIALLY_FILLED = "ONLY_PARTIALLY_FILLED", 2


class OrderRateLimitMode(Word):
    """What a cancel-replace does when the order count is used up. Not in SBE; the codes are ours."""

    DO_NOTHING = "DO_NOTHING", 1
    CANCEL_ONLY = "CANCEL_ONLY", 2


class SymbolStatus(Word):
    """Whether an instrument trades."""

    TRADING = "TRADING", 0
    END_OF_DAY = "END_OF_DAY", 1
    HALT = "HALT", 2
    BREAK = "BREAK", 3
    CANCEL_ONLY = "CANCEL_ONLY", 4


class RateLimitType(Word):
    """What one of the venue's limits counts."""

    RAW_REQUESTS = "RAW_REQUESTS", 0
    CONNECTIONS = "CONNECTIONS", 1
    REQUEST_WEIGHT = "REQUEST_WEIGHT", 2
    ORDERS = "ORDERS", 3


class RateLimitInterval(Word):
    """The unit of a limit's window."""

    SECOND = "SECOND", 0
    MINUTE = "MINUTE", 1
    HOUR = "HOUR", 2
    DAY = "DAY", 3


class AccountType(Word):
    """What kind of account it is."""

    SPOT = "SPOT", 0
    UNKNOWN = "UNKNOWN", 2


ENUMS: tuple[type[Word], ...] = (
    Side, OrderType, TimeInForce, OrderStatus, ExecutionType, RejectReason, ExpiryReason, SelfTradePrevention,
    ResponseType, ContingencyType, ListStatusType, ListOrderStatus, PegPriceType, PegOffsetType, WorkingFloor,
    MatchType, AllocationType, OrderCapacity, CancelReplaceMode, CancelReplaceResult, CancelRestrictions,
    OrderRateLimitMode, SymbolStatus, RateLimitType, RateLimitInterval, AccountType,
)  # fmt: skip
"""Every enum of this page."""
