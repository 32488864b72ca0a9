"""A WebSocket server that sends captured trades as fast or as evenly as it is told, to one client, then ends.

Blocking sockets and frames encoded beforehand, so that the server is never what limits the client. The trade id
carries the time of sending, in ns of the monotonic clock. Prints its port once it listens.
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

from bench.corpus import frame_set

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
BURST_GAP_NS = 10_000_000
QUIET_S = 0.3
now = time.monotonic_ns


def encoded(payload: bytes) -> bytes:
    """An unmasked text frame."""
    size = len(payload)
    return (bytes((0x81, size)) if size < 126 else b"\x81\x7e" + struct.pack("!H", size)) + payload


class Stamped:
    """Frames that follow one another, ready but for their trade ids."""

    def __init__(self, payloads: list[bytes]) -> None:
        digits = len(str(now()))
        whole = [encoded(re.sub(rb'"t":\d+', b'"t":' + b"#" * digits, payload)) for payload in payloads]
        self.pieces = b"".join(whole).split(b"#" * digits)

    def at(self, stamp: int) -> bytes:
        return (b"%d" % stamp).join(self.pieces)


def accept(listener: socket.socket, context: ssl.SSLContext | None) -> socket.socket:
    """The first connection, after its handshake and its SUBSCRIBE request, which is granted."""
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
    return connection


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
    frames = frame_set("trade").frames
    blob = b"".join(map(encoded, frames))
    while True:
        connection.sendall(blob)


def burst(connection: socket.socket, count: int) -> None:
    """256 frames in one write every 10 ms, all stamped with the time just before it."""
    batches = [Stamped(batch) for batch in batched(frame_set("trade").frames, 256)]
    due = now()
    for number in range(count // 256):
        due += BURST_GAP_NS
        wait_until(due)
        connection.sendall(batches[number % len(batches)].at(now()))


def paced(connection: socket.socket, count: int, rate: int = 20_000) -> None:
    """One frame a write, evenly spaced; what falls behind by 50 gaps is not caught up."""
    frames = [Stamped([frame]) for frame in frame_set("trade").frames]
    gap = 1_000_000_000 // rate
    due = now()
    for number in range(count):
        due += gap
        if now() - due > 50 * gap:
            due = now()
        wait_until(due)
        connection.sendall(frames[number % len(frames)].at(now()))


def wait_until(due: int) -> None:
    while now() < due:
        pass


def batched(frames: list[bytes], size: int) -> Iterator[list[bytes]]:
    for start in range(0, len(frames) - size + 1, size):
        yield frames[start : start + size]


MODES = {"sustained": sustained, "burst": burst, "paced": paced}


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
        frame_set("trade")
        print(listener.getsockname()[1], flush=True)
        with accept(listener, context) as connection:
            time.sleep(QUIET_S)
            gc.disable()
            MODES[arguments.mode](connection, arguments.count)
            connection.recv(1 << 16)


if __name__ == "__main__":
    try:
        main()
    except (ConnectionError, ssl.SSLError):
        sys.exit(0)
