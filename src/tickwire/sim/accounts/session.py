"""Who speaks on a connection: the key that it was logged on with, or the one that signed the request."""

from __future__ import annotations

from .. import api_errors
from ..api_errors import ApiError
from ..api_params import Params
from .keys import KEY_SYNTAX, Permission
from .registry import Accounts, Key
from .signing import Timing, payload


class Caller:
    """Who made a request that needs somebody, and when."""

    def __init__(self, key: Key, timing: Timing) -> None:
        self.key, self.holder, self.timing = key, key.holder, timing


class Session:
    """The state of one connection that its requests change. Times are µs of the venue's clock."""

    def __init__(self, accounts: Accounts, connected: int) -> None:
        self._accounts, self.connected = accounts, connected
        self.key: Key | None = None
        self.authorized = 0
        # Its key was revoked, and nobody has logged on or out since.
        self._is_lost = False

    def caller(
        self, params: Params, raw: bytes, received: int, may: Permission | None, *, by_itself: bool = False
    ) -> Caller:
        """Who made the request `raw`, which came in at `received` and needs a permission. Raises ApiError.

        With `by_itself` whoever is logged on does not count.
        """
        if by_itself or self.key is None or params.has("apiKey") or params.has("signature"):
            key, timing = self._signed(params, raw, received)
        else:
            key, timing = self.key, Timing(params)
            timing.check_received(received)
        if may is not None and may not in key.permissions:
            raise api_errors.bad_key()
        return Caller(key, timing)

    def _signed(self, params: Params, raw: bytes, received: int) -> tuple[Key, Timing]:
        if self._is_lost and not params.has("apiKey"):
            raise api_errors.bad_key()
        api_key = params.text("apiKey")
        if not KEY_SYNTAX.fullmatch(api_key):
            raise api_errors.bad_key_format()
        timing, signature = Timing(params), params.text("signature")
        timing.check_received(received)
        if (key := self._accounts.key(api_key)) is None:
            raise api_errors.bad_key()
        if not key.accepts(payload(raw), signature):
            raise api_errors.bad_signature()
        return key, timing

    def log_on(self, key: Key, now: int) -> None:
        """Let the connection speak for a key. Raises ApiError when it is of a kind that does not do that."""
        if key.kind != "ed25519":
            raise api_errors.no_logon_by("HMAC_SHA256" if key.kind == "hmac" else "RSA")
        self.key, self.authorized, self._is_lost = key, now, False

    def log_out(self) -> None:
        """Let it speak for nobody."""
        self.key, self.authorized, self._is_lost = None, 0, False

    def notice_revoked(self) -> ApiError | None:
        """Tell what to say unasked when the session's key is not valid any more; nobody is logged on then."""
        if self.key is None or not self.key.is_revoked:
            return None
        self.log_out()
        self._is_lost = True
        return api_errors.revoked()
