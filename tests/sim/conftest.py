"""Keys of the three kinds, and a client that signs with them as the documentation says."""

import base64
import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from websockets.sync.client import ClientConnection

from tickwire.sim import ApiKey


class Signer:
    """A private key, and the key by which the venue knows it."""

    def __init__(self, key: ApiKey, sign: Callable[[bytes], str]) -> None:
        self.key, self.sign = key, sign

    def signed(self, **params: Any) -> dict[str, Any]:
        """Parameters with key, time and signature; a time that is given stays."""
        params = {"apiKey": self.key.api_key, "timestamp": time.time_ns() // 1_000_000, **params}
        payload = "&".join(f"{name}={params[name]}" for name in sorted(params))
        return {**params, "signature": self.sign(payload.encode())}


def hmac_signer(**options: Any) -> Signer:
    secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
    key = ApiKey(secret=secret, **options)
    return Signer(key, lambda payload: hmac.new(secret.encode(), payload, hashlib.sha256).hexdigest())


def _pem(private: Any) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def ed25519_signer(**options: Any) -> Signer:
    private = ed25519.Ed25519PrivateKey.generate()
    key = ApiKey(public_key=_pem(private), **options)
    return Signer(key, lambda payload: base64.b64encode(private.sign(payload)).decode())


RSA = rsa.generate_private_key(65537, 2048)


def rsa_signer(**options: Any) -> Signer:
    key = ApiKey(public_key=_pem(RSA), **options)
    return Signer(key, lambda payload: base64.b64encode(RSA.sign(payload, padding.PKCS1v15(), SHA256())).decode())


SIGNERS = {"hmac": hmac_signer, "rsa": rsa_signer, "ed25519": ed25519_signer}


@pytest.fixture
def signer() -> Callable[..., Signer]:
    """Makes a key of a kind."""
    return lambda kind="ed25519", **options: SIGNERS[kind](**options)


class Talk:
    """A connection of which replies and events come apart."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection, self.events, self.unasked = connection, [], []
        self._ids = itertools.count(1)

    def next(self) -> dict[str, Any]:
        """The next message, whatever it is."""
        return json.loads(self.connection.recv(timeout=10))

    def ask(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """The reply to a request; events that come before it are kept."""
        number = next(self._ids)
        self.connection.send(json.dumps({"id": number, "method": method, "params": params or {}}))
        while (message := self.next()).get("id") != number:
            (self.events if "event" in message else self.unasked).append(message)
        return message

    @staticmethod
    def now() -> int:
        """A timestamp."""
        return time.time_ns() // 1_000_000

    def event(self) -> dict[str, Any]:
        """The next event."""
        if self.events:
            return self.events.pop(0)
        while "event" not in (message := self.next()):
            self.unasked.append(message)
        return message


@pytest.fixture
def talk() -> Callable[[ClientConnection], Talk]:
    """Wraps a connection."""
    return Talk
