"""Every way to run a client and to end it."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import tickwire as tw
from tickwire.errors import ConfigError, TickwireError


@pytest.mark.parametrize("busy_poll", [False, True])
def test_run_ends_after_its_seconds(venue, busy_poll, assert_closed_cleanly):
    seen = []
    client = tw.Client(stream_urls=[venue.url], busy_poll=busy_poll)
    client.subscribe("btcusdt@trade", on=seen.append)
    client.run(0.3)
    assert seen
    assert_closed_cleanly(venue)


def test_a_client_runs_as_often_as_one_likes(client, until):
    seen = []
    client.subscribe("btcusdt@trade", on=seen.append)
    for _ in range(2):
        seen.clear()
        client.run(0.2)
        assert seen
        with client:
            seen.clear()
            until(lambda: seen)
    assert client.stats().connects == 4


def test_a_handler_may_stop_the_client(client, until):
    client.subscribe("btcusdt@trade", on=lambda _trade: client.stop())
    client.run(20)
    client.start()
    until(lambda: client.stats().connections == 0)
    client.stop()


def test_no_handler_is_called_after_stop(client):
    calls = []

    def slow(trade):
        calls.append(trade)
        time.sleep(0.02)  # many messages wait behind this one
        if len(calls) == 3:
            client.stop()

    client.subscribe(tw.Trade, "btcusdt", "ethusdt", on=slow)
    client.run(20)
    assert len(calls) == 3


def test_a_client_does_not_run_twice_at_once(started):
    with pytest.raises(TickwireError, match="runs already"):
        started.start()
    with pytest.raises(TickwireError, match="runs already"):
        started.run()
    with pytest.raises(TickwireError, match="runs already"):
        asyncio.run(started.run_async())


def test_run_inside_a_running_loop_says_what_to_do():
    async def run():
        tw.Client().run()

    with pytest.raises(ConfigError, match=r"await run_async\(\), or start\(\)"):
        asyncio.run(run())


@pytest.mark.parametrize("busy_poll", [False, True])
@pytest.mark.parametrize("way", ["run", "start", "run_async"])
def test_uvloop_is_as_good_a_loop(venue, busy_poll, way, until, assert_closed_cleanly):
    uvloop = pytest.importorskip("uvloop")
    seen = []
    client = tw.Client(stream_urls=[venue.url], busy_poll=busy_poll)
    client.subscribe("btcusdt@trade", on=seen.append)
    if way == "run":
        client.run(0.2, loop_factory=uvloop.new_event_loop)
    elif way == "start":
        client.start(loop_factory=uvloop.new_event_loop)
        until(lambda: seen)
        client.stop()
    else:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(client.run_async(0.2))
    assert seen
    assert_closed_cleanly(venue)


def test_run_async_leaves_the_loop_to_others_and_ends_when_cancelled(venue, client, assert_closed_cleanly):
    async def both():
        seen = asyncio.Event()
        client.subscribe("btcusdt@trade", on=lambda _trade: seen.set())
        running = asyncio.create_task(client.run_async())
        await asyncio.wait_for(seen.wait(), 5)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(both())
    assert_closed_cleanly(venue)
    assert client.stats().connections == 0


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no thread affinity here")
def test_a_pinned_client_runs_on_its_core_alone(venue, until):
    core = max(os.sched_getaffinity(0))
    seen = []
    client = tw.Client(stream_urls=[venue.url], cpu=core)
    client.subscribe("btcusdt@trade", on=lambda _trade: seen.append(os.sched_getaffinity(0)))
    before = os.sched_getaffinity(0)
    with client:
        until(lambda: seen)
        assert os.sched_getaffinity(0) == before
    assert seen[0] == {core}


def test_an_interrupt_out_of_a_handler_ends_the_client(client):
    def on_trade(_trade):
        raise SystemExit(3)

    client.subscribe("btcusdt@trade", on=on_trade)
    with pytest.raises(SystemExit):
        client.run(20)
    assert client.stats().connections == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process there")
@pytest.mark.parametrize("loop", ["None", "uvloop.new_event_loop"])
def test_ctrl_c_is_a_clean_end(venue, loop, assert_closed_cleanly):
    if loop != "None":
        pytest.importorskip("uvloop")
    program = f"""
        import tickwire as tw
        {"import uvloop" if loop != "None" else ""}
        client = tw.Client(stream_urls=["{venue.url}"])
        client.subscribe("btcusdt@trade", on=lambda trade: print("trade", flush=True))
        client.run(30, loop_factory={loop})
        print("ended", client.stats().connections)
    """
    process = subprocess.Popen(
        [sys.executable, "-X", "dev", "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "trade\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out.endswith("ended 0\n")
    assert err == ""
    assert_closed_cleanly(venue)


def test_a_program_that_forgets_to_stop_its_client_ends_all_the_same(venue, assert_closed_cleanly):
    program = f"""
        import time, tickwire as tw
        client = tw.Client(stream_urls=["{venue.url}"])
        client.subscribe("btcusdt@trade", on=lambda trade: None)
        client.start()
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True, timeout=20)
    assert_closed_cleanly(venue)


def test_what_is_called_while_it_runs_leaves_it_running(venue, until):
    client, seen, refusals = tw.Client(stream_urls=[venue.url]), [], []
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    thread = threading.Thread(target=client.run)
    thread.start()
    until(lambda: seen)
    for call in (client.start, client.run, lambda: asyncio.run(client.run_async())):
        with pytest.raises(tw.TickwireError) as refused:
            call()
        refusals.append(str(refused.value))
    count = len(seen)
    until(lambda: len(seen) > count)
    client.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert refusals == ["the client runs already"] * 3


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_starts_and_stops_from_several_threads_leave_nothing_running(venue):
    client, errors = tw.Client(stream_urls=[venue.url]), []

    def start_and_stop():
        for _ in range(8):
            try:
                client.start()
            except tw.TickwireError as error:
                errors.append(str(error))
            except BaseException as error:
                errors.append(repr(error))
            client.stop()

    threads = [threading.Thread(target=start_and_stop) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    client.stop()
    assert set(errors) <= {"the client runs already"}
    assert not client.stats().connections
    gc.collect()  # aiofastnet leaves the socket of a connect that is cancelled to it, with a warning


def test_a_loop_that_is_torn_down_from_elsewhere_ends(venue):
    client, seen = tw.Client(stream_urls=[venue.url]), []
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)

    async def leave():
        while not seen:
            await asyncio.sleep(0.01)
        sys.exit(3)

    async def main():
        leaving = asyncio.create_task(leave())
        await client.run_async(30)
        await leaving

    with pytest.raises(SystemExit) as ended:
        asyncio.run(main())
    assert ended.value.code == 3
    assert not client.stats().connections
