"""The least that any client has to do: no event loop, no library, no codec between the sockets and the order."""

from __future__ import annotations

import ctypes
import json
import socket
import time
from typing import Any
from urllib.parse import urlsplit

from bench.compiled import shared_library
from bench.endtoend.floor import masked, open_websocket

from .market import STREAM

MASK = bytes(4)
NUMBERS_FROM = 10**9  # all numbers of orders have ten digits


class Floor(ctypes.Structure):
    """floor_t of floor.c."""

    _fields_ = (
        ("market", ctypes.c_int32),
        ("api", ctypes.c_int32),
        ("frame", ctypes.c_void_p),
        ("size", ctypes.c_int64),
        ("id_at", ctypes.c_int64),
        ("name_at", ctypes.c_int64),
        ("time_at", ctypes.c_int64),
        ("bid", ctypes.c_char * 16),
    )


def connect(url: str, path: str = "") -> socket.socket:
    parts = urlsplit(url)
    assert parts.port is not None
    return open_websocket(parts.port, parts.path + path)


def log_on(api: socket.socket, api_key: str, pem: str) -> None:
    """Orders need no signature afterwards."""
    import tickwire as tw

    params: dict[str, Any] = {"apiKey": api_key, "timestamp": time.time_ns() // 1_000_000}
    key = tw.load_credentials(api_key, secret=pem.encode()).key
    request = {
        "id": "log-on",
        "method": "session.logon",
        "params": params | {"signature": tw.trading.sign(params, key)},
    }
    api.sendall(masked(json.dumps(request).encode(), MASK))
    reply = api.recv(1 << 16)
    if b'"status":200' not in reply:
        raise ConnectionError(f"not logged on: {reply!r}")


def frame_of(order: dict[str, str]) -> bytes:
    """The order as the bytes that are patched."""
    params = order | {"timeInForce": "IOC", "newClientOrderId": f"f{0:010}", "timestamp": 10**12}
    request = {"id": NUMBERS_FROM, "method": "order.place", "params": params}
    return masked(json.dumps(request, separators=(",", ":")).encode(), MASK)


def trade(url: str, api_url: str, api_key: str, pem: str, order: dict[str, str], orders: int) -> float:
    """Trade until all orders are answered; returns the CPU time that took."""
    library = shared_library("tick_to_trade/floor.c")
    library.trade.argtypes, library.trade.restype = [ctypes.c_void_p, ctypes.c_int64], ctypes.c_int64
    with connect(api_url) as api, connect(url, f"/stream?streams={STREAM}") as market:
        log_on(api, api_key, pem)
        frame = ctypes.create_string_buffer(frame_of(order))
        places = (frame.raw.index(b'"id":') + 5, frame.raw.index(b'"f0') + 2, frame.raw.index(b'"timestamp":') + 12)
        floor = Floor(market.fileno(), api.fileno(), ctypes.addressof(frame), len(frame) - 1, *places)
        began = time.process_time()
        answered = library.trade(ctypes.byref(floor), orders)
        if answered != orders:
            raise RuntimeError(f"{answered} of {orders} orders were answered")
        return time.process_time() - began
