"""The client: what most users touch. It joins feed, session and transport and adds no rules of its own."""

from .client import Client
from .stats import ClientStats, StreamStats
from .stream import Stream

__all__ = ["Client", "ClientStats", "Stream", "StreamStats"]
