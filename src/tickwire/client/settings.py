"""The arguments of a client, checked where they are given."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from ..errors import ConfigError
from ..session.endpoints import ENDPOINTS, ENVIRONMENTS, MARKETS, check_api_url, check_stream_url
from ..transport import TlsSetting, Venue, check_cpu, tls_context

Market = Literal["spot"]
Environment = Literal["live", "testnet", "demo", "sim"]
TimeUnit = Literal["ms", "us"]

MAX_FRAME_SIZE = 10 << 20
CONNECT_TIMEOUT = 5.0


class Settings(NamedTuple):
    """What a client was told; `urls` is empty when the venue is one to be simulated."""

    market: str
    env: str
    urls: tuple[str, ...]
    api_url: str | None
    context: ssl.SSLContext | None
    microseconds: bool
    busy_poll: bool
    cpu: int | None
    max_frame_size: int
    connect_timeout: float
    request_timeout: float

    def venue(self) -> Venue:
        """Where and how the lines connect."""
        return Venue(self.urls, self.context, self.microseconds, self.connect_timeout, self.max_frame_size)


def check_settings(
    market: str,
    env: str,
    *,
    stream_urls: Sequence[str] | None,
    api_url: str | None,
    ssl: TlsSetting,
    time_unit: str,
    busy_poll: bool,
    cpu: int | None,
    max_frame_size: int,
    connect_timeout: float,
    request_timeout: float,
) -> Settings:
    """Raises ConfigError naming the argument that cannot be."""
    _one_of("market", market, MARKETS)
    _one_of("env", env, ENVIRONMENTS)
    _one_of("time_unit", time_unit, ("ms", "us"))
    urls = _stream_urls(env, market, stream_urls)
    api = check_api_url(api_url) if api_url is not None else None
    if api is None and (endpoints := ENDPOINTS.get((market, env))) is not None and stream_urls is None:
        api = endpoints.api
    return Settings(
        market=market,
        env=env,
        urls=urls,
        api_url=api,
        context=tls_context(ssl, urls),
        microseconds=time_unit == "us",
        busy_poll=bool(busy_poll),
        cpu=check_cpu(cpu) if cpu is not None else None,
        max_frame_size=int(_positive("max_frame_size", max_frame_size)),
        connect_timeout=_positive("connect_timeout", connect_timeout),
        request_timeout=_positive("request_timeout", request_timeout),
    )


def _one_of(name: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ConfigError(f"{name}: one of {', '.join(map(repr, allowed))}, not {value!r}")


def _stream_urls(env: str, market: str, stream_urls: Sequence[str] | None) -> tuple[str, ...]:
    if stream_urls is None:
        return () if env == "sim" else ENDPOINTS[market, env].streams
    if env == "sim":
        raise ConfigError('stream_urls: env="sim" starts a venue of its own; leave one of the two out')
    if isinstance(stream_urls, str):
        raise ConfigError(f"stream_urls: a list of URLs, [{stream_urls!r}]")
    urls = tuple(check_stream_url(url) for url in stream_urls)
    if not urls:
        raise ConfigError("stream_urls: the list is empty")
    return urls


def _positive(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        raise ConfigError(f"{name}: a number greater than 0, not {value!r}")
    return float(value)
