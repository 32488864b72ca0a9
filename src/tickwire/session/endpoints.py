"""Where the venue is, and the URL that opens a connection with its first streams.

Source: the venue's pages on WebSocket streams and on the WebSocket API, "General information".
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from ..errors import ConfigError
from .redaction import redacted

MARKETS = ("spot",)
ENVIRONMENTS = ("live", "testnet", "demo", "sim")

# RFC 9110 asks every server to take a request line of 8000 octets; "GET", the version and the host share it.
MAX_URL_BYTES = 7800


class Endpoints(NamedTuple):
    """The hosts of one market in one environment; several stream hosts are the same venue by other doors.

    `sbe` are those of streams in SBE.
    """

    streams: tuple[str, ...]
    api: str
    sbe: tuple[str, ...]


ENDPOINTS: dict[tuple[str, str], Endpoints] = {
    ("spot", "live"): Endpoints(
        ("wss://stream.binance.com:9443", "wss://stream.binance.com:443"),
        "wss://ws-api.binance.com:443/ws-api/v3",
        ("wss://stream-sbe.binance.com:9443", "wss://stream-sbe.binance.com:443"),
    ),
    ("spot", "testnet"): Endpoints(
        ("wss://stream.testnet.binance.vision:9443", "wss://stream.testnet.binance.vision:443"),
        "wss://ws-api.testnet.binance.vision/ws-api/v3",
        ("wss://stream-sbe.testnet.binance.vision:9443", "wss://stream-sbe.testnet.binance.vision:443"),
    ),
    ("spot", "demo"): Endpoints(
        ("wss://demo-stream.binance.com:9443", "wss://demo-stream.binance.com:443"),
        "wss://demo-ws-api.binance.com/ws-api/v3",
        ("wss://demo-stream-sbe.binance.com:9443", "wss://demo-stream-sbe.binance.com:443"),
    ),
}


def check_stream_url(url: str, name: str = "stream_urls") -> str:
    """Return the base `url` without its final slash; raises ConfigError when it is no base of a WebSocket venue."""
    parts = _split(name, url)
    if parts.scheme not in ("ws", "wss") or not parts.hostname:
        raise ConfigError(f"{name}: {redacted(url)!r} is no WebSocket URL; write ws://host:port or wss://host:port")
    if parts.username is not None or parts.password is not None:
        raise ConfigError(f"{name}: no user or password in the URL of {parts.hostname}, market data needs none")
    if parts.path.rstrip("/") or parts.query or parts.fragment:
        raise ConfigError(
            f"{name}: {redacted(url)!r} has a path or query; give the base {parts.scheme}://{parts.netloc} alone, "
            "the client adds /stream, the streams and timeUnit itself"
        )
    return f"{parts.scheme}://{parts.netloc}"


def check_api_url(url: str) -> str:
    """Return `url`; raises ConfigError when it is no WebSocket URL."""
    parts = _split("api_url", url)
    if parts.scheme not in ("ws", "wss") or not parts.hostname:
        raise ConfigError(f"api_url: {redacted(url)!r} is no WebSocket URL; write wss://host:port/ws-api/v3")
    return url


def _split(name: str, url: str) -> SplitResult:
    if not isinstance(url, str):
        raise ConfigError(f"{name}: a URL is text, not {url!r}")
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for what is no port
    except ValueError as error:
        raise ConfigError(f"{name}: {redacted(url)!r} is no URL: {error}") from None
    return parts


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine, written as such: localhost, 127.0.0.0/8 or ::1."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def venue_name(url: str) -> str:
    """Name whose connection budget a URL draws on: the host, and on loopback the port as well."""
    parts = urlsplit(url)
    return parts.netloc if is_loopback(url) else (parts.hostname or parts.netloc)


def connection_url(
    base: str, streams: Iterable[str], *, microseconds: bool = False, max_bytes: int = MAX_URL_BYTES
) -> tuple[str, tuple[str, ...]]:
    """Return the URL of a combined-stream connection and those of `streams` that fit into it.

    Streams in the URL cost no request and no waiting; the others are to be subscribed once it is open.
    """
    unit = "timeUnit=MICROSECOND" if microseconds else ""
    used = len(base) + len("/stream?streams=&") + len(unit)
    names, encoded = [], []
    for name in streams:
        text = quote(name, safe="@!:")
        used += len(text) + 1
        if used > max_bytes:
            break
        names.append(name)
        encoded.append(text)
    query = "&".join(part for part in (f"streams={'/'.join(encoded)}" if encoded else "", unit) if part)
    return f"{base}/stream" + (f"?{query}" if query else ""), tuple(names)
