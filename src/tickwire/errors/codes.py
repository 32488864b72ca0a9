"""A class for each error code of the Spot API: the venue's name for it, and what it means for whoever asked.

-1131 and -4056 are answered and stand in no table of the venue's; the latter has no name.

Codes are stable and words are not, so that the class follows from the code alone.

Source: https://developers.binance.com/docs/binance-spot-api-docs/errors
"""

from __future__ import annotations

from .refusals import RequestError


class UnknownFailure(RequestError, code=-1000, name="UNKNOWN", leaves_doubt=True):
    """Something went wrong at the venue; whether it acted on the request is not known."""


class VenueDisconnected(RequestError, code=-1001, name="DISCONNECTED", leaves_doubt=True):
    """Something inside the venue was cut off. Ask what became of the request, then try again."""


class Unauthorized(RequestError, code=-1002, name="UNAUTHORIZED"):
    """The key may not do this."""


class UnexpectedResponse(RequestError, code=-1006, name="UNEXPECTED_RESP", leaves_doubt=True):
    """The venue could not read its own engine's answer; whether the request was carried out is not known."""


class EngineTimeout(RequestError, code=-1007, name="TIMEOUT", leaves_doubt=True):
    """The engine did not answer the venue within 10 s; whether the request was carried out is not known."""


class ServerBusy(RequestError, code=-1008, name="SERVER_BUSY"):
    """The venue has too much to do; go slower."""


class EngineError(RequestError, code=-1010, name="ERROR_MSG_RECEIVED"):
    """The engine refused; `msg` says why."""


class InvalidMessage(RequestError, code=-1013, name="INVALID_MESSAGE"):
    """Refused before the engine: a filter (`filter` names it) or a parameter."""

    @property
    def filter(self) -> str | None:
        """The filter that the order did not pass, such as "LOT_SIZE"; None when it was something else."""
        words = self.msg.removeprefix("Filter failure: ").split()
        return words[0] if words and self.msg.startswith("Filter failure: ") else None


class UnknownOrderComposition(RequestError, code=-1014, name="UNKNOWN_ORDER_COMPOSITION"):
    """The venue has no order of this kind."""


class TooManyOrders(RequestError, code=-1015, name="TOO_MANY_ORDERS"):
    """The account has placed too many orders that are not filled: wait for the next window. Cancelling goes on."""


class ServiceShuttingDown(RequestError, code=-1016, name="SERVICE_SHUTTING_DOWN"):
    """The venue has closed this service."""


class UnsupportedOperation(RequestError, code=-1020, name="UNSUPPORTED_OPERATION"):
    """There is no such operation."""


class InvalidTimestamp(RequestError, code=-1021, name="INVALID_TIMESTAMP"):
    """The timestamp is too old for `recvWindow`, or ahead of the venue's clock. Ask for the `time`, and send anew."""


class InvalidSignature(RequestError, code=-1022, name="INVALID_SIGNATURE"):
    """The signature does not fit payload and key."""


class TooManyOpenConnections(RequestError, code=-1034, name="TOO_MANY_CONNECTIONS"):
    """Too many connections, or attempts to open one."""


class IllegalCharacters(RequestError, code=-1100, name="ILLEGAL_CHARS"):
    """A parameter has characters that it cannot have."""


class TooManyParameters(RequestError, code=-1101, name="TOO_MANY_PARAMETERS"):
    """More parameters than the method has, or one of them twice."""


class ParameterMissing(RequestError, code=-1102, name="MANDATORY_PARAM_EMPTY_OR_MALFORMED"):
    """A parameter that must be there is not, or is malformed."""


class UnknownParameter(RequestError, code=-1103, name="UNKNOWN_PARAM"):
    """The method has no such parameter."""


class UnreadParameters(RequestError, code=-1104, name="UNREAD_PARAMETERS"):
    """Parameters were left that nobody read."""


class ParameterEmpty(RequestError, code=-1105, name="PARAM_EMPTY"):
    """A parameter is empty."""


class ParameterNotRequired(RequestError, code=-1106, name="PARAM_NOT_REQUIRED"):
    """A parameter has no place in this request."""


class ParameterOverflow(RequestError, code=-1108, name="PARAM_OVERFLOW"):
    """A number is too large."""


class BadPrecision(RequestError, code=-1111, name="BAD_PRECISION"):
    """A number has more decimals than the instrument."""


class NoDepth(RequestError, code=-1112, name="NO_DEPTH"):
    """There are no orders on the book."""


class TimeInForceNotRequired(RequestError, code=-1114, name="TIF_NOT_REQUIRED"):
    """This type of order takes no `timeInForce`."""


class InvalidTimeInForce(RequestError, code=-1115, name="INVALID_TIF"):
    """There is no such `timeInForce`."""


class InvalidOrderType(RequestError, code=-1116, name="INVALID_ORDER_TYPE"):
    """There is no such type of order."""


class InvalidSide(RequestError, code=-1117, name="INVALID_SIDE"):
    """A side is BUY or SELL."""


class EmptyNewClientOrderId(RequestError, code=-1118, name="EMPTY_NEW_CL_ORD_ID"):
    """The new client order id is empty."""


class EmptyOrigClientOrderId(RequestError, code=-1119, name="EMPTY_ORG_CL_ORD_ID"):
    """The client order id of the order meant is empty."""


class BadInterval(RequestError, code=-1120, name="BAD_INTERVAL"):
    """No candles have this interval."""


class BadSymbol(RequestError, code=-1121, name="BAD_SYMBOL"):
    """There is no such instrument."""


class InvalidSymbolStatus(RequestError, code=-1122, name="INVALID_SYMBOLSTATUS"):
    """There is no such status of instruments."""


class InvalidListenKey(RequestError, code=-1125, name="INVALID_LISTEN_KEY"):
    """Listen keys are no more; user events come after `userDataStream.subscribe`."""


class TimeRangeTooLong(RequestError, code=-1127, name="MORE_THAN_XX_HOURS"):
    """The span of time asked for is too long."""


class BadParameterCombination(RequestError, code=-1128, name="OPTIONAL_PARAMS_BAD_COMBO"):
    """These parameters do not go together."""


class InvalidParameter(RequestError, code=-1130, name="INVALID_PARAMETER"):
    """A parameter has a value that it cannot have."""


class RecvWindowTooLong(RequestError, code=-1131, name="BAD_RECV_WINDOW"):
    """`recvWindow` is at most 60000 ms."""


class BadStrategyType(RequestError, code=-1134, name="BAD_STRATEGY_TYPE"):
    """`strategyType` is below 1000000."""


class InvalidJson(RequestError, code=-1135, name="INVALID_JSON"):
    """The request is no JSON, or not in the form of one."""


class InvalidTickerType(RequestError, code=-1139, name="INVALID_TICKER_TYPE"):
    """A ticker is FULL or MINI."""


class InvalidCancelRestrictions(RequestError, code=-1145, name="INVALID_CANCEL_RESTRICTIONS"):
    """There are no such restrictions of cancelling."""


class DuplicateSymbols(RequestError, code=-1151, name="DUPLICATE_SYMBOLS"):
    """A symbol is named twice."""


class InvalidSbeHeader(RequestError, code=-1152, name="INVALID_SBE_HEADER"):
    """The header of an SBE message cannot be."""


class UnsupportedSbeSchema(RequestError, code=-1153, name="UNSUPPORTED_SCHEMA_ID"):
    """The venue does not know this SBE schema or its version."""


class SbeDisabled(RequestError, code=-1155, name="SBE_DISABLED"):
    """SBE is switched off."""


class OcoTypeRejected(RequestError, code=-1158, name="OCO_ORDER_TYPE_REJECTED"):
    """This type of order cannot be part of an OCO."""


class OcoIcebergTimeInForce(RequestError, code=-1160, name="OCO_ICEBERGQTY_TIMEINFORCE"):
    """An iceberg order in an OCO must be GTC."""


class DeprecatedSbeSchema(RequestError, code=-1161, name="DEPRECATED_SCHEMA", leaves_doubt=True):
    """The reply cannot be said in this SBE schema; take a newer one. The request may have been carried out."""


class BuyOcoLimitMustBeBelow(RequestError, code=-1165, name="BUY_OCO_LIMIT_MUST_BE_BELOW"):
    """The limit order of a buy OCO must be the one below."""


class SellOcoLimitMustBeAbove(RequestError, code=-1166, name="SELL_OCO_LIMIT_MUST_BE_ABOVE"):
    """The limit order of a sell OCO must be the one above."""


class BothOcoOrdersLimit(RequestError, code=-1168, name="BOTH_OCO_ORDERS_CANNOT_BE_LIMIT"):
    """One order of an OCO must be a stop or take-profit order."""


class InvalidTimeUnit(RequestError, code=-1194, name="INVALID_TIME_UNIT"):
    """A time unit is MILLISECOND or MICROSECOND."""


class BuyOcoStopLossMustBeAbove(RequestError, code=-1196, name="BUY_OCO_STOP_LOSS_MUST_BE_ABOVE"):
    """The stop loss of a buy OCO must be the one above."""


class SellOcoStopLossMustBeBelow(RequestError, code=-1197, name="SELL_OCO_STOP_LOSS_MUST_BE_BELOW"):
    """The stop loss of a sell OCO must be the one below."""


class BuyOcoTakeProfitMustBeBelow(RequestError, code=-1198, name="BUY_OCO_TAKE_PROFIT_MUST_BE_BELOW"):
    """The take profit of a buy OCO must be the one below."""


class SellOcoTakeProfitMustBeAbove(RequestError, code=-1199, name="SELL_OCO_TAKE_PROFIT_MUST_BE_ABOVE"):
    """The take profit of a sell OCO must be the one above."""


class InvalidPegPriceType(RequestError, code=-1210, name="INVALID_PEG_PRICE_TYPE"):
    """There is no such `pegPriceType`, or not for this order."""


class InvalidPegOffsetType(RequestError, code=-1211, name="INVALID_PEG_OFFSET_TYPE"):
    """There is no such `pegOffsetType`."""


class SymbolStatusMismatch(RequestError, code=-1220, name="SYMBOL_DOES_NOT_MATCH_STATUS"):
    """The instrument is not in the status that was asked for."""


class InvalidSbeField(RequestError, code=-1221, name="INVALID_SBE_MESSAGE_FIELD"):
    """A field of an SBE message is missing or cannot be."""


class OpoWorkingMustBeBuy(RequestError, code=-1222, name="OPO_WORKING_MUST_BE_BUY"):
    """The working order of an OPO must buy."""


class OpoPendingMustBeSell(RequestError, code=-1223, name="OPO_PENDING_MUST_BE_SELL"):
    """The pending orders of an OPO must sell."""


class WorkingParameterRequired(RequestError, code=-1224, name="WORKING_PARAM_REQUIRED"):
    """The working order lacks a parameter."""


class PendingParameterNotRequired(RequestError, code=-1225, name="PENDING_PARAM_NOT_REQUIRED"):
    """The pending orders have a parameter that they cannot have."""


class NewOrderRejected(RequestError, code=-2010, name="NEW_ORDER_REJECTED"):
    """The engine refused the order; `msg` says why."""


class CancelRejected(RequestError, code=-2011, name="CANCEL_REJECTED"):
    """Nothing was cancelled; `msg` says why: there may be no such open order."""


class NoSuchOrder(RequestError, code=-2013, name="NO_SUCH_ORDER"):
    """There is no such order."""


class BadApiKeyFormat(RequestError, code=-2014, name="BAD_API_KEY_FMT"):
    """This is no API key."""


class ApiKeyRejected(RequestError, code=-2015, name="REJECTED_MBX_KEY"):
    """The venue does not take this key, from this address, for this. Unasked: the connection was logged off."""


class NoTradingWindow(RequestError, code=-2016, name="NO_TRADING_WINDOW"):
    """The instrument has no trades in the time asked for."""


class CancelReplacePartlyFailed(RequestError, code=-2021, name="ORDER_CANCEL_REPLACE_PARTIALLY_FAILED"):
    """One half of a cancel-replace failed; `data` tells which."""


class CancelReplaceFailed(RequestError, code=-2022, name="ORDER_CANCEL_REPLACE_FAILED"):
    """Nothing was cancelled and nothing placed; `data` tells why."""


class OrderArchived(RequestError, code=-2026, name="ORDER_ARCHIVED"):
    """The order ended without a fill more than 90 days ago; nobody remembers it."""


class SubscriptionActive(RequestError, code=-2035, name="SUBSCRIPTION_ACTIVE"):
    """The account's events come on this connection already."""


class SubscriptionInactive(RequestError, code=-2036, name="SUBSCRIPTION_INACTIVE"):
    """There is no such subscription on this connection."""


class AmendRejected(RequestError, code=-2038, name="ORDER_AMEND_REJECTED"):
    """The order was not amended; `msg` says why."""


class ClientOrderIdInvalid(RequestError, code=-2039, name="CLIENT_ORDER_ID_INVALID"):
    """The two ids name different orders."""


class TooManySubscriptions(RequestError, code=-2042, name="MAXIMUM_SUBSCRIPTION_IDS"):
    """This connection has had all the subscriptions that it may have; open another."""


class NoReferencePrice(RequestError, code=-2043, name="NO_REFERENCE_PRICE"):
    """The instrument has no reference price."""


class KeyKindNotSupported(RequestError, code=-4056):
    """A connection is logged on by an Ed25519 key alone; other keys sign each request."""
