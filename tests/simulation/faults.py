"""What may go wrong, each fault a function of the world that it is done to; it returns words for the trace.

A fault ends by itself, or when the world heals. None damages what a client could not notice: a lost message leaves a
jump of ids, a damaged one is no JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from tickwire.errors import ConnectError

from .filters import Corrupt, Mute, Repeat, Skip, Swap
from .market import UPDATES
from .requests import ApiChannel
from .venue import StreamChannel

if TYPE_CHECKING:
    from .world import World

Fault = Callable[["World", StreamChannel], str]

CLOSE_CODES = (1000, 1001, 1006, 1008, 1011, 1012, 4000)
LONG = 10**6  # messages, as many as there will be
PATIENCE_S = (0.05, 3.0)  # the range of how long a passing fault lasts


def drop(world: World, channel: StreamChannel) -> str:
    channel.drop()
    return "connection reset"


def close(world: World, channel: StreamChannel) -> str:
    code = world.random.choice(CLOSE_CODES)
    channel.drop(code, "because")
    return f"closed with {code}"


def half_open(world: World, channel: StreamChannel) -> str:
    channel.die()
    return "half-open"


def stall(world: World, channel: StreamChannel) -> str:
    seconds = world.random.uniform(*PATIENCE_S)
    channel.stall(seconds)
    return f"stalled for {seconds:.3f} s"


def slow_network(world: World, channel: StreamChannel) -> str:
    channel.latency = world.random.choice((0.0, 0.001, 0.02, 0.2))
    return f"latency {channel.latency:g} s"


def mute(world: World, channel: StreamChannel) -> str:
    mute = Mute(world.any_stream())
    channel.filters.append(mute)
    world.loop.call_later(world.random.uniform(*PATIENCE_S), mute.end)
    return f"mute {mute.stream}"


def skip(world: World, channel: StreamChannel) -> str:
    stream, count = world.any_stream(), world.random.randrange(1, 4)
    channel.filters.append(Skip(stream, count))
    return f"skips {count} of {stream}"


def skip_everywhere(world: World, channel: StreamChannel) -> str:
    stream, count = world.any_stream(), world.random.randrange(1, 4)
    world.venue.suppressed[stream] = count
    return f"nobody gets {count} of {stream}"


def mute_everywhere(world: World, channel: StreamChannel) -> str:
    """A stream of changes of which a book is kept, if there is one."""
    streams = [f"{name}{UPDATES[0]}" for name in world.plan.books] or world.plan.streams
    stream, seconds = world.random.choice(streams), world.random.uniform(1.0, 8.0)
    world.venue.suppressed[stream] = LONG
    world.loop.call_later(seconds, world.venue.suppressed.pop, stream, None)
    return f"nobody gets {stream} for {seconds:.3f} s"


def restart_ids(world: World, channel: StreamChannel) -> str:
    symbol = world.venue.tape.symbols[world.any_stream().partition("@")[0]]
    if symbol.name in world.venue.shifts:
        return f"ids of {symbol.name} began anew before"
    world.venue.begin_anew(symbol, world.random.randrange(100, 2_000))
    for one in tuple(world.venue.channels):  # what is under way is of the time before, as after an outage of the venue
        if one.latency or not one.is_sound():
            one.drop()
    return f"ids of {symbol.name} begin anew"


def repeat(world: World, channel: StreamChannel) -> str:
    channel.filters.append(Repeat(None, world.random.randrange(1, 20)))
    return "repeats"


def swap(world: World, channel: StreamChannel) -> str:
    stream = world.any_stream()
    channel.filters.append(Swap(stream, 1))
    return f"swaps two of {stream}"


def corrupt(world: World, channel: StreamChannel) -> str:
    channel.filters.append(Corrupt(None, world.random.randrange(1, 6), world.random))
    return "corrupt"


def shutdown(world: World, channel: StreamChannel) -> str:
    seconds = world.random.uniform(0.2, 5.0)
    frame = {"stream": "!serverShutdown", "data": {"e": "serverShutdown", "E": world.venue.now_ms}}
    channel.reply(msgspec.json.encode(frame))
    channel.is_leaving = True
    world.loop.call_later(seconds, channel.drop, 1001, "going away")
    return f"shuts down in {seconds:.3f} s"


def no_answer(world: World, channel: StreamChannel) -> str:
    channel.acks.append(lambda *_: None)
    return "does not answer the next request"


def late_answer(world: World, channel: StreamChannel) -> str:
    seconds = world.random.uniform(0.1, 4.0)

    def answer(channel: StreamChannel, frame: bytes) -> None:
        channel.venue.loop.call_later(seconds, channel.reply, channel.control.answer(frame))

    channel.acks.append(answer)
    return f"answers the next request after {seconds:.3f} s"


def wrong_answer(world: World, channel: StreamChannel) -> str:
    channel.acks.append(lambda channel, frame: channel.reply(b'{"result":null,"id":999999999}'))
    return "answers another request than the next"


def hollow_answer(world: World, channel: StreamChannel) -> str:
    def answer(channel: StreamChannel, frame: bytes) -> None:
        request = msgspec.json.decode(frame)
        channel.reply(msgspec.json.encode({"result": None, "id": request["id"]}))
        if request["method"] == "SUBSCRIBE":
            channel.owed.append(frame)

    channel.acks.append(answer)
    return "acknowledges the next request and does nothing"


def refuse(world: World, channel: StreamChannel) -> str:
    reasons = [world.random.choice(("connection refused", "no answer", "TLS failed")) for _ in range(3)]
    world.venue.refusals.extend(lambda url, reason=reason: ConnectError(reason, url) for reason in reasons)
    channel.drop()
    return f"connection reset, then {', '.join(reasons)}"


def too_many(world: World, channel: StreamChannel) -> str:
    seconds = world.random.uniform(0.5, 5.0)
    world.venue.refusals.append(lambda url: ConnectError("HTTP 429 Too Many Requests", url, 429, seconds))
    channel.drop()
    return f"connection reset, then 429 for {seconds:.3f} s"


def set_clock(world: World, channel: StreamChannel) -> str:
    world.clock.skew_ns += round(world.random.gauss(0.0, 2e9))
    return f"clock set to {world.clock.skew_ns / 1e9:+.3f} s"


def old_snapshots(world: World, channel: StreamChannel) -> str:
    world.venue.snapshot_age = world.random.randrange(1, 30)
    return f"snapshots {world.venue.snapshot_age} updates old"


def slow_handler(world: World, channel: StreamChannel) -> str:
    world.handler_takes = world.random.uniform(0.01, 1.0)
    return f"the next handler takes {world.handler_takes:.3f} s"


def api_drops(world: World, channel: StreamChannel) -> str:
    for api in tuple(world.venue.api_channels):
        api.drop()
    return "the API's connection reset"


def api_refuses(world: World, channel: StreamChannel) -> str:
    seconds = world.random.uniform(0.5, 5.0)
    world.venue.weights.blocked_until = world.loop.now + seconds
    return f"the API refuses for {seconds:.3f} s"


def api_silent(world: World, channel: StreamChannel) -> str:
    for api in world.venue.api_channels:
        api.instead.append(lambda *_: None)
    return "the API does not answer the next request"


def api_late(world: World, channel: StreamChannel) -> str:
    seconds = world.random.uniform(0.1, 4.0)

    def answer(api: ApiChannel, request: dict[str, Any]) -> None:
        api.venue.loop.call_later(seconds, api.reply, api.answer_to(request))

    for api in world.venue.api_channels:
        api.instead.append(answer)
    return f"the API answers the next request after {seconds:.3f} s"


def api_dies(world: World, channel: StreamChannel) -> str:
    for api in world.venue.api_channels:
        api.die()
    return "the API's connection half-open"


def leave(world: World, channel: StreamChannel) -> str:
    stream = world.any_stream()
    world.watched.leave(stream)
    return f"unsubscribes from {stream}"


def join(world: World, channel: StreamChannel) -> str:
    stream = world.any_stream()
    world.watched.join(stream)
    return f"subscribes to {stream}"


def waver(world: World, channel: StreamChannel) -> str:
    stream, times = world.any_stream(), 12
    for number in range(times):
        change = world.watched.join if number % 2 else world.watched.leave
        world.loop.call_later(0.06 * number, change, stream)
    return f"unsubscribes from {stream} and subscribes to it, {times} changes in all"


def rotate(world: World, channel: StreamChannel) -> str:
    world.client.rotate()
    return "rotates"


# What costs nothing, whatever else is wrong.
HARMLESS: tuple[Fault, ...] = (repeat, set_clock, slow_handler, leave, join, waver, rotate)
# Faults of one connection, which another line makes up for.
ONE_LINE: tuple[Fault, ...] = (
    drop, close, half_open, stall, mute, skip, swap, corrupt, shutdown, slow_network,
    no_answer, late_answer, wrong_answer, hollow_answer,
)  # fmt: skip
# Those that touch the whole client.
EVERYWHERE: tuple[Fault, ...] = (
    skip_everywhere, mute_everywhere, restart_ids, refuse, too_many, old_snapshots,
    api_drops, api_refuses, api_silent, api_late, api_dies,
)  # fmt: skip
