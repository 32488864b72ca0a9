"""Opening one WebSocket: TLS by the rules, and every way it can fail as a `ConnectError`."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picows import WSError, WSHandshakeError, WSTransport, ws_connect

from ..errors import (
    AddressBanned,
    CertificateRejected,
    ConfigError,
    ConnectError,
    ConnectionRefused,
    ConnectTimeout,
    HandshakeRefused,
    NameLookupFailed,
    NoWebSocket,
    TlsFailed,
    TooManyConnections,
    UrlRefused,
)
from ..session.endpoints import is_loopback
from .dial import Dial

if TYPE_CHECKING:
    from .guard import AnyListener

TlsSetting = ssl.SSLContext | str | os.PathLike[str] | bool | None

# A venue that says "too many requests" or "banned" without saying for how long is left alone for this time, seconds.
UNSTATED_RETRY_AFTER = {429: 60.0, 418: 120.0}

# A frame over the limit is read past and refused, so that the stream can go on, unless it is as many times larger: then
# the connection is given up rather than that much memory.
HARD_LIMIT = 8

# picows times the upgrade itself and closes the socket when it does; a moment more lets it do so first, seconds.
HANDSHAKE_GRACE = 0.25

API_KEY_HEADER = "X-MBX-APIKEY"

# What goes wrong is told by our own events; a user who sets this logger's level sees picows's words as well.
_log = logging.getLogger("tickwire.websocket")
if _log.level == logging.NOTSET:
    _log.setLevel(logging.CRITICAL)


def tls_context(setting: TlsSetting, urls: tuple[str, ...]) -> ssl.SSLContext | None:
    """Return the context for `urls`, None when none of them is encrypted.

    `setting` is None or True (the system's authorities), a file of authorities, a context, or False: no verification,
    which is for loopback addresses only. Raises ConfigError when verification is given up for another address.
    """
    if isinstance(setting, ssl.SSLContext):
        context = setting
    elif setting is False:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif not any(url.startswith("wss:") for url in urls):
        return None
    else:
        context = _verifying_context(None if setting in (None, True) else setting)
    if context.verify_mode is not ssl.CERT_REQUIRED or not context.check_hostname:
        for url in urls:
            if url.startswith("wss:") and not is_loopback(url):
                raise ConfigError(f"ssl: {url} must be verified; only loopback addresses may go without")
    return context


def _verifying_context(authorities: Any) -> ssl.SSLContext:
    if authorities is None:
        return ssl.create_default_context()
    if not isinstance(authorities, (str, os.PathLike)):
        raise ConfigError(f"ssl: an SSLContext, a file of authorities, True or False, not {authorities!r}")
    path = Path(authorities)
    if not path.is_file():
        raise ConfigError(f"ssl: no file of authorities at {path}")
    try:
        return ssl.create_default_context(cafile=path)
    except ssl.SSLError as error:
        raise ConfigError(f"ssl: no certificates in {path}: {error.reason or error}") from None


async def open_websocket(
    url: str,
    listener: AnyListener,
    *,
    context: ssl.SSLContext | None,
    timeout: float,
    max_frame_size: int,
    local_address: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> WSTransport:
    """Connect `listener` to `url` within `timeout` seconds, from an address of this machine. Raises ConnectError."""
    is_abandoned = False

    def attach() -> AnyListener:
        if is_abandoned:
            raise ConnectError("given up before it was open", url)
        return listener

    dial = Dial(local_address)
    attempt = asyncio.ensure_future(_connect(attach, url, context, timeout, max_frame_size, dial, headers))
    try:
        async with asyncio.timeout(timeout + HANDSHAKE_GRACE):
            return await asyncio.shield(attempt)
    except Exception as error:
        raise _connect_error(error, url, timeout) from error
    finally:
        is_abandoned = True
        if not attempt.done():
            await dial.give_up(attempt)


async def _connect(
    attach: Callable[[], AnyListener],
    url: str,
    context: ssl.SSLContext | None,
    timeout: float,
    max_frame_size: int,
    dial: Dial,
    headers: Mapping[str, str] | None,
) -> WSTransport:
    transport, attached = await ws_connect(
        attach,
        url,
        ssl_context=context,
        websocket_handshake_timeout=timeout,
        max_frame_size=HARD_LIMIT * max_frame_size,
        max_redirects=0,
        extra_headers=headers,
        disconnect_on_exception=False,
        # The listener answers pings itself: it must see every frame to know where a socket read begins.
        enable_auto_pong=False,
        logger_name=_log if headers is None else _discreet_log(),
        socket_factory=dial.connect,
    )
    listener: object = attached
    if listener is None:  # picows returns so when the peer hangs up before it answers the upgrade
        raise NoWebSocket("closed during the handshake", url)
    return transport


def _discreet_log() -> logging.Logger:
    """The same for connections that name a key: below DEBUG picows shows the headers of the upgrade."""
    log = _log.getChild("named")
    log.setLevel(max(logging.DEBUG, _log.getEffectiveLevel()))
    return log


def _connect_error(error: Exception, url: str, timeout: float) -> ConnectError:
    match error:
        case ConnectError():
            return error
        case WSHandshakeError(response=response, raw_body=body) if response is not None:
            status = int(response.status)
            words = f"HTTP {status} {response.status.phrase}" + _body(body)
            retry_after = _retry_after(status, response.headers.get("Retry-After"))
            return _refusal(status)(words, url, status, retry_after)
        case TimeoutError():
            return ConnectTimeout(f"no answer within {timeout:g} s", url)
        case ssl.SSLCertVerificationError():
            return CertificateRejected(f"certificate not trusted: {error.verify_message or error}", url)
        case ssl.SSLError():
            return TlsFailed(f"TLS failed: {error.reason or error}", url)
        case socket.gaierror():
            return NameLookupFailed(f"host name not found: {error.strerror}", url)
        case ConnectionRefusedError():
            return ConnectionRefused("connection refused", url)
        case WSError():
            return NoWebSocket(f"no WebSocket there: {error}", url)
        case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH):
            return ConnectionRefused(f"no way there: {error.strerror}", url)
    return ConnectError(str(error) or type(error).__name__, url)


def _refusal(status: int) -> type[ConnectError]:
    kinds = {429: TooManyConnections, 418: AddressBanned}
    return kinds.get(status, UrlRefused if 400 <= status < 500 else HandshakeRefused)


def _body(body: bytes | None) -> str:
    text = (body or b"")[:200].decode("utf-8", errors="replace").strip()
    return f": {text}" if text else ""


def _retry_after(status: int, header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header is not None else UNSTATED_RETRY_AFTER.get(status)
    except ValueError:
        return UNSTATED_RETRY_AFTER.get(status)
