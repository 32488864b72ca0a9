"""What the demo counts."""

from types import SimpleNamespace
from typing import Any

import pytest

from tickwire.cli import tally
from tickwire.cli.tally import Board


def message(symbol: str, recv_time: int) -> Any:
    return SimpleNamespace(symbol=symbol, recv_time=recv_time)


def test_latency_is_from_the_stamp_to_the_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally.time, "time_ns", lambda: 1_000_050)
    board = Board(("a",), ("trade", "kline_1m"))
    board.tallies["trade"].on_message(message("A", 1_000_000))
    board.tallies["kline_1m"].on_message(message("A", 1_000_020))
    board.tick(1)
    assert board.tallies["trade"].latency.summary() == (50, 50, 50)
    assert board.latency.summary() == (30, 50, 50)


def test_rates_are_of_the_last_interval_and_on_average_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally.time, "time_ns", lambda: 0)
    board = Board(("a",), ("trade",))
    trades = board.tallies["trade"]
    for count, rate in ((10, 20.0), (0, 0.0), (5, 10.0)):
        for _ in range(count):
            trades.on_message(message("A", 0))
        board.tick(0.5)
        assert trades.rate == rate
    board.average(1.5)
    assert (trades.rate, board.messages) == (10.0, 15)


def test_it_keeps_the_last_message_of_each_symbol() -> None:
    board = Board(("a", "b"), ("trade",))
    first, second = message("A", 1), message("A", 2)
    for each in (first, second):
        board.tallies["trade"].on_message(each)
    board.tick(1)
    assert board.last("trade", "a") is second
    assert board.last("trade", "b") is None
