"""The exceptions of tickwire. All derive from `TickwireError`; each names what was wrong and where."""

from __future__ import annotations


class TickwireError(Exception):
    """Base of every exception that tickwire raises on its own account."""


class DecodeError(TickwireError, ValueError):
    """Bytes that are no message of the venue's, or a number that does not fit the struct.

    `raw` holds the offending bytes (cut to 1024), `offset` the position of the fault in bytes or None, `stream` the
    name of the stream that carried them or None, `reason` what is wrong with them.
    """

    def __init__(self, reason: str, raw: bytes = b"", offset: int | None = None, stream: str | None = None) -> None:
        self.reason, self.raw, self.offset, self.stream = reason, raw[:1024], offset, stream
        where = f" at byte {offset}" if offset is not None else ""
        source = f" on {stream}" if stream else ""
        excerpt = f": {self.raw[:120]!r}{'…' if len(self.raw) > 120 else ''}" if raw else ""
        super().__init__(f"{reason}{where}{source}{excerpt}")

    def __reduce__(self) -> tuple[type[DecodeError], tuple[str, bytes, int | None, str | None]]:
        return type(self), (self.reason, self.raw, self.offset, self.stream)


class ConfigError(TickwireError, ValueError):
    """An argument or setting that cannot be; the message names it and what it may be."""


class ConnectError(TickwireError, ConnectionError):
    """No connection could be opened: refused, name not found, TLS not trusted, or the venue said no (`status`).

    `url` is where, `status` the HTTP status or None, `retry_after` the seconds the venue asked to wait or None.
    """

    def __init__(self, reason: str, url: str, status: int | None = None, retry_after: float | None = None) -> None:
        self.reason, self.url, self.status, self.retry_after = reason, url, status, retry_after
        super().__init__(f"{url}: {reason}")


class RequestError(TickwireError):
    """The venue refused a request: its `code`, its words `msg`, and the `method` and `params` that it refused."""

    def __init__(self, code: int, msg: str, method: str = "", params: tuple[str, ...] = ()) -> None:
        self.code, self.msg, self.method, self.params = code, msg, method, params
        shown = ", ".join(params[:5]) + (f" and {len(params) - 5} more" if len(params) > 5 else "")
        super().__init__(f"{method} {shown} refused: {msg} (code {code})".strip())


class RequestTimeout(TickwireError, TimeoutError):
    """The venue did not answer a request in time; whether it acted on it is not known."""
