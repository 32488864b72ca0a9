"""Best prices of a client that reads too slowly."""

from tickwire.sim.frames import BINARY, frame
from tickwire.sim.sbe import streams
from tickwire.sim.sbe.culling import Culling


def best(update_id: int, symbol: str = "BTCUSDT") -> bytes:
    return frame(streams.best_bid_ask(symbol, 1, update_id, (10, 5), (11, 6)), BINARY)


DEPTH = frame(streams.depth_update("BTCUSDT", 1, (1, 2, [(10, 5)], [])), BINARY)


def test_a_client_that_keeps_up_gets_everything() -> None:
    culling = Culling()
    assert culling.let_pass([best(1), DEPTH, best(2)], is_behind=False) == [best(1), DEPTH, best(2)]
    assert culling.culled == 0


def test_of_a_symbol_only_the_newest_waits_for_a_client_that_is_behind() -> None:
    culling = Culling()
    assert culling.let_pass([best(1), DEPTH, best(2), best(3, "ETHUSDT")], is_behind=True) == [DEPTH]
    assert culling.let_pass([best(4)], is_behind=True) == []
    assert culling.let_pass([DEPTH], is_behind=False) == [best(4), best(3, "ETHUSDT"), DEPTH]
    assert culling.culled == 2
    assert culling.let_pass([], is_behind=False) == []
