"""A port that closes and opens again."""

import asyncio
import socket

from tickwire.sim.listening import Listening


def test_the_same_port_opens_again_once_another_process_gives_it_back() -> None:
    async def main() -> None:
        listening = Listening(lambda _: None, "127.0.0.1", 0, None)
        await listening.open()
        port = listening.port
        listening.close()
        await asyncio.sleep(0.01)
        with socket.create_server(("127.0.0.1", port)):
            listening.reopen()
            await asyncio.sleep(0.1)
        _, writer = await asyncio.wait_for(opened(port), 10)
        writer.close()
        listening.reopen()
        assert listening.port == port
        listening.close()

    async def opened(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while True:
            try:
                return await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)

    asyncio.run(main())
