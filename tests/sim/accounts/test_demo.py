"""The demo account and its key, made when they are asked for."""

import stat
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from tickwire.sim import ApiKey, demo_account
from tickwire.sim.accounts.keys import Kind, verifier

KINDS: tuple[Any, ...] = get_args(Kind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_key_is_new_and_taken_by_the_venue(kind: Any) -> None:
    first, second = demo_account(kind), demo_account(kind)
    assert first.private != second.private
    assert first.api_key != second.api_key
    assert verifier(first.account.keys[0]).kind == kind


def test_the_private_half_is_shown_nowhere() -> None:
    demo = demo_account("hmac")
    assert demo.private.decode() not in f"{demo!r} {demo} {demo.account!r}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_its_file_is_new_and_for_the_owner_alone(tmp_path: Path) -> None:
    demo, path = demo_account(), tmp_path / "key.pem"
    demo.write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    with pytest.raises(FileExistsError):
        demo.write(path)


def test_the_key_opens_the_account_it_came_with() -> None:
    (key,) = demo_account().account.keys
    assert isinstance(key, ApiKey)
    assert key.public_key is not None
