"""After every subscription of the user stream: what changed while nobody listened, as one `Reconciled` event.

The user stream replays nothing. So, once it is subscribed, the venue is asked for all open orders, for balances, for
each order that was open here and is not there, and for the trades of each symbol since the last one known. Events go on
arriving meanwhile; whichever word is older gives way (`Order.take`, `Account.on_status`), and an execution counts once,
whoever brings it.

An order that was sent before, and of which nothing is known yet, is looked up once more when its reply comes: that may
have been on its way for longer than the order lived.

Which trade of a symbol is the last one known is a matter of its own: only the stream tells all trades, and only while
it is not broken. So the marks do not move while the account is not current: a trade that the new stream brings before
the list of trades comes says nothing of those in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

import msgspec

from ..errors import NoSuchOrder
from ..session.requests import Answer
from .amounts import minus
from .events import BalanceChange, Contradiction, OrderChange, QuestionFailed, Reconciled
from .inquiries import Inquiries, Inquiry
from .ledger import Ledger
from .lookups import MOST_TRADES, Lookups
from .orders import Order, Taken
from .policies import MILLISECOND, Policy
from .replies import answered, weight_of
from .sightings import Fill, Sighting, of_row, of_trade
from .states import OPEN, OVER, UNPLACED, OrderEvent, OrderState

EVENT, RECONCILE = "event", "reconcile"


class _Findings(msgspec.Struct):
    """What had changed unseen, until it is told."""

    since: int | None = None
    changed: dict[Order, OrderChange] = {}
    appeared: list[Order] = []
    fills: list[tuple[Order, Fill]] = []
    balances: list[BalanceChange] = []


class Reconciler:
    """Brings one account up to date after each subscription of its user stream."""

    def __init__(
        self,
        ledger: Ledger,
        inquiries: Inquiries,
        lookups: Lookups,
        policy: Policy,
        in_doubt: Callable[[], tuple[Order, ...]],
        symbols: Iterable[str] = (),
    ) -> None:
        self._symbols, self._policy = frozenset(symbols), policy
        self._ledger, self._inquiries, self._lookups, self._in_doubt = ledger, inquiries, lookups, in_doubt
        self._marks: dict[str, int] = {}  # the last trade of each symbol up to which all are known
        self._ahead: dict[str, int] = {}  # the last one that the stream brought since
        self._since_ms: int | None = None  # where a symbol has no mark: since when the account is watched
        self._asked: list[Inquiry] = []
        self._unheard: set[Order] = set()  # sent before the stream began, and nothing was said of them yet
        self._findings = _Findings()
        self._began = -1 << 63
        ledger.after.append(self._after)

    @property
    def is_busy(self) -> bool:
        """Whether it is under way."""
        return bool(self._asked)

    def watch(self, venue_ns: int) -> None:
        """Trades from now on are of interest."""
        if self._since_ms is None:
            self._since_ms = venue_ns // 1_000_000

    def begin(self, now: int) -> None:
        """The user stream is subscribed: ask for all that may have changed."""
        self._begin(now)

    def missed(self, now: int, pause: int) -> None:
        """An event was missed though the stream is there; asked `pause` after the last time, for that costs weight."""
        if not self._asked or any(inquiry.asked_at for inquiry in self._asked):
            self._begin(max(now, self._began + pause))

    def _begin(self, now: int) -> None:
        self._began = now
        self.stop()
        self._unheard = {order for order in self._ledger.account.open_orders if order.state in UNPLACED}
        if self._findings.since is None:
            self._findings.since = now
        self._ask("openOrders.status", {}, self._on_open_orders, now)
        self._ask("account.status", {}, self._on_status, now)
        for symbol in sorted(self._symbols | self._ledger.account.symbols):
            self._ask_trades(symbol, now)

    def stop(self) -> None:
        """The user stream has broken: what was asked is worth nothing now; what was found is told in the end."""
        self._ledger.account.is_current = False
        for inquiry in self._asked:
            self._inquiries.end(inquiry)
        self._asked.clear()

    def _ask(
        self,
        method: str,
        params: Mapping[str, Any],
        take: Callable[[Inquiry, Answer, int], bool],
        now: int,
        latest: int | None = None,
    ) -> None:
        def taken(answer: Answer, now: int) -> bool:
            if not take(inquiry, answer, now):
                return False
            done(now)
            return True

        def done(now: int) -> None:
            self._asked.remove(inquiry)
            self._finish(now)

        weight = weight_of(method, params)
        inquiry = Inquiry(
            method=method, params=params, weight=weight, take=taken, ask_at=now, latest=latest, given_up=done
        )
        self._asked.append(self._inquiries.begin(inquiry))

    def _ask_trades(self, symbol: str, now: int) -> None:
        mark = self._marks.get(symbol)
        since = {"fromId": mark + 1} if mark is not None else {"startTime": self._since_ms}
        params = {"symbol": symbol, **since, "limit": MOST_TRADES}
        self._ask("myTrades", params, self._on_trades, now)

    def _on_open_orders(self, inquiry: Inquiry, answer: Answer, now: int) -> bool:
        rows = answered(answer, lambda rows: [(row, of_row(row)) for row in rows], self._ledger.outbox)
        if rows is None:
            return False
        asked_at = inquiry.asked_at
        listed = {self._on_listed(row, sighting, asked_at, now) for row, sighting in rows}
        for order in self._ledger.account.open_orders:
            if (
                order.state in OPEN
                and order not in listed
                and order.acked_at <= asked_at
                and order.order_id is not None
            ):
                params, latest = (
                    {"symbol": order.symbol, "orderId": order.order_id},
                    self._proven_at(order) + MILLISECOND,
                )
                self._ask("order.status", params, self._on_order, now, latest)
        return True

    def _on_listed(self, row: Any, sighting: Sighting, asked_at: int, now: int) -> Order:
        """An order that is open at the venue."""
        account = self._ledger.account
        is_new = account.meant_by(sighting) is None
        order = self._ledger.found(row, sighting, now)
        if is_new:
            self._findings.appeared.append(order)
        if order.state in OVER and order.done_at <= asked_at:
            fault = f"listed among the open orders while {order.state.value}"
            self._ledger.outbox.event(Contradiction(order, order.state, fault, RECONCILE))
            self._lookups.contradicted(order, now)
        self._ledger.take(order, sighting, RECONCILE, now)
        return order

    def _on_order(self, inquiry: Inquiry, answer: Answer, now: int) -> bool:
        """An order that was open here and is no longer there, or whose trades came up."""
        if isinstance(answer.error, NoSuchOrder):
            return self._on_absence(inquiry, answer.error, now)
        found = answered(answer, lambda row: (row, of_row(row)), self._ledger.outbox)
        if found is None:
            return False
        self._ledger.take(self._ledger.found(*found, now), found[1], RECONCILE, now)
        return True

    def _proven_at(self, order: Order) -> int:
        """From when on the venue has it, or never will again: what serves questions may be behind what took it."""
        return order.acked_at + self._policy.settles_within

    def _on_absence(self, inquiry: Inquiry, error: NoSuchOrder, now: int) -> bool:
        """The venue does not know an order that it had, as when it begins anew with empty books."""
        symbol, order_id = inquiry.params["symbol"], inquiry.params["orderId"]
        order = self._ledger.account.find(symbol, order_id, "")
        if order is None:
            self._ledger.outbox.event(QuestionFailed(inquiry.method, error, None))
        elif order.state in OPEN:
            if inquiry.asked_at < self._proven_at(order):
                return False
            fault = "the venue does not know it any more"
            self._ledger.outbox.event(Contradiction(order, order.state, fault, RECONCILE))
            order.reason, order.told_qty = fault, order.filled_qty  # what else was filled cannot be found out
            self._ledger.advance(order, OrderEvent.GONE, RECONCILE, now)
            if self._marks.pop(symbol, None) is not None:
                self._ask_trades(symbol, now)  # their numbers may begin anew, too
        return True

    def _on_status(self, inquiry: Inquiry, answer: Answer, now: int) -> bool:
        asked_at, account = inquiry.asked_at, self._ledger.account
        changes = answered(answer, lambda status: account.on_status(status, asked_at), self._ledger.outbox)
        if changes is None:
            return False
        self._findings.balances += changes
        return True

    def _on_trades(self, inquiry: Inquiry, answer: Answer, now: int) -> bool:
        trades = answered(answer, lambda rows: [(row.order_id, of_trade(row)) for row in rows], self._ledger.outbox)
        if trades is None:
            return False
        symbol = inquiry.params["symbol"]
        by_order: dict[int, list[Fill]] = {}
        for order_id, fill in trades:
            by_order.setdefault(order_id, []).append(fill)
            self._ahead[symbol] = max(self._ahead.get(symbol, -1), fill.number)
        for order_id, fills in by_order.items():
            self._on_fills(symbol, order_id, tuple(fills), now)
        if len(trades) < MOST_TRADES:
            return True
        inquiry.params = {"symbol": symbol, "fromId": trades[-1][1].number + 1, "limit": MOST_TRADES}
        inquiry.is_partial = True
        return False

    def _on_fills(self, symbol: str, order_id: int, fills: tuple[Fill, ...], now: int) -> None:
        """Executions of one order; whose it is has to be asked if nobody knows."""
        order = self._ledger.account.find(symbol, order_id, "")
        if order is not None:
            self._ledger.fill(order, fills, RECONCILE, now)
            return

        def on_order(inquiry: Inquiry, answer: Answer, now: int) -> bool:
            if not self._on_order(inquiry, answer, now):
                return False
            if self._ledger.account.find(symbol, order_id, "") is not None:
                self._on_fills(symbol, order_id, fills, now)
            return True

        self._ask("order.status", {"symbol": symbol, "orderId": order_id}, on_order, now)

    def _after(self, order: Order, before: OrderState, taken: Taken, source: str, now: int) -> None:
        trades = [fill.number for fill in taken.fills if fill.number >= 0]
        if source == EVENT and trades:
            marks = self._marks if self._ledger.account.is_current else self._ahead
            marks[order.symbol] = max(marks.get(order.symbol, -1), *trades)
        if order in self._unheard:
            self._unheard.discard(order)
            if source != EVENT and order.state in OPEN:  # it may be long over, and that was told while nobody listened
                self._lookups.look_up(order, now)
        if source == RECONCILE:
            filled_before = reduce(minus, (fill.qty for fill in taken.fills), order.filled_qty)
            self._findings.changed.setdefault(order, OrderChange(order, before, filled_before))
            self._findings.fills += [(order, fill) for fill in taken.fills]

    def _finish(self, now: int) -> None:
        """Tell what was found, once nothing is left to be asked."""
        if self._asked:
            return
        for symbol, number in self._ahead.items():
            self._marks[symbol] = max(number, self._marks.get(symbol, -1))
        self._ahead.clear()
        found, self._findings = self._findings, _Findings()
        account = self._ledger.account
        account.is_current = True
        self._ledger.outbox.event(
            Reconciled(
                account=account.name,
                changed=tuple(found.changed.values()),
                appeared=tuple(found.appeared),
                fills=tuple(found.fills),
                balances=tuple(found.balances),
                in_doubt=self._in_doubt(),
                took=now - (found.since if found.since is not None else now),
            )
        )
