"""A WebSocket server that sends captured trades as fast or as evenly as it is told, to one client, then ends.

Blocking sockets and frames encoded beforehand, so that the server is never what limits the client. Trade ids go on
without a hole, however often the frames come again. Where latency is measured the time of the trade is the one of
sending: µs of the monotonic clock plus `STAMP_BASE`, which makes it look like a time. Prints its port once it listens.
"""

from __future__ import annotations

import argparse
import base64
import gc
import hashlib
import json
import os
import re
import socket
import ssl
import struct
import sys
import time
from collections.abc import Iterator

import numpy as np

from bench.corpus import frame_set
from bench.sbe import pair_named

from .meter import STAMP_BASE

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
BURST_GAP_NS = 10_000_000
READY_NS = 2_000  # more than it takes to make one frame ready
FIRST_ID = 10**9
QUIET_S = 0.3
SBE_ID_AT = 32  # of the first trade in an event
now = time.monotonic_ns


def encoded(payload: bytes, first: int = 0x81) -> bytes:
    """An unmasked frame, of text unless `first` says otherwise."""
    size = len(payload)
    return (bytes((first, size)) if size < 126 else bytes((first, 126)) + struct.pack("!H", size)) + payload


class Endless:
    """Frames in one piece, again and again; between rounds only those digits of the trade ids change that must."""

    def __init__(self, frames: list[bytes]) -> None:
        count = 10 ** (len(str(len(frames))) - 1)  # so that all ids of a round share their high digits
        whole = [encoded(with_id(frame, FIRST_ID + i)) for i, frame in enumerate(frames[:count])]
        self.data = np.frombuffer(bytearray(b"".join(whole)), np.uint8)
        starts = np.cumsum([0, *map(len, whole[:-1])])
        self.ids_at = starts + [frame.index(b'"t":') + 4 for frame in whole]
        self.round = FIRST_ID // count

    def go_on(self) -> None:
        """To the next round."""
        before, self.round = str(self.round), self.round + 1
        for place, digit in enumerate(str(self.round)):
            if digit != before[place]:
                self.data[self.ids_at + place] = ord(digit)


class EndlessInSbe:
    """The same of events of SBE with one trade each: the ids of a round are written anew."""

    def __init__(self, frames: list[bytes]) -> None:
        whole = [encoded(frame, 0x82) for frame in frames]
        self.data = np.frombuffer(bytearray(b"".join(whole)), np.uint8)
        starts = np.cumsum([0, *map(len, whole[:-1])])
        behind = np.array([len(frame) for frame in whole]) - [len(frame) for frame in frames]
        self.ids_at = (starts + behind + SBE_ID_AT)[:, None] + np.arange(8)
        self.ids = np.arange(FIRST_ID, FIRST_ID + len(frames), dtype="<i8")
        self.data[self.ids_at] = self.ids.view(np.uint8).reshape(-1, 8)

    def go_on(self) -> None:
        """To the next round."""
        self.ids += len(self.ids)
        self.data[self.ids_at] = self.ids.view(np.uint8).reshape(-1, 8)


class Stamped:
    """Frames that follow one another, ready but for their trade ids and times."""

    def __init__(self, payloads: list[bytes]) -> None:
        self.count = len(payloads)
        whole = b"".join(encoded(at_time(with_id(payload, FIRST_ID), STAMP_BASE)) for payload in payloads)
        self.template = re.sub(rb'"([tT])":\d+', rb'"\1":%d', whole.replace(b"%", b"%%"))

    def at(self, due: int, first_id: int) -> bytes:
        stamp = due // 1000 + STAMP_BASE
        return self.template % tuple(number for i in range(self.count) for number in (first_id + i, stamp))


def with_id(trade: bytes, trade_id: int) -> bytes:
    return re.sub(rb'"t":\d+', b'"t":%d' % trade_id, trade)


def at_time(trade: bytes, stamp: int) -> bytes:
    return re.sub(rb'"T":\d+', b'"T":%d' % stamp, trade)


def accept(listener: socket.socket, context: ssl.SSLContext | None) -> tuple[socket.socket, bytes]:
    """The first connection, after its SUBSCRIBE request, which is granted, and the request of its handshake."""
    connection, _ = listener.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if context:
        connection = context.wrap_socket(connection, server_side=True)
    request = b""
    while not request.endswith(b"\r\n\r\n"):
        request += received(connection, 1)
    key = re.search(rb"sec-websocket-key:\s*(\S+)", request, re.IGNORECASE)
    if key is None:
        raise ConnectionError("no WebSocket handshake")
    answer = base64.b64encode(hashlib.sha1(key[1] + GUID).digest())
    upgrade = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    connection.sendall(upgrade + b"Sec-WebSocket-Accept: " + answer + b"\r\n\r\n")
    if b"streams=" not in request.partition(b"\r\n")[0]:
        reply = {"result": None, "id": json.loads(read_message(connection))["id"]}
        connection.sendall(encoded(json.dumps(reply, separators=(",", ":")).encode()))
    return connection, request


def received(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise ConnectionError("the client left")
        data += more
    return data


def read_message(connection: socket.socket) -> bytes:
    """The payload of the next text frame; others are passed over."""
    while True:
        first, second = received(connection, 2)
        size = second & 127
        if size == 126:
            (size,) = struct.unpack("!H", received(connection, 2))
        mask = received(connection, 4)
        payload = bytes(byte ^ mask[i & 3] for i, byte in enumerate(received(connection, size)))
        if first & 15 == 1:
            return payload


def sustained(connection: socket.socket, count: int) -> None:
    """Everything, as fast as the client takes it, until it leaves."""
    endless = Endless(frame_set("trade").frames)
    while True:
        connection.sendall(endless.data)
        endless.go_on()


def sustained_sbe(connection: socket.socket, count: int) -> None:
    """The same in SBE."""
    endless = EndlessInSbe(pair_named("trade").sbe)
    while True:
        connection.sendall(endless.data)
        endless.go_on()


def burst(connection: socket.socket, count: int) -> None:
    """256 frames in one write every 10 ms, all stamped with the time just before it."""
    batches = [Stamped(batch) for batch in batched(frame_set("trade").frames, 256)]
    send_stamped(connection, batches, count // 256, BURST_GAP_NS)


def paced(connection: socket.socket, count: int, rate: int = 20_000) -> None:
    """One frame a write, evenly spaced; what falls behind is not caught up."""
    send_stamped(connection, [Stamped([frame]) for frame in frame_set("trade").frames], count, 1_000_000_000 // rate)


def send_stamped(connection: socket.socket, batches: list[Stamped], count: int, gap: int) -> None:
    """One batch after the other, each made ready before it is due, at a full µs."""
    due, trade_id = now(), FIRST_ID
    for number in range(count):
        batch = batches[number % len(batches)]
        due = max(due + gap, now() + batch.count * READY_NS) // 1000 * 1000
        frames = batch.at(due, trade_id)
        trade_id += batch.count
        wait_until(due)
        connection.sendall(frames)


def wait_until(due: int) -> None:
    while now() < due:
        pass


def batched(frames: list[bytes], size: int) -> Iterator[list[bytes]]:
    for start in range(0, len(frames) - size + 1, size):
        yield frames[start : start + size]


MODES = {"sustained": sustained, "sustained_sbe": sustained_sbe, "burst": burst, "paced": paced}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("count", type=int, help="messages to send; without meaning when sustained")
    parser.add_argument("--cpu", type=int)
    parser.add_argument("--certificate", help="a PEM file with key and certificate: serve TLS")
    arguments = parser.parse_args()
    if arguments.cpu is not None:
        os.sched_setaffinity(0, {arguments.cpu})
    context = None
    if arguments.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pair_named("trade") if arguments.mode == "sustained_sbe" else frame_set("trade")
        print(listener.getsockname()[1], flush=True)
        connection, _ = accept(listener, context)
        with connection:
            time.sleep(QUIET_S)
            gc.disable()
            MODES[arguments.mode](connection, arguments.count)
            connection.recv(1 << 16)


if __name__ == "__main__":
    try:
        main()
    except (ConnectionError, ssl.SSLError):
        sys.exit(0)
