"""The instruments that orders are made for, as the venue describes them, with templates and screens of orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ...errors import ConfigError, NotConnected
from ...schema import METHODS, AccountFilters, ExchangeInfo, SymbolInfo, filters
from ...schema.enums import SymbolStatus
from ...session import request_weight
from ...session.names import check_symbol
from ...trading import Instrument, InstrumentChanged, Screen
from ...wire.request import CancelTemplate, OrderTemplate
from ..api import Api
from .frames import FrameWriter

# What a template is made for; orders with further parameters have none, and are encoded as they come.
Shape = tuple[str, str, str, str | None, bool]


class Instruments:
    """Known by their symbols once they were loaded."""

    def __init__(self) -> None:
        self._known: dict[str, Instrument] = {}
        self._told: dict[str, tuple[SymbolInfo, tuple[object, ...]]] = {}  # with the filters of the exchange
        self._own: dict[str, AccountFilters] = {}
        self._orders: dict[Shape, OrderTemplate] = {}
        self._cancels: dict[tuple[str, bool], CancelTemplate] = {}
        self._screens: dict[str, tuple[Screen, int]] = {}
        self._frames: FrameWriter | None = None

    def __getitem__(self, symbol: str) -> Instrument:
        found = self._known.get(symbol)
        if found is None and isinstance(symbol, str):
            found = self._known.get(symbol.upper())
        if found is None and self._frames is None:
            raise NotConnected("connection", "the client has not asked the venue yet", str(symbol))
        if found is None:
            raise ConfigError(f"symbol: what the venue says of {symbol!r} is not known here; name it in symbols=[…]")
        return found

    def assets(self) -> dict[str, tuple[str, str]]:
        """Base and quote asset of each symbol."""
        return {name: (one.info.base_asset, one.info.quote_asset) for name, one in self._known.items()}

    @property
    def are_all_traded(self) -> bool:
        """Whether each symbol is traded, by the venue's last word."""
        return all(one.info.status == SymbolStatus.TRADING for one in self._known.values())

    async def load(self, api: Api, symbols: Iterable[str], frames: FrameWriter) -> ExchangeInfo | None:
        """Ask the venue for some instruments; returns what it said. Raises RequestError for a symbol that it has not.

        When the answer is there, the venue's clock is known as well: nothing is asked before.
        """
        wanted = [check_symbol(symbol).upper() for symbol in symbols]
        method = "exchangeInfo" if wanted else "ping"
        params = {"symbols": wanted} if wanted else {}
        result = await api.request(method, params, weight=request_weight(method, params))
        told: ExchangeInfo | None = METHODS[method].decode(result) if wanted else None
        self._told.clear()
        self._own.clear()
        if told is not None:
            self.learn(told)
        self._frames = frames
        self._forget()
        return told

    def learn(self, told: ExchangeInfo) -> list[InstrumentChanged]:
        """The venue said what holds now; returns what is another than before."""
        changes = []
        for info in told.symbols:
            name, said, said_before = info.symbol, (info, told.exchange_filters), self._told.get(info.symbol)
            if said == said_before:
                continue
            before, self._told[name] = self._known.get(name), said
            after = self._known[name] = self._made(name)
            if before is not None and said_before is not None:
                changes.append(InstrumentChanged(name, _differing(*said_before, *said), before, after))
        if changes:
            self._forget()
        return changes

    def _made(self, symbol: str) -> Instrument:
        """An instrument, of all that the venue said of it."""
        info, of_exchange = self._told[symbol]
        own = self._own.get(symbol)
        if own is None:
            return Instrument(info, of_exchange)
        of_account = (*own.exchange_filters, *own.symbol_filters, *own.asset_filters)
        kinds = {type(rule) for rule in of_account if isinstance(rule, filters.Filter)}
        others = tuple(rule for rule in info.filters if type(rule) not in kinds)
        return Instrument(msgspec.structs.replace(info, filters=others), of_account)

    def _forget(self) -> None:
        """What was made for instruments is made anew when it is needed."""
        for kept in (self._orders, self._cancels, self._screens):
            kept.clear()

    def restrict(self, symbol: str, own: AccountFilters) -> None:
        """The venue told the filters of the account on a symbol: they stand in place of others of their kind."""
        name = self[symbol].symbol
        self._own[name] = own
        self._known[name] = self._made(name)
        self._screens.pop(name, None)

    def screen(self, symbol: str) -> tuple[Screen, int]:
        """The filters of a symbol, to be compared fast, and below how many open orders no filter counts them."""
        found = self._screens.get(symbol)
        if found is None:
            found = self._screens[symbol] = (Screen(self[symbol]), _uncounted(self[symbol]))
        return found

    def order_template(self, shape: Shape, **more: Any) -> OrderTemplate:
        """The bytes of orders of that shape, laid out once."""
        template = self._orders.get(shape) if not more else None
        if template is None:
            symbol, side, kind, time_in_force, is_by_quote = shape
            instrument = self[symbol]
            template = OrderTemplate(
                symbol,
                side,
                kind,
                price_exponent=instrument.price_exponent,
                qty_exponent=instrument.qty_exponent,
                time_in_force=time_in_force,
                by_quote=is_by_quote,
                **self._common(more.pop("params", {})),
                **more,
            )
            if not more:
                self._orders[shape] = template
        return template

    def cancel_template(self, symbol: str, *, is_by_id: bool) -> CancelTemplate:
        """The bytes of cancellations, by the venue's id of an order or by the client's."""
        template = self._cancels.get((symbol, is_by_id))
        if template is None:
            template = self._cancels[symbol, is_by_id] = CancelTemplate(
                symbol, by="order_id" if is_by_id else "client_order_id", **self._common({})
            )
        return template

    def numbered_cancel_template(self, symbol: str, prefix: str) -> CancelTemplate:
        """The bytes of cancellations of orders that a prefix and a number name."""
        return CancelTemplate(symbol, by="client_order_id", client_id_prefix=prefix, **self._common({}))

    def _common(self, params: Mapping[str, Any]) -> dict[str, Any]:
        assert self._frames is not None
        window = {"recvWindow": self._frames.recv_window}
        return {"api_key": self._frames.signing_api_key, "params": {**params, **window}}


def _differing(
    one: SymbolInfo, of_exchange: tuple[object, ...], other: SymbolInfo, of_other: tuple[object, ...]
) -> tuple[str, ...]:
    """The names of the fields that differ."""
    names = tuple(name for name in one.__struct_fields__ if getattr(one, name) != getattr(other, name))
    return names if of_exchange == of_other else (*names, "exchange_filters")


def _uncounted(instrument: Instrument) -> int:
    """While so few orders are open in all, none of the filters that count orders or positions has anything to say."""
    rules = (*instrument.info.filters, *instrument.account_filters)
    if any(isinstance(rule, filters.MaxPositionFilter) for rule in rules):
        return 0
    counting = (filters.MaxNumOrdersFilter, filters.ExchangeMaxNumOrdersFilter)
    return min((rule.max_num_orders for rule in rules if isinstance(rule, counting)), default=1 << 62)
