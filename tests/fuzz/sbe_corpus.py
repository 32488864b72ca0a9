"""Frames of SBE of every kind that is read in C, as the venue sends them and as a newer version may."""

from ..feed.test_account_binary import ACK, REPORT, event
from ..wire.sbe_frames import Best, Depth, Event, Shape, Trades

EVENTS: list[Event] = [
    Trades([(7, 2345678, 1000, True), (8, 2345677, 250000, False)]),
    Trades([(9, 1, 1, True)], "1000SATSFDUSDANDMORE"),
    Best(400900217, (2535190000, 3121000000), (2536520000, 4066000000), "BNBUSDT"),
    Depth(None, 160, [(24, 10), (23, 7)], [(26, 100)], "BNBBTC", -4, 0),
    Depth(157, 160, [(24, 10), (20, 0)], [], "这是测试币456", -4, 0),
]
NEWER = Shape(version=1, block=b"new", entry=b"er", groups=bytes(4))
SBE_FRAMES = [*(each.frame() for each in EVENTS), *(each.frame(NEWER) for each in EVENTS), ACK, event(REPORT)[0]]
