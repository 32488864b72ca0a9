"""The market of bench.tick_to_trade: bookTickers of one instrument, one a write, evenly spaced, to one client."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from itertools import count
from typing import Any

from bench.endtoend.server import accept, encoded

FIRST_ID = 40_000_000_000
QUIET_S = 0.3
PONG = 10
STREAM = "btcusdt@bookTicker"
TICK = '{{"u":{},"s":"BTCUSDT","b":"{:.2f}","B":"3.36000000","a":"{:.2f}","A":"18.02600000"}}'


def serve(rate: float, answer: Any) -> None:
    """Ticks to the first that comes, until it leaves."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answer.send(f"ws://127.0.0.1:{listener.getsockname()[1]}")
        connection, request = accept(listener, None)
        with connection:
            threading.Thread(target=hang_up_with, args=(connection,), daemon=True).start()
            time.sleep(QUIET_S)
            with suppress(ConnectionError):
                send_ticks(connection, rate, is_combined=request.startswith(b"GET /stream"))


def hang_up_with(connection: socket.socket) -> None:
    """The client wants to close when it sends anything but a pong."""
    with suppress(OSError):
        while (first := connection.recv(1 << 12)[:1]) and first[0] & 15 == PONG:
            pass
        connection.shutdown(socket.SHUT_RDWR)


def send_ticks(connection: socket.socket, rate: float, *, is_combined: bool) -> None:
    """What falls behind is not caught up."""
    due = time.monotonic()
    for update in count(FIRST_ID):
        bid = 100_000 + update % 100 / 100
        tick = TICK.format(update, bid, bid + 0.01)
        if is_combined:
            tick = f'{{"stream":{json.dumps(STREAM)},"data":{tick}}}'
        due = max(due + 1 / rate, time.monotonic())
        time.sleep(max(0.0, due - time.monotonic()))
        connection.sendall(encoded(tick.encode()))
