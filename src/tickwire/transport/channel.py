"""The seam between the rules of a line and the socket under it: tests put a network of their own here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ..feed.dispatch import Dispatch
from .outlet import Outlet
from .unusual import Peer

if TYPE_CHECKING:
    from .venue import Venue


class Channel(Protocol):
    """One open WebSocket. What arrives goes to the dispatcher, what becomes of the connection to its `Peer`."""

    @property
    def messages(self) -> int:
        """Whole text messages handed on."""
        ...

    @property
    def payload_bytes(self) -> int:
        """Bytes in those messages."""
        ...

    @property
    def last_recv_time(self) -> int:
        """When the socket was last read with a whole frame of any kind in it, ns since the epoch; 0: never yet."""
        ...

    @property
    def outlet(self) -> Outlet:
        """The sending end, for frames in C."""
        ...

    def send(self, frame: bytes) -> None:
        """Send one text message."""

    def ping(self) -> None:
        """Send a ping; its pong counts as a frame that was read."""

    def close(self, code: int) -> bool:
        """Hand nothing on any more and begin the closing handshake; False when not connected."""
        ...

    def hang_up(self) -> None:
        """Hand nothing on any more and cut the connection."""


class Connector(Protocol):
    """Opens a WebSocket to `url` whose messages bear the number `line`."""

    async def __call__(
        self, url: str, dispatch: Dispatch, line: int, peer: Peer, venue: Venue, local_address: str | None
    ) -> Channel:
        """Raises ConnectError; the first message is handed on, and the peer told of an end, when this has returned."""
        ...
