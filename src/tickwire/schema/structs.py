"""The bases of what is asked of the WebSocket API and of what it answers.

Keys on the wire are the names of the fields in camelCase (`orig_qty` is `origQty`). A field that may be absent is None
when it is. What a Struct does not know it passes over; `Method.unknown` says what that was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from ..errors import ConfigError

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda cls: cls


# Fields and keys whose values are shown to nobody.
SECRETS = frozenset({"api_key", "apiKey", "signature"})
HIDDEN = "…"


def without_secrets(params: Any) -> dict[str, Any]:
    """The same mapping with keys and signatures left out of sight, to be shown or logged."""
    return {name: HIDDEN if name in SECRETS and value is not None else value for name, value in params.items()}


class ApiMeta(msgspec.StructMeta):
    """Frozen Structs with fields by keyword, camelCase on the wire, and nothing there for what is None."""

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        given: Any = {"frozen": True, "kw_only": True, "rename": "camel", "omit_defaults": True} | options
        return super().__new__(mcls, name, bases, namespace, **given)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Reply(msgspec.Struct, metaclass=ApiMeta, frozen=True):
    """Base of what the WebSocket API answers."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Discreet(msgspec.Struct, metaclass=ApiMeta, frozen=True):
    """Base of Structs with keys and signatures in them, which their reprs do not show."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return [(name, value) for name, value in without_secrets(values).items() if value is not None]


class Params(Discreet):
    """Base of what may be sent as `params`. What is None is not sent.

    Of each group in `needs` at least one must be given, of each in `excludes` at most one may be.
    """

    needs: ClassVar[tuple[tuple[str, ...], ...]] = ()
    excludes: ClassVar[tuple[tuple[str, ...], ...]] = ()

    return_rate_limits: bool | None = None

    def __post_init__(self) -> None:
        for group in self.needs:
            if all(getattr(self, name) is None for name in group):
                raise ConfigError(f"{type(self).__name__} needs {' or '.join(group)}")
        for group in self.excludes:
            given = [name for name in group if getattr(self, name) is not None]
            if len(given) > 1:
                raise ConfigError(f"{type(self).__name__} takes one of {' and '.join(given)}, not both")

    def to_dict(self) -> dict[str, Any]:
        """What is sent: the venue's names and plain values, in the order of the fields."""
        sent = msgspec.to_builtins(self)
        assert isinstance(sent, dict)
        return sent


class NoParams(Params):
    """Nothing to say."""


class SignedParams(Params):
    """Base of params that say who asks, and when.

    On a connection that is logged on `api_key` and `signature` are left out; `timestamp` never is.
    """

    api_key: str | None = None
    recv_window: int | str | None = None
    timestamp: int | None = None
    signature: str | None = None
