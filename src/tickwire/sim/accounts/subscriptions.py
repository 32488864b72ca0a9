"""What one connection is sent of accounts."""

from __future__ import annotations

from collections.abc import Callable

from .. import api_errors
from .registry import Key, MakeEvent


class Subscription:
    """One subscription to an account's events."""

    def __init__(self, number: int, key: Key, *, by_session: bool) -> None:
        self.number, self.key, self.by_session = number, key, by_session


class Subscriptions:
    """The user data that one connection is sent.

    `send` is given the number of a subscription and what makes the event for a unit of times; `terminate` is told that
    one has ended.
    """

    def __init__(
        self, most: int, ids: int, send: Callable[[int, MakeEvent], None], terminate: Callable[[int], None]
    ) -> None:
        self._most, self._ids = most, ids
        self._send, self._terminate = send, terminate
        self._next = 0
        self._open: dict[int, Subscription] = {}

    @property
    def numbers(self) -> list[int]:
        """Those that are open."""
        return list(self._open)

    def subscribe(self, key: Key, *, by_session: bool) -> int:
        """Begin; returns its number. Raises ApiError."""
        if any(each.key.holder is key.holder for each in self._open.values()):
            raise api_errors.already_subscribed()
        if self._next >= self._ids or len(self._open) >= self._most:
            raise api_errors.no_more_subscriptions()
        made = self._open[self._next] = Subscription(self._next, key, by_session=by_session)
        self._next += 1
        key.holder.listeners[made] = lambda make: self._send(made.number, make)
        if not by_session:
            key.on_revoked[made] = lambda: self._end(made)
        return made.number

    def unsubscribe(self, number: int | None) -> None:
        """End one, or all. Raises ApiError when there is no such, or none."""
        meant = [each for each in self._open.values() if number in (None, each.number)]
        if not meant:
            raise api_errors.not_subscribed()
        for each in meant:
            self._end(each)

    def logged_out(self) -> None:
        """End what the session subscribed to."""
        for each in [each for each in self._open.values() if each.by_session]:
            self._end(each)

    def gone(self) -> None:
        """The connection is gone: end all, and tell nobody."""
        for each in self._open.values():
            self._forget(each)
        self._open.clear()

    def _end(self, subscription: Subscription) -> None:
        del self._open[subscription.number]
        self._forget(subscription)
        self._terminate(subscription.number)

    def _forget(self, subscription: Subscription) -> None:
        subscription.key.holder.listeners.pop(subscription, None)
        subscription.key.on_revoked.pop(subscription, None)
