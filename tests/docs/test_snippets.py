"""What the pages tell readers to do works, against the simulated venue."""

from typing import Any


def test_every_snippet_of_a_page_runs(page: Any, reader: Any, clients: list[Any]) -> None:
    reader.follow(page)
    for client in clients:
        if client.subscriptions() and not client.stats().connects:
            client.run()  # the page attached handlers without running them
            assert client.stats().frames
        assert not client.errors
