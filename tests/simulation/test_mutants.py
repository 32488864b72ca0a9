"""A simulation that finds nothing proves nothing: each of these clients is broken in one place, and is found out."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest import mock

import pytest

from tickwire.book.lag import Lag
from tickwire.client import recoveries
from tickwire.session import Heartbeat, Pacer, Recovery
from tickwire.session.handover import Handover

from . import requests
from .plan import drawn
from .trace import Violation
from .world import World

SEEDS = 600
FAR = 1e9


@contextmanager
def tells_of_no_gap() -> Iterator[None]:
    def begin(world: World) -> None:
        world.client._streams.dispatch.on_gap = lambda gap: None

    with _at_begin(begin):
        yield


@contextmanager
def delivers_again() -> Iterator[None]:
    def begin(world: World) -> None:
        stream = next(iter(world.watched.ledgers))
        world.client.subscribe(stream, on=world.watched._handler(stream, world.watched.ledgers[stream]))

    with _at_begin(begin):
        yield


@contextmanager
def leaves_a_task_behind() -> Iterator[None]:
    def begin(world: World) -> None:
        world.client.on_disconnect(lambda _: world.left.append(world.loop.create_task(asyncio.sleep(1e6))))
        world.left = []

    with _at_begin(begin):
        yield


@contextmanager
def says_all_was_recovered() -> Iterator[None]:
    def all_recovered(**figures: object) -> Recovery:
        return Recovery(**figures | {"lost": ()})

    with mock.patch.object(recoveries, "Recovery", all_recovered):
        yield


@contextmanager
def hands_over_at_once() -> Iterator[None]:
    is_ready = property(lambda _: True)
    with mock.patch.object(Handover, "is_ready", is_ready), mock.patch.object(Handover, "compare", _level):
        yield


@contextmanager
def never_finds_a_line_dead() -> Iterator[None]:
    with mock.patch.object(Heartbeat, "look", return_value=None), mock.patch.object(Heartbeat, "due_at", FAR):
        yield


@contextmanager
def asks_as_often_as_it_likes() -> Iterator[None]:
    with mock.patch.object(Pacer, "ready_at", lambda _, now: now):
        yield


@contextmanager
def gets_its_snapshots_wrong() -> Iterator[None]:
    levels = requests._levels

    def without_the_best(*arguments: object, **options: object) -> list[tuple[str, str]]:
        return levels(*arguments, **options)[1:]

    with mock.patch.object(requests, "_levels", without_the_best):
        yield


@contextmanager
def never_sees_that_a_book_is_behind() -> Iterator[None]:
    with mock.patch.object(Lag, "look", return_value=False):
        yield


@contextmanager
def tells_no_book_that_ids_began_anew() -> Iterator[None]:
    def begin(world: World) -> None:
        world.client._streams.on_restart = None

    with _at_begin(begin):
        yield


MUTANTS: dict[Callable[[], AbstractContextManager[None]], str] = {
    tells_of_no_gap: "neither delivered nor reported",
    delivers_again: "once more, or too late",
    leaves_a_task_behind: "left running",
    says_all_was_recovered: "was told",
    hands_over_at_once: "a gap although one line at a time was at fault",
    never_finds_a_line_dead: "not well",
    asks_as_often_as_it_likes: "more than 5 messages in 1 s",
    gets_its_snapshots_wrong: "the venue's",
    never_sees_that_a_book_is_behind: "s behind what bookTicker brought",
    tells_no_book_that_ids_began_anew: "is valid although its ids began anew",
}


def run_all() -> None:
    for seed in range(SEEDS):
        World(drawn(seed)).run()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_broken_client_is_found_out(mutant: Callable[[], AbstractContextManager[None]]) -> None:
    with mutant(), pytest.raises(Violation) as found:
        run_all()
    assert MUTANTS[mutant] in str(found.value).partition("\n\n")[0]


def _level(handover: Handover, *_: object) -> None:
    handover._is_level = True


@contextmanager
def _at_begin(mutate: Callable[[World], None]) -> Iterator[None]:
    from .subscriptions import Watched

    begin = Watched.begin

    def mutated(watched: Watched) -> None:
        begin(watched)
        mutate(watched._world)

    with mock.patch.object(Watched, "begin", mutated):
        yield
