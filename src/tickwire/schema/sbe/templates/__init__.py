"""Every template of the schema, by its number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..layout import Template
from .account import ACCOUNT
from .events import EVENTS
from .exchange import EXCHANGE
from .market import MARKET
from .session import SESSION
from .trading import TRADING

SCHEMA_ID, SCHEMA_VERSION = 3, 5
TEMPLATES: Mapping[int, Template] = MappingProxyType(
    {each.number: each for part in (EXCHANGE, SESSION, MARKET, TRADING, ACCOUNT, EVENTS) for each in part}
)
"""Every template by its number."""
