"""The truth: a tiny exchange of one account, with orders, trades and balances in integers of 1e-8.

Prices are whole units of the quote asset. It matches nothing: what is filled, and when, is decided from outside.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

UNIT = 100_000_000
SYMBOLS = {"BTCUSDT": ("BTC", "USDT"), "ETHBTC": ("ETH", "BTC")}
PRICES = {"BTCUSDT": 50_000, "ETHBTC": 1}
OPEN = ("NEW", "PARTIALLY_FILLED")
ALWAYS = {"P": "0.00000000", "F": "0.00000000", "r": "NONE", "M": False, "Q": "0.00000000", "V": "NONE"}


def text(amount: int) -> str:
    """An amount as the venue writes it."""
    return f"{amount // UNIT}.{amount % UNIT:08d}"


class Refused(Exception):
    """The engine refuses, with code and words."""

    def __init__(self, code: int, msg: str) -> None:
        self.code, self.msg = code, msg


class VenueOrder:
    """One order at the exchange."""

    def __init__(self, number: int, cid: str, symbol: str, side: str, kind: str, qty: int, price: int, at: int) -> None:
        self.id, self.cid, self.symbol, self.side, self.type = number, cid, symbol, side, kind
        self.qty, self.price, self.at, self.updated = qty, price, at, at
        self.filled = self.quote = 0
        self.status, self.tif = "NEW", "GTC"
        self.trades: list[dict[str, Any]] = []
        self.list_id = -1
        self.is_asleep = False  # a stop that has not triggered
        self.is_ours = True

    def __repr__(self) -> str:
        return f"{self.cid} {self.status} {text(self.filled)}/{text(self.qty)}"

    @property
    def is_open(self) -> bool:
        """Whether it may be filled."""
        return self.status in OPEN

    @property
    def left(self) -> int:
        """What may be filled yet."""
        return self.qty - self.filled


class Exchange:
    """Orders, balances, and `emit`, which is called with each event of the account."""

    def __init__(self, clock_ms: Callable[[], int], emit: Callable[[dict[str, Any]], None]) -> None:
        self._clock_ms, self._emit = clock_ms, emit
        self.orders: dict[int, VenueOrder] = {}
        self.by_cid: dict[str, VenueOrder] = {}
        self.lists: dict[int, list[VenueOrder]] = {}
        self.free = {"BTC": 50 * UNIT, "ETH": 500 * UNIT, "USDT": 1_000_000 * UNIT}
        self.locked = dict.fromkeys(self.free, 0)
        self.updated = 0
        self.trade_ids = dict.fromkeys(SYMBOLS, 1000)
        self._order_ids, self._executions, self._list_ids = count(1), count(1), count(1)

    @property
    def now_ms(self) -> int:
        """What its clock shows."""
        return self._clock_ms()

    def open_orders(self) -> list[VenueOrder]:
        """All that may be filled."""
        return [order for order in self.orders.values() if order.is_open]

    def find(self, symbol: str, order_id: int | None, cid: str | None, *, code: int = -2013) -> VenueOrder:
        """The order that a request names."""
        order = self.orders.get(order_id) if order_id is not None else self.by_cid.get(cid or "")
        if order is None or order.symbol != symbol:
            raise Refused(code, "Order does not exist." if code == -2013 else "Unknown order sent.")
        return order

    def place(self, cid: str, symbol: str, side: str, kind: str, qty: int, price: int, **more: Any) -> VenueOrder:
        """Accept an order, or refuse it."""
        known = self.by_cid.get(cid)
        if known is not None and known.is_open:
            raise Refused(-2010, "Duplicate order sent.")
        order = VenueOrder(next(self._order_ids), cid, symbol, side, kind, qty, price, self._clock_ms())
        order.list_id, order.is_asleep = more.get("list_id", -1), more.get("is_asleep", False)
        if not order.is_asleep:
            asset, amount = self._cost(order, qty)
            if self.free[asset] < amount:
                raise Refused(-2010, "Account has insufficient balance for requested action.")
            self._lock(asset, amount)
        self.orders[order.id] = self.by_cid[cid] = order
        self._report(order, "NEW")
        self._tell_balances(order.symbol)
        return order

    def place_oco(self, symbol: str, side: str, qty: int, price: int, cids: tuple[str, str]) -> list[VenueOrder]:
        """Two orders of which one may be filled; the other one never is, in this small world."""
        list_id = next(self._list_ids)
        first = self.place(cids[0], symbol, side, "LIMIT_MAKER", qty, price, list_id=list_id)
        second = self.place(cids[1], symbol, side, "STOP_LOSS_LIMIT", qty, price, list_id=list_id, is_asleep=True)
        self.lists[list_id] = [first, second]
        return [first, second]

    def fill(self, order: VenueOrder, qty: int, *, is_maker: bool = True) -> None:
        """Somebody trades with an order."""
        base, quote_asset = SYMBOLS[order.symbol]
        qty, quote = min(qty, order.left), min(qty, order.left) * order.price
        asset, amount = self._cost(order, qty)
        self.locked[asset] -= amount
        got, gets = (base, qty) if order.side == "BUY" else (quote_asset, quote)
        commission = gets // 1000
        self.free[got] += gets - commission
        order.filled, order.quote = order.filled + qty, order.quote + quote
        order.status = "PARTIALLY_FILLED" if order.left else "FILLED"
        self.trade_ids[order.symbol] += 1
        trade = {
            "id": self.trade_ids[order.symbol],
            "qty": qty,
            "price": order.price,
            "quote": quote,
            "commission": commission,
            "asset": got,
            "is_maker": is_maker,
            "at": self._clock_ms(),
        }
        order.trades.append(trade)
        self._report(order, "TRADE", trade=trade)
        for other in self.lists.get(order.list_id, ()):
            if other is not order and other.is_open:
                self._end(other, "EXPIRED")
        self._tell_balances(order.symbol)

    def cancel(self, order: VenueOrder, cancel_cid: str = "", *, restrictions: str = "") -> list[VenueOrder]:
        """Cancel an order, and those of its list."""
        if not order.is_open:
            raise Refused(-2011, "Unknown order sent.")
        ended = [one for one in self.lists.get(order.list_id, [order]) if one.is_open]
        for one in ended:
            self._end(one, "CANCELED", cancel_cid or f"x{one.id}")
        self._tell_balances(order.symbol)
        return ended

    def expire(self, order: VenueOrder) -> None:
        """What is left of an order ends."""
        self._end(order, "EXPIRED")
        self._tell_balances(order.symbol)

    def amend(self, order: VenueOrder, qty: int) -> int:
        """Lower an order's quantity; returns the execution id."""
        if not order.is_open:
            raise Refused(-2038, "Unknown order sent.")
        if not order.filled < qty < order.qty:
            raise Refused(-2038, "The requested action would change no state; rejecting.")
        asset, amount = self._cost(order, order.qty - qty)
        self._lock(asset, -amount)
        order.qty = qty
        execution = self._report(order, "REPLACED")
        self._tell_balances(order.symbol)
        return execution

    def _end(self, order: VenueOrder, status: str, cancel_cid: str = "") -> None:
        if not order.is_asleep:
            asset, amount = self._cost(order, order.left)
            self._lock(asset, -amount)
        order.status = status
        self._report(order, status, cancel_cid=cancel_cid)

    def _cost(self, order: VenueOrder, qty: int) -> tuple[str, int]:
        base, quote = SYMBOLS[order.symbol]
        return (quote, qty * order.price) if order.side == "BUY" else (base, qty)

    def _lock(self, asset: str, amount: int) -> None:
        self.free[asset] -= amount
        self.locked[asset] += amount

    def _report(
        self, order: VenueOrder, what: str, *, trade: dict[str, Any] | None = None, cancel_cid: str = ""
    ) -> int:
        now, execution = self._clock_ms(), next(self._executions)
        order.updated = now
        is_reference = what in ("CANCELED", "REPLACED")
        self._emit(
            {
                "e": "executionReport",
                "E": now,
                "s": order.symbol,
                "c": cancel_cid or order.cid,
                "S": order.side,
                "o": order.type,
                "f": order.tif,
                "q": text(order.qty),
                "p": text(order.price * UNIT),
                "g": order.list_id,
                "C": order.cid if is_reference else "",
                "x": what,
                "X": order.status,
                "i": order.id,
                "l": text(trade["qty"] if trade else 0),
                "z": text(order.filled),
                "L": text(order.price * UNIT if trade else 0),
                "n": text(trade["commission"]) if trade else "0",
                "N": trade["asset"] if trade else None,
                "T": now,
                "t": trade["id"] if trade else -1,
                "I": execution,
                "w": order.is_open,
                "m": bool(trade and trade["is_maker"]),
                "O": order.at,
                "Z": text(order.quote),
                "Y": text(trade["quote"] if trade else 0),
                **ALWAYS,
            }
        )
        return execution

    def _tell_balances(self, symbol: str) -> None:
        self.updated = now = self._clock_ms()
        rows = [{"a": asset, "f": text(self.free[asset]), "l": text(self.locked[asset])} for asset in SYMBOLS[symbol]]
        self._emit({"e": "outboundAccountPosition", "E": now, "u": now, "B": rows})
