"""An instrument as orders need it: its steps, exact numbers in and out, rounding on request, and its filters."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from ..errors import ConfigError, FilterViolation
from ..schema import filters as venue
from ..schema.enums import OrderType, SelfTradePrevention, Side, SymbolStatus
from ..schema.exchange_info import SymbolInfo
from ..wire.request import mantissa as mantissa_of
from .filters import NOTHING_KNOWN, Surroundings, check_amend, check_filters, check_list
from .numbers import EXACT, Lots, Rounding, Step, Ticks, exact, is_multiple, plain, rounded, step
from .terms import OrderTerms

Price = Decimal | str | Ticks
Quantity = Decimal | str | Lots

_F = TypeVar("_F", bound=venue.Filter)
_TEXTUAL = (str, Decimal)
LARGEST = 1 << 63


class Instrument:
    """A symbol, made of what `exchangeInfo` says of it (`info`).

    `tick_size`, `step_size` and `market_step_size` are None where the venue has none. Mantissas, which templates and
    guards in C take, are to be scaled by `price_exponent` and `qty_exponent`. `account_filters` are those of
    `myFilters`, for this account alone.
    """

    __slots__ = (
        "account_filters",
        "info",
        "market_step_size",
        "price_exponent",
        "qty_exponent",
        "step_size",
        "symbol",
        "tick_size",
    )

    def __init__(self, info: SymbolInfo, account_filters: Iterable[object] = ()) -> None:
        self.info = info
        self.symbol = info.symbol
        self.account_filters = tuple(account_filters)
        price, lot = self._filter(venue.PriceFilter), self._filter(venue.LotSizeFilter)
        market_lot = self._filter(venue.MarketLotSizeFilter)
        self.tick_size = step(price.tick_size) if price else None
        self.step_size = step(lot.step_size) if lot else None
        self.market_step_size = (step(market_lot.step_size) if market_lot else None) or self.step_size
        self.price_exponent = self.tick_size.exponent if self.tick_size else -info.quote_asset_precision
        self.qty_exponent = self.step_size.exponent if self.step_size else -info.base_asset_precision

    def __repr__(self) -> str:
        return f"Instrument({self.symbol}, tick_size={self.tick_size}, step_size={self.step_size})"

    def _filter(self, kind: type[_F]) -> _F | None:
        return next((each for each in self.info.filters if isinstance(each, kind)), None)

    def price(self, value: Price, name: str = "price") -> Decimal:
        """The price that is meant by a Decimal, text or Ticks; raises ConfigError, with the `name`, for floats and bare
        ints.
        """
        if isinstance(value, Ticks):
            return EXACT.multiply(Decimal(int(value)), self._tick().decimal)
        return exact(value, f"{self.symbol} {name}")

    def qty(self, value: Quantity, name: str = "quantity") -> Decimal:
        """The quantity that is meant by a Decimal, text or Lots; raises ConfigError, with the `name`, for floats and
        bare ints.
        """
        if isinstance(value, Lots):
            return EXACT.multiply(Decimal(int(value)), self._step().decimal)
        return exact(value, f"{self.symbol} {name}")

    def price_text(self, value: Price) -> str:
        """The price as it is sent, with the tick size's decimals, or with its own where it has more."""
        return plain(self.price(value), self.price_exponent)

    def qty_text(self, value: Quantity) -> str:
        """The quantity as it is sent, with the step size's decimals, or with its own where it has more."""
        return plain(self.qty(value), self.qty_exponent)

    def price_mantissa(self, value: Price) -> int:
        """The price as int, to be scaled by `price_exponent`; FilterViolation where that does not hold it."""
        if type(value) is Ticks and 0 <= (mantissa := int(value) * self._tick().mantissa) < LARGEST:
            return mantissa
        if type(value) in _TEXTUAL and (mantissa := mantissa_of(str(value), self.price_exponent)) >= 0:
            return mantissa
        return self._mantissa(self.price(value), self.price_exponent, "PRICE_FILTER", "price", "tickSize")

    def qty_mantissa(self, value: Quantity) -> int:
        """The quantity as int, to be scaled by `qty_exponent`; FilterViolation where that does not hold it."""
        if type(value) is Lots and 0 <= (mantissa := int(value) * self._step().mantissa) < LARGEST:
            return mantissa
        if type(value) in _TEXTUAL and (mantissa := mantissa_of(str(value), self.qty_exponent)) >= 0:
            return mantissa
        return self._mantissa(self.qty(value), self.qty_exponent, "LOT_SIZE", "quantity", "stepSize")

    def _mantissa(self, number: Decimal, exponent: int, rule: str, name: str, step_name: str) -> int:
        scaled = number.scaleb(-exponent, EXACT)
        if (mantissa := int(scaled)) != scaled:
            raise FilterViolation(
                rule, f"{name} {number:f} has more decimals than {step_name} ({-exponent})", self.symbol
            )
        if abs(mantissa) >= LARGEST:
            raise FilterViolation(rule, f"{name} {number:f} is larger than anything the venue takes", self.symbol)
        return mantissa

    def ticks(self, value: Price) -> Ticks:
        """The price counted in ticks; raises FilterViolation when it is no multiple of the tick size."""
        return Ticks(self._count(self.price(value), self._tick(), "PRICE_FILTER", "price", "tickSize"))

    def lots(self, value: Quantity) -> Lots:
        """The quantity counted in lots; raises FilterViolation when it is no multiple of the step size."""
        return Lots(self._count(self.qty(value), self._step(), "LOT_SIZE", "quantity", "stepSize"))

    def _count(self, number: Decimal, size: Step, rule: str, name: str, step_name: str) -> int:
        if not is_multiple(number, size.decimal):
            raise FilterViolation(rule, f"{name} {number:f} is no multiple of {step_name} {size}", self.symbol)
        return int(EXACT.divide(number, size.decimal))

    def round_price(self, value: Price | float, how: Rounding) -> Decimal:
        """The price at the tick at or below ("down"), at or above ("up"), or "nearest".

        Here, where rounding is asked for, a float will do.
        """
        if isinstance(value, Ticks):
            return self.price(value)
        return rounded(value, self._tick(), how, f"{self.symbol} price")

    def round_qty(self, value: Quantity | float, how: Rounding = "down", *, is_market: bool = False) -> Decimal:
        """The quantity at the step at or below ("down"), at or above ("up"), or "nearest"; floats will do.

        `is_market` rounds to the steps of MARKET orders.
        """
        if isinstance(value, Lots):
            value = self.qty(value)
        size = self.market_step_size if is_market else self._step()
        return rounded(value, size or self._step(), how, f"{self.symbol} quantity")

    def check(self, terms: OrderTerms, around: Surroundings = NOTHING_KNOWN) -> None:
        """Raise FilterViolation, naming the rule and the numbers, when the venue would not take the order."""
        self._check_permissions(terms)
        info = self.info
        for filters in (info.filters, self.account_filters):
            check_filters(terms, filters, around, base=info.base_asset, quote=info.quote_asset)

    def check_list(self, around: Surroundings) -> None:
        """Raise FilterViolation when one more order list may not be open; its orders are checked one by one."""
        for filters in (self.info.filters, self.account_filters):
            check_list(self.symbol, filters, around)

    def check_amend(self, qty: Decimal, amends: int) -> None:
        """Raise FilterViolation when an order that was amended so often may not be lowered to that quantity."""
        terms = OrderTerms(self.symbol, Side.BUY, OrderType.LIMIT, qty=qty)
        for filters in (self.info.filters, self.account_filters):
            check_filters(terms, [each for each in filters if isinstance(each, venue.LotSizeFilter)])
            check_amend(self.symbol, filters, amends)

    def check_stp(self, mode: SelfTradePrevention) -> None:
        """Raise FilterViolation when the symbol does not allow this way of preventing trades with oneself."""
        allowed = self.info.allowed_self_trade_prevention_modes
        if mode not in allowed:
            self._refuse("allowedSelfTradePreventionModes", f"{mode} is none of {', '.join(allowed)}")

    def _check_permissions(self, terms: OrderTerms) -> None:
        info = self.info
        if info.status != SymbolStatus.TRADING:
            self._refuse("status", f"the symbol is in {info.status}, where no orders are taken")
        if terms.type not in info.order_types:
            self._refuse("orderTypes", f"{terms.type} is none of {', '.join(info.order_types)}")
        for is_asked, is_allowed, rule in (
            (terms.is_iceberg, info.iceberg_allowed, "icebergAllowed"),
            (terms.trailing_delta is not None, info.allow_trailing_stop, "allowTrailingStop"),
            (terms.is_pegged, info.peg_instructions_allowed, "pegInstructionsAllowed"),
            (
                terms.type == OrderType.MARKET and terms.quote_qty is not None,
                info.quote_order_qty_market_allowed,
                "quoteOrderQtyMarketAllowed",
            ),
        ):
            if is_asked and not is_allowed:
                self._refuse(rule, "not allowed for this symbol")

    def _refuse(self, rule: str, reason: str) -> None:
        raise FilterViolation(rule, reason, self.symbol)

    def _tick(self) -> Step:
        if self.tick_size is None:
            raise ConfigError(f"{self.symbol} has no tick size; give prices as Decimal or text")
        return self.tick_size

    def _step(self) -> Step:
        if self.step_size is None:
            raise ConfigError(f"{self.symbol} has no step size; give quantities as Decimal or text")
        return self.step_size
