"""Streams that are wanted in SBE and come in JSON where SBE is not to be had: one of them, all, or for a while."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from ..transport import Line
from .rotations import Rotations
from .shards import Shard, Shards

_log = logging.getLogger("tickwire")

# Connections in SBE that are away for so long, in seconds, are not waited for, and how often is looked. A connection
# that was only cut is back much sooner.
AWAY = 1.0
LOOK = 0.25


class Fallback:
    """Has streams come in JSON; `move` takes one off its lines and puts it where it belongs now."""

    def __init__(self, shards: Shards, rotations: Rotations, move: Callable[[str], None]) -> None:
        self._shards, self._rotations, self._move = shards, rotations, move
        self._away_since: dict[Shard, float] = {}
        self._waiting: dict[Shard, set[str]] = {}  # what is to be handed back

    def refused(self, line: Line) -> None:
        """The venue lets nobody in where a line goes: if that is in SBE, all streams come in JSON from now on."""
        shard = self._shards.of(line)
        if shard is not None and shard.kind == "sbe":
            for stream in self._shards.without_sbe():
                self._move(stream)

    def takes(self, line: Line, streams: Iterable[str]) -> bool:
        """Have streams that the venue refused in SBE come in JSON; False when the line is in JSON itself.

        The lines of a shard are refused one after the other: the first time settles it.
        """
        shard = self._shards.of(line)
        if shard is None or shard.kind != "sbe":
            return False
        for stream in set(streams).intersection(self._shards.placement.streams(shard.number)):
            self._shards.only_in_json.add(stream)
            self._move(stream)
        return True

    def tick(self, now: float) -> float:
        """Look whether of a shard in SBE every line is away, or seems to be: it is asked and does not answer."""
        away = [
            shard
            for shard in self._shards
            if shard.kind == "sbe" and not any(line.is_answering for line in shard.lines)
        ]
        self._away_since = {shard: self._away_since.get(shard, now) for shard in away}
        for shard, since in self._away_since.items():
            if now >= since + AWAY:
                self._stand_in(shard)
        self._hand_back()
        return now + LOOK

    def _stand_in(self, shard: Shard) -> None:
        """Bring the streams of a shard by lines in JSON, which hand them over as soon as its own are back."""
        cover = next((each for each in self._shards if each is shard.cover), None)
        covered = {stream for line in cover.lines for stream in line.subscriptions.wanted} if cover is not None else ()
        streams = [each for each in self._shards.placement.streams(shard.number) if each not in covered]
        if not streams:
            return
        if cover is None:
            cover = shard.cover = self._shards.add("cover")
        _log.info("SBE is away: %d streams come in JSON until it is back", len(streams))
        for stand_in in cover.lines:
            self._shards.load(stand_in, streams)
        self._waiting.setdefault(shard, set()).update(streams)

    def _hand_back(self) -> None:
        """Begin to hand streams over, but not to lines that may be dead: what had come there has joined long ago."""
        for shard, streams in tuple(self._waiting.items()):
            if any(line.is_open and not line.is_answering for line in shard.lines):
                continue
            del self._waiting[shard]
            for stand_in, line in zip(shard.cover.lines if shard.cover is not None else (), shard.lines, strict=False):
                there = streams.intersection(stand_in.subscriptions.wanted)
                self._rotations.move_between(stand_in, line, there, "encoding")
