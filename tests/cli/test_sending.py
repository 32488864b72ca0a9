"""Whoever is interrupted is told what may have been sent; 130 says that certainly nothing was."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import click
import pytest

from tickwire.cli.amending import Amending
from tickwire.cli.cancelling import Cancelling, Sweeping
from tickwire.cli.legs import Listing
from tickwire.cli.naming import Named
from tickwire.cli.placing import Placing
from tickwire.cli.sending import InDoubt, Sending, carry_out
from tickwire.errors import TraderStopped
from tickwire.sim import faults

# As from a terminal, wherever the tests themselves were started from.
FROM_A_TERMINAL = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from tickwire.__main__ import main
sys.exit(main())
"""


class Known:
    """An open order, as far as the commands look at it."""

    symbol, order_id, client_order_id, is_open = "BTCUSDT", 5, "theirs-1", True


class Interrupted:
    """A trader that is interrupted, or ended by `error`, in whatever sends."""

    def __init__(self, error: BaseException) -> None:
        self.account = self
        self.open_orders = (Known(),)
        self.error = error

    def order(self, _client_order_id: str) -> None:
        return None

    def on_event(self, _hook: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        def send(*_arguments: Any, **_more: Any) -> None:
            raise self.error

        return send


class Entered:
    """A `with` around it; at its end `at_exit` is called."""

    def __init__(self, trader: Any, at_exit: Callable[[], None] = lambda: None) -> None:
        self._trader, self._at_exit = trader, at_exit

    def __enter__(self) -> Any:
        return self._trader

    def __exit__(self, *_error: object) -> None:
        self._at_exit()


class There:
    """Access to what is entered."""

    may_be_live, yes, timeout = False, True, 0.5

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def credentials(self) -> None:
        return None

    def trader(self, *_arguments: Any) -> Entered:
        return self._entered


def there(trader: Any, at_exit: Callable[[], None] = lambda: None) -> Any:
    return There(Entered(trader, at_exit))


PLACING: dict[str, Any] = {"symbol": "btcusdt", "side": "buy", "kind": "limit", "qty": Decimal(1), "price": Decimal(1)}
ALL: list[tuple[Callable[[], Sending], str]] = [
    (lambda: Placing(**PLACING, client_order_id="mine-1"), "order status btcusdt --client-order-id mine-1"),
    (lambda: Placing(**PLACING), "order status btcusdt --client-order-id tw"),
    (lambda: Amending(Named("btcusdt", 5, None), Decimal(1)), "order status btcusdt --order-id 5"),
    (
        lambda: Cancelling("btcusdt", order_id=None, client_order_id="theirs-1", is_all=False),
        "order status btcusdt --order-id 5",
    ),
    (lambda: Cancelling("btcusdt", order_id=None, client_order_id=None, is_all=True), "order list btcusdt"),
    (Sweeping, "theirs-1; see tickwire order list"),
    (lambda: Listing("oco", "btcusdt", side="sell", qty=Decimal(1)), "order list btcusdt"),
]


@pytest.mark.parametrize(("make", "see"), ALL)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), TimeoutError(), TraderStopped("stopped")])
def test_whatever_ends_it_as_it_is_sent_it_says_how_to_ask(
    make: Callable[[], Sending], see: str, error: BaseException
) -> None:
    with pytest.raises(InDoubt) as failed:
        carry_out(make(), there(Interrupted(error)), as_json=True)
    assert "sent" in failed.value.message
    assert see in failed.value.message
    assert failed.value.exit_code == 3


@pytest.mark.parametrize(("make", "see"), ALL)
def test_interrupted_before_anything_was_sent_nothing_is_in_doubt(make: Callable[[], Sending], see: str) -> None:
    class Starting(Entered):
        def __enter__(self) -> Any:
            raise KeyboardInterrupt

    access: Any = There(Starting(None))
    with pytest.raises(KeyboardInterrupt):
        carry_out(make(), access, as_json=True)


def test_interrupted_before_it_is_shown_it_says_how_to_ask() -> None:
    """What is known of it is not told otherwise: the trader is stopped first, which takes a while."""

    class Done:
        symbols = ("BTCUSDT",)

        def words(self) -> dict[str, object]:
            return {}

        def send(self, trader: Any, timeout: float) -> list[Any]:
            return []

        def doubt(self) -> str:
            return "it was sent"

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(click.ClickException, match="interrupted: it was sent"):
        carry_out(Done(), there(None, interrupt), as_json=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process there")
def test_ctrl_c_as_the_order_leaves_is_never_without_a_word(desk: Any) -> None:
    desk.venue.inject(faults.LostAck())
    before = desk.venue.stats().faults.copy()
    arguments = ["order", "place", "btcusdt", "buy", "--qty", "0.01", "--price", "50000", "--yes", *desk.where]
    command = [sys.executable, "-c", FROM_A_TERMINAL, *arguments]
    with subprocess.Popen(command, env=desk.environment, stdout=-1, stderr=-1, text=True) as process:
        deadline = time.monotonic() + 60
        while desk.venue.stats().faults == before:
            assert time.monotonic() < deadline
            time.sleep(0.0005)
        process.send_signal(signal.SIGINT)
        shown, said = process.communicate(timeout=60)
    assert (process.returncode, shown) == (3, "")
    assert said.count("\n") == 1
    name = said.partition("--client-order-id ")[2].split()[0]
    (order,) = desk.records("order", "list", "btcusdt")
    assert order["client_order_id"] == name
