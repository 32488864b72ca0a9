"""The exchange behind a simulated venue: accounts, their orders, and the markets they meet in.

It reads no clock and speaks no protocol. Every method that does something takes the time, in µs, and tells what happens
by `on_event`, before it returns. What cannot be done raises `Rejected` with the venue's code and words.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from ...schema.enums import CancelReplaceMode, CancelReplaceResult, OrderRateLimitMode, OrderStatus, SymbolStatus
from ..instruments import ExchangeRules
from .accounts import NO_GROUP, Account, Commission
from .amending import amend
from .counts import OrderCounts, OrderLimits
from .drafts import check_funds, client_id, draft, draft_list, price_in, refuse
from .events import BalanceChange, ExternalLock
from .everywhere import check_everywhere
from .floor import Floor
from .list_parameters import check_list
from .lists import Lists, check_pair, lock_pair
from .orders import Order
from .outcomes import Amended, Cancelled, CancelReplaced, PlacedList
from .parameters import check_parameters
from .pit import House, Pit
from .queries import Queries
from .rejected import DUPLICATE_ORDER, Rejected, no_cancel, refused
from .reports import OnEvent, Reports
from .requests import Amend, Cancel, CancelReplace, NewList, NewOrder


class Exchange(Queries):
    """An exchange over some floors, one each symbol. `seed` decides ids alone; the same steps give the same events.

    `on_event` is called with an account and an event, in the venue's order: the reports of a step, then the balances
    that may have changed. It must not call the exchange.
    """

    def __init__(
        self,
        floors: Iterable[Floor],
        *,
        on_event: OnEvent,
        seed: int = 1,
        limits: OrderLimits | None = None,
        rules: ExchangeRules | None = None,
    ) -> None:
        self._reports = Reports(on_event)
        self._house = House(self._reports, random.Random(f"exchange/{seed}"))
        super().__init__({floor.instrument.symbol: Pit(floor, self._house) for floor in floors})
        for pit in self._pits.values():
            pit.lists = Lists(pit)
        self._limits = limits or OrderLimits()
        self.rules = rules or ExchangeRules()
        self.accounts: dict[str, Account] = {}

    # Accounts.

    def open_account(
        self,
        name: str,
        balances: Mapping[str, int] | None = None,
        *,
        commission: Commission | None = None,
        trade_group_id: int = NO_GROUP,
    ) -> Account:
        """A new account with these free balances, in units of 1e-8. Raises ValueError when the name is taken."""
        if name in self.accounts:
            raise ValueError(f"there is an account {name!r} already")
        account = Account(
            name,
            uid=len(self.accounts) + 1,
            counts=OrderCounts(self._limits),
            commission=commission or Commission(),
            trade_group_id=trade_group_id,
        )
        for asset, amount in (balances or {}).items():
            self._house.settlement.deposit(account, asset, amount)
        self.accounts[name] = account
        return account

    def close_account(self, account: Account, now: int) -> None:
        """Cancel all orders of an account, which may not trade any more."""
        for symbol in dict.fromkeys(order.symbol for order in self.open_orders(account)):
            with suppress(Rejected):  # by now all may be filled
                self.cancel_all(account, symbol, now)
        account.can_trade = False

    def deposit(self, account: Account, asset: str, amount: int, now: int) -> None:
        """Add to a balance, or with a negative amount withdraw. Raises ValueError when there is not so much free."""
        self._house.settlement.deposit(account, asset, amount)
        self._reports.touch(account, asset)
        self._reports.on_event(account, BalanceChange(asset=asset, free_qty_delta=amount, clear_time=now))
        self._reports.balances(now)

    def lock_externally(self, account: Account, asset: str, amount: int, now: int) -> None:
        """Let another system lock a part of a balance, or with a negative amount unlock it.

        Raises ValueError when there is not so much to lock, or to unlock.
        """
        balance = account.balance(asset)
        if amount > balance.free or -amount > balance.locked:
            raise ValueError(f"{account.name} has {balance.free} of {asset} free and {balance.locked} locked")
        self._house.settlement.hold(account, asset, amount)
        self._reports.touch(account, asset)
        self._reports.on_event(account, ExternalLock(asset=asset, locked_qty_delta=amount, clear_time=now))
        self._reports.balances(now)

    def set_status(self, symbol: str, status: SymbolStatus) -> None:
        """Halt a symbol, or let it trade again."""
        self.pit(symbol).status = status

    # Orders.

    def place(self, account: Account, request: NewOrder, now: int, *, sor: bool = False) -> Order:
        """Place an order; with `sor` as one that is routed. The order is as it stands when the step is over."""
        check_parameters(request)
        with self._step(request.symbol, now) as pit:
            order = draft(pit, account, request, used_sor=sor)
            self._filter(pit, [order])
            account.counts.admit(1, now)
            self._start(pit, order)
        return order

    def test(self, account: Account, request: NewOrder, now: int, *, sor: bool = False) -> None:
        """Raise what `place` would, for all but the balance; nothing is placed."""
        check_parameters(request)
        with self._step(request.symbol, now) as pit:
            order = draft(pit, account, request, used_sor=sor)
            self._filter(pit, [order])
            self._take(pit, [order], [order], is_real=False)

    def cancel(self, account: Account, request: Cancel, now: int) -> Cancelled:
        """Cancel an order, and with it the others of its list."""
        with self._step(request.symbol, now) as pit:
            return self._cancel(pit, self.to_cancel(account, request), request.new_client_order_id)

    def cancel_all(self, account: Account, symbol: str, now: int) -> list[Cancelled]:
        """Cancel every open order of a symbol. Raises Rejected when there is none."""
        with self._step(symbol, now) as pit:
            found = self.open_orders(account, symbol)
            if not found:
                raise no_cancel()
            return [self._cancel(pit, order, None) for order in found if not order.is_done]

    def cancel_replace(self, account: Account, request: CancelReplace, now: int) -> CancelReplaced:
        """Cancel an order and place another one. Filters and counts are checked before anything is done.

        Raises Rejected for what they do not let through; what fails afterwards is in the outcome.
        """
        check_parameters(request.order)
        with self._step(request.order.symbol, now) as pit:
            order = draft(pit, account, request.order)
            self._filter(pit, [order])
            limited: Rejected | None = None
            try:
                account.counts.admit(1, now)
            except Rejected as rejected:
                if request.order_rate_limit_exceeded_mode is OrderRateLimitMode.DO_NOTHING:
                    raise
                limited = rejected
            cancelled = self._try_cancel(pit, account, request.cancel)
            if isinstance(cancelled, Rejected) and request.mode is CancelReplaceMode.STOP_ON_FAILURE:
                if limited is not None:
                    raise limited
                account.counts.placed(1, now)
                return CancelReplaced(cancelled, CancelReplaceResult.NOT_ATTEMPTED, None)
            placed = limited or self._try_start(pit, order)
            result = CancelReplaceResult.FAILURE if isinstance(placed, Rejected) else CancelReplaceResult.SUCCESS
            return CancelReplaced(cancelled, result, placed)

    def amend(self, account: Account, request: Amend, now: int) -> Amended:
        """Lower an order's quantity; it keeps its place in the queue."""
        with self._step(request.symbol, now) as pit:
            amended = amend(pit, self.to_amend(account, request), request)
            self.rename(amended.order)
            return amended

    # Order lists.

    def place_list(self, account: Account, request: NewList, now: int) -> PlacedList:
        """Place an order list."""
        check_list(request)
        with self._step(request.symbol, now) as pit:
            orders = draft_list(pit, account, request)
            first = [orders.working] if orders.working is not None else list(orders.pair or ())
            pit.checks.lists(len(self.open_lists(account, request.symbol)))
            self._filter(pit, orders.orders, first)
            account.counts.admit(len(orders.orders), now)
            self._take(pit, first, orders.orders, is_real=True)
            orders.order_list_id = next(self._house.list_ids)
            for order in orders.orders:
                self._accept(pit, order)
            self.remember_list(orders)
            return pit.lists.start(orders)

    def cancel_list(
        self,
        account: Account,
        symbol: str,
        now: int,
        *,
        order_list_id: int | None = None,
        list_client_order_id: str | None = None,
        new_client_order_id: str | None = None,
    ) -> Cancelled:
        """Cancel an order list."""
        with self._step(symbol, now) as pit:
            orders = self.find_list(account, order_list_id, list_client_order_id)
            if orders is None or orders.is_done or orders.symbol != symbol:
                raise no_cancel("Unknown order list sent.")
            return self._cancel(pit, orders.orders[0], new_client_order_id)

    # How it is done.

    @contextmanager
    def _step(self, symbol: str, now: int) -> Iterator[Pit]:
        pit = self.pit(symbol)
        with pit.floor.at(now):
            yield pit
            pit.settle()

    def _filter(self, pit: Pit, orders: Sequence[Order], first: Sequence[Order] | None = None) -> None:
        """Raise Rejected for orders that do not pass the filters; `first` are those that do not wait for others."""
        open_orders = self.open_orders(orders[0].account, orders[0].symbol)
        for order in orders:
            if first is None or order in first:
                price_in(pit, order)
            pit.checks.order(order)
        pit.checks.position((first or orders)[0], open_orders)
        pit.checks.numbers(orders, open_orders)
        account = orders[0].account
        everywhere = self.open_orders(account), len(self.open_lists(account))
        check_everywhere(self.rules, orders, *everywhere, pit.floor.average_price)

    def _start(self, pit: Pit, order: Order) -> None:
        """Accept an order that has passed the filters, and let it begin."""
        self._take(pit, [order], [order], is_real=True)
        self._accept(pit, order)
        pit.announce(order)
        pit.work(order)

    def _take(self, pit: Pit, first: Sequence[Order], orders: Sequence[Order], *, is_real: bool) -> None:
        """Raise Rejected for orders that the engine does not take; lock what they need if they are real.

        `first` are those of `orders` that do not wait for others.
        """
        taken = {each.client_order_id for each in self.open_orders(orders[0].account, orders[0].symbol)}
        for order in orders:
            if order.client_order_id in taken:
                raise refused(DUPLICATE_ORDER)
            taken.add(order.client_order_id)
        try:
            for order in first:
                refuse(pit, order)
            if len(first) > 1:
                check_pair(pit, (first[0], first[1]))
            if is_real:
                self._lock(pit, first)
        except Rejected as rejected:
            if is_real:
                self._tell_rejected(pit, orders, rejected)
            raise

    def _lock(self, pit: Pit, first: Sequence[Order]) -> None:
        if len(first) > 1:
            lock_pair(pit, (first[0], first[1]))
            return
        check_funds(pit, first[0])
        self._house.settlement.lock(first[0])

    def _tell_rejected(self, pit: Pit, orders: Sequence[Order], rejected: Rejected) -> None:
        for order in orders:
            order.order_id = next(self._house.order_ids)
            order.status = OrderStatus.REJECTED
            self._reports.rejected(order, rejected.reason, pit.floor.now)

    def _accept(self, pit: Pit, order: Order) -> None:
        order.order_id = next(self._house.order_ids)
        order.account.counts.placed(1, pit.floor.now)
        self.remember(order)

    def _cancel(self, pit: Pit, order: Order, cancel_id: str | None) -> Cancelled:
        cancel_id = cancel_id or client_id(self._house.rng)
        orders = order.order_list
        if orders is None:
            pit.cancel(order, cancel_id)
            return Cancelled([order], cancel_id, None)
        pit.lists.cancel(orders, cancel_id)
        return Cancelled(orders.orders, cancel_id, orders)

    def _try_cancel(self, pit: Pit, account: Account, request: Cancel) -> Cancelled | Rejected:
        try:
            return self._cancel(pit, self.to_cancel(account, request), request.new_client_order_id)
        except Rejected as rejected:
            return rejected

    def _try_start(self, pit: Pit, order: Order) -> Order | Rejected:
        try:
            self._start(pit, order)
        except Rejected as rejected:
            return rejected
        return order
