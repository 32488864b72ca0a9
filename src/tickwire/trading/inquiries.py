"""Questions that are asked until they are answered: what became of an order, which executions are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from ..errors import ConfigError, NoSuchOrder, RequestError, TooManyRequests
from ..schema import ApiReply
from ..session.requests import Answer, Call, Priority, Requests
from ..session.weights import WeightBudget
from .events import Blocked, QuestionFailed
from .outbox import Outbox
from .policies import Policy


class Inquiry(msgspec.Struct, eq=False, kw_only=True):
    """A question. `take` gets each answer and the time, and says whether that is the end of it.

    It is asked from `ask_at` on, and again after pauses that grow, but at `latest` if that comes before; `asked_at` is
    when it was sent last. `given_up` is called, with the time, when it is asked no more, for it is always refused.
    `is_partial`, set by `take`, has it asked again at once, for the rest.
    """

    method: str
    params: Mapping[str, Any]
    weight: int
    take: Callable[[Answer, int], bool]
    ask_at: int = 0
    asked_at: int = 0
    latest: int | None = None
    pause: int = 0
    call: Call | None = None
    given_up: Callable[[int], None] | None = None
    is_partial: bool = False
    is_over: bool = False


def is_hopeless(error: Exception | None) -> bool:
    """Whether the venue will refuse the question whenever it is asked: for what stands in it (-1100 to -1199)."""
    return isinstance(error, RequestError) and -1200 < error.code <= -1100


class Inquiries:
    """All questions of one gateway, paid for and sent by `Requests`."""

    def __init__(self, ids: Iterator[int], weights: WeightBudget, policy: Policy, outbox: Outbox) -> None:
        self.requests = Requests(weights, ids)
        self._policy, self._outbox = policy, outbox
        self._resting: list[Inquiry] = []
        self._asked: dict[int, Inquiry] = {}

    def __len__(self) -> int:
        return len(self._resting) + len(self._asked)

    def begin(self, inquiry: Inquiry) -> Inquiry:
        """Ask this from `ask_at` on, until it is answered."""
        self._resting.append(inquiry)
        return inquiry

    def end(self, inquiry: Inquiry) -> None:
        """Nobody wants to know any more."""
        inquiry.is_over = True
        if inquiry.call is not None:
            self.requests.give_up(inquiry.call)
            self._asked.pop(inquiry.call.id, None)
            inquiry.call = None
        elif inquiry in self._resting:
            self._resting.remove(inquiry)

    def poll(self, now: int, venue_ns: int) -> Call | None:
        """The next question to be sent, if one may be sent now; it counts as sent."""
        if not self._asked and not self._resting:
            return None
        for answer in self.requests.expire(now * 1e-9, venue_ns):
            self._on_answer(answer, now)
        for inquiry in [inquiry for inquiry in self._resting if inquiry.ask_at <= now]:
            self._resting.remove(inquiry)
            inquiry.call = self.requests.ask(
                inquiry.method,
                inquiry.params,
                weight=inquiry.weight,
                priority=Priority.RECOVERY,
                is_repeatable=True,
            )
            self._asked[inquiry.call.id] = inquiry
        call = self.requests.poll(now * 1e-9, venue_ns)
        if call is not None and call.id in self._asked:
            self._asked[call.id].asked_at = now
        return call

    def wake_at(self, now: int, venue_ns: int) -> int | None:
        """When `poll` next has something to do if nothing else happens; None: never."""
        if not self._asked and not self._resting:
            return None
        times = [inquiry.ask_at for inquiry in self._resting]
        if (at := self.requests.wake_at(now * 1e-9, venue_ns)) is not None:
            times.append(int(at * 1e9) + 1)
        return min(times, default=None)

    def on_reply(self, reply: ApiReply, now: int, venue_ns: int) -> bool:
        """Match a reply; False when it answers none of these questions."""
        if not self.requests.is_awaited(reply.id):
            return False
        answer = self.requests.on_reply(reply, venue_ns)
        if answer is not None:
            self._on_answer(answer, now)
        return True

    def opened(self, connection: int) -> None:
        """Questions go out on this connection from now on."""
        self.requests.opened(connection)

    def lost(self, connection: int, now: int, venue_ns: int) -> None:
        """A connection is gone; what was asked on it is asked again on the next one."""
        for answer in self.requests.lost(connection, venue_ns):
            self._on_answer(answer, now)

    def _on_answer(self, answer: Answer, now: int) -> None:
        inquiry = self._asked.pop(answer.call.id, None)
        if inquiry is None:
            return
        inquiry.call = None
        if isinstance(answer.error, TooManyRequests):
            wait = int(answer.error.retry_after * 1e9)
            self._outbox.event(Blocked(answer.call.method, answer.error.status, wait))
        if isinstance(answer.error, ConfigError):
            self._give_up(inquiry, answer, now)
            return
        if inquiry.take(answer, now):
            inquiry.is_over = True
        if inquiry.is_over:
            return
        if is_hopeless(answer.error):
            self._give_up(inquiry, answer, now)
            return
        self._rest(inquiry, now)
        if isinstance(answer.error, RequestError) and not isinstance(answer.error, TooManyRequests | NoSuchOrder):
            self._outbox.event(QuestionFailed(answer.call.method, answer.error, inquiry.ask_at - now))

    def _give_up(self, inquiry: Inquiry, answer: Answer, now: int) -> None:
        assert answer.error is not None
        inquiry.is_over = True
        self._outbox.event(QuestionFailed(answer.call.method, answer.error, None))
        if inquiry.given_up is not None:
            inquiry.given_up(now)

    def _rest(self, inquiry: Inquiry, now: int) -> None:
        policy = self._policy
        self._resting.append(inquiry)
        if inquiry.is_partial:
            inquiry.is_partial, inquiry.pause, inquiry.ask_at = False, 0, now
            return
        inquiry.pause = min(inquiry.pause * 2, policy.ask_again_most) if inquiry.pause else policy.ask_again
        inquiry.ask_at = now + inquiry.pause
        if inquiry.latest is not None and now < inquiry.latest:
            inquiry.ask_at = min(inquiry.ask_at, inquiry.latest)
