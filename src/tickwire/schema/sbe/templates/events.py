"""The events of an account, and the one of the server."""

from __future__ import annotations

from typing import Any

from ... import account
from ...market import ServerShutdown
from ..layout import Group, Template

_ALLOCATION = (
    "E:i64 T:i64 price^ qty^ commission^ x:allocationTransactionType r:allocationReportType X:allocationStatus S:Side "
    "P:counterPartyRole h:i64 I:i64 R:i64 a:i64 i:i64 g:i64?=-1 t:i64? Sa:i64? p:price q:qty Q:price n:commission "
    "subscriptionId:u16?=0 s:str8 N:str8?=null Ss:str8?"
)
_REPORT = (
    "E:i64 T:i64 price^ qty^ commission^ O:i64?=-1 W:i64? i:i64 g:i64?=-1 q:qty p:price Q:price F:qty P:price "
    "o:OrderType S:Side f:TimeInForce x:ExecutionType X:OrderStatus t:i64?=-1 I:i64 z:qty Z:price l:qty L:price "
    "Y:price n:commission w:bool m:bool M:bool b:MatchType V:SelfTradePrevention y:OrderCapacity k:WorkingFloor "
    "uS:bool a:i64? d:u64? D:i64? u:i64? A:qty B:qty? v:i64? pl:qty? pL:price? pY:price? J:i32? j:i64? U:i64? "
    "subscriptionId:u16?=0 gP:PegPriceType? gOT:PegOffsetType? gOV:u8? gp:price? eR:ExpiryReason? "
    "s:str8 c:str8 C:str8?= N:str8?=null r:str8?=NONE Cs:str8?"
)


def _event(number: int, name: str, form: Any, word: str, text: str, *groups: Group) -> Template:
    return Template(number, name, form, text, *groups, event=word)


EVENTS = (
    _event(600, "AllocationReportEvent", Any, "allocationReport", _ALLOCATION),
    _event(
        601, "BalanceUpdateEvent", account.BalanceUpdate, "balanceUpdate",
        "E:i64 T:i64?=-1 qty^ d:qty subscriptionId:u16?=0 a:str8",
    ),
    _event(
        602, "EventStreamTerminatedEvent", account.EventStreamTerminated, "eventStreamTerminated",
        "E:i64 subscriptionId:u16?=0",
    ),
    _event(603, "ExecutionReportEvent", account.ExecutionReport, "executionReport", _REPORT),
    _event(
        604, "ExternalLockUpdateEvent", account.ExternalLockUpdate, "externalLockUpdate",
        "E:i64 T:i64 qty^ d:qty subscriptionId:u16?=0 a:str8",
    ),
    _event(
        606, "ListStatusEvent", account.ListStatus, "listStatus",
        "E:i64 T:i64 g:i64 c:ContingencyType l:ListStatusType L:ListOrderStatus subscriptionId:u16?=0 "
        "s:str8 C:str8 r:str8?=NONE",
        Group("O", "i:i64 s:str8 c:str8", bits=16),
    ),
    _event(
        607, "OutboundAccountPositionEvent", account.OutboundAccountPosition, "outboundAccountPosition",
        "E:i64 u:i64 subscriptionId:u16?=0", Group("B", "amount^ f:amount l:amount a:str8"),
    ),
    _event(610, "ServerShutdownEvent", ServerShutdown, "serverShutdown", "E:i64"),
)  # fmt: skip
