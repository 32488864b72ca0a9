"""TLS handshakes that fail."""

import asyncio
import logging
import socket
import ssl
import time

import pytest
from websockets.sync.client import connect

from tickwire.sim import Venue
from tickwire.sim.handshakes import failures_counted
from tickwire.sim.stats import Counters


def test_a_client_that_breaks_a_handshake_off_is_counted_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with Venue(tls=True) as venue, caplog.at_level(logging.WARNING):
        with pytest.raises(ssl.SSLError), connect(f"{venue.url}/ws", ssl=ssl.create_default_context()):
            pass
        before = venue.stats().tls_failures
        with socket.create_connection(("127.0.0.1", venue.port)):
            pass
        deadline = time.monotonic() + 10
        while venue.stats().tls_failures == before and time.monotonic() < deadline:
            time.sleep(0.01)
        with connect(f"{venue.url}/ws", ssl=venue.client_ssl_context()):
            pass
        assert venue.stats().tls_failures == before + 1
    assert caplog.records == []


@pytest.mark.parametrize("has_handler", [True, False])
def test_other_errors_are_told_as_before(caplog: pytest.LogCaptureFixture, has_handler: bool) -> None:
    told: list[BaseException] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        if has_handler:
            loop.set_exception_handler(lambda _, context: told.append(context["exception"]))
        before = loop.get_exception_handler()
        with failures_counted(counters):
            loop.call_exception_handler({"message": "other", "exception": ValueError("other")})
            loop.call_exception_handler({"message": "tls", "exception": ssl.SSLError("tls")})
        assert loop.get_exception_handler() is before

    counters = Counters()
    asyncio.run(main())
    assert counters.tls_failures == 1
    assert [str(error) for error in told] == (["other"] if has_handler else [])
    assert ("other" in caplog.text) is not has_handler
