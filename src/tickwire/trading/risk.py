"""Guards that look at every order before it is sent. Each is off unless it is named:

    guards = Guards(MaxNotional("10000"), MaxOpenOrders(20), PriceBand("0.02"), NoSelfCross(), MaxOrderRate(50, per=10))

They know neither clock nor book: the state is passed in. One that has no price at all to judge by refuses. They
guard against one's own mistakes; what reached the venue before they were asked, they cannot undo.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, runtime_checkable

from ..errors import ConfigError, RiskRefused
from ..schema.enums import OrderType, Side
from .numbers import EXACT, exact
from .terms import ALGO, OrderTerms

MILLIONTH = Decimal("0.000001")
NS = 1_000_000_000
LONGEST = 1e9
"""Seconds; ns beyond it do not go into C."""


class OpenOrder(Protocol):
    """What guards look at of an order that is open, or may be: one in doubt counts. While it waits for a stop price
    (`is_waiting`) it cannot trade."""

    @property
    def side(self) -> Side: ...
    @property
    def type(self) -> OrderType: ...
    @property
    def price(self) -> Decimal | None: ...
    @property
    def is_waiting(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class RiskState:
    """What is known when an order is about to be sent: the time in ns, the symbol's best prices and open orders.

    `besides` are orders of the same list that were judged before it: they go out together, or not at all.
    """

    now: int
    best_bid: Decimal | None = None
    best_ask: Decimal | None = None
    open_orders: Sequence[OpenOrder] = ()
    besides: Sequence[OpenOrder] = ()

    def other_side(self, side: Side) -> Decimal | None:
        """The price that an order takes first."""
        return self.best_ask if side == Side.BUY else self.best_bid


@runtime_checkable
class Guard(Protocol):
    """What may refuse an order. One's own class will do.

    `refusal` returns why the order is not to be sent, with the numbers, or "" when it may be; `sent` is told when an
    order was sent, in ns.
    """

    def refusal(self, terms: OrderTerms, state: RiskState, /) -> str: ...
    def sent(self, now: int, /) -> None: ...


class Guards:
    """All guards that are turned on, asked in their order."""

    __slots__ = ("guards",)

    def __init__(self, *guards: Guard) -> None:
        for guard in guards:
            if isinstance(guard, type) or not isinstance(guard, Guard):
                raise ConfigError(f"guards: what has refusal and sent, not {guard!r:.60}")
        self.guards = guards

    def __repr__(self) -> str:
        return f"Guards({', '.join(map(repr, self.guards))})"

    def check(self, terms: OrderTerms, state: RiskState) -> None:
        """Raise RiskRefused, naming the first guard that refuses the order."""
        for guard in self.guards:
            if reason := guard.refusal(terms, state):
                raise RiskRefused(type(guard).__name__, reason, terms.symbol)

    def sent(self, now: int) -> None:
        """Count an order that was sent; for what counts in time. All do, before what one of them raised is raised."""
        failure: Exception | None = None
        for guard in self.guards:
            try:
                guard.sent(now)
            except Exception as error:
                failure = error
        if failure is not None:
            raise failure


class Stateless:
    """Base of guards that do not count what was sent."""

    __slots__ = ()

    def sent(self, now: int, /) -> None:
        """Nothing to count."""


class MaxNotional(Stateless):
    """No order is worth more than `most` of the quote asset: its price, else its stop price or the price it takes
    first, times its quantity. A sale that would be filled at a better price than its own is worth that, as far as a
    book or `quotes` tell the best bid: without them it is worth its own price, and may fetch more."""

    __slots__ = ("most",)

    def __init__(self, most: Decimal | str) -> None:
        self.most = exact(most, "most")
        if self.most <= 0:
            raise ConfigError(f"most: more than 0, not {most}")

    def __repr__(self) -> str:
        return f"MaxNotional({str(self.most)!r})"

    def refusal(self, terms: OrderTerms, state: RiskState, /) -> str:
        """Why the order is not to be sent, with the numbers; "" when it may be."""
        worth = terms.quote_qty if terms.qty is None else None
        if worth is None:
            first = terms.stop_price or state.other_side(terms.side)
            price = terms.price or first
            if price is None or terms.qty is None:
                return f"no price is known by which a {terms.side} would be worth at most {self.most:f}"
            if terms.side == Side.SELL and first is not None:
                price = max(price, first)
            worth = EXACT.multiply(price, terms.qty)
        return f"worth {worth:f}, more than {self.most:f}" if worth > self.most else ""


class MaxOpenOrders(Stateless):
    """At most so many orders are open on a symbol. MARKET orders never are."""

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        self.most = _count(most)

    def __repr__(self) -> str:
        return f"MaxOpenOrders({self.most})"

    def refusal(self, terms: OrderTerms, state: RiskState, /) -> str:
        """Why the order is not to be sent, with the numbers; "" when it may be."""
        count = len(state.open_orders) + len(state.besides)
        return (
            f"{count} orders are open of {self.most}" if terms.type != OrderType.MARKET and count >= self.most else ""
        )


class PriceBand(Stateless):
    """Prices lie between the best bid less, and the best ask plus, a `fraction` of itself, such as "0.02".

    An order that waits for a stop price is measured by that.
    """

    __slots__ = ("fraction",)

    def __init__(self, fraction: Decimal | str) -> None:
        self.fraction = exact(fraction, "fraction")
        if not 0 <= self.fraction <= 1 or EXACT.remainder(self.fraction, MILLIONTH):
            raise ConfigError(f"fraction: from 0 to 1 in steps of a millionth, not {fraction}")

    def __repr__(self) -> str:
        return f"PriceBand({str(self.fraction)!r})"

    def refusal(self, terms: OrderTerms, state: RiskState, /) -> str:
        """Why the order is not to be sent, with the numbers; "" when it may be."""
        price = terms.price
        if price is None:
            return ""
        bid, ask = (terms.stop_price,) * 2 if terms.stop_price is not None else (state.best_bid, state.best_ask)
        if bid is None or ask is None:
            return f"no book is known around which {price:f} would be"
        low = EXACT.subtract(bid, EXACT.multiply(bid, self.fraction))
        high = EXACT.add(ask, EXACT.multiply(ask, self.fraction))
        if low <= price <= high:
            return ""
        return f"price {price:f} is not from {low:f} to {high:f}, {self.fraction:f} around {bid:f} and {ask:f}"


class NoSelfCross(Stateless):
    """No order is sent that could trade with one of one's own. Without a price, it could with any on the other side.
    Orders of one list never trade with each other: those that wait for another are held until that is filled.

    Orders that wait for a stop price are looked at neither as the new one nor as the old one, until they are triggered.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "NoSelfCross()"

    def refusal(self, terms: OrderTerms, state: RiskState, /) -> str:
        """Why the order is not to be sent, with the numbers; "" when it may be."""
        if terms.type in ALGO:
            return ""
        is_buy, price = terms.side == Side.BUY, terms.price
        for own in state.open_orders:
            if own.side == terms.side or own.price is None or own.is_waiting:
                continue
            if price is None or (price >= own.price if is_buy else price <= own.price):
                at = f"{price:f}" if price is not None else "any price"
                return f"{terms.side} at {at} could trade with one's own {own.side} at {own.price:f}"
        return ""


class MaxOrderRate:
    """At most so many orders within any `per` seconds."""

    __slots__ = ("_times", "most", "per")

    def __init__(self, most: int, *, per: float) -> None:
        self.most = _count(most)
        if type(per) not in (int, float) or not 0 < per < LONGEST:
            raise ConfigError(f"per: seconds, more than 0, not {per!r:.60}")
        self.per = round(per * NS)
        self._times: deque[int] = deque(maxlen=self.most)

    def __repr__(self) -> str:
        return f"MaxOrderRate({self.most}, per={self.per / NS:g})"

    def refusal(self, _terms: OrderTerms, state: RiskState, /) -> str:
        """Why the order is not to be sent, with the numbers; "" when it may be."""
        times, room = self._times, self.most - len(state.besides)
        if room <= 0:
            return f"more than {self.most} orders at once"
        if len(times) < room or state.now - times[-room] >= self.per:
            return ""
        wait = (self.per - state.now + times[-room]) / NS
        return f"{self.most} orders were sent within {self.per / NS:g} s; the next may be in {wait:.3f} s"

    def sent(self, now: int, /) -> None:
        """Count an order."""
        self._times.append(now)

    def counted(self) -> list[int]:
        """When the last orders were sent, at most `most` of them, the oldest first."""
        return list(self._times)


def _count(most: int) -> int:
    if type(most) is not int or most < 1:
        raise ConfigError(f"most: a whole number greater than 0, not {most!r:.60}")
    return most
