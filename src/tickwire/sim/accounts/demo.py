"""A key to play with, made when it is asked for."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from ...errors import ConfigError
from .keys import ApiKey, Kind
from .registry import Account

NAME = "demo"


class DemoAccount(NamedTuple):
    """An account with plenty of everything, and the private half of its key: PEM, or the secret of an HMAC key."""

    account: Account
    private: bytes

    @property
    def api_key(self) -> str:
        """What requests call the key."""
        return self.account.keys[0].api_key

    def __repr__(self) -> str:
        """Name it, and keep its secret."""
        return f"DemoAccount({self.account.keys[0]!r})"

    def write(self, path: str | Path) -> None:
        """Write the private half to a new file that nobody else can read. Raises OSError when there is one."""
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(self.private)


def demo_account(kind: Kind = "ed25519") -> DemoAccount:
    """Make an account and a key to it. Raises ConfigError for a kind that needs cryptography when that is missing."""
    if kind == "hmac":
        secret = secrets.token_urlsafe(48)
        return DemoAccount(Account(name=NAME, keys=(ApiKey(secret=secret),)), secret.encode())
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
    except ModuleNotFoundError:
        raise ConfigError("RSA and Ed25519 keys need cryptography: pip install 'tickwire[trading]'") from None
    private = ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else rsa.generate_private_key(65537, 2048)
    pem, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    public = private.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    account = Account(name=NAME, keys=(ApiKey(public_key=public.decode()),))
    return DemoAccount(account, private.private_bytes(pem, serialization.PrivateFormat.PKCS8, no_password))
