"""Orders as people get them, however narrow their terminal is."""

import io
from decimal import Decimal

import pytest
from rich.console import Console

from tickwire.cli.order_records import of_order, table
from tickwire.schema.enums import OrderType, Side
from tickwire.trading import Order


@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_what_an_order_is_can_be_read_in_any_width(width: int) -> None:
    order = Order(
        "BTCUSDT", Side.SELL, OrderType.LIMIT, client_order_id="tw02ad320a-1", qty=Decimal("0.01"), price=Decimal(50000)
    )
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(table([of_order(order)], width))
    shown = console.export_text()
    assert all(word in shown for word in ("BTCUSDT", "SELL", "CREATED", "50,000", "0.01"))
    assert "…" not in shown
    assert ("tw02ad320a-1" in shown) == (width > 60)
