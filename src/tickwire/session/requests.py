"""Requests on the venue's WebSocket API: queued, paid for, sent, answered by number, given up, asked again.

Sans-I/O: `poll` gives the next frame to send, `on_reply`, `expire` and `lost` tell what became of requests. `now` is in
seconds of the caller's monotonic clock, `now_ns` the venue's time in ns since the epoch.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import count
from typing import Any

import msgspec

from ..errors import ConfigError, RequestError, RequestLost, RequestTimeout, TooManyRequests
from ..schema import ApiReply, ApiRequest, RateLimit, without_secrets
from .refusals import refusal
from .weights import Spending, WeightBudget

# The venue gives a request up after 10 s; the answer that says so takes its way back.
REQUEST_TIMEOUT = 11.0
# At most so many are under way at a time, or a burst of order book snapshots would delay all that comes after it.
MAX_IN_FLIGHT = 8
MAX_SENDS = 3


class Priority(IntEnum):
    """Who goes first. CLOCK costs next to nothing, RECOVERY is waited for by a stream and may use the reserve."""

    CLOCK = 0
    RECOVERY = 1
    QUERY = 2
    SNAPSHOT = 3


class Call(msgspec.Struct, eq=False, kw_only=True):
    """One request on its way.

    `is_repeatable` says that it may be sent again when its connection is lost before the answer: true of questions,
    never of orders. After `deadline` nobody wants the answer. `connection` is the one it was sent on, None while it is
    queued; `sent_at` when, and `sent_ns` the same by our wall clock, noted by whoever sends it. Keys and signatures in
    `params` are not shown.
    """

    id: int
    method: str
    params: Mapping[str, Any]
    weight: int
    priority: Priority
    is_repeatable: bool
    deadline: float | None = None
    connection: int | None = None
    sent_at: float = 0.0
    sent_ns: int = 0
    sends: int = 0
    is_over: bool = False
    spending: Spending | None = None

    def __repr__(self) -> str:
        return f"<Call {self.id} {self.method} {without_secrets(self.params)}, sent {self.sends} times>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("id", self.id), ("method", self.method), ("params", without_secrets(self.params))]

    @property
    def frame(self) -> bytes:
        """What is sent."""
        params = dict(self.params) or msgspec.UNSET
        return msgspec.json.encode(ApiRequest(id=self.id, method=self.method, params=params))


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a call: `result`, or `error` when there is none."""

    call: Call
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: RequestError | RequestTimeout | RequestLost | ConfigError | None = None


class Requests:
    """All requests of one client on the WebSocket API, over whichever connection is open.

    While connections are exchanged, answers still come on the old one and new requests go out on the new one.
    """

    def __init__(
        self,
        budget: WeightBudget,
        ids: Iterator[int] | None = None,
        *,
        timeout: float = REQUEST_TIMEOUT,
        max_in_flight: int = MAX_IN_FLIGHT,
        max_sends: int = MAX_SENDS,
    ) -> None:
        self.budget = budget
        self.is_held = False  # then nothing but the clock is asked for
        self._ids = ids if ids is not None else count(1)
        self._timeout, self._max_in_flight, self._max_sends = timeout, max_in_flight, max_sends
        self._queue: list[tuple[Priority, int, Call]] = []
        self._sent: dict[int, Call] = {}
        self._hasty: dict[int, Call] = {}  # calls with a deadline
        self._unpayable: list[Answer] = []
        self._connection: int | None = None
        self._ready_ns = 0

    def __len__(self) -> int:
        return len(self._sent) + sum(not call.is_over for _, _, call in self._queue)

    def in_flight(self, connection: int) -> int:
        """How many answers are awaited on a connection."""
        return sum(call.connection == connection for call in self._sent.values())

    def is_awaited(self, number: object) -> bool:
        """Whether a call with this number is under way."""
        return number in self._sent

    def queued(self, priority: Priority | None = None) -> list[Call]:
        """The calls not sent yet, all or those of one priority, in the order in which they will be."""
        calls = [call for _, _, call in sorted(self._queue) if not call.is_over]
        return [call for call in calls if priority is None or call.priority is priority]

    def ask(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        weight: int,
        priority: Priority,
        is_repeatable: bool,
        deadline: float | None = None,
    ) -> Call:
        """Queue a request."""
        call = Call(
            id=next(self._ids),
            method=method,
            params=params,
            weight=weight,
            priority=priority,
            is_repeatable=is_repeatable,
            deadline=deadline,
        )
        if deadline is not None:
            self._hasty[call.id] = call
        self._enqueue(call)
        return call

    def give_up(self, call: Call) -> None:
        """Nobody waits for this answer any more; sent already, its weight stays booked until it is answered."""
        self._end(call)

    def opened(self, connection: int) -> None:
        """Requests go out on this connection from now on."""
        self._connection = connection

    def poll(self, now: float, now_ns: int) -> Call | None:
        """Return the next call to be sent, if one may be sent now; it counts as sent."""
        while self._may_send():
            _, _, call = self._queue[0]
            if call.is_over:
                heapq.heappop(self._queue)
                continue
            try:
                spent = self.budget.spend(call.weight, now_ns, is_urgent=call.priority <= Priority.RECOVERY)
            except ConfigError as error:
                heapq.heappop(self._queue)
                self._end(call)
                self._unpayable.append(Answer(call=call, error=error))
                continue
            if not isinstance(spent, Spending):
                self._ready_ns = spent
                return None
            heapq.heappop(self._queue)
            call.connection, call.sent_at, call.spending = self._connection, now, spent
            call.sends += 1
            self._sent[call.id] = call
            return call
        return None

    def wake_at(self, now: float, now_ns: int) -> float | None:
        """When `poll` or `expire` next has something to do if nothing else happens; None: never."""
        times = [call.sent_at + self._timeout for call in self._sent.values()]
        times += [call.deadline for call in self._hasty.values() if call.deadline is not None]
        if self._may_send():
            times.append(now + max(0, self._ready_ns - now_ns) * 1e-9)
        if self._unpayable:
            times.append(now)
        return min(times, default=None)

    def on_reply(self, reply: ApiReply, now_ns: int) -> Answer | None:
        """Match a reply to its call; None when it answers none, or one that nobody waits for."""
        call = self._sent.pop(reply.id, None) if isinstance(reply.id, int) else None
        if call is None:
            return None
        weights = next((limit for limit in reply.rate_limits if _is_weight(limit)), None)
        self._settle(call, now_ns, weights)
        error = refusal(reply, call.method, call.params, now_ns)
        if isinstance(error, TooManyRequests):
            self.budget.block_until(now_ns + int(error.retry_after * 1e9))
        return self._finish(call, Answer(call=call, result=reply.result, error=error))

    def ask_again(self, reply: ApiReply, now_ns: int) -> bool:
        """Queue a question again that was refused for the connection it came by; False when the reply is to none."""
        call = self._sent.get(reply.id) if isinstance(reply.id, int) else None
        if call is None or call.is_over or not call.is_repeatable or call.sends >= self._max_sends:
            return False
        del self._sent[call.id]
        self._settle(call, now_ns, None)
        call.connection = None
        self._enqueue(call)
        return True

    def expire(self, now: float, now_ns: int) -> list[Answer]:
        """Give up on calls whose answer is overdue or wanted no longer, and on those that can never be paid for."""
        answers, self._unpayable = self._unpayable, []
        for call in [call for call in self._sent.values() if call.sent_at + self._timeout <= now]:
            del self._sent[call.id]
            self._settle(call, now_ns, None)
            error = RequestTimeout(f"{call.method} not answered within {self._timeout:g} s")
            if (answer := self._finish(call, Answer(call=call, error=error))) is not None:
                answers.append(answer)
        for call in [call for call in self._hasty.values() if call.deadline is not None and call.deadline <= now]:
            self._end(call)
            words = "not answered" if call.connection is not None else "held back too long to be sent"
            error = RequestTimeout(f"{call.method} {words}: its time is over", is_in_doubt=call.sends > 0)
            answers.append(Answer(call=call, error=error))
        return answers

    def lost(self, connection: int, now_ns: int) -> list[Answer]:
        """A connection is gone: questions are queued again in their old place, all else has failed."""
        if self._connection == connection:
            self._connection = None
        answers = []
        for call in [call for call in self._sent.values() if call.connection == connection]:
            del self._sent[call.id]
            self._settle(call, now_ns, None)
            if call.is_over:
                continue
            if call.is_repeatable and call.sends < self._max_sends:
                call.connection = None
                self._enqueue(call)
                continue
            self._end(call)
            answers.append(Answer(call=call, error=RequestLost(call.method, call.sends)))
        return answers

    def _may_send(self) -> bool:
        if self._connection is None or not self._queue or len(self._sent) >= self._max_in_flight:
            return False
        return not self.is_held or self._queue[0][0] is Priority.CLOCK

    def _enqueue(self, call: Call) -> None:
        heapq.heappush(self._queue, (call.priority, call.id, call))
        self._ready_ns = 0

    def _settle(self, call: Call, now_ns: int, weights: RateLimit | None) -> None:
        assert call.spending is not None
        known = (None, None) if weights is None else (weights.count, weights.limit)
        self.budget.settle(call.spending, now_ns, *known)
        call.spending = None

    def _finish(self, call: Call, answer: Answer) -> Answer | None:
        if call.is_over:
            return None
        self._end(call)
        return answer

    def _end(self, call: Call) -> None:
        call.is_over = True
        self._hasty.pop(call.id, None)


def _is_weight(limit: RateLimit) -> bool:
    return limit.rate_limit_type == "REQUEST_WEIGHT" and limit.interval == "MINUTE" and limit.interval_num == 1
