"""What is signed of a request: its parameters as sent, in the order of their names.

The WebSocket API takes them raw, as UTF-8; percent-encoding belongs to REST and is refused here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ..errors import ConfigError
from .keys import Key, SigningKey

_FLOAT = (
    "a float is no exact number, and how the venue writes it for signing is not documented: "
    "send prices and quantities as Decimal or text, such as '0.001'"
)


def sign(params: Mapping[str, object], key: Key) -> str:
    """Return the `signature` of a request with these `params`, by a key of any kind.

    A `signature` among them is left out. Raises ConfigError for a value that has no certain text, and a key that is
    none.
    """
    is_key = type(key) is SigningKey or isinstance(key, Key)
    if not is_key:
        kind = type(key).__name__
        del key, params  # it may be the secret itself
        raise ConfigError(f"key: what private_key and hmac_key make, or what has kind, can_log_on and sign, not {kind}")
    written = _written(params)
    del params  # they hold the API key, and tracebacks show locals
    return key.sign(_checked(written))


def payload(params: Mapping[str, object]) -> bytes:
    """Return what is signed: `name=value` joined by `&`, sorted by name, in UTF-8 and not percent-encoded.

    Values are text, ints, bools (true or false, as JSON has them), or Decimals that are sent without an exponent;
    floats are refused.
    """
    written = _written(params)
    del params
    return _checked(written)


def _checked(written: bytes | str) -> bytes:
    if isinstance(written, bytes):
        return written
    raise ConfigError(written)


def _written(params: Mapping[str, object]) -> bytes | str:
    """The payload, or what is wrong with the parameters."""
    parts = []
    for name in sorted(params):
        if name == "signature":
            continue
        value = params[name]
        if (text := value_text(value)) is None:
            return f"{name}: {_reason(value)}"
        parts.append(f"{name}={text}")
    try:
        return "&".join(parts).encode()
    except UnicodeEncodeError:
        return "a parameter is no Unicode text: it has half of a surrogate pair in it"


def value_text(value: object) -> str | None:
    """The text of a value as JSON encoders send it, without quotes; None for one that has no certain text."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return str.__str__(value)  # of an enum, too, its value
        case int():
            return int.__repr__(value)
        case Decimal():
            text = str(value)
            return None if "E" in text or not value.is_finite() else text
        case _:
            return None


def _reason(value: object) -> str:
    match value:
        case float():
            return _FLOAT
        case Decimal() if not value.is_finite():
            return f"{value} is no finite number"
        case Decimal():
            return f"encoders write {value} with an exponent; send format(value, 'f') instead"
        case None:
            return "None is not sent; leave the parameter out"
        case _:
            return f"text, an int, a bool or a Decimal, not {type(value).__name__}"
