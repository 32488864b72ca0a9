"""Sockets, TLS and event loops: the only place that knows them. Frames go to `feed`, rules come from `session`."""

from .channel import Channel, Connector
from .connect import TlsSetting, open_websocket, tls_context
from .line import Line, LineEvent, Owner
from .loops import check_cpu, new_loop, pinned, spin
from .venue import Venue
from .websocket import connect_picows

__all__ = [
    "Channel",
    "Connector",
    "Line",
    "LineEvent",
    "Owner",
    "TlsSetting",
    "Venue",
    "check_cpu",
    "connect_picows",
    "new_loop",
    "open_websocket",
    "pinned",
    "spin",
    "tls_context",
]
