import asyncio

from ..feed.dispatch import Dispatch

class Reading: ...

class Reader(Reading, asyncio.BufferedProtocol):
    def __init__(self, dispatch: Dispatch, line: int, max_size: int, takes_binary: bool) -> None: ...
