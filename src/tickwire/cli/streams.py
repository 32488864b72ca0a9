"""`tickwire streams`: what can be subscribed, read from the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import msgspec
from rich import box
from rich.table import Table

from ..schema import MARKET_MESSAGES, Message
from ..schema.streams import CHOICES
from .console import Console

WIDE = 120
EXAMPLE = {"symbol": "btcusdt", "interval": "1m", "window": "1h", "levels": "20"}


class StreamPattern(msgspec.Struct, frozen=True):
    """One form of stream names: its class, the values of its placeholders, and one name as an example.

    `events` are the values of the key `e` in its messages, none when they have no such key.
    """

    pattern: str
    message: str
    events: tuple[str, ...]
    options: dict[str, tuple[str, ...]]
    is_array: bool
    example: str
    meaning: str


def patterns() -> Iterator[StreamPattern]:
    """Every form of stream names that the schema knows, in its order."""
    for message in MARKET_MESSAGES:
        for pattern in message.streams:
            yield StreamPattern(
                pattern=pattern,
                message=message.__name__,
                events=message.events,
                options={name: CHOICES[name] for name in re.findall(r"\{(\w+)\}", pattern) if name in CHOICES},
                is_array=pattern.endswith("@arr"),
                example=pattern.format(**EXAMPLE),
                meaning=_meaning(message),
            )


def _meaning(message: type[Message]) -> str:
    return " ".join((message.__doc__ or "").partition("\n\n")[0].split())


def _table(rows: list[StreamPattern], width: int) -> Table:
    """The events have a column of their own where there is room."""
    is_wide = width >= WIDE
    table = Table("stream", "class", box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for header in ("event", "meaning") if is_wide else ("meaning",):
        table.add_column(header)
    for column in table.columns[:-1]:
        column.no_wrap = True
    told = None
    for row in rows:
        name = row.pattern.replace("{", "<").replace("}", ">")
        meaning = row.meaning if row.message != told else f"The same, {_difference(row)}."
        events = [" ".join(row.events) or "—"] if is_wide else []
        table.add_row(f"[cyan]{name}[/]", row.message, *events, meaning)
        told = row.message
    return table


def _difference(row: StreamPattern) -> str:
    if row.is_array:
        return "of all symbols, in arrays"
    return "ten times a second" if row.pattern.endswith("@100ms") else "by the clock of UTC+8"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array instead of a table.")
def streams(as_json: bool) -> None:
    """Show which streams can be subscribed, and the class of their messages.

    \b
    tickwire streams --json | jq -r '.[].pattern'
    """
    rows = list(patterns())
    if as_json:
        click.echo(msgspec.json.encode(rows))
        return
    console = Console()
    if not console.is_terminal:
        console.width = WIDE
    console.print(_table(rows, console.width))
    for name, values in CHOICES.items():
        console.print(f"[cyan]<{name}>[/] is one of {' '.join(values)}")
    console.print("[cyan]<symbol>[/] is in lower case, such as btcusdt")
