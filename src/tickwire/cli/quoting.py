"""A strategy to look at, not to earn with: it quotes both sides of a book and follows the mid."""

from __future__ import annotations

import time
from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..client.trading import LiveOrder, PreparedOrder, Trader
from ..errors import OrderNotSent
from ..schema.enums import Side
from ..schema.filters import NotionalFilter
from ..trading import Instrument, Order, OrderState
from .latency import LatencyHistogram

if TYPE_CHECKING:
    from ..book import Book

# The venue counts orders: 100 in ten seconds. A side is quoted anew at most so often, in seconds.
PAUSE = 0.25
# It stops adding to a position of so many quotes.
MOST_QUOTES_HELD = 10
FILLED_SHOWN = 4


class _Quote:
    """One side: what places its orders, and the one that stands."""

    def __init__(self, side: Side, prepared: PreparedOrder) -> None:
        self.side, self.prepared = side, prepared
        self.order: LiveOrder | None = None
        self.price = 0  # mantissa of the order's

    @property
    def stands(self) -> bool:
        """Whether there is an order at the venue."""
        return self.order is not None and self.order.is_open

    @property
    def is_on_its_way(self) -> bool:
        """Whether the venue has not answered yet."""
        return self.order is not None and self.order.state in (OrderState.SENT, OrderState.IN_DOUBT)


class Quoter:
    """Keeps one order a side, as far from the mid as the best prices are, and replaces it when the mid moves.

    `tick_to_trade` is of the first order after a tick: from the socket read that brought the book's change to the
    return of `place`, by when the order's bytes are with the socket.
    """

    def __init__(self, trader: Trader, book: Book) -> None:
        symbol = book.symbol
        self._trader, self._book = trader, book
        self.instrument = trader.instrument(symbol)
        self._bid = _Quote(Side.BUY, trader.prepare(symbol, "BUY", "LIMIT_MAKER"))
        self._ask = _Quote(Side.SELL, trader.prepare(symbol, "SELL", "LIMIT_MAKER"))
        self._exponent = self._bid.prepared.price_exponent
        self._scale = 10.0**-self._exponent
        tick = self.instrument.tick_size
        self._tick = tick.mantissa if tick is not None else 1
        self._next_at = 0.0
        self._qty = 0
        self.tick_to_trade = LatencyHistogram()
        self.mid: Decimal | None = None
        self.placed = self.withheld = self.rejected = self.cancelled = 0
        self.filled: deque[Order] = deque(maxlen=FILLED_SHOWN)
        self.is_over = False

    def on_tick(self, tick: Any) -> None:
        """Best prices came, which the book has taken in before: quote anew what has to be."""
        bbo = self._book.bbo
        if self.is_over or bbo is None:
            return
        bid, ask = round(bbo.bid.price * self._scale), round(bbo.ask.price * self._scale)
        now = time.monotonic()
        if now < self._next_at:
            return
        self.mid = Decimal(bid + ask).scaleb(self._exponent) / 2
        if not self._qty:
            self._qty = quote_qty(self.instrument, self.mid)
        half = max(ask - bid, 2 * self._tick)  # of twice the distance, as all that follows
        wanted = (bid + ask - half) // (2 * self._tick), -((-(bid + ask) - half) // (2 * self._tick))
        moved = self._quote(self._bid, wanted[0] * self._tick, self._ask, tick.recv_time)
        if self._quote(self._ask, wanted[1] * self._tick, self._bid, 0 if moved else tick.recv_time) or moved:
            self._next_at = now + PAUSE

    def _quote(self, quote: _Quote, price: int, other: _Quote, tick_at: int) -> bool:
        """Have that side quoted at that price; whether an order was sent."""
        if quote.is_on_its_way or (quote.stands and quote.price == price):
            return False
        old = quote.order if quote.stands else None
        is_buy = quote.side is Side.BUY
        if other.stands and (price >= other.price if is_buy else price <= other.price):
            self._withdraw(old)  # the other side has to leave first
            return False
        sent = self._may_add(is_buy=is_buy) and self._place(quote, price, tick_at)
        self._withdraw(old)
        return sent

    def _place(self, quote: _Quote, price: int, tick_at: int) -> bool:
        try:
            quote.order = quote.prepared.place(price, self._qty, on_change=self._changed)
        except OrderNotSent:
            self.withheld += 1
            self._next_at = time.monotonic() + PAUSE
            return False
        if tick_at:
            self.tick_to_trade.record(time.time_ns() - tick_at)
        quote.price = price
        self.placed += 1
        return True

    def _withdraw(self, order: LiveOrder | None) -> None:
        if order is not None and not order.is_cancel_pending:
            try:
                self._trader.cancel(order)
            except OrderNotSent:
                self.withheld += 1

    def _may_add(self, *, is_buy: bool) -> bool:
        position = self._trader.account.positions.get(self.instrument.symbol)
        held = position.base_qty if position is not None else Decimal(0)
        most = MOST_QUOTES_HELD * self.qty
        return held < most if is_buy else held > -most

    @property
    def qty(self) -> Decimal:
        """That of each quote."""
        return Decimal(self._qty).scaleb(self._bid.prepared.qty_exponent)

    def _changed(self, order: Order) -> None:
        if order.state is OrderState.REJECTED:
            self.rejected += 1
        elif order.state is OrderState.CANCELED:
            self.cancelled += 1
        if order.filled_qty and order not in self.filled:
            self.filled.append(order)


def quote_qty(instrument: Instrument, price: Decimal) -> int:
    """Lots worth twice the least that the venue takes, as a mantissa."""
    least = next(
        (Decimal(one.min_notional) for one in instrument.info.filters if isinstance(one, NotionalFilter)), None
    )
    qty = 2 * (least or Decimal(10)) / price
    return instrument.qty_mantissa(instrument.round_qty(qty, "up"))
