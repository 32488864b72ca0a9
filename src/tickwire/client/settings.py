"""The arguments of a client, checked where they are given."""

from __future__ import annotations

import ipaddress
import operator
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import nan
from numbers import Real
from typing import Any, Literal, NamedTuple

from ..errors import ConfigError
from ..session.encodings import encoding_of_changes, has_sbe, sbe_name
from ..session.endpoints import ENDPOINTS, ENVIRONMENTS, MARKETS, check_api_url, check_stream_url
from ..trading import Credentials
from ..transport import Venue, check_cpu, tls_context
from .lines import LineRules

Market = Literal["spot"]
Environment = Literal["live", "testnet", "demo", "sim"]
TimeUnit = Literal["ms", "us"]
OnSilence = Literal["report", "resubscribe", "replace"]
Encoding = Literal["auto", "json", "sbe", "mixed"]

MAX_FRAME_SIZE = 10 << 20
CONNECT_TIMEOUT = 5.0
# Each of them is a connection of its own for every shard.
MAX_COPIES = 16


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
    lines: int
    local_addresses: tuple[str, ...]
    lifetime: float
    connection_rate: float
    replace_slowest: bool
    ping_after: float
    pong_within: float
    gap_wait: float
    backfill: bool
    on_silence: str
    encoding: str
    sbe_urls: tuple[str, ...]
    credentials: Credentials | None

    def venue(self) -> Venue:
        """Where and how the lines connect."""
        return Venue(
            self.urls,
            self.context,
            self.microseconds or self.is_sbe,  # as SBE has it: the Structs of a client are in one unit
            self.connect_timeout,
            self.max_frame_size,
            self.local_addresses,
            self.ping_after,
            self.pong_within,
        )

    @property
    def is_sbe(self) -> bool:
        """Whether SBE is asked for wherever the venue has it."""
        has_key = self.credentials is not None and self.credentials.can_log_on
        return self.encoding in ("sbe", "mixed") or (self.encoding == "auto" and has_key)

    def api_venue(self) -> Venue:
        """The same for the WebSocket API."""
        return self.venue()._replace(takes_binary=self.is_sbe)

    def sbe_venue(self) -> Venue | None:
        """The same for streams in SBE, which are for those who name a key; None for a client that cannot have them."""
        key = self.credentials
        if not self.is_sbe or key is None or not self.sbe_urls:
            return None
        return self.venue()._replace(
            urls=self.sbe_urls, microseconds=False, takes_binary=True, api_key=lambda: key.api_key, spell=sbe_name
        )

    def line_rules(self) -> LineRules:
        """How many lines there are and when they are replaced."""
        return LineRules(
            self.request_timeout,
            self.lines,
            self.lifetime,
            self.connection_rate,
            self.replace_slowest,
            falls_back=self.encoding == "auto",
            is_mixed=self.is_mixed,
        )

    def check_streams(self, streams: Iterable[str], others: Iterable[str]) -> None:
        """Raises ConfigError when streams cannot come as the client was told to have them, beside the others."""
        if not self.is_sbe:
            return
        if self.encoding != "auto" and self.env != "sim" and self.credentials is None:
            raise ConfigError('credentials: streams in SBE need an Ed25519 key; encoding="json" needs none')
        if self.encoding != "auto" and self.env != "sim" and not self.sbe_urls:
            raise ConfigError("sbe_urls: where the venue has streams in SBE; give it beside stream_urls")
        taken = {sbe_name(name): name for name in filter(self._is_in_sbe, others)}
        for name in filter(self._is_in_sbe, streams):
            if taken.setdefault(sbe_name(name), name) != name:
                raise ConfigError(f"{name}: in SBE it is the same stream as {taken[sbe_name(name)]}; subscribe to that")

    @property
    def is_mixed(self) -> bool:
        """Whether streams are wanted in both encodings."""
        return self.encoding == "mixed"

    def _is_in_sbe(self, stream: str) -> bool:
        return has_sbe(stream) and not (self.is_mixed and encoding_of_changes(stream) == "json")

    def check_api(self, what: str) -> None:
        """Raises ConfigError when `what` needs the WebSocket API and it is not known where that is."""
        if self.api_url is None and self.env != "sim":
            raise ConfigError(f"{what}: the venue's WebSocket API is needed; give its URL, api_url, beside stream_urls")


def check_settings(given: Mapping[str, Any]) -> Settings:
    """Take the arguments of a client by their names; raises ConfigError naming the one that cannot be."""
    checked = {name: check(name, given[name]) for name, check in CHECKS.items()}
    market, env, api_url = given["market"], given["env"], given["api_url"]
    urls = _stream_urls(env, market, given["stream_urls"])
    api = check_api_url(api_url) if api_url is not None else None
    if api is None and (endpoints := ENDPOINTS.get((market, env))) is not None and given["stream_urls"] is None:
        api = endpoints.api
    if given["encoding"] == "mixed" and checked["lines"] < 2:
        raise ConfigError('encoding: "mixed" is for 2 lines or more, of which one is in JSON')
    return Settings(
        urls=urls,
        api_url=api,
        context=tls_context(given["ssl"], (*urls, *_sbe_urls(given), *(() if api is None else (api,)))),
        microseconds=checked.pop("time_unit") == "us",
        sbe_urls=_sbe_urls(given),
        credentials=_credentials(given["credentials"], given["encoding"]),
        **checked,
    )


def _sbe_urls(given: Mapping[str, Any]) -> tuple[str, ...]:
    urls = given["sbe_urls"]
    if urls is None:
        is_known = given["stream_urls"] is None and given["env"] != "sim"
        return ENDPOINTS[given["market"], given["env"]].sbe if is_known else ()
    if given["stream_urls"] is None:
        raise ConfigError("sbe_urls: give the others as well, as stream_urls")
    checked = _urls("sbe_urls", urls)
    if both := set(checked).intersection(_urls("stream_urls", given["stream_urls"])):
        raise ConfigError(f"sbe_urls: {min(both)} is given as one of stream_urls, too; a host speaks one of the two")
    return checked


def _credentials(given: Any, encoding: str) -> Credentials | None:
    """What names a key; of which kind it must be, the venue says for streams in SBE alone."""
    if given is None:
        return None
    if not isinstance(given, Credentials):
        raise ConfigError(f"credentials: what load_credentials makes, not {type(given).__name__}")
    if encoding in ("sbe", "mixed") and not given.can_log_on:
        raise ConfigError('credentials: streams in SBE need an Ed25519 key; any other goes with "json" and "auto"')
    return given


def _one_of(*allowed: str) -> Callable[[str, Any], str]:
    def check(name: str, value: Any) -> str:
        if value not in allowed:
            raise ConfigError(f"{name}: one of {', '.join(map(repr, allowed))}, not {value!r}")
        return str(value)

    return check


def _stream_urls(env: str, market: str, stream_urls: Sequence[str] | None) -> tuple[str, ...]:
    if stream_urls is None:
        return () if env == "sim" else ENDPOINTS[market, env].streams
    if env == "sim":
        raise ConfigError('stream_urls: env="sim" starts a venue of its own; leave one of the two out')
    return _urls("stream_urls", stream_urls)


def _urls(name: str, given: Sequence[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        raise ConfigError(f"{name}: a list of URLs, [{given!r}]")
    urls = tuple(check_stream_url(url, name) for url in given)
    if not urls:
        raise ConfigError(f"{name}: the list is empty")
    return urls


def _addresses(name: str, addresses: Any) -> tuple[str, ...]:
    if addresses is None:
        return ()
    if isinstance(addresses, str):
        raise ConfigError(f"{name}: a list of addresses, [{addresses!r}]")
    for address in addresses:
        try:
            ipaddress.ip_address(address)
        except ValueError:
            raise ConfigError(f"{name}: {address!r} is no IP address") from None
    if not addresses:
        raise ConfigError(f"{name}: the list is empty")
    return tuple(addresses)


def check_positive(name: str, value: Any) -> float:
    """Return a number greater than 0; raises ConfigError for anything else."""
    number = _number(value)
    if not number > 0:
        raise ConfigError(f"{name}: a number greater than 0, not {value!r}")
    return number


def _not_negative(name: str, value: Any) -> float:
    number = _number(value)
    if not number >= 0:
        raise ConfigError(f"{name}: a number of 0 or more, not {value!r}")
    return number


def _number(value: Any) -> float:
    """A number of any kind, numpy's too; not a number for what is none."""
    return float(value) if not isinstance(value, bool) and isinstance(value, Real) else nan


def _count(most: int | None = None) -> Callable[[str, Any], int]:
    """Any whole number greater than 0, numpy's too."""
    words = "a whole number greater than 0" if most is None else f"a whole number from 1 to {most}"

    def check(name: str, value: Any) -> int:
        try:
            number = operator.index(value)
        except TypeError:
            number = 0
        if isinstance(value, bool) or number < 1 or (most is not None and number > most):
            raise ConfigError(f"{name}: {words}, not {value!r}")
        return number

    return check


def _flag(_name: str, value: Any) -> bool:
    return bool(value)


def _core(_name: str, value: Any) -> int | None:
    return check_cpu(value) if value is not None else None


# Arguments that can be judged one by one.
CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "market": _one_of(*MARKETS),
    "env": _one_of(*ENVIRONMENTS),
    "time_unit": _one_of("ms", "us"),
    "busy_poll": _flag,
    "cpu": _core,
    "max_frame_size": _count(),
    "connect_timeout": check_positive,
    "request_timeout": check_positive,
    "lines": _count(MAX_COPIES),
    "local_addresses": _addresses,
    "lifetime": check_positive,
    "connection_rate": check_positive,
    "replace_slowest": _flag,
    "ping_after": check_positive,
    "pong_within": check_positive,
    "gap_wait": _not_negative,
    "backfill": _flag,
    "on_silence": _one_of("report", "resubscribe", "replace"),
    "encoding": _one_of("auto", "json", "sbe", "mixed"),
}
