"""Accounts of the simulated venue: keys, signatures, sessions and what connections are sent of an account."""

from .demo import DemoAccount, demo_account
from .keys import ApiKey
from .registry import Account, Accounts, read_accounts

__all__ = ["Account", "Accounts", "ApiKey", "DemoAccount", "demo_account", "read_accounts"]
