"""Sockets, TLS and event loops: the only place that knows them. Frames go to `feed`, rules come from `session`."""

from .connect import TlsSetting, open_websocket, tls_context
from .line import Line, Owner, Venue
from .loops import check_cpu, new_loop, pinned, spin

__all__ = [
    "Line",
    "Owner",
    "TlsSetting",
    "Venue",
    "check_cpu",
    "new_loop",
    "open_websocket",
    "pinned",
    "spin",
    "tls_context",
]
