"""What the exchange refuses, in the venue's codes and words."""

from __future__ import annotations

from ...schema.enums import RejectReason

UNKNOWN_ORDER = "Unknown order sent."
DUPLICATE_ORDER = "Duplicate order sent."
WOULD_MATCH = "Order would immediately match and take."
WOULD_TRIGGER = "Order would trigger immediately."
NO_BALANCE = "Account has insufficient balance for requested action."
BAD_OCO_PRICES = "The relationship of the prices for the orders is not correct."
TOO_THIN_TO_PEG = "Order book liquidity is too low for this pegged order."
MARKET_CLOSED = "Market is closed."
# The code of a parameter that is missing.
MISSING = -1102

_REASONS = {
    NO_BALANCE: RejectReason.INSUFFICIENT_BALANCES,
    WOULD_TRIGGER: RejectReason.STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY,
    WOULD_MATCH: RejectReason.WOULD_MATCH_IMMEDIATELY,
    BAD_OCO_PRICES: RejectReason.OCO_BAD_PRICES,
}


class Rejected(Exception):
    """A request that the exchange does not carry out. `code` and `msg` are what the venue answers."""

    def __init__(self, code: int, msg: str) -> None:
        super().__init__(f"{code}: {msg}")
        self.code, self.msg = code, msg

    @property
    def reason(self) -> RejectReason:
        """The reason that a REJECTED execution report gives; NONE when there is no such report."""
        return _REASONS.get(self.msg, RejectReason.NONE)


def filter_failure(name: str) -> Rejected:
    """An order that a filter of the symbol, or of the exchange, does not let through."""
    return Rejected(-1013, f"Filter failure: {name}")


def refused(msg: str) -> Rejected:
    """A new order that the matching engine does not take."""
    return Rejected(-2010, msg)


def no_cancel(msg: str = UNKNOWN_ORDER) -> Rejected:
    """An order that is not cancelled."""
    return Rejected(-2011, msg)


def no_amend(msg: str) -> Rejected:
    """An order that is not amended."""
    return Rejected(-2038, msg)


def no_such_order() -> Rejected:
    """A query about an order that is not there."""
    return Rejected(-2013, "Order does not exist.")


def archived() -> Rejected:
    """A query about an order that ended long ago without having been filled."""
    return Rejected(-2026, "Order was canceled or expired with no executed qty over 90 days ago and has been archived.")


def ids_differ() -> Rejected:
    """An order id and a client order id that are not of the same order."""
    return Rejected(-2039, "Client order ID is not correct for this order ID.")


def no_ids(*names: str) -> Rejected:
    """Neither of the parameters that name an order."""
    one, other = names
    return Rejected(MISSING, f"Param '{one}' or '{other}' must be sent, but both were empty/null!")


def missing(name: str) -> Rejected:
    """A parameter that this kind of order must have."""
    return Rejected(MISSING, f"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.")


def not_required(name: str) -> Rejected:
    """A parameter that this kind of order cannot have."""
    return Rejected(-1106, f"Parameter '{name}' sent when not required.")


def too_many_orders(limit: int, interval: str) -> Rejected:
    """The unfilled orders of a window are used up."""
    return Rejected(-1015, f"Too many new orders; current limit is {limit} orders per {interval}.")


def bad_symbol() -> Rejected:
    """A symbol that is not traded here."""
    return Rejected(-1121, "Invalid symbol.")
