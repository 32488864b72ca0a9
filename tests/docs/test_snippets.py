"""What the pages tell readers to do works, against the simulated venue."""

from typing import Any

import tickwire


def test_every_snippet_of_a_page_runs(page: Any, reader: Any, clients: list[tickwire.Client]) -> None:
    events: list[Any] = []
    reader.follow(page)
    for client in clients:
        client.on_error(events.append)
        if client.subscriptions() and not client.stats().frames:
            client.run()
    failed = [event for event in events if not isinstance(event, tickwire.ConnectFailed)]
    assert not failed
    assert not [client for client in clients if client.stats().feed.handler_errors]
    assert not [client for client in clients if client.subscriptions() and not client.stats().frames]
