"""The three kinds of keys that the venue knows, and what signs with them.

No secret stands in an attribute or in a local variable while something may raise: tracebacks show locals.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Literal, NoReturn, Protocol, runtime_checkable

from ..errors import ConfigError
from .secret import Secret, hidden

Kind = Literal["ed25519", "hmac", "rsa"]

RSA_BITS = range(2048, 4096 + 1)


@runtime_checkable
class Key(Protocol):
    """What signs requests. One's own class will do, for a key that never leaves its hardware.

    `kind` is which of the venue's kinds it is; `can_log_on` whether `session.logon` takes it, so that orders need no
    signature of their own; `sign` returns the signature of a payload: hex for HMAC, else base64.
    """

    @property
    def kind(self) -> Kind: ...
    @property
    def can_log_on(self) -> bool: ...
    def sign(self, payload: bytes, /) -> str: ...


class SigningKey:
    """A key in memory, made by `hmac_key` or `private_key`. It shows nothing, and is neither compared nor pickled."""

    __slots__ = ("_kind", "_sign")

    def __init__(self, kind: Kind, sign: Callable[[bytes], str]) -> None:
        self._kind: Kind = kind
        self._sign = sign

    @property
    def kind(self) -> Kind:
        """Which of the venue's kinds it is."""
        return self._kind

    @property
    def can_log_on(self) -> bool:
        """Whether `session.logon` takes it: Ed25519 alone."""
        return self._kind == "ed25519"

    def sign(self, payload: bytes) -> str:
        """Return the signature of the payload: hex for HMAC, else base64."""
        return self._sign(payload)

    def __repr__(self) -> str:
        return f"<{self._kind} key>"

    def __copy__(self) -> SigningKey:
        return self

    def __deepcopy__(self, _memo: object) -> SigningKey:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are not pickled: they would leave the process")


_Kinds = dict[type, Callable[[Any], SigningKey | str]]


def hmac_key(secret: str | bytes | Secret) -> SigningKey:
    """Make an HMAC-SHA-256 key of the secret that the venue showed once.

    The secret itself is not kept, only the state of the hash after it.
    """
    secret = hidden(secret)
    if not secret:
        raise ConfigError("secret: empty")
    primed = hmac.new(secret.reveal(), digestmod=hashlib.sha256)

    def sign(payload: bytes) -> str:
        state = primed.copy()
        state.update(payload)
        return state.hexdigest()

    return SigningKey("hmac", sign)


def private_key(pem: str | bytes | Secret, password: str | bytes | Secret | None = None) -> SigningKey:
    """Make a key of an Ed25519 or RSA private key in PEM, with its password when it is encrypted.

    Raises ConfigError that says what is wrong with it, and never what stands in it.
    """
    pem = hidden(pem)
    password = None if password is None else hidden(password)
    key = _loaded(pem, password)
    if isinstance(key, str):
        raise ConfigError(f"private key: {key}")
    return key


def _loaded(pem: Secret, password: Secret | None) -> SigningKey | str:
    """The key, or what is wrong. Errors of the library end here: their frames hold what was given to them."""
    load, kinds, unsupported = _library()
    if b"PUBLIC KEY-----" in pem.reveal()[:64]:
        return "this is the public half, which belongs to the venue; the private one signs"
    try:
        key = load(pem.reveal(), None if password is None else password.reveal())
    except TypeError:
        return "it is encrypted; give its password" if password is None else "it is not encrypted; leave out password"
    except unsupported:
        return "its kind or its encryption is not supported by the cryptography library"
    except ValueError:
        return "it is no PEM of a private key" + ("" if password is None else ", or the password is another one")
    for kind, wrap in kinds.items():
        if isinstance(key, kind):
            return wrap(key)
    return "the venue takes Ed25519 and RSA keys, and this is another kind"


def _library() -> tuple[Callable[..., object], _Kinds, type[Exception]]:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError as missing:
        raise ImportError("Ed25519 and RSA keys need cryptography: pip install 'tickwire[trading]'") from missing
    kinds: _Kinds = {ed25519.Ed25519PrivateKey: _ed25519, rsa.RSAPrivateKey: _rsa}
    return load_pem_private_key, kinds, UnsupportedAlgorithm


def _ed25519(key: Any) -> SigningKey:
    return SigningKey("ed25519", lambda payload: b64encode(key.sign(payload)).decode())


def _rsa(key: Any) -> SigningKey | str:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    if key.key_size not in RSA_BITS:
        return f"RSA keys have {RSA_BITS[0]} to {RSA_BITS[-1]} bits, and this one {key.key_size}"
    padding, digest = PKCS1v15(), SHA256()
    return SigningKey("rsa", lambda payload: b64encode(key.sign(payload, padding, digest)).decode())
