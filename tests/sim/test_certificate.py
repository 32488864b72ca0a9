"""TLS on loopback."""

import asyncio
import ssl

import pytest
import websockets

from tickwire.sim import Venue, certificate


@pytest.fixture(scope="module")
def venue():
    with Venue(tls=True) as venue:
        yield venue


def connect(url: str, context: ssl.SSLContext) -> str:
    async def talk() -> str:
        async with websockets.connect(f"{url}/ws/btcusdt@bookTicker", ssl=context) as connection:
            return str(await connection.recv())

    return asyncio.run(asyncio.wait_for(talk(), 10))


def test_a_client_that_is_given_the_certificate_connects_by_address_and_by_name(venue: Venue) -> None:
    context = venue.client_ssl_context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert connect(venue.url, context).startswith('{"u":')
    assert connect(venue.url.replace("127.0.0.1", "localhost"), context).startswith('{"u":')


def test_the_strictest_verification_accepts_it(venue: Venue) -> None:
    context = venue.client_ssl_context()
    context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    assert connect(venue.url, context).startswith('{"u":')


def test_nothing_trusts_it_unasked(venue: Venue) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        connect(venue.url, ssl.create_default_context())


def test_it_speaks_for_loopback_alone_and_signs_for_no_other() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(certificate.CA_FILE)
    [described] = context.get_ca_certs() or [ssl._ssl._test_decode_cert(str(certificate.CA_FILE))]  # type: ignore[attr-defined]
    names = {value for _, value in described["subjectAltName"]}
    assert names == {"localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"}
    assert context.cert_store_stats()["x509_ca"] == 0
    assert described["notAfter"].startswith("Jan  1 00:00:00 2126")
