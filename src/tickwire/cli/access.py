"""Whose account at which venue: the options of all commands that trade, and the question before anything is sent."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import click

from ..client.trading import Milestone, Trader
from ..errors import RequestTimeout
from ..trading import Credentials, load_credentials
from . import options
from .encodings import ACCOUNT, account, key_file, plain_encoding

# What these are is known: nothing there is worth anything. Whatever else is asked about might be the live venue.
PLAYGROUNDS = ("testnet", "demo", "sim")
# It takes 16 s until it is proven that an order is not there.
TIMEOUT = "20"


class Access(NamedTuple):
    """A venue and an account there, as the options name them."""

    env: Any
    api_url: str | None
    ca_file: str | None
    key_file: str | None
    account: str
    encoding: Any
    timeout: float
    yes: bool

    @property
    def may_be_live(self) -> bool:
        """Whether it might be the live venue: a URL says nothing about what stands behind it."""
        return self.env not in PLAYGROUNDS

    @property
    def venue(self) -> str:
        """Its name in words."""
        if self.api_url is None:
            return f"the {self.env or 'live'} venue"
        return f"the venue at {urlsplit(self.api_url).netloc.rpartition('@')[2]}"

    def credentials(self) -> Credentials | None:
        """The key of the account; None for the demo account. Raises ConfigError that says what is missing."""
        if self.env != "sim":
            return load_credentials(pem=self.key_file, prefix=self.account)
        if self.key_file is not None:
            raise click.UsageError("--env sim has an account of its own; leave --key-file out")
        if self.account != ACCOUNT:
            raise click.UsageError("--env sim has an account of its own; leave --account out")
        return None

    def wait(self, answer: Milestone[Any]) -> Any:
        """What the venue answers. Raises its refusal, or ClickException when it takes too long."""
        try:
            return answer.wait(self.timeout)
        except RequestTimeout:
            raise
        except TimeoutError:
            raise click.ClickException(f"{self.venue} did not answer within {self.timeout:g} s") from None

    @contextmanager
    def trader(self, credentials: Credentials | None, symbols: tuple[str, ...] = ()) -> Iterator[Trader]:
        """A trader that is ready. Raises as `Trader.start`."""
        trader = Trader(
            credentials,
            env=self.env,
            api_url=self.api_url,
            encoding=self.encoding,
            ssl=self.ca_file,
            symbols=symbols,
            start_timeout=self.timeout,
        )
        log = logging.getLogger("tickwire")
        level = log.level
        log.setLevel(logging.ERROR)  # what fails is raised, and told once
        try:
            with trader:
                yield trader
        finally:
            log.setLevel(level)


_OPTIONS = (
    click.option(
        "--env", type=click.Choice(["live", "testnet", "demo", "sim"]), help="Which venue; live if not given."
    ),
    click.option("--api-url", metavar="URL", help="WebSocket API of a venue of your own."),
    click.option("--ca-file", metavar="FILE", help="Certificate to trust, for one that the system does not know."),
    key_file,
    account,
    plain_encoding,
    click.option(
        "--timeout", type=options.seconds, default=TIMEOUT, show_default=True, help="How long to wait, seconds."
    ),
    click.option(
        "--yes", is_flag=True, help="Do not ask, as is done before anything, a question too, may reach the live venue."
    ),
)

as_json = click.option(
    "--ndjson", "--json", "as_json", is_flag=True, help="One JSON object a line, with exact numbers."
)


def with_access(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command those options; it is called with `access` in their stead."""

    @wraps(command)
    def called(*args: Any, **given: Any) -> Any:
        access = Access(**{name: given.pop(name) for name in Access._fields})
        if access.api_url is not None and access.env is not None:
            raise click.UsageError("--api-url names a venue and so does --env; leave one of them out")
        return command(*args, access=access, **given)

    for option in reversed(_OPTIONS):
        called = option(called)
    return called


def confirm(access: Access, what: Mapping[str, object]) -> None:
    """Ask before anything is sent that might reach the live venue; `what` tells all that matters of it.

    Raises UsageError where nobody can be asked, and ClickException for any answer but yes.
    """
    if access.yes or not access.may_be_live:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(f"nobody is there to confirm what goes to {access.venue}; --yes sends it unasked")
    click.echo(f"This goes to {access.venue}:", err=True)
    width = max(map(len, what))
    for name, value in what.items():
        if value is not None:
            click.echo(f"  {name:<{width}}  {value}", err=True)
    if not click.confirm("Send it?", default=False, err=True):
        raise click.ClickException("not confirmed, nothing was sent")
