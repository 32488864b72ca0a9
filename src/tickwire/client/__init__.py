"""The client: what most users touch. It joins feed, session and transport and adds no rules of its own."""

from .client import Client
from .query import Query
from .stats import BooksStats, BookStatus, ClientStats, LineStats, ShardStats, SilenceStats, StreamFlow, StreamStats
from .stream import Stream

__all__ = [
    "BookStatus",
    "BooksStats",
    "Client",
    "ClientStats",
    "LineStats",
    "Query",
    "ShardStats",
    "SilenceStats",
    "Stream",
    "StreamFlow",
    "StreamStats",
]
