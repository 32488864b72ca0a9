"""Accounts by name, keys by what requests call them."""

from pathlib import Path

import pytest

from tickwire.errors import ConfigError
from tickwire.sim import Account, ApiKey, read_accounts
from tickwire.sim.accounts import Accounts


def test_names_and_keys_are_taken_once() -> None:
    accounts, key = Accounts(), ApiKey(secret="x")
    accounts.open(Account(name="a", keys=(key,)))
    with pytest.raises(ConfigError, match="'a' is open already"):
        accounts.open(Account(name="a"))
    with pytest.raises(ConfigError, match="in use already"):
        accounts.add_key("a", key)
    with pytest.raises(ConfigError, match="there is no 'b'"):
        accounts.add_key("b", ApiKey(secret="x"))


def test_a_revoked_key_is_no_key() -> None:
    accounts, key = Accounts(), ApiKey(secret="x")
    accounts.open(Account(name="a", keys=(key,)))
    accounts.revoke(key.api_key)
    assert accounts.key(key.api_key) is None
    with pytest.raises(ConfigError, match="no account has such a key"):
        accounts.revoke(key.api_key)


def test_accounts_are_read_from_json(tmp_path: Path) -> None:
    path = tmp_path / "accounts.json"
    path.write_text('[{"name":"a","balances":{"USDT":"5"},"keys":[{"secret":"x","permissions":["TRADE"]}]}]')
    (account,) = read_accounts(path)
    assert account.balances == {"USDT": "5"}
    assert account.keys[0].permissions == {"TRADE"}


@pytest.mark.parametrize("text", ["{}", '[{"name":"a","key":1}]', '[{"name":"a","keys":[{}]}]'])
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str) -> None:
    path = tmp_path / "accounts.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"accounts\.json"):
        read_accounts(path)
