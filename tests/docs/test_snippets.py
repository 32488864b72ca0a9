"""What the pages tell readers to do works, against the simulated venue."""

from typing import Any


def test_every_snippet_of_a_page_runs(page: Any, reader: Any, clients: list[Any]) -> None:
    reader.follow(page)
    for client in clients:
        if client.subscriptions() and not client.stats().connects:
            client.run()  # the page attached handlers without running them
            assert client.stats().frames
        assert not client.errors


def test_the_readme_waits_for_what_it_shows_of_feeds(reader: Any, readme: Any, capsys: Any) -> None:
    (text,) = [fence.text for fence in readme.fences() if "client.rotate()" in fence.text]
    exec(compile(text, "README.md", "exec"), reader.names)
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if "None" in line] == []
    assert [line.split()[-1] for line in said[-2:]] == ["complete", "complete"]
    assert any("Bbo(" in line for line in said)
