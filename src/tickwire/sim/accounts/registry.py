"""The accounts of a venue and the keys to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from ...errors import ConfigError
from ..instruments import SCALE
from .keys import ApiKey, Verifier, verifier

BALANCES: Mapping[str, str] = {"USDT": "1000000", "BTC": "100", "ETH": "1000", "BNB": "1000"}


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account to begin with: its balances as decimal text, by asset, and the keys to it."""

    name: str
    balances: dict[str, str] = msgspec.field(default_factory=lambda: dict(BALANCES))
    keys: tuple[ApiKey, ...] = ()


def read_accounts(path: str | Path) -> tuple[Account, ...]:
    """Read accounts from a file of JSON, an array of them. Raises ConfigError that says where it is wrong."""
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=tuple[Account, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


# Makes an event of `tickwire.schema.account`, its times in units of so many µs.
MakeEvent = Callable[[int], Any]


def units_of(asset: str, text: str) -> int:
    """An amount of an asset in units of 1e-8. Raises ConfigError for what is none."""
    try:
        units = Decimal(text) * SCALE
        if units == int(units):
            return int(units)
    except (ArithmeticError, ValueError):
        pass
    raise ConfigError(f"balances: {text!r} is no amount of {asset}")


class Holder:
    """An account as it is while the venue runs: what it is called, and who listens to what happens to it."""

    def __init__(self, name: str, balances: Mapping[str, str]) -> None:
        self.name, self.balances = name, {asset: units_of(asset, text) for asset, text in balances.items()}
        if short := [asset for asset, amount in self.balances.items() if amount < 0]:
            raise ConfigError(f"balances: there cannot be less than nothing of {', '.join(short)}")
        self.listeners: dict[object, Callable[[MakeEvent], None]] = {}

    def happened(self, make: MakeEvent) -> None:
        """Tell all who listen."""
        for listener in list(self.listeners.values()):
            listener(make)


class Key:
    """A key in use."""

    def __init__(self, key: ApiKey, holder: Holder, checked_by: Verifier) -> None:
        self.api_key, self.permissions, self.holder = key.api_key, key.permissions, holder
        self.kind, self._verifier = checked_by.kind, checked_by
        self.is_revoked = False
        # Called when it is revoked.
        self.on_revoked: dict[object, Callable[[], None]] = {}

    def accepts(self, payload: bytes, signature: str) -> bool:
        """Tell whether a payload was signed with it."""
        return self._verifier.accepts(payload, signature)


class Accounts:
    """All accounts, by name, and all keys, by what requests call them."""

    def __init__(self) -> None:
        self._holders: dict[str, Holder] = {}
        self._keys: dict[str, Key] = {}

    def open(self, account: Account) -> Holder:
        """Open an account. Raises ConfigError when there is one of the name, or a key opens another."""
        if account.name in self._holders:
            raise ConfigError(f"account: {account.name!r} is open already")
        holder = self._holders[account.name] = Holder(account.name, account.balances)
        for key in account.keys:
            self.add_key(account.name, key)
        return holder

    def add_key(self, name: str, key: ApiKey) -> None:
        """Give an account one more key."""
        if key.api_key in self._keys:
            raise ConfigError(f"{key!r} is in use already")
        self._keys[key.api_key] = Key(key, self.holder(name), verifier(key))

    def holder(self, name: str) -> Holder:
        """An account by its name. Raises ConfigError when there is none."""
        if (found := self._holders.get(name)) is None:
            raise ConfigError(f"account: there is no {name!r}")
        return found

    @property
    def holders(self) -> list[Holder]:
        """All accounts, in the order they were opened."""
        return list(self._holders.values())

    def key(self, api_key: str) -> Key | None:
        """A key that is valid; None for one that is not, or is no more."""
        return self._keys.get(api_key)

    def revoke(self, api_key: str) -> None:
        """Let a key be valid no more. Raises ConfigError when it is not."""
        key = self._keys.pop(api_key, None)
        if key is None:
            raise ConfigError("api_key: no account has such a key")
        key.is_revoked = True
        for call in list(key.on_revoked.values()):
            call()
