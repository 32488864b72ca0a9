"""The three kinds of keys, held against cryptography and OpenSSL's command line."""

import base64
import copy
import hashlib
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("cryptography")

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from tickwire import ConfigError
from tickwire.trading import Key, SigningKey, hmac_key, private_key

MESSAGE = "apiKey=k&symbol=１２３４５６&timestamp=1645423376532".encode()
PASSWORD = b"open sesame"


def pem_of(key: Any, password: bytes | None = None, form: str = "PKCS8") -> bytes:
    encryption = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return bytes(key.private_bytes(serialization.Encoding.PEM, getattr(serialization.PrivateFormat, form), encryption))


@pytest.fixture(scope="module")
def rsa_private() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def ed25519_private() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def test_ed25519_signatures_are_those_of_the_public_key(ed25519_private: ed25519.Ed25519PrivateKey) -> None:
    key = private_key(pem_of(ed25519_private))
    signature = key.sign(MESSAGE)
    assert (key.kind, key.can_log_on, len(signature)) == ("ed25519", True, 88)
    ed25519_private.public_key().verify(base64.b64decode(signature, validate=True), MESSAGE)
    with pytest.raises(InvalidSignature):
        ed25519_private.public_key().verify(base64.b64decode(signature), MESSAGE + b"0")


@pytest.mark.parametrize("form", ["PKCS8", "TraditionalOpenSSL"])
def test_rsa_signatures_are_those_of_the_public_key(rsa_private: rsa.RSAPrivateKey, form: str) -> None:
    key = private_key(pem_of(rsa_private, form=form).decode())
    signature = base64.b64decode(key.sign(MESSAGE), validate=True)
    assert (key.kind, key.can_log_on) == ("rsa", False)
    rsa_private.public_key().verify(signature, MESSAGE, padding.PKCS1v15(), hashes.SHA256())


@given(st.binary(min_size=1), st.binary())
def test_hmac_signatures_are_those_of_cryptography(secret: bytes, message: bytes) -> None:
    theirs = hmac.HMAC(secret, hashes.SHA256())
    theirs.update(message)
    key = hmac_key(secret)
    assert key.sign(message) == key.sign(message) == theirs.finalize().hex()
    assert (key.kind, key.can_log_on) == ("hmac", False)


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_openssl_verifies_what_is_signed(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    openssl = shutil.which("openssl") or pytest.skip("no openssl here")
    private = request.getfixturevalue(f"{kind}_private")
    public, data, signature = tmp_path / "public.pem", tmp_path / "data", tmp_path / "signature"
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(private.public_key().public_bytes(serialization.Encoding.PEM, form))
    data.write_bytes(MESSAGE if kind == "ed25519" else hashlib.sha256(MESSAGE).digest())
    signature.write_bytes(base64.b64decode(private_key(pem_of(private)).sign(MESSAGE)))
    how = ["-rawin"] if kind == "ed25519" else ["-pkeyopt", "digest:sha256"]
    command = [openssl, "pkeyutl", "-verify", "-pubin", "-inkey", public, "-sigfile", signature, "-in", data, *how]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Verified Successfully" in done.stdout, done.stderr


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_keys_that_openssl_makes_are_taken(kind: str, tmp_path: Path) -> None:
    openssl = shutil.which("openssl") or pytest.skip("no openssl here")
    options = ["-pkeyopt", "rsa_keygen_bits:2048"] if kind == "rsa" else []
    file = tmp_path / "key.pem"
    made = [openssl, "genpkey", "-algorithm", kind, *options, "-aes-256-cbc", "-pass", "pass:open sesame", "-out", file]
    subprocess.run(made, check=True, capture_output=True)
    assert private_key(file.read_bytes(), PASSWORD).kind == kind


def test_an_encrypted_key_needs_its_password(ed25519_private: ed25519.Ed25519PrivateKey) -> None:
    encrypted = pem_of(ed25519_private, PASSWORD)
    assert private_key(encrypted, PASSWORD).sign(MESSAGE) == private_key(pem_of(ed25519_private)).sign(MESSAGE)
    with pytest.raises(ConfigError, match="it is encrypted; give its password"):
        private_key(encrypted)
    with pytest.raises(ConfigError, match="or the password is another one"):
        private_key(encrypted, "guess")
    with pytest.raises(ConfigError, match="not encrypted; leave out password"):
        private_key(pem_of(ed25519_private), PASSWORD)


@pytest.mark.parametrize("pem", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_refused(pem: bytes) -> None:
    with pytest.raises(ConfigError, match="it is no PEM of a private key"):
        private_key(pem)


def test_the_public_half_is_refused(ed25519_private: ed25519.Ed25519PrivateKey) -> None:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = ed25519_private.public_key().public_bytes(serialization.Encoding.PEM, form)
    with pytest.raises(ConfigError, match="public half"):
        private_key(pem)


def test_kinds_that_the_venue_does_not_take_are_refused() -> None:
    with pytest.raises(ConfigError, match="Ed25519 and RSA keys, and this is another kind"):
        private_key(pem_of(ec.generate_private_key(ec.SECP256R1())))
    with pytest.raises(ConfigError, match="2048 to 4096 bits, and this one 1024"):
        private_key(pem_of(rsa.generate_private_key(65537, 1024)))


def test_without_cryptography_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    with pytest.raises(ImportError, match=r"pip install 'tickwire\[trading\]'"):
        private_key(b"")
    assert hmac_key("secret").kind == "hmac"


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(ConfigError, match="empty"):
        hmac_key("")


def test_keys_are_copied_as_themselves_and_never_pickled() -> None:
    key = hmac_key("secret")
    assert copy.deepcopy([key]) == [key]
    assert copy.copy(key) is key
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(key)


def test_a_class_of_ones_own_is_a_key() -> None:
    class Token:
        kind = "ed25519"
        can_log_on = True

        def sign(self, payload: bytes) -> str:
            return payload.hex()

    assert isinstance(Token(), Key)
    assert isinstance(hmac_key("x"), SigningKey)
    assert not isinstance(object(), Key)
