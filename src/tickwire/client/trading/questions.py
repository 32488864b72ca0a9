"""Questions about an account that are none of the gateway's, paid for out of the same request weight."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from ...errors import ConfigError, NotConnected, OrderLimitReached, TickwireError
from ...schema import METHODS, ApiReply
from ...schema.method import Method
from ...trading.limits import Ticket
from .desk import Desk
from .milestones import Milestone


def method_of(name: str) -> Method:
    """A method that asks; raises ConfigError for one that does something, or is none."""
    method = METHODS.get(name)
    if method is None or not method.is_question or name.startswith(("session.", "userDataStream.")):
        raise ConfigError(f"method: one that asks and changes nothing, see schema.METHODS, not {name!r:.60}")
    return method


def ask(desk: Desk, method: Method, params: Mapping[str, Any], answer: Milestone[Any]) -> None:
    """Send a question now.

    Raises NotConnected, OrderLimitReached when its weight leaves no room, ConfigError and KeyFailed.
    """
    link, frames = desk.link, desk.frames
    if link is None or frames is None or not link.is_open:
        raise NotConnected("connection", "none to the venue is open")
    limits, now = desk.gateway.limits, frames.venue_ns()
    weight = method.weight if isinstance(method.weight, int) else method.weight(params)
    ticket = limits.book(weight, 0, now, is_urgent=False)
    if not isinstance(ticket, Ticket):
        wait = (ticket - now) * 1e-9
        raise OrderLimitReached("the venue's limits", f"no room for {wait:.3f} s", retry_after=wait)

    def answered(reply: ApiReply | TickwireError) -> None:
        limits.settle(ticket, frames.venue_ns(), reply.rate_limits if isinstance(reply, ApiReply) else ())
        try:
            error = link.refusal(reply, method.name, params) if isinstance(reply, ApiReply) else reply
            if error is not None:
                desk.gateway.heed(method.name, error, time.monotonic_ns())
                answer.fail(error)
            elif isinstance(reply, ApiReply):
                answer.reach(method.decode(reply.result))
        except Exception as fault:
            answer.fail(fault)

    try:
        link.ask(method.name, params, answered, desk.gateway.policy.reply_within * 1e-9)
    except TickwireError:  # it cannot be written
        limits.refund(ticket)
        raise
