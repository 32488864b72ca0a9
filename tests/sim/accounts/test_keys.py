"""Keys and what checks their signatures."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tickwire.errors import ConfigError
from tickwire.sim import ApiKey
from tickwire.sim.accounts.keys import verifier


def pem(private: Any) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize("kind", ["hmac", "rsa", "ed25519"])
def test_a_signature_is_accepted_over_its_payload_alone(signer: Callable[..., Any], kind: str) -> None:
    made = signer(kind)
    checked = verifier(made.key)
    signature = made.sign(b"a=1&b=2")
    assert checked.kind == kind
    assert checked.accepts(b"a=1&b=2", signature)
    assert not checked.accepts(b"a=1&b=3", signature)
    assert not checked.accepts(b"a=1&b=2", "no base64 é")
    assert not checked.accepts(b"a=1&b=2", "")


def test_the_case_of_hex_does_not_matter(signer: Callable[..., Any]) -> None:
    made = signer("hmac")
    assert verifier(made.key).accepts(b"a=1", made.sign(b"a=1").upper())


def test_names_are_drawn_and_differ() -> None:
    first, second = ApiKey(secret="x"), ApiKey(secret="x")
    assert len(first.api_key) == 64
    assert first.api_key != second.api_key


def test_a_key_shows_nothing_secret() -> None:
    assert "secret" not in f"{ApiKey(secret='secret')!r} {ApiKey(secret='secret')}"


@pytest.mark.parametrize("options", [{}, {"secret": "x", "public_key": "y"}, {"secret": "x", "api_key": "short"}])
def test_what_cannot_be_a_key_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        ApiKey(**options)


@pytest.mark.parametrize(
    "public_key",
    ["no PEM", pem(ec.generate_private_key(ec.SECP256R1())), pem(rsa.generate_private_key(65537, 1024))],
    ids=["text", "ec", "small rsa"],
)
def test_kinds_that_the_venue_does_not_take_are_refused(public_key: str) -> None:
    with pytest.raises(ConfigError):
        verifier(ApiKey(public_key=public_key))


def test_hmac_needs_no_package_and_the_others_say_what_they_need(
    signer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    symmetric, asymmetric = signer("hmac"), signer("ed25519")
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    assert verifier(symmetric.key).accepts(b"a=1", symmetric.sign(b"a=1"))
    with pytest.raises(ConfigError, match=r"tickwire\[trading\]"):
        verifier(asymmetric.key)
