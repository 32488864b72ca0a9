"""Points that are waited for, from threads and event loops, before and after they are reached."""

import asyncio
import threading

import pytest

from tickwire.client.trading import Milestone
from tickwire.client.trading.milestones import Waiters
from tickwire.errors import TickwireError


def test_who_comes_later_finds_it_reached() -> None:
    point: Milestone[int] = Milestone()
    point.reach(3)
    assert (point.wait(), point.is_reached) == (3, True)


def test_who_waits_is_told_in_every_thread_and_loop() -> None:
    point: Milestone[int] = Milestone()
    got: list[int] = []
    threads = [threading.Thread(target=lambda: got.append(point.wait(10))) for _ in range(4)]
    for thread in threads:
        thread.start()

    async def wait() -> int:
        asyncio.get_running_loop().call_soon(point.reach, 5)
        return await point

    assert asyncio.run(wait()) == 5
    for thread in threads:
        thread.join()
    assert got == [5, 5, 5, 5]


def test_why_it_is_never_reached_is_raised_and_the_first_word_counts() -> None:
    point: Milestone[int] = Milestone()
    point.fail(ValueError("no"))
    point.reach(1)
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            point.wait()


def test_waiting_has_an_end() -> None:
    with pytest.raises(TimeoutError):
        Milestone[int]().wait(0.01)


def test_an_await_that_is_given_up_leaves_it_to_others() -> None:
    point: Milestone[int] = Milestone()

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(point, 0.01)

    asyncio.run(give_up())
    point.reach(2)
    assert point.wait() == 2


def test_in_the_thread_that_would_reach_it_nobody_waits() -> None:
    waiters = Waiters()
    waiters.began(threading.get_ident())
    point: Milestone[int] = Milestone(waiters)
    with pytest.raises(TickwireError, match="await it"):
        point.wait()
    point.reach(1)
    assert point.wait() == 1


def test_at_the_end_whoever_waits_is_told_and_later_it_may_be_reached_yet() -> None:
    waiters, ended = Waiters(), TickwireError("ended")
    waiters.began(0)
    point: Milestone[int] = Milestone(waiters)

    async def wait() -> None:
        asyncio.get_running_loop().call_soon(waiters.ended, ended)
        await point

    for _ in range(2):  # the second time it has ended before
        with pytest.raises(TickwireError, match="ended"):
            asyncio.run(wait())
    with pytest.raises(TickwireError, match="ended"):
        point.wait()
    waiters.began(0)
    point.reach(2)
    assert point.wait() == 2
