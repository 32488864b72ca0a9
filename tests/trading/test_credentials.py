"""Where credentials come from, and that nothing ever shows them."""

import copy
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("cryptography")

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from tickwire import ConfigError, Trader
from tickwire.trading import Credentials, Secret, hmac_key, load_credentials, payload, private_key, sign

from .exposure import described, shown_by

API_KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
HMAC_SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
PASSWORD = "correct horse battery staple"


def pem_of(password: str | None = None) -> bytes:
    encryption: Any = serialization.NoEncryption()
    if password:
        encryption = serialization.BestAvailableEncryption(password.encode())
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


PEM, ENCRYPTED = pem_of(), pem_of(PASSWORD)
SIGNATURE = private_key(PEM).sign(b"x")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: bytes, mode: int = 0o600) -> Path:
        path = tmp_path / "key.pem"
        path.write_bytes(content)
        path.chmod(mode)
        return path

    return write


def test_from_a_file(file: Callable[..., Path]) -> None:
    credentials = load_credentials(API_KEY, pem=file(PEM), environ={})
    assert (credentials.api_key, credentials.kind, credentials.can_log_on) == (API_KEY, "ed25519", True)
    assert credentials.key.sign(b"x") == SIGNATURE


def test_from_an_encrypted_file_and_a_callable_that_knows_the_password(file: Callable[..., Path]) -> None:
    credentials = load_credentials(lambda: API_KEY, pem=str(file(ENCRYPTED)), password=lambda: PASSWORD, environ={})
    assert credentials.key.sign(b"x") == SIGNATURE


@pytest.mark.skipif(os.name != "posix", reason="no such permissions here")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o644])
def test_a_file_that_others_can_use_is_refused_unless_forced(file: Callable[..., Path], mode: int) -> None:
    with pytest.raises(ConfigError, match=f"mode {mode:o}.*chmod 600.*force=True"):
        load_credentials(API_KEY, pem=file(PEM, mode), environ={})
    assert load_credentials(API_KEY, pem=file(PEM, mode), force=True, environ={}).kind == "ed25519"


def test_a_file_that_is_no_pem_is_no_hmac_secret_either(file: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError, match="no PEM"):
        load_credentials(API_KEY, pem=file(HMAC_SECRET.encode()), environ={})


def test_a_file_too_long_for_a_key_is_refused(file: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError, match="no key has more than"):
        load_credentials(API_KEY, pem=file(b"x" * (1 << 20)), environ={})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.pem: No such file"):
        load_credentials(API_KEY, pem=tmp_path / "none.pem", environ={})
    with pytest.raises(ConfigError, match="Is a directory"):
        load_credentials(API_KEY, pem=tmp_path, environ={})
    with pytest.raises(ConfigError, match="private key file: no path"):
        load_credentials(API_KEY, pem="a\0b", environ={})


@pytest.mark.parametrize(
    ("environ", "kind"),
    [
        ({"BINANCE_API_SECRET": HMAC_SECRET}, "hmac"),
        ({"BINANCE_API_SECRET": PEM.decode()}, "ed25519"),
        ({"BINANCE_API_SECRET": ENCRYPTED.decode(), "BINANCE_PRIVATE_KEY_PASSWORD": PASSWORD}, "ed25519"),
    ],
)
def test_from_the_environment(environ: dict[str, str], kind: str) -> None:
    credentials = load_credentials(environ=environ | {"BINANCE_API_KEY": API_KEY})
    assert (credentials.api_key, credentials.kind) == (API_KEY, kind)


def test_from_a_file_that_the_environment_names(file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINE_API_KEY", API_KEY)
    monkeypatch.setenv("MINE_PRIVATE_KEY_FILE", str(file(ENCRYPTED)))
    monkeypatch.setenv("MINE_PRIVATE_KEY_PASSWORD", PASSWORD)
    assert load_credentials(prefix="MINE").key.sign(b"x") == SIGNATURE


def test_from_callables() -> None:
    credentials = load_credentials(lambda: Secret(API_KEY), secret=lambda: HMAC_SECRET + "\n", environ={})
    assert credentials.key.sign(b"x") == hmac_key(HMAC_SECRET).sign(b"x")


def test_what_is_given_goes_before_the_environment() -> None:
    environ = {"BINANCE_API_KEY": "Other", "BINANCE_API_SECRET": PEM.decode()}
    credentials = load_credentials(API_KEY, secret=HMAC_SECRET, environ=environ)
    assert (credentials.api_key, credentials.kind) == (API_KEY, "hmac")


@pytest.mark.parametrize(
    ("given", "environ", "reason"),
    [
        ({"api_key": API_KEY}, {}, "give one of pem and secret, or set BINANCE_PRIVATE_KEY_FILE or BINANCE_API_SECRET"),
        ({"secret": HMAC_SECRET}, {}, "give api_key, or set BINANCE_API_KEY"),
        ({"api_key": API_KEY, "secret": "x", "pem": "x"}, {}, "give one of pem and secret"),
        ({"api_key": API_KEY}, {"BINANCE_API_SECRET": "x", "BINANCE_PRIVATE_KEY_FILE": "x"}, "one of pem and secret"),
        ({"api_key": API_KEY, "secret": ""}, {}, "secret: empty"),
        ({"api_key": "", "secret": "x"}, {}, "api_key: letters and digits"),
        ({"api_key": "a b", "secret": "x"}, {}, "api_key: letters and digits"),
        ({"api_key": 'a"}', "secret": "x"}, {}, "api_key: letters and digits"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any], environ: dict[str, str], reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        load_credentials(**given, environ=environ)


def test_a_key_has_to_be_one() -> None:
    with pytest.raises(ConfigError, match="not str"):
        Credentials(API_KEY, "key")  # type: ignore[arg-type]


SECRETS = [API_KEY, HMAC_SECRET, PASSWORD, PEM.decode().splitlines()[1], *ENCRYPTED.decode().splitlines()[1:3]]


def assert_nothing_secret(text: str) -> None:
    assert not [secret for secret in SECRETS if secret[:16] in text or secret[-16:] in text]


@pytest.mark.parametrize("secret", [HMAC_SECRET, PEM.decode()], ids=["hmac", "ed25519"])
def test_nothing_secret_is_printed_or_pickled(secret: str) -> None:
    credentials = load_credentials(API_KEY, secret=secret, environ={})
    for each in (credentials, credentials.key, Secret(secret), {"credentials": credentials}, [credentials.key]):
        assert_nothing_secret(described(each))
    with pytest.raises(TypeError):
        vars(credentials)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(credentials)
    assert copy.deepcopy([credentials]) == [credentials]


def test_what_looks_for_secrets_finds_them_where_they_are_shown() -> None:
    with pytest.raises(AssertionError):
        assert_nothing_secret(described({"key": API_KEY}))
    with pytest.raises(ConfigError) as raised:
        payload({"x": HMAC_SECRET, API_KEY: 1.0})  # a name is no secret, and is named
    with pytest.raises(AssertionError):
        assert_nothing_secret(shown_by(raised.value))


def down() -> str:
    raise ConnectionError("the vault is down")


@pytest.mark.parametrize(
    ("api_key", "given"),
    [
        (API_KEY, {"secret": ENCRYPTED}),
        (API_KEY, {"secret": ENCRYPTED, "password": PASSWORD[::-1]}),
        (API_KEY, {"secret": ENCRYPTED.decode()[:-40], "password": PASSWORD}),
        (API_KEY, {"secret": PEM, "password": PASSWORD}),
        (API_KEY, {"secret": PEM.decode(), "pem": "x"}),
        (API_KEY + "\n", {"secret": HMAC_SECRET}),
        (API_KEY, {"secret": HMAC_SECRET, "pem": "none.pem"}),
        (API_KEY, {"pem": "none.pem", "password": PASSWORD}),
        (API_KEY, {"secret": down}),
        (down, {"secret": HMAC_SECRET, "password": PASSWORD}),
        (API_KEY, {"secret": ENCRYPTED, "password": down}),
        (API_KEY, {}),
        (None, {"secret": HMAC_SECRET}),
        (API_KEY, {"pem": PEM.decode()}),
        (API_KEY, {"pem": PEM}),
        (API_KEY, {"pem": HMAC_SECRET}),
        (API_KEY, {"pem": PEM.decode().splitlines()[1]}),
        (API_KEY, {"secret": lambda: [HMAC_SECRET]}),
        (API_KEY, {"secret": [HMAC_SECRET]}),
        ([API_KEY], {"secret": HMAC_SECRET}),
    ],
)
@pytest.mark.parametrize("environ", [{}, {"BINANCE_PRIVATE_KEY_PASSWORD": PASSWORD[::-1]}], ids=["bare", "password"])
def test_no_traceback_shows_a_secret(api_key: Any, given: dict[str, Any], environ: dict[str, str]) -> None:
    with pytest.raises((ConfigError, ConnectionError)) as raised:
        load_credentials(api_key, **given, environ=environ)
    assert_nothing_secret(shown_by(raised.value))


@pytest.mark.parametrize("text", [HMAC_SECRET, PEM.decode()], ids=["hmac", "pem"])
def test_no_traceback_shows_a_key_that_was_given_where_another_thing_belongs(text: Any) -> None:
    for misuse in (
        lambda: load_credentials(API_KEY, environ={"BINANCE_PRIVATE_KEY_FILE": text}),
        lambda: Credentials(API_KEY, text),
        lambda: sign({"x": 1}, text),
        lambda: Trader(text, env="sim"),
    ):
        with pytest.raises(ConfigError) as raised:
            misuse()
        assert_nothing_secret(shown_by(raised.value))


@pytest.mark.parametrize("bad", [1.5, b"x", None, "\ud800", ["x"]])
def test_no_traceback_of_signing_shows_the_api_key(bad: object) -> None:
    with pytest.raises(ConfigError) as raised:
        sign({"apiKey": API_KEY, "x": bad}, hmac_key(HMAC_SECRET))
    assert_nothing_secret(shown_by(raised.value))
