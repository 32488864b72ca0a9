"""A simulation that finds nothing proves nothing: each of these gateways is broken in one place, and is found out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest import mock

import pytest

from tickwire.trading import orders, outcomes
from tickwire.trading.account import Account
from tickwire.trading.doubt import Doubt
from tickwire.trading.flights import Flights
from tickwire.trading.gateway import Gateway
from tickwire.trading.limits import OrderLimits
from tickwire.trading.lookups import Lookups
from tickwire.trading.orders import Order
from tickwire.trading.reconcile import Reconciler
from tickwire.trading.states import OrderState

from ...simulation.trace import Violation
from .plan import drawn
from .world import World

SEEDS = 600


@contextmanager
def believes_no_such_order_at_once() -> Iterator[None]:
    with mock.patch.object(Doubt, "is_proof", return_value=True):
        yield


@contextmanager
def waits_for_the_venues_timeout_only() -> Iterator[None]:
    """Ten seconds, and nothing for the way there."""

    def is_proof(doubt: Doubt, answer: Any, asked_at: int) -> bool:
        return asked_at >= doubt.settles_at - 6_000_000_000

    with mock.patch.object(Doubt, "is_proof", is_proof):
        yield


@contextmanager
def takes_a_failure_for_a_refusal() -> Iterator[None]:
    with mock.patch.object(outcomes, "uncertainty", return_value=""):
        yield


@contextmanager
def sends_again_what_is_lost() -> Iterator[None]:
    """The connection is gone, so the order is sent once more."""
    lost, poll = Flights.lost, Gateway.poll
    again: list[Any] = []

    def gone(flights: Flights, connection: int, venue_ns: int) -> Any:
        actions = lost(flights, connection, venue_ns)
        again.extend(actions)
        return actions

    def resend(gateway: Gateway, now: int) -> Any:
        if not again or gateway.connection is None:
            return poll(gateway, now)
        action = again.pop()
        action.connection = gateway.connection
        return action

    with mock.patch.object(Flights, "lost", gone), mock.patch.object(Gateway, "poll", resend):
        yield


@contextmanager
def counts_executions_again() -> Iterator[None]:
    take = Order.take

    def forgetful(order: Order, *arguments: Any) -> Any:
        order._executions.clear()
        order._by_number = {fill.number + 1_000_000 * len(order._by_number): fill for fill in order.fills}
        return take(order, *arguments)

    with mock.patch.object(Order, "take", forgetful):
        yield


@contextmanager
def does_not_reconcile() -> Iterator[None]:
    def begin(reconciler: Reconciler, now: int) -> None:
        reconciler._ledger.account.is_current = True

    with mock.patch.object(Reconciler, "begin", begin):
        yield


@contextmanager
def asks_for_trades_after_the_last_it_heard() -> Iterator[None]:
    """The mark moves while the stream is broken, so what lies in between is never asked for."""
    begin = Reconciler.begin

    def forward(reconciler: Reconciler, now: int) -> None:
        for order, fill in reconciler._ledger.account.fills:
            reconciler._marks[order.symbol] = max(fill.number + 1, reconciler._marks.get(order.symbol, 0))
        begin(reconciler, now)

    with mock.patch.object(Reconciler, "begin", forward):
        yield


@contextmanager
def never_asks_for_missing_executions() -> Iterator[None]:
    with mock.patch.object(Order, "missing_qty", 0), mock.patch.object(Reconciler, "_on_fills"):
        yield


@contextmanager
def trusts_the_latest_balance_event() -> Iterator[None]:
    on_position = Account.on_position

    def trusting(account: Account, event: Any, now: int) -> bool:
        account._told.clear()
        account.balances = {name: known._replace(updated=0) for name, known in account.balances.items()}
        return on_position(account, event, now)

    with mock.patch.object(Account, "on_position", trusting):
        yield


@contextmanager
def counts_no_orders() -> Iterator[None]:
    book = OrderLimits.book

    def careless(limits: OrderLimits, weight: int, orders: int, venue_ns: int) -> Any:
        return book(limits, weight, 0, venue_ns)

    with mock.patch.object(OrderLimits, "book", careless):
        yield


@contextmanager
def does_not_heed_the_venue() -> Iterator[None]:
    with mock.patch.object(Gateway, "_heed"):
        yield


@contextmanager
def takes_late_words_for_new() -> Iterator[None]:
    """A late NEW brings an order back to life."""
    late = {
        state: dict(row) | ({event: OrderState.WORKING for event in row if event.value == "accepted"})
        for state, row in orders.ORDER.items()
    }
    with mock.patch.object(orders, "ORDER", late):
        yield


@contextmanager
def guesses_about_a_balance() -> Iterator[None]:
    """What may be a repetition, or a return within a millisecond, is taken for a repetition."""
    with mock.patch.object(Lookups, "look_up_balances"):
        yield


@contextmanager
def believes_a_reply_older_than_the_stream() -> Iterator[None]:
    begin = Reconciler.begin

    def forgetful(reconciler: Reconciler, now: int) -> None:
        begin(reconciler, now)
        reconciler._unheard = set()

    with mock.patch.object(Reconciler, "begin", forgetful):
        yield


@contextmanager
def takes_an_earlier_order_for_its_own() -> Iterator[None]:
    """The name is enough for it."""
    with mock.patch.object(Order, "may_be", return_value=True):
        yield


MUTANTS: dict[Callable[[], AbstractContextManager[None]], str] = {
    believes_no_such_order_at_once: "was told to be not_placed",
    waits_for_the_venues_timeout_only: "was told to be not_placed",
    takes_a_failure_for_a_refusal: "was told to be rejected|but it is at the venue",
    sends_again_what_is_lost: "was sent twice",
    counts_executions_again: "contradicts itself",
    does_not_reconcile: "BTC: None here|is not known",
    asks_for_trades_after_the_last_it_heard: "position|is not known",
    never_asks_for_missing_executions: "fills, at the venue",
    trusts_the_latest_balance_event: "here, .* at the venue",
    counts_no_orders: "more than the venue allows",
    does_not_heed_the_venue: "asked for silence",
    takes_late_words_for_new: "but at the venue",
    guesses_about_a_balance: "here, .* at the venue",
    believes_a_reply_older_than_the_stream: "but at the venue",
    takes_an_earlier_order_for_its_own: "at the venue None",
}
RARE = {guesses_about_a_balance: 8000, believes_a_reply_older_than_the_stream: 4000}
"""What one seed in thousands finds is looked for from here on."""


def run_all(first: int) -> None:
    for seed in range(first, first + SEEDS):
        World(drawn(seed)).run()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_broken_gateway_is_found_out(mutant: Callable[[], AbstractContextManager[None]]) -> None:
    with mutant(), pytest.raises(Violation) as found:
        run_all(RARE.get(mutant, 0))
    assert re.search(MUTANTS[mutant], str(found.value).partition("\n\n")[0])
