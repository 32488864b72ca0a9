"""`Trader`: orders of one account over the venue's WebSocket API, in the same thread as a client's market data."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import TracebackType
from typing import Any, Self, TypeVar

from ...errors import ConfigError, TickwireError
from ...schema.enums import CancelReplaceMode, CancelRestrictions, OrderType, Side, TimeInForce
from ...trading import Account, Credentials, Gateway, Guards, Instrument, Order, Policy, Quotes
from ...trading.instrument import Price, Quantity
from ...trading.orders import client_order_ids
from ..client import Client
from ..settings import Encoding, Environment, check_positive
from .arguments import checked_quotes, misgiven, symbols_of
from .desk import Desk
from .drafts import NEEDS_TIME_IN_FORCE, draft, hook_of, left_of, word
from .entry import SCREENED, Entry, QuotesOf
from .listening import Listening, sink_of
from .lists import Lists
from .live_order import LiveChange, LiveList, LiveOrder
from .milestones import Milestone
from .order_lists import Leg
from .prepared import PreparedOrder
from .questions import ask, method_of

T = TypeVar("T")


class Trader:
    """Orders of one account.

    `credentials` come from `load_credentials`; with `env="sim"` they may be left out, for the simulated venue has a
    demo account. With `client` the trader works while that client runs, in its thread, at its venue: place orders from
    its handlers, without anything in between. Otherwise it brings a client of its own, `trader.client`, which
    `encoding` "sbe" has ask for replies and events in binary.

    `symbols` are the instruments that orders are for: what the venue says of them is asked at the start. Each order is
    checked against the filters of its symbol before it is sent, unless `check_filters` is False, and by the `guards`
    that are turned on; prices for both come from the books that the client keeps, or from `quotes`. With
    `account_filters` the venue is asked for those of this account on each symbol, too (`myFilters`, a weight of 40
    each). `policy` says how long to wait, and what to do beyond the venue's limits or when the connection is lost.
    `name` tells several accounts apart.

    Raises ConfigError naming an argument that cannot be. Nothing is opened before `run`, `start` or `run_async`.
    """

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        env: Environment | None = None,
        client: Client | None = None,
        api_url: str | None = None,
        encoding: Encoding | None = None,
        ssl: Any = None,
        symbols: Iterable[str] = (),
        policy: Policy | None = None,
        guards: Guards | None = None,
        quotes: QuotesOf | None = None,
        check_filters: bool = True,
        account_filters: bool = False,
        start_timeout: float = 15.0,
        name: str = "",
    ) -> None:
        if wrong := misgiven(**locals()):
            del credentials  # it may be the secret itself, and tracebacks show locals
            raise ConfigError(wrong)
        wanted = symbols_of(symbols)
        self.client = client if client is not None else _bare_client(env, api_url, encoding, ssl)
        self._runner, self._timeout = self.client._runner, check_positive("start_timeout", start_timeout)
        self.client._settings.check_api("Trader")
        if credentials is None and self.client._settings.env != "sim":
            raise ConfigError('credentials: whose account? See load_credentials; only env="sim" has a demo account')
        self._desk = Desk(self.client, credentials, policy or Policy(), wanted, name)
        if account_filters:
            self._desk.symbols_to_learn = tuple(symbol.upper() for symbol in wanted)
        self._entry = Entry(
            self._desk,
            guards or Guards(),
            self._quotes_of_books if quotes is None else checked_quotes(quotes),
            is_checking=check_filters,
            has_quotes=quotes is not None,
        )
        self._prefix = f"tw{secrets.token_hex(4)}-"
        self._client_order_ids = client_order_ids(self._prefix)
        self._lists, self._prepared = Lists(self._client_order_ids, lambda: self._desk.waiters), 0

    def __repr__(self) -> str:
        if not hasattr(self, "_desk"):  # as tools that print the locals of a traceback find it
            return "<Trader>"
        return f"<Trader {self.account.name!r}, {len(self.account.open_orders)} open orders>"

    # Orders.

    def place(
        self,
        symbol: str,
        side: str,
        type: str = "LIMIT",
        *,
        qty: Quantity | None = None,
        price: Price | None = None,
        quote_qty: Decimal | str | None = None,
        time_in_force: str | None = None,
        client_order_id: str | None = None,
        on_change: Callable[[Order], None] | None = None,
        **more: Any,
    ) -> LiveOrder:
        """Place an order: its bytes are handed to the socket before this returns.

        Prices and quantities are Decimal, text, or `Ticks` and `Lots`; floats are refused. A LIMIT order without
        `time_in_force` is GTC. `more` are further parameters by their names in `schema.OrderParams`: stop_price,
        iceberg_qty, trailing_delta, self_trade_prevention_mode, peg_price_type and so on. `on_change` is called after
        each change of the order, in the client's thread.

        Wait for `order.ack` and `order.done`. Raises ConfigError for arguments that cannot be, and `OrderNotSent` when
        nothing was sent: FilterViolation, RiskRefused, NotConnected, TradingHalted, OrderLimitReached; or `KeyFailed`,
        where a key of one's own does not sign. After Ctrl-C in it, in a thread that is not the trader's,
        `account.order(client_order_id)` tells whether it was sent: it will not be later.
        """
        numbers = {"qty": qty, "price": price, "quote_qty": quote_qty, "time_in_force": time_in_force}
        return self._do(
            lambda: self._entry.place(self._draft(symbol, side, type, client_order_id, on_change, numbers, more))
        )

    def prepare(
        self,
        symbol: str,
        side: str,
        type: str = "LIMIT",
        *,
        time_in_force: str | None = None,
        on_change: Callable[[Order], None] | None = None,
    ) -> PreparedOrder:
        """Make orders of a kind ready, for the least time between a tick and an order: `prepared.place(price, qty)`.

        LIMIT, LIMIT_MAKER and MARKET orders. Call it once the trader is ready. `on_change` is called after each change
        of these orders, those that are placed from C among them. What was prepared is kept as long as the trader.
        """
        kind = word(OrderType, type, "type")
        if kind not in SCREENED:
            raise ConfigError(f"type: one of {', '.join(sorted(SCREENED))}, not {type!r}")
        if time_in_force is not None and kind not in NEEDS_TIME_IN_FORCE:
            raise ConfigError(f"time_in_force: {kind} orders have none")
        given = (
            word(Side, side, "side"),
            kind,
            None if time_in_force is None else word(TimeInForce, time_in_force, "time_in_force"),
        )
        hook_of(on_change, "on_change")

        def prepare() -> PreparedOrder:
            self._prepared += 1
            prefix = f"{self._prefix[:-1]}{_letters(self._prepared)}"
            return PreparedOrder(self._desk, self._entry, self.instrument(symbol), *given, prefix, on_change)

        return self._do(prepare)

    def cancel(self, order: Order, *, restrictions: str | None = None) -> LiveChange:
        """Cancel an order; wait for the result for the outcome. `restrictions` may be ONLY_NEW or
        ONLY_PARTIALLY_FILLED. Raises OrderNotSent for an order that has ended.
        """
        more = (
            {}
            if restrictions is None
            else {"cancelRestrictions": word(CancelRestrictions, restrictions, "restrictions")}
        )
        return self._do(lambda: self._entry.cancel(order, **more))

    def amend(self, order: Order, new_qty: Quantity) -> LiveChange:
        """Lower an order's quantity; it keeps its place in the queue. Raises OrderNotSent for one that is no less."""
        return self._do(lambda: self._entry.amend(order, new_qty))

    def replace(
        self,
        order: Order,
        *,
        qty: Quantity | None = None,
        price: Price | None = None,
        time_in_force: str | None = None,
        mode: str = "STOP_ON_FAILURE",
        restrictions: str | None = None,
        client_order_id: str | None = None,
        on_change: Callable[[Order], None] | None = None,
        **more: Any,
    ) -> LiveOrder:
        """Cancel an order and place another in its stead, on the same side; what is not given is as it was.

        The quantity is what is left of it, as far as is known: what is filled on the way comes on top, unless
        `restrictions` have the venue refuse (ONLY_NEW). Further parameters stay, too; None takes one away
        (`iceberg_qty=None`). `mode` is STOP_ON_FAILURE, or ALLOW_FAILURE to place the new one although the old one
        cannot be cancelled.
        """
        given = {"qty": qty, "price": price, "time_in_force": time_in_force}
        how = word(CancelReplaceMode, mode, "mode")
        extra = _restricted(restrictions)

        def replace() -> LiveOrder:
            numbers = left_of(self._entry.checked(order)) | {
                name: value for name, value in given.items() if value is not None
            }
            by = self._draft(order.symbol, order.side, order.type, client_order_id, on_change, numbers, more)
            self._entry.check(by, instead_of=order if how is CancelReplaceMode.STOP_ON_FAILURE else None)
            self._entry.send(self.gateway.replace(order, by, by.created_at, how, **extra))
            self._entry.sent(by.created_at)
            return by

        return self._do(replace)

    def place_routed(self, symbol: str, side: str, type: str = "LIMIT", **how: Any) -> LiveOrder:
        """Place an order by smart order routing; arguments as in `place`."""

        def place() -> LiveOrder:
            order = self._draft(
                symbol, side, type, how.pop("client_order_id", None), how.pop("on_change", None), how, {}
            )
            self._entry.check(order)
            self._entry.send(self.gateway.submit_routed(order, order.created_at))
            self._entry.sent(order.created_at)
            return order

        return self._do(place)

    def test(self, symbol: str, side: str, type: str = "LIMIT", **how: Any) -> Milestone[Any]:
        """Have the venue check an order and place nothing; arguments as in `place`, checked here as there.

        Wait for the result; it raises the venue's refusal. `compute_commission_rates=True` asks for the commission, and
        `is_routed=True` for smart order routing.
        """
        commission, is_routed = how.pop("compute_commission_rates", False), how.pop("is_routed", False)
        if "on_change" in how:
            raise ConfigError("on_change: an order that is not placed does not change")
        order = self._draft(symbol, side, type, how.pop("client_order_id", None), None, how, {})
        self._do(lambda: self._entry.check(order))
        params = order.request_params() | ({"computeCommissionRates": True} if commission else {})
        return self.request("sor.order.test" if is_routed else "order.test", params)

    # Lists of orders. Their `orders` can be waited for one by one; the list, until the venue has all of them.

    def oco(self, symbol: str, side: str, *, qty: Quantity, above: Leg, below: Leg) -> LiveList:
        """Place two orders on one side, one above the market and one below; one cancels the other."""
        return self._place_list(lambda: self._lists.oco(self.instrument(symbol), side, qty, above, below))

    def oto(self, symbol: str, *, working: Leg, pending: Leg) -> LiveList:
        """Place an order, and another when it is filled."""
        return self._place_list(lambda: self._lists.oto(self.instrument(symbol), working, pending))

    def otoco(self, symbol: str, *, working: Leg, side: str, qty: Quantity, above: Leg, below: Leg) -> LiveList:
        """Place an order, and when it is filled two, on `side`, of which one cancels the other."""
        return self._place_list(lambda: self._lists.otoco(self.instrument(symbol), working, side, qty, above, below))

    def opo(self, symbol: str, *, working: Leg, pending: Leg) -> LiveList:
        """Place a purchase, and when it is filled the sale of what was bought."""
        return self._place_list(lambda: self._lists.opo(self.instrument(symbol), working, pending))

    def opoco(self, symbol: str, *, working: Leg, side: str, above: Leg, below: Leg) -> LiveList:
        """Place a purchase, and when it is filled two sales of what was bought, of which one cancels the other."""
        return self._place_list(lambda: self._lists.opoco(self.instrument(symbol), working, side, above, below))

    # All orders.

    def cancel_all(self, symbol: str) -> Milestone[tuple[Order, ...]]:
        """Cancel all orders of the account on a symbol, whoever placed them; raises OrderNotSent.

        Wait for the result: the orders that it canceled, once it is known what became of all that were open. Waiting
        raises the venue's refusal, which is told by `CancelAllRefused`, too.
        """
        return self._do(lambda: self._entry.cancel_all(self.instrument(symbol).symbol))

    def halt(self) -> None:
        """The kill switch: refuse new orders, and cancel until none is open or in doubt; a `Swept` event tells when."""

        def halt() -> None:
            self.gateway.halt(time.monotonic_ns())
            self._desk.know()
            if self._desk.link is not None:
                self._desk.link.pump()
                self._desk.wake()

        self._do(halt)

    def resume(self) -> None:
        """Take orders again."""

        def resume() -> None:
            self.gateway.resume()
            self._desk.know()

        self._do(resume)

    # What is known.

    @property
    def gateway(self) -> Gateway:
        """The gateway underneath."""
        return self._desk.gateway

    @property
    def account(self) -> Account:
        """Balances, open orders, fills, positions, as far as they are known; `account.is_current` says if all are."""
        return self.gateway.account

    @property
    def ready(self) -> Milestone[None]:
        """Reached when the account is known and orders may be sent: `await trader.ready` where a client runs already.

        Waiting raises what stands in the way for good, such as a key that the venue does not take.
        """
        return self._desk.ready

    @property
    def is_open(self) -> bool:
        """Whether orders go out now."""
        return self._desk.link is not None and self._desk.link.is_open

    def instrument(self, symbol: str) -> Instrument:
        """What the venue says of a symbol: steps, filters, rounding. Raises ConfigError for one not in `symbols`."""
        return self._desk.instruments[symbol]

    def request(self, method: str, params: Mapping[str, Any] | None = None) -> Milestone[Any]:
        """Ask the venue something about the account, such as "account.status"; see `schema.METHODS`.

        Wait for the result, which is of the method's result class; times in it are in µs. It raises the venue's
        refusal, RequestTimeout after `Policy.reply_within`, or RequestLost. Raises ConfigError for a
        method that does something: that has methods of its own here. Raises NotConnected and OrderLimitReached, too.
        """
        asked, given, answer = method_of(method), dict(params or {}), Milestone[Any](self._desk.waiters)
        self._do(lambda: ask(self._desk, asked, given, answer))
        return answer

    def on_event(self, hook: Callable[[Any], object]) -> Callable[[Any], object]:
        """Call `hook` with what happens to orders and the account beside the orders' own changes: InDoubt, Resolved,
        Reconciled, Contradiction, Swept and the others of `tickwire.trading`. Without a hook they are logged.
        """
        self._desk.event_hooks.append(hook_of(hook, "hook"))
        return hook

    def listen(self, key: Any, on: Any, *, context: Any = None) -> Listening:
        """Hand user events or replies to orders to a handler of any kind: `key` is `tickwire.ExecutionReport`, its
        schema class, and so on. The gateway has seen each before. Returns what `unlisten` takes, and `async for` where
        `on` is a `ring`. While a connection replaces another, an event may come twice.
        """
        return self._do(lambda: self._desk.listen(key, on, context))

    def unlisten(self, listening: Listening) -> None:
        """Hand nothing on any more; raises ConfigError for what `listen` did not return."""
        sink_of(listening)
        self._do(lambda: self._desk.unlisten(listening))

    # Running.

    def run(self, seconds: float | None = None) -> None:
        """Run the client, and trade while it runs; as `Client.run`."""
        self.client.run(seconds)

    def start(self) -> Self:
        """Run the client in a thread; returns when the account is known and orders may be sent.

        Raises ConnectError, RequestError when the venue refuses the key, and TickwireError when it takes too long.
        """
        self.client.start()
        try:
            self.ready.wait(self._timeout)
        except BaseException as error:
            obstacle = self._desk.obstacle
            self.client.stop()
            if isinstance(error, TimeoutError) and not isinstance(error, TickwireError):
                raise TickwireError(f"not ready to trade within {self._timeout:g} s: {obstacle}") from None
            raise
        return self

    async def run_async(self, seconds: float | None = None) -> None:
        """Run in the caller's event loop; await `ready` beside it."""
        await self.client.run_async(seconds)

    def rotate(self) -> bool:
        """Replace the connection of orders by a new one before it is closed; False when none is open."""
        return self._do(lambda: self._desk.link is not None and self._desk.link.rotate())

    def stop(self) -> None:
        """End it, from any thread. Orders that are open stay open; `halt` cancels them."""
        self.client.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _do(self, call: Callable[[], T]) -> T:
        return self._runner.call(call)

    def _draft(
        self,
        symbol: str,
        side: str,
        type: str,
        client_order_id: str | None,
        on_change: Callable[[Order], None] | None,
        numbers: Mapping[str, Any],
        more: Mapping[str, Any],
    ) -> LiveOrder:
        return draft(
            self._desk.instruments[symbol],
            side,
            type,
            client_order_id=next(self._client_order_ids) if client_order_id is None else client_order_id,
            on_change=on_change,
            created_at=time.monotonic_ns(),
            waiters=self._desk.waiters,
            **numbers,
            **more,
        )

    def _place_list(self, make: Callable[[], LiveList]) -> LiveList:
        def place() -> LiveList:
            orders = make()
            now = time.monotonic_ns()
            self._entry.check_list(orders)
            self._entry.send(self.gateway.submit_list(orders, now))
            for _ in orders.orders:
                self._entry.sent(now)
            return orders

        return self._do(place)

    def _quotes_of_books(self, symbol: str) -> Quotes:
        """Best prices of a book that the client keeps of the symbol; None where there is none."""
        book = next((book for book in self._desk.books_of(symbol) if book.valid), None)
        bbo = book.bbo if book is not None else None
        if bbo is None:
            return Quotes()
        rounded = self.instrument(symbol).round_price  # levels give floats: what they stand for is a whole tick
        return Quotes(rounded(bbo.bid.price, "nearest"), rounded(bbo.ask.price, "nearest"))


def _bare_client(env: Environment | None, api_url: str | None, encoding: Encoding | None, ssl: Any) -> Client:
    """A client without streams."""
    urls = None if api_url is None else [api_url.partition("/ws-api")[0]]
    client = Client(env=env or "live", stream_urls=urls, api_url=api_url, ssl=ssl, encoding=encoding or "auto")
    client._runner.is_bare = True
    return client


def _restricted(to: str | None) -> dict[str, Any]:
    """The parameter by which a cancellation depends on the order's status."""
    return {} if to is None else {"cancelRestrictions": word(CancelRestrictions, to, "restrictions")}


def _letters(number: int) -> str:
    """The nth kind of prepared orders in its client order ids: a, b, … z, ba, …"""
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 26)
        digits = chr(ord("a") + rest) + digits
    return f"{digits}-"
