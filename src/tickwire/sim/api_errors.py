"""Errors of the WebSocket API, in the venue's codes and words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import msgspec
from msgspec import UNSET

from .error_words import WORDS

ID_SYNTAX = "^[a-zA-Z0-9-_]{1,36}$"


class Until(msgspec.Struct, frozen=True, rename="camel"):
    """The venue's time and the time at which requests are answered again, both in ms."""

    server_time: int
    retry_after: int


class ErrorBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The `error` of a reply."""

    code: int
    msg: str
    data: Any = UNSET


class ApiError(Exception):
    """A request that gets an error for an answer."""

    def __init__(
        self, code: int, msg: str, status: int = HTTPStatus.BAD_REQUEST, data: Until | dict[str, Any] | None = None
    ) -> None:
        super().__init__(msg)
        self.status, self.body = int(status), ErrorBody(code, msg, UNSET if data is None else data)


def invalid_json() -> ApiError:
    """Not JSON, or not an object."""
    return ApiError(-1135, "Invalid JSON Request")


def invalid_id() -> ApiError:
    """An id that is missing or of another type."""
    return ApiError(
        -1135, f"Invalid 'id' in JSON request; expected an integer, a string matching '{ID_SYNTAX}', or null."
    )


def sbe_off() -> ApiError:
    """SBE is switched off."""
    return ApiError(-1155, WORDS[-1155])


def missing_method() -> ApiError:
    """No method, or one that is no string."""
    return ApiError(-1135, "Missing required 'method' in JSON request.")


def invalid_params() -> ApiError:
    """Params that are no object."""
    return ApiError(-1135, "Invalid 'params' in JSON request; expected an object.")


def unknown_method() -> ApiError:
    """A method the venue does not have."""
    return ApiError(-1020, "This operation is not supported.")


def missing(name: str) -> ApiError:
    """A parameter that must be there is not, or is of the wrong type."""
    return ApiError(-1102, f"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.")


def illegal(name: str, legal: str) -> ApiError:
    """A value with characters that cannot be."""
    return ApiError(-1100, f"Illegal characters found in parameter '{name}'; legal range is '{legal}'.")


def invalid(name: str) -> ApiError:
    """A value that cannot be."""
    return ApiError(-1130, f"Data sent for parameter '{name}' is not valid.")


def too_many(expected: int, received: int) -> ApiError:
    """Parameters that the method does not have."""
    return ApiError(-1101, f"Too many parameters; expected '{expected}' and received '{received}'.")


def bad_combination() -> ApiError:
    """Optional parameters that do not go together."""
    return ApiError(-1128, "Combination of optional parameters invalid.")


def empty(name: str) -> ApiError:
    """A parameter without a value."""
    return ApiError(-1105, f"Parameter '{name}' was empty.")


def not_required(name: str) -> ApiError:
    """A parameter that does not go with the others."""
    return ApiError(-1106, f"Parameter '{name}' sent when not required.")


def overflowed(name: str) -> ApiError:
    """A number that is too large."""
    return ApiError(-1108, f"Parameter '{name}' overflowed.")


def too_precise(name: str) -> ApiError:
    """A price or quantity with more decimals than there are."""
    return ApiError(-1111, f"Parameter '{name}' has too much precision.")


def bad_time_in_force() -> ApiError:
    """A time in force that no order has."""
    return ApiError(-1115, "Invalid timeInForce.")


def bad_type() -> ApiError:
    """A kind of order that there is not."""
    return ApiError(-1116, "Invalid orderType.")


def bad_side() -> ApiError:
    """Neither buy nor sell."""
    return ApiError(-1117, "Invalid side.")


def empty_client_id(name: str) -> ApiError:
    """An order called by no name."""
    if name.lower().endswith("origclientorderid"):
        return ApiError(-1119, "Original client order ID was empty.")
    return ApiError(-1118, "New client order ID was empty.")


def bad_strategy_type() -> ApiError:
    """A kind of strategy that is reserved."""
    return ApiError(-1134, "strategyType was less than 1000000.")


def bad_cancel_restrictions() -> ApiError:
    """A restriction that no cancellation has."""
    return ApiError(-1145, "cancelRestrictions has to be either `ONLY_NEW` or `ONLY_PARTIALLY_FILLED`.")


def bad_peg_price_type() -> ApiError:
    """A price that nothing is pegged to."""
    return ApiError(-1210, "Invalid pegPriceType.")


def bad_peg_offset_type() -> ApiError:
    """An offset that is counted in nothing."""
    return ApiError(-1211, "Invalid pegOffsetType.")


def too_long(hours: int) -> ApiError:
    """A span of time that is too long to be asked about."""
    return ApiError(-1127, f"More than {hours} hours between startTime and endTime.")


def bad_symbol() -> ApiError:
    """A symbol that is not traded here."""
    return ApiError(-1121, "Invalid symbol.")


def bad_symbol_status() -> ApiError:
    """A status that no symbol has."""
    return ApiError(-1122, "Invalid symbolStatus.")


def other_status() -> ApiError:
    """A symbol that has another status than the one asked for."""
    return ApiError(-1220, "The symbol's status does not match the requested symbolStatus.")


def bad_ticker_type() -> ApiError:
    """Neither the whole of a ticker nor a part."""
    return ApiError(-1139, "Invalid ticker type.")


def no_reference_price() -> ApiError:
    """A symbol that never had a reference price."""
    return ApiError(-2043, "This symbol doesn't have a reference price.")


def bad_interval() -> ApiError:
    """An interval that no candle has."""
    return ApiError(-1120, "Invalid interval.")


def bad_key_format() -> ApiError:
    """A key that none can be called."""
    return ApiError(-2014, "API-key format invalid.")


def bad_key() -> ApiError:
    """A key that is not valid, or may not do this."""
    return ApiError(-2015, "Invalid API-key, IP, or permissions for action.")


def revoked() -> ApiError:
    """The key that a session was logged on with is not valid any more."""
    return ApiError(-2015, "Invalid API-key, IP, or permissions for action.", HTTPStatus.UNAUTHORIZED)


def bad_signature() -> ApiError:
    """A signature over something else, or by another key."""
    return ApiError(-1022, "Signature for this request is not valid.")


def unauthorized() -> ApiError:
    """A request that only a session may make that is logged on."""
    return ApiError(-1002, "You are not authorized to execute this request.")


def no_logon_by(kind: str) -> ApiError:
    """A key of a kind that sessions are not opened with."""
    return ApiError(-4056, f"{kind} API key is not supported.")


def outside_of_window() -> ApiError:
    """A request that is too old, or from another time altogether."""
    return ApiError(-1021, "Timestamp for this request is outside of the recvWindow.")


def ahead_of_time() -> ApiError:
    """A request from the future."""
    return ApiError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.")


def window_too_long() -> ApiError:
    """A request that wants to be valid for more than a minute."""
    return ApiError(-1131, "recvWindow must be less than 60000.")


def already_subscribed() -> ApiError:
    """The account's events come on this connection already."""
    return ApiError(-2035, "User Data Stream subscription already active.")


def not_subscribed() -> ApiError:
    """No such subscription."""
    return ApiError(-2036, "User Data Stream subscription not active.")


def no_more_subscriptions() -> ApiError:
    """A connection has had all the subscriptions it can have."""
    return ApiError(-2042, "Maximum subscription ID reached for this connection.")


def too_much_weight(limit: int, until: Until) -> ApiError:
    """The minute's weight is used up."""
    words = (
        f"Too much request weight used; current limit is {limit} request weight per 1 MINUTE. "
        "Please use WebSocket Streams for live updates to avoid polling the API."
    )
    return ApiError(-1003, words, HTTPStatus.TOO_MANY_REQUESTS, until)


def banned(until: Until) -> ApiError:
    """The address went on after it was told to stop."""
    words = (
        f"Way too much request weight used; IP banned until {until.retry_after}. "
        "Please use WebSocket Streams for live updates to avoid bans."
    )
    return ApiError(-1003, words, HTTPStatus(418), until)
