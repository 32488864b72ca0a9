"""When a fault happens and to whom; several of them are a script."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from ...errors import ConfigError
from ...schema import parse_stream
from .kinds import AnyFault, Seconds, Times


class Injection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A fault with its time and place; without more it happens at once, to every connection to the streams.

    `at` is seconds from now, or from the start of the script; `every` repeats it. With `after` it waits until a
    connection has got so many messages more. `seconds` is how long a fault lasts that does not end by itself; without
    it, until `heal()`. A fault that finds nobody to meet waits for those who come, until it has happened, and so does
    one of the order path that has met nobody's request yet; with `every` it does not wait, for it comes again.

    `connection` counts the venue's connections from 1 in the order they were opened, and may be one to come; `line`
    counts those that are open, from 0; `stream` means those that carry it, `api` those to the WebSocket API, and
    `share` a part of them, drawn at random.
    """

    fault: AnyFault
    at: Seconds = 0.0
    every: Annotated[float, Meta(ge=0.001)] | None = None
    after: Times | None = None
    seconds: Seconds | None = None
    connection: Times | None = None
    line: Annotated[int, Meta(ge=0)] | None = None
    stream: str | None = None
    api: bool = False
    share: Annotated[float, Meta(ge=0.0, le=1.0)] = 1.0


class Script(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Faults, and the seed of everything about them that is drawn at random."""

    faults: tuple[Injection, ...]
    seed: int = 1


def check_injection(injection: Injection) -> None:
    """Raises ConfigError naming the argument that cannot be; a fault that can never happen makes a test of nothing."""
    given = msgspec.to_builtins(injection)
    try:
        msgspec.convert(given, Injection)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{str(error).replace('$.fault', injection.fault.name()).replace('$.', '')}") from None
    for stream in (injection.stream, given["fault"].get("stream")):
        if stream is not None and parse_stream(stream) is None:
            raise ConfigError(f"stream: no stream is named {stream!r}")


def read_script(path: str | Path) -> Script:
    """Read a script from a file of JSON. Raises ConfigError that says where it is wrong."""
    try:
        return msgspec.json.decode(Path(path).read_bytes(), type=Script)
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
