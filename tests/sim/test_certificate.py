"""TLS on loopback."""

import asyncio
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
import websockets

from tickwire.sim import Venue


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    with Venue(tls=True) as venue:
        yield venue


def connect(url: str, context: ssl.SSLContext) -> tuple[str, dict[str, Any]]:
    """The first message and the certificate that came with it."""

    async def talk() -> tuple[str, dict[str, Any]]:
        async with websockets.connect(f"{url}/ws/btcusdt@bookTicker", ssl=context) as connection:
            return str(await connection.recv()), connection.transport.get_extra_info("peercert")

    return asyncio.run(asyncio.wait_for(talk(), 10))


def test_a_client_that_is_given_the_certificate_connects_by_address_and_by_name(venue: Venue) -> None:
    context = venue.client_ssl_context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert connect(venue.url, context)[0].startswith('{"u":')
    assert connect(venue.url.replace("127.0.0.1", "localhost"), context)[0].startswith('{"u":')


def test_the_strictest_verification_accepts_it(venue: Venue) -> None:
    context = venue.client_ssl_context()
    context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    assert connect(venue.url, context)[0].startswith('{"u":')


def test_nothing_trusts_it_unasked(venue: Venue) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        connect(venue.url, ssl.create_default_context())


def test_it_speaks_for_loopback_alone_and_cannot_sign_for_others(venue: Venue) -> None:
    context = venue.client_ssl_context()
    _, shown = connect(venue.url, context)
    assert {name for _, name in shown["subjectAltName"]} == {"localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"}
    assert shown["notAfter"].startswith("Jan  1 00:00:00 2126")
    assert context.cert_store_stats()["x509"] == 1
    assert context.cert_store_stats()["x509_ca"] == 0
