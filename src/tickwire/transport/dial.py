"""Sockets connected to a host, and given up without anything left behind."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Any

# What was given up ends within this time, seconds, unless the loop ends before.
GIVE_UP_WITHIN = 1.0


class Dial:
    """Connects one socket, from a local address where one is given, and knows it until whoever uses it has closed it.

    asyncio and picows forget a socket whose connecting is cancelled after TCP and before the upgrade is answered: it
    would stay open until it is collected.
    """

    def __init__(self, local_address: str | None) -> None:
        self._local_address = local_address
        self._socket: socket.socket | None = None

    async def connect(self, url: Any) -> socket.socket:
        """Try all addresses of the host; raises OSError, of the first that failed."""
        loop, errors = asyncio.get_running_loop(), []
        for family, kind, protocol, _, address in await loop.getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM):
            one = socket.socket(family, kind, protocol)
            try:
                one.setblocking(False)
                if self._local_address is not None:
                    one.bind((self._local_address, 0))
                await loop.sock_connect(one, address)
            except OSError as error:
                one.close()
                errors.append(error)
            except BaseException:
                one.close()
                raise
            else:
                self._socket = one
                return one
        raise errors[0]

    async def give_up(self, attempt: asyncio.Task[Any]) -> None:
        """End an attempt that uses the socket: it sees the end of the connection, and closes what it has opened."""
        if self._socket is None:
            attempt.cancel()
        else:
            with suppress(OSError):  # closed already
                self._socket.shutdown(socket.SHUT_RDWR)
        await asyncio.wait([attempt], timeout=GIVE_UP_WITHIN)
        if not attempt.done():
            attempt.cancel()
        elif not attempt.cancelled():
            attempt.exception()  # of no interest, but asyncio wants it fetched
