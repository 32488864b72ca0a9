"""A simulated venue on loopback, true to the real one's protocol, with a synthetic market or recorded messages.

It shares no code with the decoders it feeds: messages are encoded by msgspec from `tickwire.schema`. Where the real
venue's behaviour is documented or was seen, this one does the same, word for word; it differs knowingly in these: all
clients count as one address, compression is never negotiated, and 24-hour statistics begin when the market does.
"""

from . import faults
from .accounts import Account, ApiKey, DemoAccount, demo_account, read_accounts
from .faults import Injection, Script
from .instruments import ExchangeRules, Instrument, Rules
from .limits import Limits
from .live import Live, live_instrument
from .market import Market
from .replay import Replay
from .stats import Counters
from .venue import Venue

__all__ = [
    "Account",
    "ApiKey",
    "Counters",
    "DemoAccount",
    "ExchangeRules",
    "Injection",
    "Instrument",
    "Limits",
    "Live",
    "Market",
    "Replay",
    "Rules",
    "Script",
    "Venue",
    "demo_account",
    "faults",
    "live_instrument",
    "read_accounts",
]
