"""Every way a connection can fail to open, over real sockets."""

import asyncio
import contextlib
import gc
import pickle
import socket
import ssl
import threading

import pytest
from picows import WSListener

from tickwire import errors
from tickwire.errors import ConfigError, ConnectError
from tickwire.sim import Limits, Venue
from tickwire.transport.connect import open_websocket, tls_context

REFUSALS = {
    3: errors.HandshakeRefused,
    4: errors.UrlRefused,
    5: errors.HandshakeRefused,
    418: errors.AddressBanned,
    429: errors.TooManyConnections,
}


def connect(url, context=None, timeout=5.0):
    async def attempt():
        transport = await open_websocket(url, WSListener(), context=context, timeout=timeout, max_frame_size=1 << 20)
        transport.disconnect(graceful=False)
        await transport.wait_disconnected()

    asyncio.run(attempt())


@contextlib.contextmanager
def server(answer):
    """A socket that reads a request and answers with bytes, or with None only listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            with contextlib.suppress(OSError):
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        if answer is not None:
            thread.start()
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}/stream"
    if answer is not None:
        thread.join(5)


def http(status, *headers, body=""):
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", body]
    return "\r\n".join(lines).encode()


def refusal(url, **options):
    with pytest.raises(ConnectError) as caught:
        connect(url, **options)
    assert caught.value.url == url
    return caught.value


def test_plain_and_encrypted_connections_open():
    with Venue() as venue:
        connect(f"{venue.url}/stream")
    with Venue(tls=True) as venue:
        connect(f"{venue.url}/stream", tls_context(venue.ca_file, (venue.url,)))


def test_a_port_where_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    error = refusal(f"ws://127.0.0.1:{port}/stream")
    assert (type(error), error.reason, error.retry) == (errors.ConnectionRefused, "connection refused", "soon")


def test_a_name_that_is_none():
    error = refusal("ws://no-such-host.invalid/stream")
    assert (type(error), error.retry) == (errors.NameLookupFailed, "soon")
    assert "host name not found" in error.reason


def test_a_venue_that_does_not_answer():
    with server(None) as url:
        error = refusal(url, timeout=0.1)
    assert (type(error), error.reason) == (errors.ConnectTimeout, "no answer within 0.1 s")


def test_a_venue_that_hangs_up_before_it_answers():
    with server(b"") as url:
        error = refusal(url)
    assert (type(error), error.reason) == (errors.NoWebSocket, "closed during the handshake")


def test_a_server_that_speaks_something_else():
    with server(b"220 mail.example ESMTP\r\n\r\n") as url:
        error = refusal(url)
    assert type(error) is errors.NoWebSocket
    assert "no WebSocket there" in error.reason


def test_a_certificate_of_an_authority_not_trusted():
    with Venue(tls=True) as venue:
        error = refusal(f"{venue.url}/stream", context=tls_context(None, (venue.url,)))
    assert "certificate not trusted" in error.reason
    assert (type(error), error.retry) == (errors.CertificateRejected, "slowly")


def test_a_certificate_of_another_host():
    venue = Venue(host="127.0.0.2", tls=True)
    try:
        venue.start()
    except OSError:
        pytest.skip("no second address on loopback here")
    try:
        error = refusal(f"{venue.url}/stream", context=tls_context(venue.ca_file, (venue.url,)))
    finally:
        venue.stop()
    assert "certificate not trusted" in error.reason
    assert (type(error), error.retry) == (errors.CertificateRejected, "slowly")


def test_a_venue_without_tls_behind_wss():
    with server(http("400 Bad Request")) as url:
        encrypted = url.replace("ws:", "wss:")
        error = refusal(encrypted, context=tls_context(None, (encrypted,)))
    assert "TLS failed" in error.reason
    assert (type(error), error.retry) == (errors.TlsFailed, "slowly")


@pytest.mark.parametrize(
    ("answer", "status", "retry_after"),
    [
        (http("429 Too Many Requests", "Retry-After: 7"), 429, 7.0),
        (http("429 Too Many Requests"), 429, 60.0),
        (http("418 I'm a Teapot", "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT"), 418, 120.0),
        (http("403 Forbidden"), 403, None),
        (http("503 Service Unavailable", "Retry-After: 2"), 503, 2.0),
        (http("302 Found", "Location: ws://127.0.0.1:1/"), 302, None),
    ],
)
def test_a_refusal_by_http_names_the_status_and_when_to_come_again(answer, status, retry_after):
    with server(answer) as url:
        error = refusal(url)
    assert (error.status, error.retry_after) == (status, retry_after)
    assert type(error) is REFUSALS[status // 100 if status not in REFUSALS else status]
    assert f"HTTP {status}" in error.reason


def test_the_venues_own_words_are_told():
    with Venue(limits=Limits(connections=1)) as venue:
        connect(f"{venue.url}/stream")
        error = refusal(f"{venue.url}/stream")
    assert (error.status, error.retry_after) == (429, 300.0)
    assert "Too many connections" in error.reason


@pytest.mark.parametrize("tls", [False, True])
def test_a_cancelled_attempt_leaves_no_socket_behind(tls):
    context = ssl.create_default_context() if tls else None

    async def cancel(url):
        attempt = asyncio.create_task(
            open_websocket(url, WSListener(), context=context, timeout=5.0, max_frame_size=1 << 20)
        )
        await asyncio.sleep(0.05)
        attempt.cancel()
        with pytest.raises(asyncio.CancelledError):
            await attempt

    with server(None) as url:
        asyncio.run(cancel(url.replace("ws:", "wss:") if tls else url))
    gc.collect()  # what it finds unclosed fails the test


def test_no_context_is_made_where_nothing_is_encrypted():
    assert tls_context(None, ("ws://127.0.0.1:1",)) is None


def test_verification_is_on_unless_given_up_for_loopback():
    context = tls_context(None, ("wss://stream.example",))
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert tls_context(False, ("wss://127.0.0.1:1", "ws://stream.example")).verify_mode is ssl.CERT_NONE


@pytest.mark.parametrize("setting", [False, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)], ids=["False", "own context"])
def test_verification_cannot_be_given_up_for_another_host(setting):
    if setting is not False:
        setting.check_hostname, setting.verify_mode = False, ssl.CERT_NONE
    with pytest.raises(ConfigError, match=r"wss://stream\.example must be verified"):
        tls_context(setting, ("wss://127.0.0.1:1", "wss://stream.example"))


def test_authorities_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "empty.pem").write_text("no certificate")
    with pytest.raises(ConfigError, match="no file of authorities at"):
        tls_context(str(tmp_path / "missing.pem"), ("wss://h",))
    with pytest.raises(ConfigError, match="no certificates in"):
        tls_context(tmp_path / "empty.pem", ("wss://h",))
    with pytest.raises(ConfigError, match="an SSLContext"):
        tls_context(5, ("wss://h",))


def test_a_local_address_that_is_not_ours_is_refused():
    async def attempt(url):
        await open_websocket(url, WSListener(), context=None, timeout=5, max_frame_size=99, local_address="192.0.2.1")

    with Venue() as venue, pytest.raises(ConnectError):
        asyncio.run(attempt(f"{venue.url}/stream"))


def test_an_error_of_connecting_goes_through_pickle():
    error = pickle.loads(pickle.dumps(errors.TooManyConnections("HTTP 429", "ws://h", 429, 7.0)))
    assert (type(error), error.status, error.retry_after, error.retry) == (
        errors.TooManyConnections,
        429,
        7.0,
        "when told",
    )
