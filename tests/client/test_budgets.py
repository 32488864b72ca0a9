"""Budgets of age and time, from `subscribe` to `on_late`."""

import time

import tickwire as tw


def test_a_late_message_and_a_slow_handler_are_told(client, venue):
    told = []

    def dawdle(trade: tw.Trade) -> None:
        time.sleep(0.002)
        if {type(event) for event in told} == {tw.Late, tw.SlowHandler}:
            client.stop()

    client.on_late(told.append)
    client.subscribe(tw.Trade, "btcusdt", on=dawdle, late_after=1e-9, slow_after=0.001)
    client.run(seconds=10)
    late, slow = (next(event for event in told if isinstance(event, kind)) for kind in (tw.Late, tw.SlowHandler))
    assert late.stream == slow.stream == "btcusdt@trade"
    assert late.age_ns > late.budget_ns == 1
    assert slow.handler.endswith("dawdle")
    assert slow.seconds > slow.budget == 0.001
    feed = client.stats().feed
    assert feed.overdue >= late.count
    assert feed.slow_calls >= slow.count
