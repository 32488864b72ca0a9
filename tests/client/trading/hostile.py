"""A venue's WebSocket API as seen through somebody who spoils what it says, as a seed has it."""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

from tests.client.loopback_server import LoopbackServer
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

# What stands where it should not: another type than any field there has, or far too much of it.
WRONG: tuple[Any, ...] = (None, True, [], {}, [[]], {"e": 1}, -(1 << 70), 1 << 70, 0.5, "", "\0", "x" * 70_000)


OF_TEXT = (
    "cut", "flip", "retype", "retype", "drop key", "other id", "twice", "later", "lose", "huge", "nested", "noise",
    "first noise",
)  # fmt: skip
# A number of SBE that is another one is a plausible lie: what may be changed is the header.
OF_BINARY = ("cut", "header", "twice", "noise", "first noise")


class Spoiler:
    """Spoils messages. None of what it makes is a plausible lie: those cannot be told from the truth by anybody."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.done: dict[str, int] = {}
        self._held: list[str] = []

    @property
    def count(self) -> int:
        """How many were spoilt."""
        return sum(self.done.values())

    def spoil(self, message: str | bytes) -> list[str | bytes]:
        """What to send in place of a message of the venue's."""
        how = self.random.choice(OF_BINARY if isinstance(message, bytes) else OF_TEXT)
        if how in ("lose", "later") and '"event"' in str(message):
            how = "twice"  # events come in order and none is lost: that is what TCP is for
        self.done[how] = self.done.get(how, 0) + 1
        made: list[str | bytes] = getattr(self, "_" + how.replace(" ", "_"))(message)
        if how != "later":
            made += self._held
            self._held.clear()
        return made

    def rest(self) -> list[str]:
        """What was kept back."""
        held, self._held = self._held, []
        return held

    def _header(self, message: bytes) -> list[str | bytes]:
        raw = bytearray(message)
        raw[self.random.randrange(8)] ^= 0x80
        return [bytes(raw)]

    def _cut(self, message: str | bytes) -> list[str | bytes]:
        return [message[: self.random.randrange(len(message))]]

    def _flip(self, message: str) -> list[str | bytes]:
        raw = bytearray(message.encode())
        raw[self.random.randrange(len(raw))] |= 0x80  # no byte of a message is, so that it is no UTF-8 then
        return [bytes(raw)]

    def _retype(self, message: str) -> list[str | bytes]:
        said = json.loads(message)
        holder, key = self.random.choice([*_places(said)])
        wrong = [one for one in WRONG if type(one) is not type(holder[key])]
        holder[key] = self.random.choice(wrong)
        return [json.dumps(said)]

    def _drop_key(self, message: str) -> list[str | bytes]:
        said = json.loads(message)
        holder, key = self.random.choice([*_places(said)])
        if isinstance(holder, dict):
            del holder[key]
        return [json.dumps(said)]

    def _other_id(self, message: str) -> list[str | bytes]:
        said = json.loads(message)
        if "id" in said:
            said["id"] = self.random.choice((None, -1, 1 << 40, 1 << 70, "1", 0.5, [], str(said["id"])))
        return [json.dumps(said)]

    def _twice(self, message: str | bytes) -> list[str | bytes]:
        return [message, message]

    def _later(self, message: str) -> list[str | bytes]:
        self._held.append(message)
        return []

    def _lose(self, _message: str) -> list[str | bytes]:
        return []

    def _huge(self, message: str) -> list[str | bytes]:
        said = json.loads(message)
        said["padding"] = "x" * 1_000_000
        return [json.dumps(said)]

    def _nested(self, message: str) -> list[str | bytes]:
        return [message[:-1] + ',"deep":' + "[" * 50_000 + "]" * 50_000 + "}"]

    def _noise(self, _message: str | bytes) -> list[str | bytes]:
        return [self.random.randbytes(self.random.randrange(1, 200))]

    def _first_noise(self, message: str | bytes) -> list[str | bytes]:
        nothing = ("{}", "[]", "null", '{"event":{}}', '{"id":null,"status":200}')
        return [*self._noise(message), *(nothing if isinstance(message, str) else (b"", b"{}")), message]


def _places(said: Any) -> Any:
    """Every value of a message, as what holds it and where."""
    for key, value in said.items() if isinstance(said, dict) else enumerate(said):
        yield said, key
        if isinstance(value, dict | list):
            yield from _places(value)


class HostileApi(LoopbackServer):
    """Stands in front of a venue; `is_hostile` may be turned on and off at any time."""

    def __init__(self, url: str, seed: int) -> None:
        super().__init__()
        self._venue_url, self.spoiler, self.is_hostile = url, Spoiler(seed), False

    async def connected(self, here: ServerConnection) -> None:
        query = here.request.path.partition("?")[2] if here.request is not None else ""
        async with connect(f"{self._venue_url}?{query}", max_size=None, compression=None) as venue:
            down = asyncio.create_task(self._down(venue, here))
            try:
                async for message in here:
                    await venue.send(message)
            except ConnectionClosed:
                pass
            finally:
                down.cancel()

    async def _down(self, venue: Any, here: ServerConnection) -> None:
        try:
            async for message in venue:
                said = self.spoiler.spoil(message) if self.is_hostile else [*self.spoiler.rest(), message]
                for one in said:
                    await here.send(one, text=isinstance(message, str))
        except ConnectionClosed:
            pass
        await here.close()
