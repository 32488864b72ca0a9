"""Order entry for one account, from arguments to the bytes on the socket and back: the gateway with connections."""

from .listening import Listening
from .live_order import LiveChange, LiveList, LiveOrder
from .milestones import Milestone
from .order_lists import Leg
from .prepared import PreparedOrder
from .trader import Trader

__all__ = ["Leg", "Listening", "LiveChange", "LiveList", "LiveOrder", "Milestone", "PreparedOrder", "Trader"]
