"""TLS handshakes that fail: a client that does not trust a venue is no error of the venue's."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .stats import Counters


@contextmanager
def failures_counted(counters: Counters) -> Iterator[None]:
    """Count handshakes that clients of the running loop break off, which would be logged otherwise.

    Other errors are told as before. A client that says why it ends a handshake, by an alert, is told of by nobody.
    """
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        failure = context.get("exception")
        if failure is ConnectionResetError or isinstance(failure, ssl.SSLError | ConnectionResetError):
            counters.tls_failures += 1
        elif before is not None:
            before(loop, context)
        else:
            loop.default_exception_handler(context)

    loop.set_exception_handler(handle)
    try:
        yield
    finally:
        loop.set_exception_handler(before)
