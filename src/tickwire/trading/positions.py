"""What the executions of a symbol add up to: net base, average cost, realised profit. Exact.

A position is counted from what the gateway saw, so from nothing when it began; what was held before is in the
balances only.
"""

from __future__ import annotations

from decimal import Decimal

from ..schema.enums import Side
from .amounts import ZERO, minus, plus, times
from .numbers import EXACT
from .sightings import Fill

# A share of a cost may have no end in decimals; it is cut here, and what is cut stays in the other share.
_FINEST = Decimal("1e-24")


class Position:
    """One symbol's. `base_qty` is negative when more was sold than bought; `cost` is what it was bought for.

    A commission in the base or the quote asset is part of it, one in another asset is in `commissions` only. `realised`
    is in the quote asset.
    """

    __slots__ = ("base", "base_qty", "bought", "commissions", "cost", "fills", "quote", "realised", "sold", "symbol")

    def __init__(self, symbol: str, base: str = "", quote: str = "") -> None:
        self.symbol, self.base, self.quote = symbol, base, quote
        self.base_qty = self.cost = self.realised = self.bought = self.sold = ZERO
        self.commissions: dict[str, Decimal] = {}
        self.fills = 0

    def __repr__(self) -> str:
        return f"<Position {self.symbol} {self.base_qty:f} for {self.cost:f}, realised {self.realised:f}>"

    @property
    def average_cost(self) -> Decimal | None:
        """Quote for each unit of base that is held, or owed; None when flat."""
        return EXACT.divide(self.cost, self.base_qty) if self.base_qty else None

    def unrealised(self, price: Decimal) -> Decimal:
        """What closing it at this price would realise."""
        return minus(times(self.base_qty, price), self.cost)

    def add(self, side: Side, fill: Fill) -> None:
        """Count an execution."""
        self.fills += 1
        qty, quote = fill.qty, fill.quote_qty
        if side == Side.BUY:
            self.bought = plus(self.bought, qty)
        else:
            self.sold = plus(self.sold, qty)
            qty, quote = EXACT.minus(qty), EXACT.minus(quote)
        if fill.commission:
            asset = fill.commission_asset
            self.commissions[asset] = plus(self.commissions.get(asset, ZERO), fill.commission)
            if asset == self.base:
                qty = minus(qty, fill.commission)
            elif asset == self.quote:
                quote = plus(quote, fill.commission)
        self._move(qty, quote)

    def _move(self, qty: Decimal, quote: Decimal) -> None:
        """Add to the position, or close of it what goes against it: `quote` is paid for `qty`, both with their sign."""
        held = self.base_qty
        if not held or (held > 0) == (qty > 0) or not qty:
            self.base_qty, self.cost = plus(held, qty), plus(self.cost, quote)
            return
        closed = min(qty.copy_abs(), held.copy_abs())
        paid = self._share(quote, closed, qty.copy_abs())
        cost = self._share(self.cost, closed, held.copy_abs())
        self.realised = minus(self.realised, plus(cost, paid))
        self.base_qty, self.cost = plus(held, qty), minus(plus(self.cost, quote), plus(cost, paid))

    @staticmethod
    def _share(whole: Decimal, part: Decimal, of: Decimal) -> Decimal:
        if part == of:
            return whole
        return EXACT.divide(times(whole, part), of).quantize(_FINEST, context=EXACT)
