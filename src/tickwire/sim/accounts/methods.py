"""The methods of the WebSocket API by which a connection says who it speaks for, and asks for an account's events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from .. import api_errors
from ..api_params import Params
from ..exchange import Account as TradingAccount
from ..exchange import Exchange
from .keys import Permission
from .registry import Key
from .session import Caller, Session
from .subscriptions import Subscriptions

_WEIGHT = 2


class Speaker(Protocol):
    """The connection a request came on."""

    session: Session
    subscriptions: Subscriptions
    time_unit: int

    @property
    def shows_limits(self) -> bool:
        """Whether its replies tell of the limits."""
        ...


class Call(NamedTuple):
    """One request: where it came, who made it if that matters, the venue's time in µs, and where it is carried out."""

    speaker: Speaker
    caller: Caller | None
    now: int
    market: Exchange | None

    @property
    def unit(self) -> int:
        """µs in a unit of the reply's times."""
        return self.speaker.time_unit

    @property
    def key(self) -> Key:
        """The key of who made it, of a method that needs somebody."""
        assert self.caller is not None
        return self.caller.key

    @property
    def exchange(self) -> Exchange:
        """Where orders are. Raises ApiError when the venue trades nothing."""
        if self.market is None:
            raise api_errors.unknown_method()
        return self.market

    @property
    def account(self) -> TradingAccount:
        """The account of who made it, on the exchange."""
        return self.exchange.accounts[self.key.holder.name]


def _nothing(_: Params) -> None:
    return None


class AccountMethod(NamedTuple):
    """One method: what it does with what it has read from the parameters; its weight, or how that follows from them.

    A key may have to be allowed to `may`, the request be signed or in a session, or signed in any case. It may place up
    to so many `orders`; one that is free weighs nothing when it succeeds.
    """

    act: Callable[[Call, Any], Any]
    read: Callable[[Params], Any] = _nothing
    weight: int | Callable[[Params], int] = _WEIGHT
    may: Permission | None = None
    is_signed: bool = False
    signs_itself: bool = False
    orders: int = 0
    is_free: bool = False


def _log_on(call: Call, _: None) -> Any:
    call.speaker.session.log_on(call.key, call.now)
    return _status(call, None)


def _status(call: Call, _: None) -> Any:
    speaker, session = call.speaker, call.speaker.session
    return {
        "apiKey": None if session.key is None else session.key.api_key,
        "authorizedSince": None if session.key is None else session.authorized // speaker.time_unit,
        "connectedSince": session.connected // speaker.time_unit,
        "returnRateLimits": speaker.shows_limits,
        "serverTime": call.now // speaker.time_unit,
        "userDataStream": bool(speaker.subscriptions.numbers),
    }


def _log_out(call: Call, _: None) -> Any:
    call.speaker.session.log_out()
    call.speaker.subscriptions.logged_out()
    return _status(call, None)


def _subscriptions(call: Call, _: None) -> Any:
    return [{"subscriptionId": number} for number in call.speaker.subscriptions.numbers]


def _subscribe(call: Call, _: None) -> Any:
    key = call.speaker.session.key
    if key is None:
        raise api_errors.unauthorized()
    if "USER_STREAM" not in key.permissions:
        raise api_errors.bad_key()
    return {"subscriptionId": call.speaker.subscriptions.subscribe(key, by_session=True)}


def _subscribe_signed(call: Call, _: None) -> Any:
    return {"subscriptionId": call.speaker.subscriptions.subscribe(call.key, by_session=False)}


def _unsubscribe(call: Call, number: int | None) -> Any:
    call.speaker.subscriptions.unsubscribe(number)
    return {}


METHODS = {
    "session.logon": AccountMethod(_log_on, is_signed=True, signs_itself=True),
    "session.status": AccountMethod(_status),
    "session.logout": AccountMethod(_log_out),
    "session.subscriptions": AccountMethod(_subscriptions),
    "userDataStream.subscribe": AccountMethod(_subscribe),
    "userDataStream.subscribe.signature": AccountMethod(
        _subscribe_signed, may="USER_STREAM", is_signed=True, signs_itself=True
    ),
    "userDataStream.unsubscribe": AccountMethod(_unsubscribe, lambda params: params.optional_integer("subscriptionId")),
}
