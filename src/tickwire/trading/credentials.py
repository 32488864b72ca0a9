"""Who trades: the API key and what signs for it, from a PEM file, the environment, or a callable."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NoReturn

from ..errors import ConfigError
from .keys import Key, Kind, hmac_key, private_key
from .secret import Secret, hidden

Text = str | bytes | Secret
Given = Text | Callable[[], Text]
Source = Callable[[], Secret]

LONGEST_FILE = 64 << 10
LONGEST_NAME = 1024
MAY_BE_SECRET = re.compile(r"[A-Za-z0-9+/=_-]{24,}")


class Credentials:
    """An API key and the key that signs for it. Nothing that is printed, pickled or compared shows either."""

    __slots__ = ("_api_key", "_key")

    def __init__(self, api_key: Text, key: Key) -> None:
        name = hidden(api_key)
        del api_key
        if not name or not name.reveal().isalnum():
            raise ConfigError("api_key: letters and digits, as the venue showed them")
        if not _is_key(key):
            kind = type(key).__name__
            del key  # it may be the secret itself
            raise ConfigError(f"key: what has kind, can_log_on and sign, such as private_key makes, not {kind}")
        self._api_key, self._key = name, key

    @property
    def api_key(self) -> str:
        """The API key in full: for the request alone."""
        return self._api_key.reveal().decode()

    @property
    def key(self) -> Key:
        """What signs."""
        return self._key

    @property
    def kind(self) -> Kind:
        """Which of the venue's kinds of keys it is."""
        return self._key.kind

    @property
    def can_log_on(self) -> bool:
        """Whether a session can be logged on by it, so that orders need no signature."""
        return self._key.can_log_on

    def __repr__(self) -> str:
        # Tools that print the locals of a traceback ask one that is not made yet, too.
        return f"Credentials({self._key.kind})" if hasattr(self, "_key") else "Credentials()"

    def __copy__(self) -> Credentials:
        return self

    def __deepcopy__(self, _memo: object) -> Credentials:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled: they would leave the process")


def load_credentials(
    api_key: Given | None = None,
    *,
    pem: str | os.PathLike[str] | None = None,
    secret: Given | None = None,
    password: Given | None = None,
    force: bool = False,
    prefix: str = "BINANCE",
    environ: Mapping[str, str] | None = None,
) -> Credentials:
    """Make credentials of an API key and one of: `pem`, the path of a private key; `secret`, an HMAC secret or a
    private key in PEM.

    What is secret may be a callable that returns it, such as one that asks a vault. `force` takes a file that others
    can read. What is not given comes from the environment: `BINANCE_API_KEY`, and `BINANCE_PRIVATE_KEY_FILE` or
    `BINANCE_API_SECRET`, and `BINANCE_PRIVATE_KEY_PASSWORD` for one that is encrypted; `prefix` stands for `BINANCE`.

    Raises ConfigError for what cannot be, and for a file that cannot be read.
    """
    # All that is secret is wrapped before anything is asked, read or refused: tracebacks show locals.
    name, signs, opens, path = _source(api_key), _source(secret), _source(password), _path(pem)
    del api_key, secret, password, pem
    variables = _variables(os.environ if environ is None else environ, prefix)
    del environ
    if path is None and signs is None:
        signs = variables.get("API_SECRET")
        path = variables["PRIVATE_KEY_FILE"]() if "PRIVATE_KEY_FILE" in variables else None
    name = name or variables.get("API_KEY")
    if name is None:
        raise ConfigError(f"give api_key, or set {prefix}_API_KEY")
    opens = opens or variables.get("PRIVATE_KEY_PASSWORD")
    if path is not None and signs is None:
        return Credentials(name(), private_key(read_key_file(path, force=force), opens and opens()))
    if path is None and signs is not None:
        return Credentials(name(), _key(signs(), opens))
    raise ConfigError(f"give one of pem and secret, or set {prefix}_PRIVATE_KEY_FILE or {prefix}_API_SECRET")


def _key(secret: Secret, password: Source | None) -> Key:
    if b"-----BEGIN" in secret.reveal():
        return private_key(secret, password and password())
    return hmac_key(secret.reveal().strip())


def _source(given: object) -> Source | None:
    """What is given, or what the callable returns when it is asked."""
    if given is None:
        return None
    if isinstance(given, str | bytes | Secret):
        return partial(hidden, hidden(given))
    if not callable(given):
        return partial(_refuse, type(given).__name__)
    ask: Callable[[], Any] = given
    return lambda: hidden(ask())


def _refuse(kind: str) -> Secret:
    raise ConfigError(f"a secret: text or bytes, or a callable that returns them, not {kind}")


def _path(given: object) -> Secret | None:
    """A path; it is wrapped, for a private key may have been given in its place."""
    if given is None:
        return None
    return Secret(os.fsencode(given)) if isinstance(given, str | bytes | os.PathLike) else Secret(b"")


def _variables(environ: Mapping[str, str], prefix: str) -> dict[str, Source]:
    """Those that are set, by the end of their names."""
    names = ("API_KEY", "API_SECRET", "PRIVATE_KEY_FILE", "PRIVATE_KEY_PASSWORD")
    return {
        name: partial(hidden, Secret(environ[f"{prefix}_{name}"])) for name in names if environ.get(f"{prefix}_{name}")
    }


def _is_key(given: object) -> bool:
    return isinstance(given, Key) and not isinstance(given, type)


def read_key_file(path: str | os.PathLike[str] | Secret, *, force: bool = False) -> Secret:
    """Read a private key; raises ConfigError when anybody else may read or change the file, unless forced.

    Systems without such permissions, Windows, are not asked.
    """
    named = path if isinstance(path, Secret) else Secret(os.fsencode(path))
    del path
    content = _content(named, force)
    if isinstance(content, str):
        raise ConfigError(f"private key file{_shown(named)}: {content}")
    return content


def _content(path: Secret, force: bool) -> Secret | str:
    """What is in the file, or what is wrong with it. Errors of the system end here: they hold the path."""
    if not path or b"-----BEGIN" in path.reveal() or b"\n" in path.reveal():
        return "a path is needed; the key itself is given as secret"
    try:
        with open(path.reveal(), "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO) and not force:
                wrong = f"others may use this key (mode {stat.S_IMODE(mode):03o})"
                return f"{wrong}; chmod 600 it, or load it with force=True"
            content = Secret(file.read(LONGEST_FILE + 1))
    except (OSError, ValueError) as fault:
        return (isinstance(fault, OSError) and fault.strerror) or "no path"
    return content if len(content.reveal()) <= LONGEST_FILE else f"no key has more than {LONGEST_FILE} bytes"


def _shown(path: Secret) -> str:
    """The path, unless it may be a secret that was given in its place."""
    name = os.fsdecode(path.reveal())
    is_path = len(name) < LONGEST_NAME and not MAY_BE_SECRET.fullmatch(name) and name.isprintable()
    return f" {name}" if is_path else ""
