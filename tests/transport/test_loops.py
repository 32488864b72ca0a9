import asyncio
import os
import selectors
import socket
import threading
import time

import pytest

import tickwire as tw
from tickwire.errors import ConfigError
from tickwire.sim import Venue
from tickwire.transport.loops import SpinningSelector, check_cpu, new_loop, pinned, spin
from tickwire.transport.reader import Reader

needs_affinity = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no thread affinity here")


def until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)


def test_a_busy_loop_asks_the_kernel_without_ever_waiting(monkeypatch):
    timeouts, here = [], threading.get_ident()

    def select(self, timeout=None):
        if threading.get_ident() == here:  # other tests' venues have loops of their own
            timeouts.append(timeout)
        return wait(self, timeout)

    wait = selectors.DefaultSelector.select
    monkeypatch.setattr(selectors.DefaultSelector, "select", select)
    with asyncio.Runner(loop_factory=lambda: new_loop(busy_poll=True)) as runner:
        assert runner.run(asyncio.sleep(0.01, "done")) == "done"
    assert set(timeouts) == {0}
    assert len(timeouts) > 10


def test_a_busy_loop_hears_other_threads():
    async def hear():
        heard = asyncio.Event()
        loop = asyncio.get_running_loop()
        thread = threading.Thread(target=lambda: loop.call_soon_threadsafe(heard.set))
        thread.start()
        await asyncio.wait_for(heard.wait(), 5)
        thread.join()

    with asyncio.Runner(loop_factory=lambda: new_loop(busy_poll=True)) as runner:
        runner.run(hear())


@pytest.mark.parametrize("tls", [False, True])
def test_a_busy_loop_reads_connections_without_being_told_that_they_are_ready(monkeypatch, tls):
    def select(self, timeout=None):
        ready = wait(self, timeout)
        if not isinstance(self, SpinningSelector):  # the venue has a loop of its own
            return ready
        spins.append([type(getattr(read, "__self__", None)) for read in self._read])
        return [(key, mask) for key, mask in ready if not self._read or key.fd not in self._readers]

    wait, spins = selectors.DefaultSelector.select, []
    with Venue(rate=200, tls=tls) as venue:
        client = tw.Client(stream_urls=[venue.url], ssl=venue.ca_file, busy_poll=True)
        trades = client.subscribe(tw.Trade, "btcusdt", on=tw.ring(1000))
        with client:
            until(lambda: trades.stats.messages)
            monkeypatch.setattr(selectors.DefaultSelector, "select", select)
            before = trades.stats.messages
            until(lambda: trades.stats.messages > before + 20)
        assert spins[0] == [asyncio.Handle if tls else Reader]
        assert spins[-1] == []


def test_a_busy_loop_asks_only_transports_that_are_not_put_out_by_it():
    asked = []

    async def use():
        ours, theirs = socket.socketpair()
        loop = asyncio.get_running_loop()
        loop.add_reader(ours, asked.append, 1)
        await asyncio.sleep(0.01)
        assert not asked
        theirs.send(b"x")
        await asyncio.sleep(0.01)
        loop.remove_reader(ours)
        ours.close(), theirs.close()

    with asyncio.Runner(loop_factory=lambda: new_loop(busy_poll=True)) as runner:
        runner.run(use())
    assert asked


def test_a_connection_that_another_ended_is_not_read_any_more():
    class Transport:
        """Looks like those below picows."""

        __module__ = "aiofastnet.transport"

        def __init__(self, number):
            self.number, self.sockets = number, socket.socketpair()

        def read(self):
            seen.append(self.number)
            for other in transports:
                if other is not self:
                    loop.remove_reader(other.sockets[0])

    seen, transports = [], [Transport(number) for number in range(3)]
    loop = new_loop(busy_poll=True)
    faults = []
    loop.set_exception_handler(lambda _, fault: faults.append(fault))
    for transport in transports:
        loop.add_reader(transport.sockets[0], transport.read)
    loop.run_until_complete(asyncio.sleep(0.01))
    loop.remove_reader(transports[0].sockets[0])
    loop.close()
    for transport in transports:
        for end in transport.sockets:
            end.close()
    assert (set(seen), faults) == ({0}, [])


def test_a_plain_loop_sleeps():
    loop = new_loop()
    assert not isinstance(loop._selector, SpinningSelector)
    loop.close()


def test_spinning_keeps_any_loop_awake_until_cancelled():
    async def turn():
        turns = 0
        spinner = asyncio.create_task(spin())
        while turns < 100:
            await asyncio.sleep(0)
            turns += 1
        spinner.cancel()
        with pytest.raises(asyncio.CancelledError):
            await spinner

    asyncio.run(turn())


@needs_affinity
def test_a_pinned_thread_stays_on_its_core_and_is_let_go_afterwards():
    before = os.sched_getaffinity(0)
    core = min(before)
    with pinned(core):
        assert os.sched_getaffinity(0) == {core}
    assert os.sched_getaffinity(0) == before
    with pinned(None):
        assert os.sched_getaffinity(0) == before


@needs_affinity
@pytest.mark.parametrize("cpu", [-1, 100_000, True, "0", 0.0])
def test_a_core_that_is_not_there_is_refused(cpu):
    with pytest.raises(ConfigError, match="cpu: one of the cores"):
        check_cpu(cpu)


def test_where_threads_cannot_be_pinned_the_setting_is_refused(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    with pytest.raises(ConfigError, match="on Linux only"):
        check_cpu(0)
