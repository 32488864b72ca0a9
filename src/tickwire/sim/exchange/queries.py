"""What the exchange remembers of each account, and answers when asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from ...schema.enums import CancelRestrictions, OrderStatus
from ..spans import DAY
from .accounts import Account
from .orders import Amendment, Fill, Order, OrderList, PreventedMatch
from .pit import Pit
from .rejected import (
    DUPLICATE_ORDER,
    UNKNOWN_ORDER,
    Rejected,
    archived,
    bad_symbol,
    ids_differ,
    no_amend,
    no_cancel,
    no_ids,
    no_such_order,
)
from .requests import Amend, Cancel

_RESTRICTED = {
    CancelRestrictions.ONLY_NEW: OrderStatus.NEW,
    CancelRestrictions.ONLY_PARTIALLY_FILLED: OrderStatus.PARTIALLY_FILLED,
}
_FOREVER = 1 << 63
_T = TypeVar("_T")
# Orders that ended unfilled are no longer looked up after so long.
_ARCHIVED_AFTER = 90 * DAY


class Page(NamedTuple):
    """Which of many: those from an id on, or of a span of time in µs with both its ends; else the newest."""

    from_id: int | None = None
    start: int | None = None
    end: int | None = None
    limit: int = 500

    def of(self, many: Iterable[_T], id_and_time: Callable[[_T], tuple[int, int]]) -> list[_T]:
        """Those of `many`, oldest first, that are meant."""
        first, start, end = self.from_id or 0, self.start or 0, _FOREVER if self.end is None else self.end
        found = []
        for one in many:
            number, time = id_and_time(one)
            if number >= first and start <= time <= end:
                found.append(one)
        has_beginning = self.from_id is not None or self.start is not None
        return found[: self.limit] if has_beginning else found[-self.limit :]


NEWEST = Page()


class Queries:
    """Orders, lists and trades of all accounts. Times are µs."""

    def __init__(self, pits: dict[str, Pit]) -> None:
        self._pits = pits
        self._orders: dict[Account, dict[int, Order]] = defaultdict(dict)
        self._open: dict[Account, dict[int, Order]] = defaultdict(dict)
        self._by_client_id: dict[tuple[Account, str, str], Order] = {}
        self._lists: dict[Account, dict[int, OrderList]] = defaultdict(dict)

    def remember(self, order: Order) -> None:
        """Keep an order that was accepted."""
        self._orders[order.account][order.order_id] = self._open[order.account][order.order_id] = order
        self.rename(order)

    def rename(self, order: Order) -> None:
        """An order has a client order id."""
        self._by_client_id[order.account, order.symbol, order.client_order_id] = order

    def remember_list(self, orders: OrderList) -> None:
        """Keep a list that was accepted."""
        self._lists[orders.account][orders.order_list_id] = orders

    def pit(self, symbol: str) -> Pit:
        """A symbol as it is traded here. Raises Rejected for another."""
        if (found := self._pits.get(symbol)) is None:
            raise bad_symbol()
        return found

    def find(self, account: Account, symbol: str, order_id: int | None, client_order_id: str | None) -> Order | None:
        """An order by either id; by both when they are of the same order. Raises Rejected when they are not."""
        self.pit(symbol)
        if order_id is None:
            if client_order_id is None:
                raise no_ids("origClientOrderId", "orderId")
            return self._by_client_id.get((account, symbol, client_order_id))
        found = self._orders[account].get(order_id)
        if found is None or found.symbol != symbol:
            return None
        if client_order_id is not None and found.client_order_id != client_order_id:
            raise ids_differ()
        return found

    def to_cancel(self, account: Account, request: Cancel) -> Order:
        """The open order that a request names. Raises Rejected when it cannot be cancelled."""
        order = self.find(account, request.symbol, request.order_id, request.orig_client_order_id)
        if order is None or order.is_done:
            raise no_cancel()
        wanted = request.cancel_restrictions
        if wanted is not None and not wanted.is_known:
            raise Rejected(-1145, "Invalid cancelRestrictions")
        if wanted is not None and _RESTRICTED[wanted] is not order.status:
            raise no_cancel("Order was not canceled due to cancel restrictions.")
        return order

    def to_amend(self, account: Account, request: Amend) -> Order:
        """The open order that a request names. Raises Rejected when there is none, or its new name is taken."""
        order = self.find(account, request.symbol, request.order_id, request.orig_client_order_id)
        if order is None or order.is_done:
            raise no_amend(UNKNOWN_ORDER)
        taken = {each.client_order_id for each in self.open_orders(account, request.symbol) if each is not order}
        if request.new_client_order_id in taken:
            raise no_amend(DUPLICATE_ORDER)
        return order

    def order(
        self,
        account: Account,
        symbol: str,
        order_id: int | None = None,
        client_order_id: str | None = None,
        *,
        now: int | None = None,
    ) -> Order:
        """One order, as `order.status` answers it. Raises Rejected when there is none, or by `now` none any more."""
        if (found := self.find(account, symbol, order_id, client_order_id)) is None:
            raise no_such_order()
        is_old = now is not None and now - found.update_time > _ARCHIVED_AFTER
        if is_old and found.is_done and not found.executed_qty:
            raise archived()
        return found

    def open_orders(self, account: Account, symbol: str | None = None) -> list[Order]:
        """The orders that are not done, oldest first."""
        if symbol is not None:
            self.pit(symbol)
        known = self._open[account]
        for order_id in [order_id for order_id, order in known.items() if order.is_done]:
            del known[order_id]
        return [order for order in known.values() if symbol is None or order.symbol == symbol]

    def all_orders(self, account: Account, symbol: str, page: Page = NEWEST) -> list[Order]:
        """Orders of a symbol, by id."""
        self.pit(symbol)
        found = [order for order in self._orders[account].values() if order.symbol == symbol]
        return page.of(found, lambda order: (order.order_id, order.time))

    def find_list(
        self, account: Account, order_list_id: int | None, list_client_order_id: str | None
    ) -> OrderList | None:
        """A list by either id; the client's id goes first. Raises Rejected when there is neither."""
        if list_client_order_id is None and order_list_id is None:
            raise no_ids("orderListId", "listClientOrderId")
        if list_client_order_id is None:
            return self._lists[account].get(order_list_id or 0)
        found = [each for each in self._lists[account].values() if each.list_client_order_id == list_client_order_id]
        return found[-1] if found else None

    def order_list(
        self, account: Account, order_list_id: int | None = None, list_client_order_id: str | None = None
    ) -> OrderList:
        """One list, as `orderList.status` answers it. Raises Rejected when there is none."""
        if (found := self.find_list(account, order_list_id, list_client_order_id)) is None:
            raise Rejected(-2013, "Order list does not exist.")
        return found

    def open_lists(self, account: Account, symbol: str | None = None) -> list[OrderList]:
        """The lists that are not done, oldest first."""
        return [each for each in self._lists[account].values() if not each.is_done and symbol in (None, each.symbol)]

    def all_lists(self, account: Account, page: Page = NEWEST) -> list[OrderList]:
        """Lists, by id."""
        return page.of(self._lists[account].values(), lambda orders: (orders.order_list_id, orders.time))

    def trades(self, account: Account, symbol: str, page: Page = NEWEST, *, order_id: int | None = None) -> list[Fill]:
        """An account's trades, or those of an order, oldest first."""
        found = [fill for fill in self.pit(symbol).fills[account] if order_id in (None, fill.order_id)]
        return page.of(found, lambda fill: (fill.trade_id, fill.time))

    def allocations(
        self, account: Account, symbol: str, page: Page = NEWEST, *, order_id: int | None = None
    ) -> list[Fill]:
        """What an account's routed orders were given, or one of them was, oldest first."""
        found = [fill for fill in self.pit(symbol).allocations[account] if order_id in (None, fill.order_id)]
        return page.of(found, lambda fill: (fill.alloc_id or 0, fill.time))

    def prevented_matches(
        self,
        account: Account,
        symbol: str,
        *,
        prevented_match_id: int | None = None,
        order_id: int | None = None,
        from_id: int = 0,
        limit: int = 500,
    ) -> list[PreventedMatch]:
        """Trades of an account that would have been with itself, by id or by order."""
        return [
            match
            for match in self.pit(symbol).prevented[from_id:]
            if account in match.accounts
            and prevented_match_id in (None, match.prevented_match_id)
            and order_id in (None, match.taker_order_id, match.maker_order_id)
        ][:limit]

    def amendments(
        self, account: Account, symbol: str, order_id: int, *, from_execution_id: int = 0, limit: int = 500
    ) -> list[Amendment]:
        """How an order was amended, oldest first. Raises Rejected when there is no such order."""
        made: Iterable[Amendment] = self.order(account, symbol, order_id).amendments
        return [each for each in made if each.execution_id >= from_execution_id][:limit]
