"""Orders of one kind made ready, so that only numbers are left to say between a tick and an order."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ...errors import ConfigError, NotConnected, OrderLimitReached, OrderNotSent, TradingHalted
from ...schema.enums import OrderType, Side, TimeInForce
from ...trading import Gateway, Instrument, OrderTerms, surroundings
from ...trading.numbers import EXACT
from ...trading.orders import Order
from .desk import Desk
from .drafts import NEEDS_TIME_IN_FORCE
from .entry import Entry
from .frames import FrameWriter
from .gate import Sent
from .live_order import LiveOrder
from .placer import Placer


class PreparedOrder(Placer):
    """LIMIT, LIMIT_MAKER or MARKET orders by quantity on one side of one instrument, see `Trader.prepare`.

    `price_exponent` and `qty_exponent` say what the ints given to `place` stand for. In Cython `place_now` and
    `cancel_now` of `client.trading.placer` do the same without a Python object, in C the functions at `address`
    (place.h).
    """

    def __init__(
        self,
        desk: Desk,
        entry: Entry,
        instrument: Instrument,
        side: Side,
        type: OrderType,
        time_in_force: TimeInForce | None,
        prefix: str,
        on_change: Callable[[Order], None] | None = None,
    ) -> None:
        books = desk.books_of(instrument.symbol)
        super().__init__(desk.gate, books, is_buy=side == Side.BUY, is_market=type == OrderType.MARKET)
        if time_in_force is None and type in NEEDS_TIME_IN_FORCE:
            time_in_force = TimeInForce.GTC
        self._desk, self._entry, self._instrument = desk, entry, instrument
        self._side, self._type, self._time_in_force = side, type, time_in_force
        self._prefix, self._on_change = prefix, on_change
        self.price_exponent, self.qty_exponent = instrument.price_exponent, instrument.qty_exponent
        self._frames: FrameWriter | None = None
        self._is_outdated = False
        if desk.frames is not None:
            self.make_ready()
        desk.gate.keep(self)

    def __repr__(self) -> str:
        return f"<PreparedOrder {self._instrument.symbol} {self._side} {self._type}>"

    @property
    def symbol(self) -> str:
        """The instrument."""
        return self._instrument.symbol

    def price_of(self, mantissa: int, exponent: int) -> int:
        """A price of a message as `place` takes it; one between two steps is moved away from the market."""
        if exponent >= self.price_exponent:
            return mantissa * int(10 ** (exponent - self.price_exponent))
        whole, rest = divmod(mantissa, int(10 ** (self.price_exponent - exponent)))
        return whole + 1 if rest and self._side == Side.SELL else whole

    def order(self, number: int) -> Order | None:
        """The order that `place_now` gave a number to; None for one that is not remembered."""
        return self._desk.gateway.account.order(f"{self._prefix}{number}")

    def make_ready(self) -> None:
        """Lay out the bytes anew: a run of the client began, with another key maybe, or the filters changed.

        Where the steps have other decimals now nothing is sent any more: the caller's whole numbers mean something
        else than the symbol's.
        """
        desk, entry, symbol = self._desk, self._entry, self._instrument.symbol
        frames, self._instrument = desk.frames, desk.instruments[symbol]
        assert frames is not None
        time_in_force = None if self._time_in_force is None else self._time_in_force.value
        shape = (symbol, self._side.value, self._type.value, time_in_force, False)
        self._template = desk.instruments.order_template(shape, client_id_prefix=self._prefix)
        self._screen, self._uncounted = desk.instruments.screen(symbol)
        self._frames = frames
        exponents = (self._instrument.price_exponent, self._instrument.qty_exponent)
        self._is_outdated = exponents != (self.price_exponent, self.qty_exponent)
        is_for_c, guards = frames.sign is None and not self._is_outdated, None
        if entry.has_guards:
            guards = entry.compiled_guards(self._instrument)
            is_for_c = is_for_c and guards is not None
        self.lay_out(
            self._template if is_for_c else None,
            desk.instruments.numbered_cancel_template(symbol, self._prefix) if frames.sign is None else None,
            self._screen if entry.is_checking else None,
            guards,
            self._uncounted,
        )

    def enter(self, sent: Sent, gateway: Gateway) -> None:
        """Enter what was sent from C."""
        if not sent.is_cancel:
            order = self._order(sent.price, sent.qty, sent.number, self._on_change, sent.at)
            gateway.adopt(order, sent.request_id, sent.connection, sent.at)
            self._entry.counted(sent.at)
            return
        known = gateway.account.order(f"{self._prefix}{sent.number}")
        if known is not None:
            gateway.adopt_cancel(known, sent.request_id, sent.connection, sent.at)

    def _sent(
        self,
        price: int,
        qty: int,
        number: int,
        request: int,
        now: int,
        on_change: Callable[[Order], None] | None,
        created_at: int | None,
    ) -> LiveOrder:
        """Enter what `place` has just sent."""
        desk = self._desk
        order = self._adopt(price, qty, number, request, now, on_change, created_at)
        self._entry.counted(now)
        desk.know()
        desk.wake()
        return order

    def _place_slowly(
        self,
        price: int,
        qty: int,
        now: int,
        on_change: Callable[[Order], None] | None,
        created_at: int | None,
    ) -> LiveOrder:
        """What was in the way of `place` is looked at closely."""
        desk = self._desk
        if not desk.gate.is_in_its_thread and desk.is_running:
            return desk.call(lambda: self.place(price, qty, on_change=on_change, created_at=created_at))
        number, request = self._send_slowly(price, qty, now)
        order = self._adopt(price, qty, number, request, now, on_change, created_at)
        self._entry.sent(now)
        return order

    def _adopt(
        self,
        price: int,
        qty: int,
        number: int,
        request: int,
        now: int,
        on_change: Callable[[Order], None] | None,
        created_at: int | None,
    ) -> LiveOrder:
        gateway = self._desk.gateway
        order = self._order(price, qty, number, on_change or self._on_change, created_at or now)
        assert gateway.connection is not None
        gateway.adopt(order, request, gateway.connection, now)
        return order

    def _send_slowly(self, price: int, qty: int, now: int) -> tuple[int, int]:
        """Send an order with all there is to know; raises OrderNotSent when it is not to be sent."""
        desk, entry = self._desk, self._entry
        self._check_numbers(price, qty)
        if self._is_outdated:
            reason = "its steps have other decimals than when this was prepared; prepare it anew"
            raise OrderNotSent("instrument", reason, self._instrument.symbol)
        if desk.frames is None or self._frames is None:
            raise NotConnected("connection", "none to the venue is open", self._instrument.symbol)
        if entry.is_checking and (
            not self._screen.passes(is_buy=self._side == Side.BUY, price=price, qty=qty)
            or desk.gateway.account.open_count >= self._uncounted
        ):
            self._judge(price, qty)
        if entry.has_guards:
            entry.check_guards(self._terms(price, qty), now)
        connection, link = desk.gateway.connection, desk.link
        if not desk.gateway.room(now) or connection is None or link is None:
            self._no_room()
        assert link is not None
        request, number = next(desk.gate), self.next_number()
        numbers: dict[str, Any] = {"price": price} if self._type is not OrderType.MARKET else {}
        frame = self._template.frame(
            request_id=request,
            timestamp=self._frames.venue_us(),
            qty=qty,
            client_number=number,
            sign=self._frames.sign,
            **numbers,
        )
        link.write(connection, frame)  # whatever else there is to do can wait
        return number, request

    def _check_numbers(self, price: int, qty: int) -> None:
        """Raise ConfigError for what is no price or no quantity, whatever the filters say."""
        is_market = self._type is OrderType.MARKET
        if price < 0 or (price == 0) != is_market:
            words = "0 for MARKET orders" if is_market else f"more than 0 for {self._type} orders"
            raise ConfigError(f"price: {words}, not {price}")
        if qty <= 0:
            raise ConfigError(f"qty: more than 0, not {qty}")

    def _judge(self, price: int, qty: int) -> None:
        """The screen knows neither words nor other orders."""
        self._instrument.check(self._terms(price, qty), surroundings(self._desk.gateway.account, self._instrument))

    def _terms(self, price: int, qty: int) -> OrderTerms:
        return OrderTerms(self._instrument.symbol, self._side, self._type, *self._decimals(price, qty))

    def _decimals(self, price: int, qty: int) -> tuple[Decimal | None, Decimal]:
        exact_price = None if self._type is OrderType.MARKET else Decimal(price).scaleb(self.price_exponent, EXACT)
        return exact_price, Decimal(qty).scaleb(self.qty_exponent, EXACT)

    def _order(
        self, price: int, qty: int, number: int, on_change: Callable[[Order], None] | None, created_at: int
    ) -> LiveOrder:
        exact_price, exact_qty = self._decimals(price, qty)
        given: dict[str, Any] = {"price": exact_price, "qty": exact_qty, "time_in_force": self._time_in_force}
        return LiveOrder(
            self._instrument.symbol,
            self._side,
            self._type,
            client_order_id=f"{self._prefix}{number}",
            on_change=on_change,
            created_at=created_at,
            waiters=self._desk.waiters,
            **given,
        )

    def _no_room(self) -> None:
        symbol = self._instrument.symbol
        if self._desk.gateway.is_halted:
            raise TradingHalted("kill switch", "trading is halted", symbol)
        if self._desk.gateway.connection is None:
            raise NotConnected("connection", "none to the venue is open", symbol)
        assert self._frames is not None
        wait = self._desk.gateway.limits.wait(1, 1, self._frames.venue_ns()) * 1e-9
        raise OrderLimitReached("the venue's limits", f"no room for {wait:.3f} s", symbol, wait)
