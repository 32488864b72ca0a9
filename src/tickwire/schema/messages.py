"""Every message that has a C struct, in the order of the numbers of their kinds, from 1 on."""

from __future__ import annotations

from .account import ACCOUNT_MESSAGES
from .kinds import Message
from .market import MARKET_MESSAGES, ServerShutdown
from .order_response import OrderResponse

MESSAGES: tuple[type[Message], ...] = (*MARKET_MESSAGES, *ACCOUNT_MESSAGES, OrderResponse)
EVENTS: frozenset[type[Message]] = frozenset({*ACCOUNT_MESSAGES, ServerShutdown})
"""Those that come in the envelope of the WebSocket API: `{"event":{...}}`, an account's with its subscription."""
REPLIES: frozenset[type[Message]] = frozenset({OrderResponse})
"""Those that answer a request."""
