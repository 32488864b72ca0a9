"""Frames as the venue sends them, a dispatcher with recorded hooks, modules compiled against the wheel's files."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tickwire.feed.dispatch import Dispatch

TRADE = (
    '{"e":"trade","E":1770000000123,"s":"%s","t":%d,"p":"97123.45000000","q":"0.50000000","T":1770000000120,'
    '"m":true,"M":true}'
)
BOOK_TICKER = '{"u":%d,"s":"%s","b":"97123.44000000","B":"1.25000000","a":"97123.45000000","A":"0.75000000"}'
DEPTH = '{"lastUpdateId":%d,"bids":[["97123.44","1.25"],["97123.40","2.00"]],"asks":[["97123.45","0.75"]]}'
MINI_TICKER = (
    '{"e":"24hrMiniTicker","E":%d,"s":"%s","c":"97123.45","o":"96000.00","h":"98000.00","l":"95000.00",'
    '"v":"1000.50000","q":"97000000.12"}'
)
SHUTDOWN = '{"e":"serverShutdown","E":1770123456789}'

# Compiled against the shipped .pxd and .h: handlers, and what only C can make.
EXAMPLE = """
# cython: language_level=3
from cpython.pycapsule cimport PyCapsule_New
from libc.stdint cimport int64_t, uintptr_t
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy

from tickwire.feed.dispatch cimport Dispatch
from tickwire.feed.handler cimport Handler
from tickwire.wire.messages cimport book_ticker_t, header_t, partial_depth_t, trade_t


cdef class Strategy(Handler):
    cdef public list seen
    cdef public object error

    def __init__(self):
        self.seen = []

    cdef int on_trade(self, const trade_t *message) except -1:
        if self.error is not None:
            raise self.error
        self.seen.append((message.trade_id, message.price, message.price_exponent, message.recv_time))
        return 0

    cdef int on_partial_depth(self, const partial_depth_t *message) except -1:
        self.seen.append([(message.bids[i].price, message.bids[i].qty) for i in range(message.num_bids)])
        return 0


cdef void add_price(const trade_t *message, void *sum) noexcept:
    (<int64_t *>sum)[0] += message.price


cdef void count_any(const header_t *message, void *count) noexcept:
    (<int64_t *>count)[0] += message.kind


def address():
    return <uintptr_t>&add_price


cdef list NAMES = []  # a capsule does not own its name


def capsule(name):
    NAMES.append(name.encode())
    return PyCapsule_New(<void *>&count_any if "header" in name else <void *>&add_price, NAMES[-1], NULL)


def from_c(Dispatch dispatch not None, bytes frame, int64_t recv_time):
    cdef char *padded = <char *>malloc(len(frame) + 64)
    memcpy(padded, <const char *>frame, len(frame))
    dispatch.on_frame(padded, len(frame), recv_time, 7)
    free(padded)
"""


class Frames:
    """Makes frames; the payloads are whole messages."""

    @staticmethod
    def combined(stream: str, payload: str) -> bytes:
        return f'{{"stream":{json.dumps(stream, ensure_ascii=False)},"data":{payload}}}'.encode()

    def trade(self, number: int = 1, symbol: str = "BTCUSDT") -> bytes:
        return self.combined(f"{symbol.lower()}@trade", TRADE % (symbol, number))

    def bare_trade(self, number: int = 1) -> bytes:
        return (TRADE % ("BTCUSDT", number)).encode()

    def book_ticker(self, number: int = 1, symbol: str = "BTCUSDT") -> bytes:
        return self.combined(f"{symbol.lower()}@bookTicker", BOOK_TICKER % (number, symbol))

    def depth(self, number: int = 1, symbol: str = "BTCUSDT") -> bytes:
        return self.combined(f"{symbol.lower()}@depth5", DEPTH % number)

    def mini_tickers(self, *symbols: str, second: int = 0) -> bytes:
        elements = [MINI_TICKER % (1_770_000_000_123 + 1000 * second, symbol) for symbol in symbols]
        return self.combined("!miniTicker@arr", f"[{','.join(elements)}]")

    def shutdown(self) -> bytes:
        return self.combined("!serverShutdown", SHUTDOWN)


class Events(list[Any]):
    """What the hooks were given, in order."""

    def of(self, kind: type) -> list[Any]:
        return [event for event in self if isinstance(event, kind)]


@pytest.fixture
def frames() -> Frames:
    return Frames()


@pytest.fixture
def events() -> Events:
    return Events()


@pytest.fixture
def dispatch(events: Events) -> Dispatch:
    made = Dispatch(on_error=events.append, on_unhandled=events.append, on_control=events.append)
    made.on_shutdown = events.append
    return made


@pytest.fixture(scope="session")
def example(compile_module: Callable[[str, str], ModuleType]) -> ModuleType:
    """The Cython module above."""
    return compile_module("example", EXAMPLE)
