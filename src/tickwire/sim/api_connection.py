"""One client's connection to the WebSocket API: requests in, replies out, weights counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from http import HTTPStatus
from typing import Any, Protocol, cast

import msgspec
from msgspec import UNSET, UnsetType

from ..schema.account import EventStreamTerminated
from ..schema.control import RequestId
from ..schema.enums import SymbolStatus
from ..schema.market import PartialDepth, ServerShutdown
from . import api_errors, api_statistics
from .accounts import Accounts
from .accounts import methods as session_methods
from .accounts.methods import AccountMethod, Call
from .accounts.registry import MakeEvent
from .accounts.session import Session
from .accounts.subscriptions import Subscriptions
from .admission import Admission
from .api_errors import ApiError, ErrorBody, Until
from .api_methods import METHODS, Method, Query
from .api_params import Params
from .api_weights import Weights
from .endpoint import Endpoint
from .exchange import Account, Exchange, Rejected
from .exchange_info import weight_limit
from .frames import POLICY_VIOLATION
from .limits import Limits
from .market import Market
from .orders import lists, queries, replacing
from .orders import methods as order_methods
from .orders.limits import next_window, order_limits
from .orders.reading import Replace
from .paper import PaperMarket
from .sbe.frames import Frames, SbeFrames, TextFrames
from .stats import Counters
from .target import ApiTarget

_ID = re.compile(api_errors.ID_SYNTAX)
_BANNED, _TOO_MANY_ORDERS = 418, -1015
MARKET_METHODS = {**METHODS, **api_statistics.METHODS}
ACCOUNT_METHODS = {
    **session_methods.METHODS,
    **order_methods.METHODS,
    **replacing.METHODS,
    **lists.METHODS,
    **queries.METHODS,
}
# Amounts sent as JSON numbers are taken as they are written.
_REQUEST = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)


class Reply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to a request."""

    id: RequestId
    status: int
    result: Any = UNSET
    error: ErrorBody | UnsetType = UNSET
    rate_limits: list[dict[str, Any]] | UnsetType = msgspec.field(default=UNSET, name="rateLimits")


class Event(msgspec.Struct, frozen=True):
    """What the venue sends unasked."""

    event: ServerShutdown


class UserEvent(msgspec.Struct, frozen=True, rename="camel"):
    """What happened to an account."""

    subscription_id: int
    event: Any


class EventPath(Protocol):
    """A fault that events go through."""

    def sent(self, kind: type, framed: bytes) -> list[bytes]:
        """Say what to send now in place of an event of a kind."""
        ...


class ApiServer(Protocol):
    """What a connection to the WebSocket API needs of its venue."""

    accounts: Accounts
    exchange: Exchange | None
    paper: PaperMarket | None
    limits: Limits
    counters: Counters
    weights: Weights
    admission: Admission

    @property
    def traded_market(self) -> Market | None:
        """The synthetic market; None when the venue replays a recording."""
        ...

    def now(self) -> int:
        """Tell the venue's time in µs."""
        ...

    def book(self, symbol: str, limit: int) -> PartialDepth:
        """The best levels of a symbol."""
        ...

    def stepped(self) -> None:
        """An account did something: send what the market says of it."""

    def status(self, symbol: str) -> SymbolStatus:
        """Whether a symbol trades."""
        ...

    def joined(self, endpoint: Endpoint) -> None:
        """A connection is open."""

    def left(self, endpoint: Endpoint) -> None:
        """A connection is gone."""


class ApiConnection(Endpoint):
    """The venue's end of a `/ws-api/v3` connection."""

    def __init__(self, server: ApiServer, target: ApiTarget) -> None:
        super().__init__(server.limits, server.counters, target.time_unit)
        self._server, self.shows_limits, self._is_banned = server, target.rate_limits, False
        self._frames: Frames = TextFrames()
        if target.sbe_version is not None:
            self._frames = SbeFrames(is_deprecated=target.is_deprecated)
        limits = server.limits
        self.session = Session(server.accounts, server.now())
        self.subscriptions = Subscriptions(
            limits.subscriptions, limits.subscription_ids, self._user_event, self._stream_terminated
        )
        # Events that come about while a request is carried out wait for its reply; a fault lets them go first.
        self._is_answering, self.events_first = False, False
        self._waiting: list[bytes] = []
        # The account whose count of orders the reply tells.
        self._orders_of: Account | None = None
        self._events_through: list[EventPath] = []

    def opened(self) -> None:
        """Join the venue."""
        self._server.joined(self)

    def gone(self) -> None:
        """Leave the venue."""
        self.subscriptions.gone()
        self._server.left(self)

    def request(self, raw: bytes) -> bytes:
        """Carry out a request."""
        return self.late_request(raw, self._server.now())

    def late_request(self, raw: bytes, received: int) -> bytes:
        """Carry out a request that came in at `received`, µs of the venue's clock."""
        self._counters.api_requests += 1
        self._is_answering, self._orders_of = True, None
        self._notice_revoked()
        shows_limits, request_id = self.shows_limits, cast("RequestId", None)
        status, body = 200, cast("dict[str, Any]", {})
        try:
            request = _parse(raw)
            request_id = _request_id(request)
            self._frames.asked(request_id, str(request.get("method")).removeprefix("v3/"))
            if isinstance(self._frames, SbeFrames) and self._server.admission.is_sbe_off:
                raise api_errors.sbe_off()
            params = _params(request)
            shows_limits = params.get("returnRateLimits", shows_limits) is not False
            body["result"] = self._carry_out(request, Params(params), raw, received)
        except ApiError as error:
            self._counters.api_requests_refused += 1
            status, body["error"] = error.status, error.body
        if shows_limits:
            body["rate_limits"] = self._used()
        self._is_banned = status == _BANNED
        return msgspec.json.encode(Reply(id=request_id, status=status, **body))

    def _used(self) -> list[dict[str, Any]]:
        orders = [] if self._orders_of is None else order_limits(self._orders_of, self._server.now())
        return [*orders, weight_limit(self._limits, self._server.weights.used)]

    def framed(self, reply: bytes) -> bytes:
        """Put a reply or an event into a frame, in the form that the URL asked for."""
        return self._frames.said(reply)

    def answered(self) -> None:
        """Events that waited for a reply follow it; a client that is banned is sent away."""
        self._is_answering = False
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self.write(b"".join(waiting))
        if self._is_banned:
            self.close(POLICY_VIOLATION, "disconnected", "banned")

    def shutdown_notice(self, now: int) -> None:
        """Send `serverShutdown`."""
        self.write(self.framed(msgspec.json.encode(Event(ServerShutdown(event_time=now // self.time_unit)))))

    def answer_late(self, raw: bytes, received: int) -> None:
        """Carry out a request that came in at `received` and was held up since."""
        self.write(self.framed(self.late_request(raw, received)))
        self.answered()

    def pass_events_through(self, path: EventPath) -> Callable[[], None]:
        """Let a fault see every event before it is sent; returns what ends that."""
        self._events_through.append(path)
        return partial(self._events_through.remove, path)

    def _user_event(self, subscription: int, make: MakeEvent) -> None:
        event = make(self.time_unit)
        self._counters.user_events += 1
        frames = [self.framed(msgspec.json.encode(UserEvent(subscription, event)))]
        for path in self._events_through:
            frames = [sent for framed in frames for sent in path.sent(type(event), framed)]
        if self._is_answering and not self.events_first:
            self._waiting += frames
        else:
            self.write(b"".join(frames))

    def _stream_terminated(self, subscription: int) -> None:
        now = self._server.now()
        self._user_event(subscription, lambda unit: EventStreamTerminated(event_time=now // unit))

    def _notice_revoked(self) -> None:
        """Say so when the session's key is not valid any more."""
        if (error := self.session.notice_revoked()) is not None:
            self.write(self.framed(msgspec.json.encode(Reply(id=None, status=error.status, error=error.body))))
            self.subscriptions.logged_out()

    def _carry_out(self, request: dict[str, Any], params: Params, raw: bytes, received: int) -> Any:
        name = request.get("method")
        if not isinstance(name, str):
            raise api_errors.missing_method()
        name = name.removeprefix("v3/")
        if (of_account := ACCOUNT_METHODS.get(name)) is not None:
            return self._ask_account(of_account, params, raw, received)
        if (method := MARKET_METHODS.get(name)) is not None:
            return self._ask_market(method, params)
        self._server.weights.spend(1, self._server.now())
        raise api_errors.unknown_method()

    def _ask_market(self, method: Method, params: Params) -> Any:
        server = self._server
        weight = method.weight if isinstance(method.weight, int) else method.weight(params)
        server.weights.spend(weight, server.now())
        market = server.traded_market or (server.paper if method.is_of_paper else None)
        if market is None and method.needs_market:
            raise api_errors.unknown_method()
        query = Query(
            cast("Market", market), params, self.time_unit, server.now(), self._limits, server.book, server.status
        )
        result = method.answer(query)
        params.end()
        return result

    def _ask_account(self, method: AccountMethod, params: Params, raw: bytes, received: int) -> Any:
        server = self._server
        weight = method.weight if isinstance(method.weight, int) else method.weight(params)
        server.weights.spend(weight, received)
        caller = None
        if method.is_signed:
            caller = self.session.caller(params, raw, received, method.may, by_itself=method.signs_itself)
        asked = method.read(params)
        params.end()
        call = Call(self, caller, server.now(), server.exchange)
        if method.orders:
            self._orders_of = call.account
        try:
            self._forward(call, method)
            result = method.act(call, asked)
        except Rejected as rejected:
            raise _refusal(rejected, call, asked) from None
        finally:
            server.stepped()
        if method.is_free:
            server.weights.give_back(weight)
        return result

    def _forward(self, call: Call, method: AccountMethod) -> None:
        """The second check of a request's time, and the third, right before the engine: nothing lies between them here.

        Raises ApiError.
        """
        if call.caller is None or method.may != "TRADE":
            return
        try:
            call.caller.timing.check_forwarded(call.now)
        except ApiError:
            if method.orders:
                call.account.counts.placed(method.orders, call.now)
            raise


def _refusal(rejected: Rejected, call: Call, asked: object) -> ApiError:
    """What to answer when the exchange refuses; a replacement is not told when its window begins anew."""
    if rejected.code != _TOO_MANY_ORDERS:
        return ApiError(rejected.code, rejected.msg)
    until = Until(call.now // 1000, next_window(call.account, call.now) // 1000)
    data = None if isinstance(asked, Replace) else until
    return ApiError(rejected.code, rejected.msg, HTTPStatus.TOO_MANY_REQUESTS, data)


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        return _REQUEST.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise api_errors.invalid_json() from None


def _request_id(request: dict[str, Any]) -> RequestId:
    value = request.get("id", ...)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise api_errors.invalid_id()


def _params(request: dict[str, Any]) -> dict[str, Any]:
    params = request.get("params", {})
    if not isinstance(params, dict):
        raise api_errors.invalid_params()
    return cast("dict[str, Any]", params)
