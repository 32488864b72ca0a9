"""Requests of an account as bytes: stamped with the venue's time, and signed where the connection is not logged on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ...errors import ConfigError, KeyFailed
from ...schema import METHODS, ApiRequest
from ...schema.method import Security
from ...session.redaction import blanked
from ...trading.credentials import Credentials
from ...trading.keys import Key
from ...trading.signing import payload

# They say who is there, whatever was logged on before.
IDENTIFYING = frozenset({"session.logon", "userDataStream.subscribe.signature"})
# They are about a connection, and take no parameters of anybody's.
PLAIN = frozenset({"userDataStream.subscribe", "userDataStream.unsubscribe"})


class FrameWriter:
    """Writes requests; `venue_ns` is the venue's time, `recv_window`, in ms, is added where it is heeded."""

    def __init__(self, credentials: Credentials, venue_ns: Callable[[], int], recv_window: int) -> None:
        self.credentials, self.venue_ns, self.recv_window = credentials, venue_ns, recv_window
        # What templates sign with, and the key they name; None where the session is logged on.
        self.sign = None if credentials.can_log_on else signer(credentials.key)

    def venue_us(self) -> int:
        """The venue's time in µs, which requests bear."""
        return self.venue_ns() // 1_000

    @property
    def signing_api_key(self) -> str | None:
        """The API key that each request must name; None where the session is logged on."""
        return None if self.sign is None else self.credentials.api_key

    def without_key(self, raw: bytes) -> bytes:
        """What the venue sent, fit to be shown: replies name the API key."""
        return blanked(raw, self.credentials.api_key)

    def frame(self, number: int, method: str, params: Mapping[str, Any]) -> bytes:
        """The bytes of one request, with the time of now.

        Raises ConfigError for a value that cannot be signed, or sent, and KeyFailed when the key does not sign.
        """
        request = ApiRequest(id=number, method=method, params=self._complete(method, params))
        try:
            return msgspec.json.encode(request)
        except (TypeError, UnicodeEncodeError) as fault:
            raise ConfigError(f"{method}: a parameter that JSON cannot say: {fault}") from None

    def _complete(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        complete = dict(params)
        if METHODS[method].security is Security.NONE or method in PLAIN:
            return complete
        complete["recvWindow"] = self.recv_window
        complete["timestamp"] = self.venue_us()
        if method not in IDENTIFYING and self.credentials.can_log_on:
            return complete
        payload(complete)  # what cannot be is refused while no key is among it: tracebacks show locals
        complete["apiKey"] = self.credentials.api_key
        signature = _signature(self.credentials.key, payload(complete))
        if isinstance(signature, KeyFailed):
            del complete
            raise signature
        return complete | {"signature": signature}


def signer(key: Key) -> Callable[[bytes], str]:
    """What signs payloads; it raises KeyFailed when the key does not."""

    def sign(written: bytes) -> str:
        signature = _signature(key, written)
        del written  # it names the API key, and tracebacks show locals
        if isinstance(signature, KeyFailed):
            raise signature
        return signature

    return sign


def _signature(key: Key, written: bytes) -> str | KeyFailed:
    """The signature, or why there is none: what the key raises has frames in which the API key can be read."""
    try:
        signature: Any = key.sign(written)
    except Exception as fault:
        return KeyFailed(f"the key did not sign: {type(fault).__name__}: {fault}")
    if isinstance(signature, str) and signature and signature.isascii():
        return signature
    return KeyFailed(f"the key did not sign: no text of ASCII came of it, but {type(signature).__name__}")
