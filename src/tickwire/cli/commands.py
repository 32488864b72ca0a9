"""The command `tickwire`, and how every failure of its commands becomes one line on stderr and an exit code."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from ..errors import ConfigError, TickwireError
from .account import account
from .demo import demo
from .order import order
from .sim import sim
from .streams import streams
from .tail import tail
from .top import top
from .trade_demo import trade_demo

FAILURE, USAGE, INTERRUPTED = 1, 2, 130


class Commands(click.Group):
    """Commands that end well when nobody reads their output any more."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; its exit code, or None for 0."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what the interpreter still flushes
            return 0


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tickwire", message="%(prog)s %(version)s")
def tickwire() -> None:
    """Market data of Binance, from the wire to callbacks at C speed, and orders back.

    \b
    tickwire demo                    see it work, without a network
    tickwire tail btcusdt@trade      follow a stream of the venue
    tickwire top btcusdt             watch connections, streams and books
    tickwire streams                 what can be followed
    tickwire sim --port 9001         a venue of your own, on loopback
    tickwire order place --help      orders, one at a time
    tickwire account                 balances and open orders
    tickwire trade-demo              see quotes become fills, without a network
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # not every terminal can write every symbol's name
    logging.basicConfig(format="tickwire: %(message)s", level=logging.WARNING)


for command in (demo, tail, top, streams, sim, order, account, trade_demo):
    tickwire.add_command(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did what was asked, 1 after a failure, 2 for arguments that cannot be."""
    try:
        return tickwire.main(arguments, prog_name="tickwire", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx is not None else "tickwire"
        return _failed(f"{error.format_message()} (see {where} --help)", USAGE)
    except click.ClickException as error:
        return _failed(error.format_message(), error.exit_code)
    except ConfigError as error:
        return _failed(str(error), USAGE)
    except (TickwireError, OSError) as error:
        return _failed(str(error), FAILURE)
    except click.Abort:
        return INTERRUPTED


def _failed(reason: str, code: int) -> int:
    click.echo(f"tickwire: {' '.join(reason.split())}", err=True)
    return code
