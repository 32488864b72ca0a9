"""Whatever accounts do while the market trades on: nothing is lost or made, and it happens again the same way."""

from collections import defaultdict
from typing import Any

import pytest

from tickwire.sim.exchange import Event, Execution


@pytest.mark.parametrize("seed", range(8))
def test_every_asset_is_conserved_at_every_step(seed: int, make_traffic: Any) -> None:
    traffic = make_traffic(seed)
    for _ in range(250):
        traffic.step()
        traffic.check()
    kinds = {event.execution_type for _, event in traffic.events if isinstance(event, Execution)}
    assert kinds >= {"NEW", "TRADE", "CANCELED", "EXPIRED"}


def test_all_that_can_happen_happened(make_traffic: Any) -> None:
    statuses: set[str] = set()
    kinds: set[str] = set()
    for seed in range(8):
        traffic = make_traffic(seed)
        for _ in range(250):
            traffic.step()
        reports = [event for _, event in traffic.events if isinstance(event, Execution)]
        kinds |= {str(each.execution_type) for each in reports}
        statuses |= {str(each.expiry_reason) for each in reports}
    assert kinds == {"NEW", "CANCELED", "REPLACED", "REJECTED", "TRADE", "EXPIRED", "TRADE_PREVENTION"}
    assert statuses >= {"OCO_TRIGGER", "OTO_PHASE_ONE_EXPIRED", "UNFILLED_IOC_QUANTITY_EXPIRED", "REJECTED"}


def test_the_same_seed_gives_the_same_events(make_traffic: Any) -> None:
    def run(seed: int) -> list[tuple[str, Event]]:
        traffic = make_traffic(seed)
        for _ in range(200):
            traffic.step()
        return traffic.events

    assert run(5) == run(5)
    assert run(5) != run(6)


def test_reports_of_an_order_never_contradict_one_another(make_traffic: Any) -> None:
    traffic = make_traffic(2)
    for _ in range(300):
        traffic.step()
    done: set[int] = set()
    filled: dict[int, int] = defaultdict(int)
    execution = 0
    for _, event in traffic.events:
        if not isinstance(event, Execution):
            continue
        assert event.execution_id > execution
        execution = event.execution_id
        assert event.order_id not in done
        filled[event.order_id] += event.last_qty
        assert event.executed_qty == filled[event.order_id]
        if event.order_status in ("FILLED", "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH", "REJECTED"):
            done.add(event.order_id)
    assert len(done) > 50
