"""API keys as the venue knows them: their names, what they may do, and what checks the signatures made with them.

RSA and Ed25519 need the package cryptography, which is imported when such a key is used; HMAC needs nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import string
from typing import Any, Literal, Protocol

import msgspec

from ...errors import ConfigError

Kind = Literal["hmac", "rsa", "ed25519"]
Permission = Literal["TRADE", "USER_DATA", "USER_STREAM"]

KEY_SYNTAX = re.compile(r"[A-Za-z0-9]{64}")
_ALL: frozenset[Permission] = frozenset(("TRADE", "USER_DATA", "USER_STREAM"))
_SYMBOLS = string.ascii_letters + string.digits
_RSA_SIZES = range(2048, 4097)


def _new_name() -> str:
    return "".join(secrets.choice(_SYMBOLS) for _ in range(64))


class ApiKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key to an account: for HMAC by its `secret`, for RSA and Ed25519 by the `public_key`, as PEM.

    `api_key` is what requests call it, 64 letters and digits; left out, it is drawn at random.
    """

    secret: str | None = None
    public_key: str | None = None
    api_key: str = msgspec.field(default_factory=_new_name)
    permissions: frozenset[Permission] = _ALL

    def __post_init__(self) -> None:
        """Refuse what cannot be a key, when a script is read and not when its first request comes."""
        if (self.secret is None) == (self.public_key is None):
            raise ConfigError("key: either a secret, or a public_key")
        if not KEY_SYNTAX.fullmatch(self.api_key):
            raise ConfigError("api_key: 64 letters and digits")

    def __repr__(self) -> str:
        """Name it, and keep its secret."""
        return f"ApiKey({self.api_key[:6]}…)"


class Verifier(Protocol):
    """What checks the signatures of one key."""

    kind: Kind

    def accepts(self, payload: bytes, signature: str) -> bool:
        """Tell whether a payload was signed with the key."""
        ...


def verifier(key: ApiKey) -> Verifier:
    """What checks a key's signatures. Raises ConfigError for a key that is no key, or of a kind the venue refuses."""
    if key.secret is not None:
        return _Hmac(key.secret)
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ModuleNotFoundError:
        raise ConfigError("RSA and Ed25519 keys need cryptography: pip install 'tickwire[trading]'") from None
    try:
        public = load_pem_public_key((key.public_key or "").encode())
    except ValueError:
        raise ConfigError(f"{key!r}: public_key is no PEM of a public key") from None
    if isinstance(public, Ed25519PublicKey):
        return _Ed25519(public)
    if isinstance(public, RSAPublicKey) and public.key_size in _RSA_SIZES:
        return _Rsa(public)
    raise ConfigError(f"{key!r}: the venue takes Ed25519, and RSA of 2048 to 4096 bits")


class _Hmac:
    """HMAC-SHA-256 in hex, whose case does not matter."""

    kind: Kind = "hmac"

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def accepts(self, payload: bytes, signature: str) -> bool:
        expected = hmac.new(self._secret, payload, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.lower().encode())


class _Asymmetric:
    """A signature in base64, over a public key's own check."""

    kind: Kind

    def __init__(self, public: Any) -> None:
        self._public = public

    def accepts(self, payload: bytes, signature: str) -> bool:
        from cryptography.exceptions import InvalidSignature

        try:
            self._verify(base64.b64decode(signature, validate=True), payload)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True

    def _verify(self, signature: bytes, payload: bytes) -> None:
        self._public.verify(signature, payload)


class _Ed25519(_Asymmetric):
    kind: Kind = "ed25519"


class _Rsa(_Asymmetric):
    """RSASSA-PKCS1-v1_5 with SHA-256."""

    kind: Kind = "rsa"

    def _verify(self, signature: bytes, payload: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        self._public.verify(signature, payload, PKCS1v15(), SHA256())
