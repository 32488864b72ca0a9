from collections.abc import Callable

from ...book import Book
from ...trading import CompiledGuards, Order, Screen
from ...wire.request import CancelTemplate, OrderTemplate
from .gate import Gate
from .live_order import LiveOrder

class Placer:
    def __init__(self, gate: Gate, books: list[Book], *, is_buy: bool, is_market: bool) -> None: ...
    @property
    def address(self) -> int: ...
    @property
    def last_number(self) -> int: ...
    def lay_out(
        self,
        template: OrderTemplate | None,
        cancellation: CancelTemplate | None,
        screen: Screen | None,
        guards: CompiledGuards | None,
        uncounted: int,
    ) -> None: ...
    def next_number(self) -> int: ...
    def place(
        self, price: int, qty: int, *, on_change: Callable[[Order], None] | None = None, created_at: int | None = None
    ) -> LiveOrder: ...
    def rehearse(self) -> bool: ...
