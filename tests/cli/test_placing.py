"""An order that was sent is never left unexplained."""

from decimal import Decimal
from typing import Any

import click
import pytest

from tickwire.cli.access import Access, with_access
from tickwire.cli.naming import how_to_ask
from tickwire.cli.placing import Placing
from tickwire.client.trading import LiveOrder
from tickwire.schema.enums import OrderType, Side


def placing() -> Placing:
    return Placing(symbol="btcusdt", side="buy", kind="limit", qty=Decimal("0.010"), price=Decimal(50000))


def test_words_tell_all_of_it() -> None:
    assert placing().words() == {"place": "BTCUSDT", "side": "BUY", "type": "LIMIT", "qty": "0.01", "price": "50000"}


def test_how_to_ask_names_the_same_venue_and_account() -> None:
    """The command may be pasted: without those it would ask the live venue."""

    @click.command()
    @with_access
    def place(access: Access) -> str:
        return how_to_ask("BTCUSDT", "--order-id", 5)

    asked = place.main(["--api-url", "ws://127.0.0.1:1/ws-api/v3", "--key-file", "a key.pem"], standalone_mode=False)
    assert asked == (
        "tickwire order status btcusdt --order-id 5 --api-url ws://127.0.0.1:1/ws-api/v3 --key-file 'a key.pem'"
    )


def test_what_is_in_doubt_is_said_as_far_as_it_is_known() -> None:
    """`account` knows the order although `place` was interrupted before it gave it."""
    order = LiveOrder("BTCUSDT", Side.BUY, OrderType.LIMIT, client_order_id="mine-1", qty=Decimal(1), price=Decimal(1))
    known: dict[str, LiveOrder] = {}

    class Trader:
        class account:  # noqa: N801
            order = known.get

        def place(self, *_arguments: str, client_order_id: str, **_more: Any) -> LiveOrder:
            known[client_order_id] = order
            raise KeyboardInterrupt

    placing_it, trader = placing(), Trader()
    assert placing_it.doubt() is None
    with pytest.raises(KeyboardInterrupt):
        placing_it.send(trader, 0.5)  # type: ignore[arg-type]
    (name,) = known
    assert placing_it.doubt() == (
        f"the order was sent and is created; see tickwire order status btcusdt --client-order-id {name}"
    )
    known.clear()
    assert str(placing_it.doubt()).startswith("the order may have been sent; see")
