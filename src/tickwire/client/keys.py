"""What the arguments of `subscribe` mean: the names of streams, and what their handlers get."""

from __future__ import annotations

from typing import Any

from .. import schema
from ..errors import ConfigError
from ..session.encodings import plain_name
from ..session.names import check_stream_name, check_symbol
from ..wire.messages import KINDS

_SCHEMA_OF: dict[Any, type[schema.Message]] = {view: getattr(schema, view.__name__) for view in KINDS}
_VIEW_OF: dict[Any, type[Any]] = {message: view for view, message in _SCHEMA_OF.items()}


def resolve(what: Any, symbols: tuple[Any, ...], options: dict[str, Any]) -> dict[str, type[Any]]:
    """Return the class of messages for each stream's name; raises ConfigError that says what the right form is.

    `what` is a message class (of `tickwire`: the handler gets views; of `tickwire.schema`: Structs), followed by
    symbols or by none for the stream of the whole market, or it is a stream's name, followed by more of them.
    """
    given = {name: value for name, value in options.items() if value is not None}
    message = _SCHEMA_OF.get(what) if isinstance(what, type) else None
    if message is None and isinstance(what, type) and issubclass(what, schema.Message) and what in _VIEW_OF:
        message = what
    if message is None:
        return _by_name((what, *symbols), given)
    try:
        if not symbols:
            return {schema.stream_name(message, **given): what}
        return {schema.stream_name(message, check_symbol(symbol), **given): what for symbol in symbols}
    except ConfigError:
        raise
    except ValueError as error:
        hint = f"; symbols follow the class, subscribe({what.__name__}, 'btcusdt', on=...)" if not symbols else ""
        raise ConfigError(f"{error}{hint}") from None


def _by_name(names: tuple[Any, ...], given: dict[str, Any]) -> dict[str, type[Any]]:
    checked = [(check_stream_name(name), plain_name(name)) for name in names]
    keys = {name: _VIEW_OF[parsed.message] for parsed, name in checked}
    if given:
        raise ConfigError(f"{next(iter(given))}: a stream's name holds its options already")
    return keys
