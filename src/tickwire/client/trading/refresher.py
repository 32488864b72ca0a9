"""What the venue says of the instruments, asked anew while the client runs: symbols are halted, and filters change."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from ...errors import DecodeError, RequestError, TickwireError
from ...schema import METHODS, ApiError, ExchangeInfo
from ...session import Answer, Backoff, Priority, request_weight
from ..parts import Run

# Seconds from one question to the next, and for how long an answer is waited for.
AT_MOST_EVERY = 10.0
WITHIN = 30.0
METHOD = "exchangeInfo"
# What the venue refuses an order with that does not keep to its filters (INVALID_MESSAGE, BAD_PRECISION), and its words
# for a symbol that is not traded, which come with several codes.
OF_FILTERS = frozenset({-1013, -1111})
CLOSED = "Market is closed"


def is_of_instrument(error: ApiError) -> bool:
    """Whether an order was refused for what is said of its symbol: we know something else."""
    half = (error.data or {}).get("newOrderResponse")  # where another order was to be replaced
    code, msg = (half.get("code"), str(half.get("msg"))) if isinstance(half, dict) else (error.code, error.msg)
    return code in OF_FILTERS or CLOSED in msg


class Refresher:
    """Asks in the background, when there is reason to doubt what is known, and while a symbol is not traded.

    `learnt` is called with each answer, `failed` with why there is none. `is_needed` says whether what is known gives
    reason to ask again by itself. It lives as long as the run.
    """

    def __init__(
        self,
        run: Run,
        symbols: Iterable[str],
        *,
        is_needed: Callable[[], bool],
        learnt: Callable[[ExchangeInfo], None],
        failed: Callable[[TickwireError], None],
    ) -> None:
        self._run, self._params = run, {"symbols": [symbol.upper() for symbol in symbols]}
        self._is_needed, self._learnt, self._failed = is_needed, learnt, failed
        self._next_at = run.ticker.now + AT_MOST_EVERY  # it was asked just now
        self._is_doubted = self._is_asking = False
        self._failures = Backoff()
        run.ticker.add(self)

    def doubted(self) -> None:
        """What is known may not hold any more."""
        self._is_doubted = True
        self._run.ticker.wake(self)

    def tick(self, now: float) -> float | None:
        """Ask when it is time; returns when that is next."""
        if self._is_asking or not (self._is_doubted or self._is_needed()):
            return None
        if now < self._next_at:
            return self._next_at
        self._is_doubted, self._is_asking, self._next_at = False, True, now + AT_MOST_EVERY
        weight = request_weight(METHOD, self._params)
        self._run.api.ask(METHOD, self._params, self._answered, weight=weight, priority=Priority.QUERY, within=WITHIN)
        return None

    def _answered(self, answer: Answer) -> None:
        self._is_asking = False
        try:
            if answer.error is not None:
                raise answer.error
            told = METHODS[METHOD].decode(answer.result)
        except msgspec.DecodeError as fault:
            self._not_learnt(DecodeError(f"{METHOD}: {fault}"))
        except TickwireError as error:
            self._not_learnt(error)
        else:
            self._failures.attempt = 0
            self._learnt(told)
        self._run.ticker.wake(self)

    def _not_learnt(self, error: TickwireError) -> None:
        """What is known stays; what failed in passing is asked again, after pauses that grow."""
        self._is_doubted |= not isinstance(error, RequestError) or error.is_passing
        self._next_at = max(self._next_at, self._run.ticker.now + self._failures.next_delay("slowly"))
        if not self._run.api.is_closed:
            self._failed(error)
