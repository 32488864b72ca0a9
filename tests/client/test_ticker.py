import asyncio

import pytest

from tickwire.client.ticker import Ticker


class Beat:
    """A part that asks to be called again after so many seconds, so many times."""

    def __init__(self, *after):
        self.after, self.calls = list(after), []

    def tick(self, now):
        self.calls.append(now)
        following = self.after.pop(0) if self.after else None
        if isinstance(following, Exception):
            raise following
        return None if following is None else now + following


def run(scene):
    async def main():
        ticker = Ticker(asyncio.get_running_loop())
        try:
            return await scene(ticker)
        finally:
            ticker.close()

    return asyncio.run(main())


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.002)


def test_parts_are_called_when_they_asked_for_and_not_before():
    often, once = Beat(0.02, 0.02, 0.02), Beat()

    async def scene(ticker):
        ticker.add(often)
        ticker.add(once)
        await until(lambda: len(often.calls) == 4)
        await asyncio.sleep(0.05)

    run(scene)
    assert len(often.calls) == 4
    assert len(once.calls) == 1
    assert often.calls[-1] - often.calls[0] >= 0.059


def test_a_part_that_is_woken_is_called_at_the_next_turn():
    part = Beat(100.0, 100.0)

    async def scene(ticker):
        ticker.add(part)
        await until(lambda: len(part.calls) == 1)
        ticker.wake(part)
        await until(lambda: len(part.calls) == 2)

    run(scene)


def test_a_part_that_is_woken_while_it_is_called_is_called_again():
    class Restless(Beat):
        def tick(self, now):
            if not self.calls:
                self.ticker.wake(self)
            return super().tick(now)

    part = Restless(100.0)

    async def scene(ticker):
        part.ticker = ticker
        ticker.add(part)
        await until(lambda: len(part.calls) == 2)

    run(scene)


def test_a_part_that_is_removed_or_a_ticker_that_is_closed_calls_nobody():
    removed, closed = Beat(0.01), Beat(0.01)

    async def scene(ticker):
        ticker.add(removed)
        ticker.add(closed)
        ticker.remove(removed)
        await until(lambda: closed.calls)
        ticker.close()
        await asyncio.sleep(0.03)

    run(scene)
    assert removed.calls == []
    assert len(closed.calls) == 1


def test_a_part_that_fails_is_logged_called_again_and_harms_no_other(monkeypatch, caplog):
    monkeypatch.setattr("tickwire.client.ticker.AFTER_FAILURE", 0.01)
    failing, other = Beat(ValueError("a bug")), Beat(0.01, 0.01)

    async def scene(ticker):
        ticker.add(failing)
        ticker.add(other)
        await until(lambda: len(failing.calls) == 2 and len(other.calls) == 3)

    run(scene)
    assert "Beat failed" in caplog.text


@pytest.mark.parametrize("count", [1, 7])
def test_one_timer_serves_all(count):
    async def scene(ticker):
        loop = asyncio.get_running_loop()
        armed = []
        call_at = loop.call_at
        loop.call_at = lambda at, *args, **options: armed.append(at) or call_at(at, *args, **options)
        for part in [Beat(50.0) for _ in range(count)]:
            ticker.add(part)
        for _ in range(3):
            await asyncio.sleep(0)
        loop.call_at = call_at
        return armed

    armed = run(scene)
    assert sum(at > armed[0] + 40 for at in armed) == 1


def test_a_part_that_is_woken_again_and_again_before_its_turn_arms_one_timer():
    part = Beat()

    async def scene(ticker):
        loop = asyncio.get_running_loop()
        armed = []
        call_at = loop.call_at
        loop.call_at = lambda at, *args, **options: armed.append(at) or call_at(at, *args, **options)
        for _ in range(9):
            ticker.wake(part)
        await until(lambda: part.calls)
        loop.call_at = call_at
        ticker.wake(part)
        await until(lambda: len(part.calls) == 2)
        return armed

    assert len([at for at in run(scene) if at < part.calls[0]]) == 1
