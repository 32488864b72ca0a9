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


class SilentVenue:
    """A trader whose venue never answers; `error` is what waiting for it is ended by."""

    def __init__(self, error: type[BaseException]) -> None:
        self._error = error

    def place(self, symbol: str, _side: str, _type: str, **_more: Any) -> LiveOrder:
        order = LiveOrder(symbol, Side.BUY, OrderType.LIMIT, client_order_id="mine-1", qty=Decimal(1), price=Decimal(1))

        class Ack:
            def wait(_self, timeout: float) -> None:  # noqa: N805  `self` is the venue
                raise self._error

        order.ack = Ack()  # type: ignore[assignment]
        return order


def placing() -> Placing:
    return Placing(symbol="btcusdt", side="buy", kind="limit", qty=Decimal("0.010"), price=Decimal(50000))


def test_words_tell_all_of_it() -> None:
    assert placing().words() == {"place": "BTCUSDT", "side": "BUY", "type": "LIMIT", "qty": "0.01", "price": "50000"}


def test_without_an_answer_it_says_how_to_ask() -> None:
    trader: Any = SilentVenue(TimeoutError)
    with pytest.raises(click.ClickException) as failed:
        placing().send(trader, 0.5)
    assert "within 0.5 s" in failed.value.message
    assert "tickwire order status btcusdt --client-order-id mine-1" in failed.value.message


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


def test_interrupted_it_says_how_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    trader: Any = SilentVenue(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        placing().send(trader, 0.5)
    said = capsys.readouterr().err
    assert "tickwire order status btcusdt --client-order-id mine-1" in said
    assert said.count("\n") == 1
