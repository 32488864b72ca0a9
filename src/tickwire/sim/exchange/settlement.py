"""Moves money: what orders lock, what trades pay and bring, what commissions take.

Whatever accounts pay somebody receives: another account, the exchange as commission, or the others in the market, whose
side is kept in `outside`. All of it together with what was deposited is always the same.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from ..instruments import SCALE
from .accounts import Account
from .orders import Order
from .rejected import NO_BALANCE, refused


def value_of(price: int, qty: int) -> int:
    """What `qty` is worth at `price`, in units of the quote asset, rounded down."""
    return price * qty // SCALE


class Payment(NamedTuple):
    """What one side of a trade paid as commission."""

    commission: int
    asset: str


class Settlement:
    """The only place where balances change."""

    def __init__(self) -> None:
        self.fees: dict[str, int] = defaultdict(int)
        self.outside: dict[str, int] = defaultdict(int)

    def deposit(self, account: Account, asset: str, amount: int) -> None:
        """Add to an account, or with a negative amount take from it. Raises ValueError when it has not so much."""
        balance = account.balance(asset)
        if balance.free + amount < 0:
            raise ValueError(f"{account.name} has {balance.free} of {asset}, not {-amount}")
        balance.free += amount

    def lock(self, order: Order) -> None:
        """Lock what an order needs; what it has locked beyond that is free again. Raises Rejected without balance."""
        balance, needed = order.account.balance(order.pays_with), order.needs()
        if needed - order.locked > balance.free:
            raise refused(NO_BALANCE)
        self.relock(order, needed)

    def fit(self, order: Order) -> None:
        """Free what an order has locked beyond what it needs."""
        self.relock(order, min(order.needs(), order.locked))

    def unlock(self, order: Order) -> None:
        """Free whatever an order has locked."""
        self.relock(order, 0)

    def hand_over(self, order: Order, other: Order) -> None:
        """Of two orders that share what is locked, let `other` have it."""
        other.locked += order.locked
        order.locked = 0

    def hold(self, account: Account, asset: str, amount: int) -> None:
        """Lock a part of a balance; with a negative amount unlock it."""
        balance = account.balance(asset)
        balance.free -= amount
        balance.locked += amount

    def affords(self, order: Order, price: int) -> int:
        """How much an order can trade at a price with what is locked for it and what is free."""
        funds = order.locked + order.account.balance(order.pays_with).free
        return funds * SCALE // price if order.is_buy else funds

    def trade(self, buyer: Order | None, seller: Order | None, price: int, qty: int) -> None:
        """Keep account of what others paid and received; None stands for others."""
        value = value_of(price, qty)
        for base, quote, order in ((qty, -value, buyer), (-qty, value, seller)):
            known = order or buyer or seller
            if order is None and known is not None:
                self.outside[known.assets[0]] += base
                self.outside[known.assets[1]] += quote

    def fill(self, order: Order, price: int, qty: int, is_maker: bool) -> Payment:
        """Let an order pay and receive; what it needs no more is free again."""
        value = value_of(price, qty)
        paid, received = (value, qty) if order.is_buy else (qty, value)
        order.executed_qty += qty
        order.cummulative_quote_qty += value
        source = order.account.balance(order.pays_with)
        source.free -= paid
        self.fit(order)
        rate = order.account.commission.maker if is_maker else order.account.commission.taker
        commission = received * rate // SCALE
        self.fees[order.receives] += commission
        self._receive(order, received, commission)
        return Payment(commission, order.receives)

    def transfer(self, buyer: Order, seller: Order, price: int, qty: int) -> None:
        """Move quantity and value between two accounts of a group, without a trade."""
        value = value_of(price, qty)
        for order, paid, received in ((buyer, value, qty), (seller, qty, value)):
            order.account.balance(order.pays_with).free -= paid
            order.account.balance(order.receives).free += received

    def _receive(self, order: Order, received: int, commission: int) -> None:
        target, orders = order.account.balance(order.receives), order.order_list
        if orders is None or not orders.pays or order is not orders.working:
            target.free += received - commission
            return
        # The commission comes from what is free, if there is enough, so that all that was received can be sold.
        from_free = commission if target.free >= commission else 0
        target.free -= from_free
        kept = received - commission + from_free
        target.locked += kept
        orders.held += kept

    def relock(self, order: Order, needed: int) -> None:
        """Let an order have so much locked."""
        self.hold(order.account, order.pays_with, needed - order.locked)
        order.locked = needed
