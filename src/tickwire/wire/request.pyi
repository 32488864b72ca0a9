from collections.abc import Callable, Mapping
from typing import Literal

from .order_recipes import By as _By
from .recipes import Value as _Value

HEADROOM: int

def mantissa(text: str, exponent: int) -> int: ...

class Template:
    method: str
    slots: tuple[str, ...]
    def __init__(self, method: str, params: Mapping[str, _Value], *, api_key: str | None = None) -> None: ...
    @property
    def address(self) -> int: ...
    def frame(
        self,
        *,
        request_id: int | None = None,
        timestamp: int | None = None,
        price: int | None = None,
        qty: int | None = None,
        quote_qty: int | None = None,
        stop_price: int | None = None,
        iceberg_qty: int | None = None,
        client_number: int | None = None,
        target_number: int | None = None,
        target_order_id: int | None = None,
        client_order_id: str | None = None,
        target_client_order_id: str | None = None,
        sign: Callable[[bytes], str] | None = None,
    ) -> bytes: ...

class OrderTemplate(Template):
    def __init__(
        self,
        symbol: str,
        side: str,
        type: str,
        *,
        price_exponent: int,
        qty_exponent: int,
        quote_exponent: int = -8,
        time_in_force: str | None = None,
        by_quote: bool = False,
        iceberg: bool = False,
        trailing_delta: int | None = None,
        stop: bool | None = None,
        client_id_prefix: str | None = None,
        api_key: str | None = None,
        params: Mapping[str, str | int] | None = None,
        method: str = "order.place",
    ) -> None: ...

class CancelTemplate(Template):
    def __init__(
        self,
        symbol: str,
        *,
        by: _By = "order_id",
        client_id_prefix: str | None = None,
        api_key: str | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> None: ...

class AmendTemplate(Template):
    def __init__(
        self,
        symbol: str,
        *,
        qty_exponent: int,
        by: _By = "order_id",
        client_id_prefix: str | None = None,
        api_key: str | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> None: ...

class ReplaceTemplate(Template):
    def __init__(
        self,
        symbol: str,
        side: str,
        type: str,
        *,
        price_exponent: int,
        qty_exponent: int,
        mode: Literal["STOP_ON_FAILURE", "ALLOW_FAILURE"] = "STOP_ON_FAILURE",
        by: _By = "order_id",
        quote_exponent: int = -8,
        time_in_force: str | None = None,
        by_quote: bool = False,
        iceberg: bool = False,
        trailing_delta: int | None = None,
        stop: bool | None = None,
        client_id_prefix: str | None = None,
        api_key: str | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> None: ...
