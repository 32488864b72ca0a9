"""The venue of env="sim"."""

import tickwire as tw


def test_the_simulated_venue_needs_no_arguments_and_ends_with_the_client():
    seen = []
    client = tw.Client(env="sim")
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.run(0.5)
    assert {trade.symbol for trade in seen} == {"BTCUSDT"}
    assert client.stats().connections == 0
