"""Ctrl-C in a thread that waits for the client's: nothing happens behind its back."""

import signal
import threading
import time

import pytest


@pytest.fixture
def ctrl_c():
    """Presses Ctrl-C some seconds from now, as in a program of its own."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timers = []

    def press(seconds):
        timers.append(threading.Timer(seconds, signal.raise_signal, [signal.SIGINT]))
        timers[-1].start()

    yield press
    for timer in timers:
        timer.cancel()
    signal.signal(signal.SIGINT, before)


def kept_busy(client):
    """Have the client's thread do nothing until the event is set."""
    free, is_busy = threading.Event(), threading.Event()

    def wait():
        is_busy.set()
        free.wait(20)

    client._runner.current.loop.call_soon_threadsafe(wait)
    assert is_busy.wait(10)
    return free


def test_what_has_not_begun_at_ctrl_c_never_does(started, ctrl_c):
    free, calls = kept_busy(started), []
    ctrl_c(0.1)
    with pytest.raises(KeyboardInterrupt):
        started._runner.call(lambda: calls.append(1))
    free.set()
    assert started._runner.call(lambda: len(calls)) == 0


def test_what_has_begun_at_ctrl_c_is_over_when_that_comes_out(started, ctrl_c):
    began, calls = threading.Event(), []

    def slow():
        began.set()
        time.sleep(0.5)
        calls.append(1)

    threading.Thread(target=lambda: began.wait(10) and ctrl_c(0.05)).start()
    with pytest.raises(KeyboardInterrupt):
        started._runner.call(slow)
    assert calls
