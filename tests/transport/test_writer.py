"""What the writer sends, as a WebSocket server of others reads it, over TCP and TLS."""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from tickwire.feed.dispatch import Dispatch
from tickwire.sim.certificate import Presented, client_context
from tickwire.transport.connect import open_websocket
from tickwire.transport.listener import Listener, ListenerOutlet
from tickwire.transport.unusual import UnusualFrames
from tickwire.transport.writer import Writer

SOURCE = """
from libc.stdlib cimport free, malloc
from libc.string cimport memcpy
from tickwire.transport.outlet cimport Outlet

cdef extern from "request.h":
    enum:
        TICKWIRE_HEADROOM

def send(Outlet outlet, bytes message, bint is_rehearsal=False):
    cdef Py_ssize_t size = len(message)
    cdef char *memory = <char *>malloc(TICKWIRE_HEADROOM + size)
    memcpy(memory + TICKWIRE_HEADROOM, <char *>message, size)
    is_sent = outlet.send(memory + TICKWIRE_HEADROOM, size, is_rehearsal)
    masked = memory[TICKWIRE_HEADROOM:TICKWIRE_HEADROOM + size]
    free(memory)
    return bool(is_sent), masked
"""
LARGE = 1 << 20


class Peer:
    """Is told what nobody here asks about."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class Line:
    """A connection from `outlet` to what the server of others `read`."""

    def __init__(self, listener: Listener, transport: Any, read: asyncio.Queue[str], reads: asyncio.Event) -> None:
        self.listener, self.transport, self.read, self.reads = listener, transport, read, reads
        self.outlet = listener.outlet()
        self.server: Any = None

    async def next(self) -> str:
        async with asyncio.timeout(10):
            return await self.read.get()


@pytest.fixture(scope="module")
def compiled(compile_module: Callable[[str, str], ModuleType]) -> Any:
    return compile_module("sending", SOURCE)


@pytest.fixture(params=["TCP", "TLS"])
def contexts(request: pytest.FixtureRequest) -> tuple[ssl.SSLContext, ssl.SSLContext] | tuple[None, None]:
    if request.param == "TCP":
        return None, None
    return Presented().context, client_context()


def run(contexts: Any, use: Callable[[Line], Awaitable[None]]) -> None:
    """Use a line to a server that reads once `reads` is set, as it is unless `use` clears it at once."""

    async def connected() -> None:
        read: asyncio.Queue[str] = asyncio.Queue()
        reads, served = asyncio.Event(), list[ServerConnection]()
        reads.set()

        async def receive(connection: ServerConnection) -> None:
            served.append(connection)
            async for message in connection:
                await reads.wait()
                assert isinstance(message, str)
                read.put_nowait(message)

        listener = Listener(Dispatch(), 0, UnusualFrames(Peer(), LARGE))
        async with serve(receive, "127.0.0.1", 0, ssl=contexts[0], max_size=4 * LARGE, compression=None) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            url = f"{'wss' if contexts[0] else 'ws'}://127.0.0.1:{port}"
            transport = await open_websocket(url, listener, context=contexts[1], timeout=10, max_frame_size=LARGE)
            listener.begin()
            try:
                line = Line(listener, transport, read, reads)
                while not served:
                    await asyncio.sleep(0.001)
                line.server = served[0]
                await use(line)
            finally:
                reads.set()
                listener.hang_up()

    asyncio.run(connected())


@pytest.mark.parametrize("size", [1, 7, 8, 125, 126, 127, 4096, 65535, 65536, 70001])
def test_messages_of_every_length_of_header_arrive_whole(compiled: Any, contexts: Any, size: int) -> None:
    message = "".join(chr(33 + i % 90) for i in range(size))

    async def use(line: Line) -> None:
        assert type(line.outlet) is Writer
        assert compiled.send(line.outlet, message.encode())[0]
        assert await line.next() == message

    run(contexts, use)


def test_every_message_has_a_mask_of_its_own(compiled: Any) -> None:
    async def use(line: Line) -> None:
        zeros = bytes(4)
        masks = {compiled.send(line.outlet, zeros)[1] for _ in range(1000)}
        assert len(masks) > 990
        assert await line.next() == zeros.decode()

    run((None, None), use)


def test_a_rehearsal_masks_and_sends_nothing(compiled: Any, contexts: Any) -> None:
    async def use(line: Line) -> None:
        for _ in range(100):
            is_open, masked = compiled.send(line.outlet, b"never", True)
            assert is_open
        assert masked != b"never"
        compiled.send(line.outlet, b"the first")
        assert await line.next() == "the first"

    run(contexts, use)


def test_what_the_socket_does_not_take_follows_in_order_with_what_picows_sends(compiled: Any, contexts: Any) -> None:
    from picows import WSMsgType

    async def use(line: Line) -> None:
        line.reads.clear()
        texts = [f"{i}:" + "x" * 60_000 for i in range(400)]
        for i, text in enumerate(texts):
            if i % 3:
                assert compiled.send(line.outlet, text.encode())[0]
            else:
                line.transport.send(WSMsgType.TEXT, text.encode())
        assert line.transport.underlying_transport.get_write_buffer_size() > LARGE
        line.reads.set()
        assert [await line.next() for _ in texts] == texts

    run(contexts, use)


def test_nothing_is_sent_once_the_connection_is_closing(compiled: Any, contexts: Any) -> None:
    async def use(line: Line) -> None:
        line.listener.close(1000)
        assert compiled.send(line.outlet, b"late") == (False, b"late")
        assert compiled.send(line.outlet, b"late", True) == (False, b"late")

    run(contexts, use)


def test_nothing_is_sent_behind_the_answer_to_a_close(compiled: Any) -> None:
    from picows import WSCloseCode

    async def use(line: Line) -> None:
        line.transport.send_close(WSCloseCode.OK)
        assert not compiled.send(line.outlet, b"late")[0]

    run((None, None), use)


def test_nothing_is_sent_to_a_connection_that_is_gone(compiled: Any, contexts: Any) -> None:
    async def use(line: Line) -> None:
        line.listener.hang_up()
        await line.transport.wait_disconnected()
        assert not compiled.send(line.outlet, b"late")[0]

    run(contexts, use)


def test_nothing_is_sent_behind_a_write_that_failed(compiled: Any, contexts: Any) -> None:
    async def use(line: Line) -> None:
        line.server.transport.abort()
        await asyncio.sleep(0)
        sent = []
        for _ in range(20):  # all before the loop hears of the end
            sent.append(compiled.send(line.outlet, b"lost" * 100)[0])
            time.sleep(0.01)
        assert not sent[-1]
        assert sent == sorted(sent, reverse=True)

    run(contexts, use)


def test_where_aiofastnet_is_another_one_picows_sends(compiled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tickwire.transport.guard.writer_class", lambda: None)

    async def use(line: Line) -> None:
        assert type(line.outlet) is ListenerOutlet
        assert compiled.send(line.outlet, b"never", True)[0]
        assert compiled.send(line.outlet, b"through picows")[0]
        assert await line.next() == "through picows"

    run((None, None), use)
