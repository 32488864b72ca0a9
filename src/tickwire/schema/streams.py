"""Stream names: made from a message class and its options, and read back.

The patterns stand on the classes (`Trade.streams`); here are the values the placeholders may take. Symbols are
lower-cased, since the venue knows no other form in stream names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .kinds import Message
from .market import MARKET_MESSAGES

INTERVALS = ("1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M")
WINDOWS = ("1h", "4h", "1d")
LEVELS = ("5", "10", "20")
CHOICES = {"interval": INTERVALS, "window": WINDOWS, "levels": LEVELS}


class StreamName(NamedTuple):
    """A stream's name taken apart.

    `symbol` is None for a stream of the whole market, `options` holds the placeholders' values, `is_array` tells
    whether its messages are arrays.
    """

    message: type[Message]
    symbol: str | None
    options: dict[str, str]
    is_array: bool


def _pattern(template: str) -> re.Pattern[str]:
    text = re.escape(template).replace(r"\{symbol\}", "(?P<symbol>[^@!/?&]+)")
    for name, values in CHOICES.items():
        text = text.replace(rf"\{{{name}\}}", f"(?P<{name}>{'|'.join(values)})")
    return re.compile(text)


_PATTERNS = [
    (_pattern(template), message, template.endswith("@arr"))
    for message in MARKET_MESSAGES
    for template in message.streams
]


def parse_stream(name: str) -> StreamName | None:
    """Take a stream's name apart; None when no message is known to arrive under such a name."""
    for pattern, message, is_array in _PATTERNS:
        if match := pattern.fullmatch(name):
            options = match.groupdict()
            return StreamName(message, options.pop("symbol", None), options, is_array)
    return None


def stream_name(
    message: type[Message],
    symbol: str | None = None,
    *,
    interval: str | None = None,
    window: str | None = None,
    levels: int | str | None = None,
    speed: str | None = None,
    timezone: str | None = None,
) -> str:
    """Build the name of the stream that carries `message`, for `symbol` or, without one, for the whole market.

    `speed` is "100ms" or "1000ms" (depth streams), `timezone` is "+08:00" (candles). Raises ValueError naming the
    option that is missing, unknown or out of range.
    """
    given = {"interval": interval, "window": window, "levels": None if levels is None else str(levels)}
    suffix = _suffix(message, speed, timezone)
    for template in message.streams:
        wanted = set(re.findall(r"\{(\w+)\}", template))
        if ("symbol" in wanted) != (symbol is not None) or not template.endswith(suffix or template[-1:]):
            continue
        if not suffix and template.endswith(("@100ms", "@+08:00")):
            continue
        values = {name: _choice(message, name, given[name]) for name in wanted - {"symbol"}}
        _refuse_unused(message, {k for k, v in given.items() if v is not None} - wanted)
        return template.format(symbol=(symbol or "").lower(), **values)
    what = f"of {symbol}" if symbol is not None else "of the whole market"
    raise ValueError(f"the venue has no {message.__name__} stream {what}" + (f" with {suffix!r}" if suffix else ""))


def _suffix(message: type[Message], speed: str | None, timezone: str | None) -> str:
    if speed not in (None, "100ms", "1000ms"):
        raise ValueError(f'speed is "100ms" or "1000ms", not {speed!r}')
    if timezone not in (None, "+08:00", "UTC", "+00:00"):
        raise ValueError(f'timezone is "+08:00" or "UTC", not {timezone!r}: the venue offers no other')
    if speed is not None and not any(t.endswith("@100ms") for t in message.streams):
        raise ValueError(f"{message.__name__} streams take no option 'speed'")
    if timezone is not None and not any(t.endswith("@+08:00") for t in message.streams):
        raise ValueError(f"{message.__name__} streams take no option 'timezone'")
    return "@100ms" if speed == "100ms" else "@+08:00" if timezone == "+08:00" else ""


def _choice(message: type[Message], name: str, value: str | None) -> str:
    allowed = CHOICES[name]
    if value is None or value not in allowed:
        said = "is missing" if value is None else f"cannot be {value!r}"
        raise ValueError(f"{message.__name__}: option {name!r} {said}; one of {', '.join(allowed)}")
    return value


def _refuse_unused(message: type[Message], unused: set[str]) -> None:
    if unused:
        raise ValueError(f"{message.__name__} streams take no option {min(unused)!r}")
