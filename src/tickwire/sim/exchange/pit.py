"""Where the orders of one symbol meet: price before time, those of accounts and of others in one queue."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from ...schema.enums import (
    ExpiryReason,
    MatchType,
    OrderStatus,
    PegPriceType,
    RejectReason,
    SymbolStatus,
    TimeInForce,
    WorkingFloor,
)
from .accounts import Account
from .checks import Checks
from .floor import Floor
from .orders import MARKET_LIKE, Fill, Order, OrderList, PreventedMatch
from .outcomes import PlacedList
from .rejected import TOO_THIN_TO_PEG, Rejected, refused
from .reports import Reports
from .resting import Queue
from .self_trades import Prevention, decide
from .settlement import Settlement, value_of
from .stops import Stops

_ANY = 1 << 62


@dataclass(slots=True)
class House:
    """What all symbols share."""

    reports: Reports
    rng: random.Random
    settlement: Settlement = field(default_factory=Settlement)
    order_ids: Iterator[int] = field(default_factory=lambda: count(1))
    list_ids: Iterator[int] = field(default_factory=lambda: count(1))


class ListRules(Protocol):
    """What the other orders of a list have to do with an order."""

    def start(self, orders: OrderList) -> PlacedList:
        """The accepted orders of a list begin."""
        ...

    def cancel(self, orders: OrderList, cancel_id: str) -> None:
        """All that is left of a list is cancelled."""

    def traded(self, order: Order) -> None:
        """The order is about to trade, or to come on the market."""

    def settled(self, order: Order) -> None:
        """The order's trade was told."""

    def done(self, order: Order) -> None:
        """Nothing can happen to the order any more."""


class Taker:
    """Somebody who takes from one side of the book: an order of an account, or one of others."""

    def __init__(self, order: Order | None, qty: int, prices: int = _ANY) -> None:
        self.order, self._qty, self.prices = order, qty, prices

    @property
    def wanted(self) -> int:
        """What it still wants."""
        if self.order is None:
            return self._qty
        return 0 if self.order.is_done else self.order.remaining

    def accepts(self, price: int) -> bool:
        """Whether it trades at a price."""
        return self.order is None or self.order.accepts(price)

    def took(self, qty: int) -> None:
        """It traded so much."""
        self._qty -= qty


class Pit:
    """One symbol. It is what the symbol's floor tells of others (`Traders`)."""

    lists: ListRules

    def __init__(self, floor: Floor, house: House) -> None:
        self.floor, self.house = floor, house
        self.instrument = floor.instrument
        self.status = SymbolStatus.TRADING
        self.bids, self.asks = Queue(floor.book, is_bid=True), Queue(floor.book, is_bid=False)
        self.stops, self.checks = Stops(), Checks(floor)
        self.fills: dict[Account, list[Fill]] = defaultdict(list)
        self.allocations: dict[Account, list[Fill]] = defaultdict(list)
        self.prevented: list[PreventedMatch] = []
        self._alloc_ids = count()
        self._due: list[Callable[[], None]] = []
        self._triggering = False
        floor.attach(self)

    def queue(self, is_bid: bool) -> Queue:
        """The orders of accounts on one side."""
        return self.bids if is_bid else self.asks

    # What is in the book.

    def best(self, is_bid: bool) -> int | None:
        """The best price of a side, of whomever; None when it is empty."""
        return self.floor.book.side(is_bid).seen_best()[0] or None

    def depth(self, is_bid: bool) -> Iterator[tuple[int, int]]:
        """All levels of a side, with what icebergs hide."""
        queue = self.queue(is_bid)
        for price, qty in self.floor.book.side(is_bid).seen():
            yield price, qty + sum(order.remaining - order.shown for order in queue.at(price))

    def available(self, order: Order) -> int:
        """What an order could trade at once."""
        total = 0
        for price, qty in self.depth(not order.is_buy):
            if not order.accepts(price):
                break
            mine = (each for each in self.queue(not order.is_buy).at(price) if decide(order, each) is not None)
            total += qty - sum(each.remaining for each in mine)
        return total

    def cost(self, is_buy: bool, qty: int) -> int:
        """The value of `qty` at the prices that are in the book, as far as it goes."""
        total = 0
        for price, there in self.depth(not is_buy):
            part = min(qty, there)
            total += value_of(price, part)
            qty -= part
            if not qty:
                break
        return total

    def peg(self, order: Order) -> int:
        """The price that a pegged order gets now. Raises Rejected when the book is too thin."""
        is_bid = order.is_buy is (order.peg_price_type is PegPriceType.PRIMARY_PEG)
        levels = [price for price, _ in self.floor.book.side(is_bid).seen()]
        index = order.peg_offset_value or 0
        if index >= len(levels):
            raise refused(TOO_THIN_TO_PEG)
        return levels[index]

    def would_match(self, order: Order) -> bool:
        """Whether the order would trade at once."""
        best = self.best(not order.is_buy)
        return best is not None and order.accepts(best)

    # What happens to orders.

    def announce(self, order: Order, *, is_triggered: bool = False) -> None:
        """Tell that an order was accepted, or that it comes on the market."""
        now = self.floor.now
        order.status = OrderStatus.NEW
        if order.is_contingent and not is_triggered:
            if order.trailing_delta is not None and not order.stop_price:
                order.extreme, order.trailing_time = self.floor.last_price, now
        else:
            order.working_time = now
        if order.used_sor:
            order.working_floor = WorkingFloor.EXCHANGE
        self.house.reports.new(order, now)

    def work(self, order: Order) -> None:
        """An announced order waits for its price, or takes what it accepts and rests or expires with what is left."""
        if not order.is_working:
            self.stops.add(order)
            return
        if order.time_in_force is TimeInForce.FOK and self.available(order) < order.remaining:
            self.expire(order, ExpiryReason.UNFILLED_FOK_ORDER_EXPIRED)
            return
        self._walk(Taker(order, 0), not order.is_buy)
        if order.is_done:
            return
        if order.type in MARKET_LIKE:
            self.expire(order, ExpiryReason.INSUFFICIENT_LIQUIDITY)
        elif order.time_in_force is TimeInForce.IOC:
            self.expire(order, ExpiryReason.UNFILLED_IOC_QUANTITY_EXPIRED)
        else:
            self.queue(order.is_buy).add(order, order.limit or 0)

    def detach(self, order: Order) -> None:
        """Take an order out of wherever it is."""
        if order.is_resting:
            self.queue(order.is_buy).remove(order, order.limit or 0)
        self.stops.remove(order)

    def withdraw(self, order: Order) -> None:
        """Take an order out of wherever it is, and free what it has locked."""
        self.detach(order)
        self.house.settlement.unlock(order)

    def cancel(self, order: Order, cancel_id: str) -> None:
        """Its owner takes it back."""
        self.withdraw(order)
        order.status = OrderStatus.CANCELED
        self.house.reports.cancelled(order, cancel_id, self.floor.now)
        self.lists.done(order)

    def expire(self, order: Order, reason: ExpiryReason, why: RejectReason = RejectReason.NONE) -> None:
        """What is left of it is over."""
        self.withdraw(order)
        order.status, order.expiry_reason = OrderStatus.EXPIRED, reason
        self.house.reports.expired(order, self.floor.now, why)
        self.lists.done(order)

    # What the floor tells.

    def rest(self, is_bid: bool) -> bool:
        """Whether orders of accounts rest on this side."""
        return bool(self.queue(is_bid))

    def meet(self, is_bid: bool, qty: int, prices: int) -> None:
        """Somebody's market order takes from this side."""
        self._walk(Taker(None, qty, prices), is_bid)

    def hit(self, is_bid: bool, price: int, qty: int) -> None:
        """Somebody traded elsewhere at `price`: who stood before it in this book trades instead."""
        queue = self.queue(is_bid)
        sign = -1 if is_bid else 1
        while qty and (best := queue.best) is not None and best * sign <= price * sign:
            order = queue.first(best)
            if order is None or (best == price and order.ahead >= qty):
                queue.passed(best, qty)
                return
            if best == price and order.ahead:
                qty -= order.ahead
                queue.passed(best, order.ahead)
            part = min(qty, order.shown)
            self._fill(None, order, best, part, is_bid)
            self.floor.aggregate(best, is_bid)
            qty -= part

    def crossed(self, is_bid: bool, price: int, qty: int) -> int:
        """Others offer at `price`, which resting orders accept: those trade, at their own prices; gives how much."""
        queue, offered = self.queue(is_bid), qty
        while qty and (best := queue.best) is not None and (order := queue.first(best)) is not None:
            if not order.accepts(price):
                break
            part = min(qty, order.shown)
            self._fill(None, order, best, part, is_bid)
            self.floor.aggregate(best, is_bid)
            qty -= part
        return offered - qty

    def changed(self, is_bid: bool, price: int, qty: int) -> None:
        """Others have `qty` at a price now."""
        queue = self.queue(is_bid)
        if queue:
            queue.clamp(price, qty)

    def traded(self, price: int) -> None:
        """There was a trade."""
        self.stops.traded(price)

    def later(self, action: Callable[[], None]) -> None:
        """Do something when the present order has been dealt with."""
        self._due.append(action)

    def settle(self) -> None:
        """Carry out what trades have triggered, then tell the balances."""
        if self._triggering:
            return
        self._triggering = True
        while True:
            if self._due:
                self._due.pop(0)()
            elif (order := self.stops.next(self.floor.now)) is not None:
                self._trigger(order)
            else:
                break
        self._triggering = False
        self.house.reports.balances(self.floor.now)

    # Matching.

    def _trigger(self, order: Order) -> None:
        self.lists.traded(order)
        self.lists.settled(order)
        try:
            if order.peg_price_type is not None:
                order.pegged_price = self.peg(order)
                self.checks.order(order)
            if order.type not in MARKET_LIKE:
                order.lock_price = 0
                self.house.settlement.lock(order)
        except Rejected as rejected:
            self.expire(order, ExpiryReason.REJECTED, rejected.reason)
            return
        self.announce(order, is_triggered=True)
        self.work(order)

    def _walk(self, taker: Taker, is_bid: bool) -> None:
        """Trade with what a side holds, best price first."""
        while taker.wanted and taker.prices:
            price = self.best(is_bid)
            if price is None or not taker.accepts(price) or not self._trade_at(taker, is_bid, price):
                break
            taker.prices -= 1

    def _trade_at(self, taker: Taker, is_bid: bool, price: int) -> bool:
        """Trade at one price, oldest first; whether the taker may go on to the next."""
        queue, side = self.queue(is_bid), self.floor.book.side(is_bid)
        goes_on = True
        while goes_on and taker.wanted:
            maker = queue.first(price)
            others = side.qty(price)
            if maker is None and not others:
                break
            if maker is not None and not maker.ahead:
                if taker.order is not None and (prevention := decide(taker.order, maker)) is not None:
                    self._prevent(prevention, taker.order, maker, price)
                    continue
                goes_on = self._take(taker, maker, price, maker.shown, is_bid)
            else:
                there = others if maker is None else min(others, maker.ahead)
                goes_on = self._take(taker, None, price, there, is_bid)
        self.floor.aggregate(price, is_bid)
        return goes_on

    def _take(self, taker: Taker, maker: Order | None, price: int, there: int, is_bid: bool) -> bool:
        qty = min(taker.wanted, there)
        if taker.order is not None and taker.order.type in MARKET_LIKE:
            affordable = self.house.settlement.affords(taker.order, price)
            qty = min(qty, affordable - affordable % self.instrument.lot)
            if not qty:
                return False
        if maker is None:
            self.queue(is_bid).passed(price, qty)
            self.floor.book.set(is_bid, price, self.floor.book.side(is_bid).qty(price) - qty)
        taker.took(qty)
        self._fill(taker.order, maker, price, qty, is_bid)
        return True

    def _fill(self, taker: Order | None, maker: Order | None, price: int, qty: int, is_bid: bool) -> None:
        trade_id = self.floor.trade(price, qty, is_bid)
        self.stops.traded(price)
        buyer, seller = (maker, taker) if is_bid else (taker, maker)
        self.house.settlement.trade(buyer, seller, price, qty)
        for order in (taker, maker):
            if order is not None:
                self._filled(order, trade_id, price, qty, is_maker=order is maker)

    def _filled(self, order: Order, trade_id: int, price: int, qty: int, is_maker: bool) -> None:
        now = self.floor.now
        self.lists.traded(order)
        if not order.executed_qty:
            order.account.counts.first_fill(is_maker, now)
        paid = self.house.settlement.fill(order, price, qty, is_maker)
        order.status = OrderStatus.PARTIALLY_FILLED if order.remaining else OrderStatus.FILLED
        is_routed = order.used_sor and not is_maker
        if order.used_sor:
            order.working_floor = WorkingFloor.SOR if is_routed else WorkingFloor.EXCHANGE
        records = (self.allocations if is_routed else self.fills)[order.account]
        fill = Fill(
            time=now,
            trade_id=-1 if is_routed else trade_id,
            price=price,
            qty=qty,
            quote_qty=value_of(price, qty),
            commission=paid.commission,
            commission_asset=paid.asset,
            is_buyer=order.is_buy,
            is_maker=is_maker,
            order_id=order.order_id,
            order_list_id=order.order_list_id,
            match_type=MatchType.ONE_PARTY_TRADE_REPORT if is_routed else None,
            alloc_id=next(self._alloc_ids) if is_routed else None,
        )
        records.append(fill)
        order.fills.append(fill)
        if is_maker:
            self.queue(order.is_buy).filled(order, order.limit or 0, qty)
        self.house.reports.trade(order, fill)
        self.lists.settled(order)
        if order.is_done:
            self.lists.done(order)

    def _prevent(self, prevention: Prevention, taker: Order, maker: Order, price: int) -> None:
        """Expire what would have been a trade with oneself."""
        now, group = self.floor.now, taker.account.trade_group_id
        qty = min(taker.remaining, maker.remaining)
        expired = (prevention.of_taker(taker, maker), prevention.of_maker(taker, maker))
        match = PreventedMatch(
            len(self.prevented),
            taker.order_id,
            maker.symbol,
            maker.order_id,
            group,
            prevention.mode,
            price,
            expired[0] or None,
            expired[1] or None,
            now,
            (taker.account, maker.account),
        )
        self.prevented.append(match)
        taker.prevented_matches.append(match)
        for order, gone in zip((taker, maker), expired, strict=True):
            if gone:
                self._expire_part(order, match, qty, gone)
        buyer, seller = (taker, maker) if taker.is_buy else (maker, taker)
        is_affordable = self.house.settlement.affords(buyer, price) >= qty
        if prevention.transfers and buyer.account is not seller.account and is_affordable:
            self.house.settlement.transfer(buyer, seller, price, qty)

    def _expire_part(self, order: Order, match: PreventedMatch, qty: int, gone: int) -> None:
        limit = order.limit or 0
        self.lists.traded(order)
        order.prevented_qty += gone
        order.prevented_match_id = match.prevented_match_id
        if not order.remaining:
            self.withdraw(order)
            order.status = OrderStatus.EXPIRED_IN_MATCH
        else:
            self.house.settlement.fit(order)
            if order.is_resting:
                self.queue(order.is_buy).filled(order, limit, min(gone, order.shown))
        self.house.reports.prevented(order, match, qty, gone, self.floor.now)
        self.lists.settled(order)
        if order.is_done:
            self.lists.done(order)
