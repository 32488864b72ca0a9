"""What a `Trader` is given, looked at before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ...errors import ConfigError
from ...session.names import check_symbol
from ...trading import Credentials, Guards, Policy, Quotes
from ..client import Client
from .entry import QuotesOf

KINDS: dict[str, tuple[type, str]] = {
    "credentials": (Credentials, "what load_credentials makes"),
    "client": (Client, "a Client"),
    "policy": (Policy, "a Policy"),
    "guards": (Guards, "Guards(...) of those that are turned on"),
    "check_filters": (bool, "True or False"),
    "account_filters": (bool, "True or False"),
    "name": (str, "text"),
}
WHERE = ("env", "api_url", "encoding", "ssl")


def misgiven(**given: Any) -> str:
    """What is wrong with the arguments, in words; "" when nothing is. It shows none of them: one may be a secret."""
    for name, (kind, words) in KINDS.items():
        if given[name] is not None and not isinstance(given[name], kind):
            return f"{name}: {words}, not {kind_of(given[name])}"
    if given["quotes"] is not None and not callable(given["quotes"]):
        return f"quotes: what tells the Quotes of a symbol, not {kind_of(given['quotes'])}"
    if given["client"] is not None and any(given[one] is not None for one in WHERE):
        return "client: it says where the venue is; leave out env, api_url, encoding and ssl"
    if given["api_url"] is not None and not isinstance(given["api_url"], str):
        return f"api_url: text, not {kind_of(given['api_url'])}"
    if given["api_url"] is not None and given["env"] == "sim":
        return 'api_url: a simulated venue of its own is what env="sim" has; leave out one of the two'
    if given["encoding"] == "mixed":
        return 'encoding: "sbe", "json" or "auto"; "mixed" is for the lines of streams, which a Client has'
    return ""


def symbols_of(given: Iterable[str]) -> tuple[str, ...]:
    """The symbols that are meant; raises ConfigError for what is no list of them."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ConfigError(f"symbols: a list of them, such as ['BTCUSDT'], not {given!r:.60}")
    for symbol in (symbols := tuple(given)):
        if not isinstance(symbol, str):
            raise ConfigError(f"symbols: names, such as 'BTCUSDT', not {symbol!r:.60}")
    return tuple(dict.fromkeys(check_symbol(symbol).upper() for symbol in symbols))


def checked_quotes(source: QuotesOf) -> QuotesOf:
    """The same, but that it raises ConfigError where it tells no `Quotes`."""

    def quotes_of(symbol: str) -> Quotes:
        told: Any = source(symbol)
        if not isinstance(told, Quotes) or not all(price is None or _is_price(price) for price in told):
            raise ConfigError(f"quotes: Quotes of Decimals for {symbol}, not {told!r:.60}")
        return told

    return quotes_of


def _is_price(given: object) -> bool:
    return isinstance(given, Decimal) and given.is_finite()


def kind_of(given: object) -> str:
    """The type of an argument, for words; a class that was given in place of what it makes is called so."""
    return f"the class {given.__name__}" if isinstance(given, type) else type(given).__name__
