"""What surrounds every reply, errors, and how a connection stands."""

from __future__ import annotations

from typing import Any

import msgspec

from ...account_replies import Nothing, SessionStatus, Subscription
from ...api import ApiError, ApiReply, ServerTime
from ..layout import Group, Template

LIMIT = "rateLimitType:RateLimitType interval:RateLimitInterval intervalNum:u8 limit:i64"
_SESSION = "connectedSince:i64 returnRateLimits:bool serverTime:i64 userDataStream:bool?"
_NOBODY = f"authorizedSince:i64?=null {_SESSION} apiKey:str16?=null"


def _answer(said: dict[str, Any]) -> None:
    """An error has a place of its own; an id that is a number as text was sent as a number."""
    result = said["result"]
    if isinstance(result, dict) and "code" in result:
        said["error"] = said.pop("result")
    text = said["id"]
    if text is not None and text.removeprefix("-").isdecimal() and str(int(text)) == text:
        said["id"] = int(text)


def _reply(said: dict[str, Any]) -> ApiReply:
    """A reply whose result is the JSON that it would have been."""
    result = {"result": msgspec.Raw(msgspec.json.encode(said["result"]))} if "result" in said else {}
    return msgspec.convert(said | result, ApiReply)


SESSION = (
    Template(
        50, "WebSocketResponse", _reply,
        "sbeSchemaIdVersionDeprecated:bool status:u16 id:str8?=null result:msg32",
        Group("rateLimits", f"{LIMIT} count:i64", bits=16), complete=_answer,
    ),
    Template(51, "WebSocketSessionLogonResponse", SessionStatus, f"authorizedSince:i64 {_SESSION} apiKey:str16"),
    Template(52, "WebSocketSessionStatusResponse", SessionStatus, _NOBODY),
    Template(53, "WebSocketSessionLogoutResponse", SessionStatus, _NOBODY),
    Template(
        54, "WebSocketSessionSubscriptionsResponse", list[Subscription],
        "", Group("subscriptions", "subscriptionId:u16 expirationTime:i64?"), root="subscriptions",
    ),
    Template(
        100, "ErrorResponse", ApiError,
        "code:i16 data.serverTime:i64? data.retryAfter:i64? msg:str16 data:msg32?",
    ),
    Template(101, "PingResponse", Nothing),
    Template(102, "ServerTimeResponse", ServerTime, "serverTime:i64"),
    Template(500, "UserDataStreamStartResponse", dict[str, Any], "listenKey:str8"),
    Template(501, "UserDataStreamPingResponse", Nothing),
    Template(502, "UserDataStreamStopResponse", Nothing),
    Template(503, "UserDataStreamSubscribeResponse", Subscription, "subscriptionId:u16?=0"),
    Template(504, "UserDataStreamUnsubscribeResponse", Nothing),
    Template(505, "UserDataStreamSubscribeListenTokenResponse", Subscription, "subscriptionId:u16 expirationTime:i64"),
    Template(999, "NonRepresentableMessage", None),
)  # fmt: skip
