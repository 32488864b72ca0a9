"""What happens instead of a trade with oneself."""

from __future__ import annotations

from typing import NamedTuple

from ...schema.enums import SelfTradePrevention
from .orders import Order

_MODE = SelfTradePrevention
_OF_TAKER = frozenset({_MODE.EXPIRE_TAKER, _MODE.EXPIRE_BOTH})
_OF_MAKER = frozenset({_MODE.EXPIRE_MAKER, _MODE.EXPIRE_BOTH})


class Prevention(NamedTuple):
    """How a trade is prevented."""

    mode: SelfTradePrevention

    @property
    def transfers(self) -> bool:
        """Whether the quantity changes hands all the same, between two accounts."""
        return self.mode is _MODE.TRANSFER

    @property
    def _decrements(self) -> bool:
        return self.mode in (_MODE.DECREMENT, _MODE.TRANSFER)

    def of_taker(self, taker: Order, maker: Order) -> int:
        """How much of the taker expires."""
        if self._decrements:
            return min(taker.remaining, maker.remaining)
        return taker.remaining if self.mode in _OF_TAKER else 0

    def of_maker(self, taker: Order, maker: Order) -> int:
        """How much of the maker expires."""
        if self._decrements:
            return min(taker.remaining, maker.remaining)
        return maker.remaining if self.mode in _OF_MAKER else 0


def decide(taker: Order, maker: Order) -> Prevention | None:
    """How the trade of the two is prevented; None when they may trade. The taker's mode decides.

    A transfer needs that mode on both orders, and is a decrement otherwise.
    """
    mode = taker.self_trade_prevention_mode
    if mode is _MODE.NONE or not taker.account.shares_trades_with(maker.account):
        return None
    if mode is _MODE.TRANSFER and maker.self_trade_prevention_mode is not _MODE.TRANSFER:
        mode = _MODE.DECREMENT
    return Prevention(mode)
