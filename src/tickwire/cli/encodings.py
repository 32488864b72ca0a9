"""In which encoding a command's streams come, and the key that those in SBE need."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import click

from ..trading import Credentials, load_credentials

# The prefix of the variables that name a key.
ACCOUNT = "BINANCE"

key_file = click.option("--key-file", metavar="FILE", help="Private key in PEM, instead of what the environment names.")
account = click.option(
    "--account",
    metavar="PREFIX",
    default=ACCOUNT,
    show_default=True,
    help="Whose key: PREFIX_API_KEY and the others, from the environment.",
)
plain_encoding = click.option(
    "--encoding",
    type=click.Choice(["json", "sbe"]),
    default="json",
    show_default=True,
    help="All in JSON, or in SBE what the venue has so.",
)
_OPTIONS = (
    click.option(
        "--encoding",
        type=click.Choice(["auto", "json", "sbe", "mixed"]),
        default="json",
        show_default=True,
        help="json; sbe, where the venue has it; auto: sbe with an Ed25519 key, else json; mixed: lines of both.",
    ),
    click.option("--sbe-url", "sbe_urls", multiple=True, metavar="URL", help="Where streams in SBE are, beside --url."),
    key_file,
    account,
)


class Encoding(NamedTuple):
    """What the options say of it."""

    encoding: Any
    sbe_urls: tuple[str, ...]
    key_file: str | None
    account: str

    def arguments(self, env: str | None) -> dict[str, Any]:
        """Those of a `Client` at that venue. Raises ConfigError that says what is missing of a key."""
        if self.encoding == "json" and (self.sbe_urls or self.key_file is not None or self.account != ACCOUNT):
            raise click.UsageError("--sbe-url, --key-file and --account are for streams in SBE; give --encoding, too")
        urls = list(self.sbe_urls) or None
        return {"encoding": self.encoding, "sbe_urls": urls, "credentials": self._credentials(env)}

    def _credentials(self, env: str | None) -> Credentials | None:
        """The key that is named; None where none is wanted, and for a simulated venue, which makes its own."""
        if self.encoding == "json":
            return None
        if env == "sim":
            if self.key_file is not None or self.account != ACCOUNT:
                raise click.UsageError("--env sim has an account of its own; leave --key-file and --account out")
            return None
        if self.encoding != "auto":
            return load_credentials(pem=self.key_file, prefix=self.account)
        if self.key_file is None and f"{self.account}_API_KEY" not in os.environ:
            return None
        found = load_credentials(pem=self.key_file, prefix=self.account)
        return found if found.can_log_on else None


def with_encoding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command those options; it is called with `encoding`, an `Encoding`, in their stead."""

    @wraps(command)
    def called(*args: Any, **given: Any) -> Any:
        chosen = Encoding(**{name: given.pop(name) for name in Encoding._fields})
        return command(*args, encoding=chosen, **given)

    for option in reversed(_OPTIONS):
        called = option(called)
    return called
