"""An exchange over a market that stands still, one over a market that trades, and accounts for both."""

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tickwire.schema.enums import (
    CancelReplaceMode,
    OrderStatus,
    OrderType,
    PegPriceType,
    SelfTradePrevention,
    Side,
    TimeInForce,
)
from tickwire.sim.exchange import (
    Account,
    Amend,
    Cancel,
    CancelReplace,
    Event,
    Exchange,
    NewList,
    NewOrder,
    Order,
    OrderLimits,
    Page,
    Rejected,
    synthetic_floors,
)
from tickwire.sim.instruments import SCALE, ExchangeRules, Instrument
from tickwire.sim.market import DEFAULT_START, Market

COIN = Instrument("COINUSDT", price=100 * SCALE, tick=SCALE, lot=SCALE, order_size=10 * SCALE, spacing=1)
MINT = Instrument("COINUSDT", price=100 * SCALE, tick=SCALE // 100, lot=SCALE // 1000, order_size=SCALE, spacing=3)
START = DEFAULT_START
TYPES, MODES = list(OrderType), list(SelfTradePrevention)


class Desk:
    """An exchange with one symbol whose book is given, accounts, and what they were told. Amounts are whole units."""

    def __init__(
        self, instrument: Instrument = COIN, limits: OrderLimits | None = None, rules: ExchangeRules | None = None
    ) -> None:
        self.market = Market(seed=3, symbols=[instrument])
        self.symbol = self.market.traded[0]
        self.said: list[tuple[str, Any]] = []
        self.told: list[tuple[Account, Event]] = []
        floors = synthetic_floors(self.market, lambda s, make: self.said.append((s, make(1))), runs=False)
        self.exchange = Exchange(
            floors, on_event=lambda account, event: self.told.append((account, event)), limits=limits, rules=rules
        )
        self.time = START
        self.ann, self.bob = (
            self.exchange.open_account(name, {"USDT": 10**6 * SCALE, "COIN": 10**4 * SCALE}) for name in ("ann", "bob")
        )

    def book(self, bids: dict[int, int], asks: dict[int, int]) -> None:
        """Let others have these levels and no more."""
        self.symbol.book.restore(
            [(price * SCALE, qty * SCALE) for price, qty in bids.items()],
            [(price * SCALE, qty * SCALE) for price, qty in asks.items()],
        )

    def levels(self) -> tuple[dict[int, int], dict[int, int]]:
        """What everybody sees."""
        bids, asks = self.symbol.book.levels(1000)
        return {p // SCALE: q // SCALE for p, q in bids}, {p // SCALE: q // SCALE for p, q in asks}

    def now(self) -> int:
        """A millisecond later."""
        self.time += 1000
        return self.time

    def order(self, side: str, qty: int, price: int | None = None, kind: str | None = None, **more: Any) -> NewOrder:
        """An order in whole units: LIMIT GTC with a price, else MARKET, unless told otherwise."""
        kind = kind or ("MARKET" if price is None else "LIMIT")
        if "time_in_force" not in more and kind in ("LIMIT", "STOP_LOSS_LIMIT", "TAKE_PROFIT_LIMIT"):
            more["time_in_force"] = TimeInForce.GTC
        for name in ("stop_price", "iceberg_qty", "quote_order_qty"):
            if more.get(name) is not None:
                more[name] *= SCALE
        return NewOrder(
            symbol=self.symbol.symbol,
            side=Side(side),
            type=OrderType(kind),
            quantity=qty * SCALE if qty else None,
            price=None if price is None else price * SCALE,
            **more,
        )

    def place(self, account: Account, *args: Any, **more: Any) -> Order:
        """Place such an order."""
        return self.exchange.place(account, self.order(*args, **more), self.now())

    def events(self, account: Account, *kinds: type) -> list[Any]:
        """What an account was told since the last call, of these kinds."""
        found = [event for whose, event in self.told if whose is account and (not kinds or isinstance(event, kinds))]
        self.told = [each for each in self.told if each[0] is not account]
        return found

    def wealth(self) -> dict[str, int]:
        """All there is of each asset: of the accounts, of the exchange, of the others."""
        total: dict[str, int] = {}
        settlement = self.exchange._house.settlement
        for account in self.exchange.accounts.values():
            for asset, balance in account.balances.items():
                assert balance.free >= 0 <= balance.locked, (account.name, asset, balance)
                total[asset] = total.get(asset, 0) + balance.free + balance.locked
        for kept in (settlement.fees, settlement.outside):
            for asset, amount in kept.items():
                total[asset] = total.get(asset, 0) + amount
        return total


class Traffic:
    """Three accounts, two of them of a group, that do whatever comes to mind."""

    def __init__(self, seed: int) -> None:
        self.rng, self.market = random.Random(seed), Market(seed=seed, symbols=[MINT], rate=200.0, depth=20)
        self.events: list[tuple[str, Event]] = []
        self.refused: dict[int, int] = defaultdict(int)
        self.said: list[tuple[str, Any]] = []
        self.exchange = Exchange(
            synthetic_floors(self.market, self.publish),
            on_event=lambda account, event: self.events.append((account.name, event)),
            seed=seed,
            limits=OrderLimits(10**6, 10**6),
        )
        each = 50 if seed % 2 else 4  # every other time there is hardly enough
        money = {"USDT": 100 * each * SCALE, "COIN": each * SCALE}
        self.accounts = [
            self.exchange.open_account(name, money, trade_group_id=group)
            for name, group in (("a", 1), ("b", 1), ("c", -1))
        ]
        self.book, self.time = self.market.traded[0].book, self.market.now
        self.total = self.wealth()

    def publish(self, stream: str, make: Any) -> None:
        self.said.append((stream, make(1)))

    def wealth(self) -> dict[str, int]:
        settlement, total = self.exchange._house.settlement, defaultdict[str, int](int)
        for account in self.accounts:
            for asset, balance in account.balances.items():
                assert balance.free >= 0 <= balance.locked
                total[asset] += balance.free + balance.locked
        for kept in (settlement.fees, settlement.outside):
            for asset, amount in kept.items():
                total[asset] += amount
        return {asset: amount for asset, amount in total.items() if amount}

    def price(self, side: Side) -> int:
        bid, ask = self.book.top()
        near = (bid[0] if side is Side.BUY else ask[0]) or MINT.price
        return max(MINT.tick, near + self.rng.randint(-8, 8) * MINT.tick)

    def order(self, kind: OrderType | None = None, side: Side | None = None) -> NewOrder:
        rng = self.rng
        side, kind = side or rng.choice(list(Side)), kind or rng.choice(TYPES)
        limited, contingent = "LIMIT" in kind, "STOP" in kind or "PROFIT" in kind
        tif = None
        if limited and kind is not OrderType.LIMIT_MAKER:
            tif = rng.choices(list(TimeInForce), (6, 1, 1))[0]
        by_value = kind is OrderType.MARKET and rng.random() < 0.5
        qty = rng.randint(50, 3000) * MINT.lot * (20 if rng.random() < 0.05 else 1)
        trails = contingent and rng.random() < 0.4
        pegged = limited and rng.random() < 0.15
        maker_like = kind is OrderType.LIMIT_MAKER or tif is TimeInForce.GTC
        return NewOrder(
            symbol="COINUSDT",
            side=side,
            type=kind,
            time_in_force=tif,
            price=self.price(side) if limited and not pegged else None,
            quantity=None if by_value else qty,
            quote_order_qty=rng.choice((10, 100, 300, 4000)) * SCALE if by_value else None,
            stop_price=self.price(side) if contingent and not trails else None,
            trailing_delta=rng.randint(10, 40) if trails else None,
            iceberg_qty=qty // MINT.lot // 4 * MINT.lot or None if maker_like and rng.random() < 0.2 else None,
            self_trade_prevention_mode=rng.choice(MODES),
            peg_price_type=PegPriceType.PRIMARY_PEG if pegged else None,
        )

    def pair(self, side: Side, qty: int | None) -> dict[str, NewOrder]:
        bid, ask = self.book.top()
        mid, sign = (bid[0] + ask[0]) // 2 // MINT.tick * MINT.tick, 1 if side is Side.SELL else -1
        away = [self.rng.randint(2, 12) * MINT.tick for _ in range(2)]
        limit = NewOrder(side=side, type=OrderType.LIMIT_MAKER, quantity=qty, price=mid + sign * away[0])
        stop = NewOrder(side=side, type=OrderType.STOP_LOSS, quantity=qty, stop_price=mid - sign * away[1])
        if self.rng.random() < 0.5:
            stop = replace(
                stop, type=OrderType.STOP_LOSS_LIMIT, time_in_force=TimeInForce.GTC, price=mid - sign * 2 * away[1]
            )
        return {"above": limit, "below": stop} if side is Side.SELL else {"above": stop, "below": limit}

    def list(self) -> NewList:
        side, qty = self.rng.choice(list(Side)), self.rng.randint(50, 2000) * MINT.lot
        shape = self.rng.choice(["oco", "oto", "otoco", "opo", "opoco"])
        if shape == "oco":
            return NewList(symbol="COINUSDT", **self.pair(side, qty))
        pays = shape.startswith("opo")
        working = Side.BUY if pays else side
        pending = Side.SELL if working is Side.BUY else Side.BUY
        first = self.order(self.rng.choice([OrderType.LIMIT, OrderType.LIMIT_MAKER]), working)
        left = None if pays else qty
        if shape in ("oto", "opo"):
            after = NewOrder(side=pending, type=OrderType.MARKET, quantity=left)
            return NewList(symbol="COINUSDT", working=first, pending=after, pays=pays)
        return NewList(symbol="COINUSDT", working=first, pays=pays, **self.pair(pending, left))

    def act(self) -> None:
        account, exchange, rng = self.rng.choice(self.accounts), self.exchange, self.rng
        self.time += rng.randint(0, 30_000)
        known = exchange.open_orders(account) or [None]
        order_id = getattr(rng.choice(known), "order_id", 10**9)
        cancel = Cancel(symbol="COINUSDT", order_id=order_id)
        choice = rng.random()
        if choice < 0.55:
            exchange.place(account, self.order(), self.time, sor=rng.random() < 0.1)
        elif choice < 0.7:
            exchange.place_list(account, self.list(), self.time)
        elif choice < 0.8:
            exchange.cancel(account, cancel, self.time)
        elif choice < 0.88:
            mode = rng.choice(list(CancelReplaceMode))
            exchange.cancel_replace(account, CancelReplace(cancel=cancel, order=self.order(), mode=mode), self.time)
        elif choice < 0.96:
            smaller = rng.randint(1, 1500) * MINT.lot
            exchange.amend(account, Amend(symbol="COINUSDT", order_id=order_id, new_qty=smaller), self.time)
        elif choice < 0.98:
            exchange.cancel_all(account, "COINUSDT", self.time)
        else:
            exchange.deposit(account, "USDT", SCALE, self.time)
            self.total["USDT"] += SCALE

    def step(self) -> None:
        try:
            self.act()
        except Rejected as rejected:
            self.refused[rejected.code] += 1

    def check(self) -> None:
        assert self.wealth() == self.total
        (bid, _), (ask, _) = self.book.top()
        assert not bid or not ask or bid < ask
        shown: dict[tuple[bool, int], int] = defaultdict(int)
        for account in self.accounts:
            self.check_account(account, shown)
        for is_bid in (True, False):
            mine = {price: qty for (side, price), qty in shown.items() if side is is_bid}
            assert self.book.side(is_bid).visitors == mine

    def check_account(self, account: Account, shown: dict[tuple[bool, int], int]) -> None:
        locked: dict[str, int] = defaultdict(int)
        for order in self.exchange.all_orders(account, "COINUSDT", Page(limit=10**6)):
            assert 0 <= order.executed_qty + order.prevented_qty <= order.orig_qty or not order.orig_qty
            assert order.executed_qty == sum(fill.qty for fill in order.fills)
            assert order.cummulative_quote_qty == sum(fill.quote_qty for fill in order.fills)
            assert (order.status is OrderStatus.FILLED) <= (order.remaining == 0)
            assert not order.is_done or (order.locked == 0 and not order.is_resting)
            locked[order.pays_with] += order.locked
            if order.is_resting:
                assert 0 < order.shown <= order.remaining
                shown[order.is_buy, order.limit or 0] += order.shown
        for orders in self.exchange.all_lists(account, Page(limit=10**6)):
            locked["COIN"] += orders.held
            assert orders.is_done == all(order.is_done for order in orders.orders)
        assert {asset: each.locked for asset, each in account.balances.items() if each.locked} == {
            asset: amount for asset, amount in locked.items() if amount
        }


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.book({99: 10, 98: 20, 97: 30, 96: 40, 95: 50}, {101: 10, 102: 20, 103: 30, 104: 40, 105: 50})
    return made


@pytest.fixture
def make_desk() -> Callable[..., Desk]:
    return Desk


@pytest.fixture
def make_traffic() -> Callable[[int], Traffic]:
    return Traffic
