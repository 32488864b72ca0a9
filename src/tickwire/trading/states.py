"""The life of an order, and of a request to change one, as tables: state, event, next state.

What the venue says of an order comes as a reply, as a report of the user stream and as the answer to a query, in any
order, late and more than once. A cell that leads back to its own state is such a late or repeated word. A cell that is
missing contradicts what is known: it is told as a `Contradiction` and looked up at the venue, never passed over.
"""

from __future__ import annotations

from enum import Enum


class _Named(Enum):
    """Members are told apart by what they are: half of the time of a lookup in a table went into hashes of names."""

    __hash__ = object.__hash__


class OrderState(_Named):
    """Where an order stands.

    `CREATED`: not sent. `SENT`: no word from the venue yet. `IN_DOUBT`: the venue may have it or not, which is being
    found out. `HELD`: accepted, and waits for another order of its list. `WORKING`, `PARTIALLY_FILLED`: open. `FILLED`,
    `CANCELED`, `EXPIRED`, `REJECTED`: over. `NOT_PLACED`: never sent, or proven not to be there.
    """

    CREATED = "created"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    HELD = "held"
    WORKING = "working"
    PARTIALLY_FILLED = "partially_filled"
    FILLED = "filled"
    CANCELED = "canceled"
    EXPIRED = "expired"
    REJECTED = "rejected"
    NOT_PLACED = "not_placed"


class OrderEvent(_Named):
    """What may happen to an order.

    WITHDRAWN: it was not sent after all. ABSENT: the venue does not have it, and can no longer come to have it. GONE:
    the venue had it, and knows it no longer.
    """

    SENT = "sent"
    WITHDRAWN = "withdrawn"
    DOUBTED = "doubted"
    ABSENT = "absent"
    GONE = "gone"
    HELD = "held"
    ACCEPTED = "accepted"
    FILLED_PARTLY = "filled partly"
    FILLED = "filled"
    CANCELED = "canceled"
    EXPIRED = "expired"
    REJECTED = "rejected"


class ChangeState(_Named):
    """Where a request to cancel or amend an order stands. NOT_DONE: never sent, or proven to have had no effect."""

    CREATED = "created"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    DONE = "done"
    REFUSED = "refused"
    NOT_DONE = "not_done"


class ChangeEvent(_Named):
    """What may happen to a request for a change; INEFFECTIVE: the order is as it was, and no longer to be changed."""

    SENT = "sent"
    WITHDRAWN = "withdrawn"
    DOUBTED = "doubted"
    DONE = "done"
    REFUSED = "refused"
    INEFFECTIVE = "ineffective"


_FIRST_WORDS: dict[OrderEvent, OrderState] = {
    OrderEvent.HELD: OrderState.HELD,
    OrderEvent.ACCEPTED: OrderState.WORKING,
    OrderEvent.FILLED_PARTLY: OrderState.PARTIALLY_FILLED,
    OrderEvent.FILLED: OrderState.FILLED,
    OrderEvent.CANCELED: OrderState.CANCELED,
    OrderEvent.EXPIRED: OrderState.EXPIRED,
    OrderEvent.REJECTED: OrderState.REJECTED,
}

_LATER_WORDS: dict[OrderEvent, OrderState] = {
    OrderEvent.FILLED_PARTLY: OrderState.PARTIALLY_FILLED,
    OrderEvent.FILLED: OrderState.FILLED,
    OrderEvent.CANCELED: OrderState.CANCELED,
    OrderEvent.EXPIRED: OrderState.EXPIRED,
    OrderEvent.GONE: OrderState.EXPIRED,
}

ORDER: dict[OrderState, dict[OrderEvent, OrderState]] = {
    OrderState.CREATED: {
        OrderEvent.SENT: OrderState.SENT,
        OrderEvent.WITHDRAWN: OrderState.NOT_PLACED,
    },
    OrderState.SENT: {
        OrderEvent.WITHDRAWN: OrderState.NOT_PLACED,
        OrderEvent.DOUBTED: OrderState.IN_DOUBT,
        **_FIRST_WORDS,
    },
    OrderState.IN_DOUBT: {
        OrderEvent.ABSENT: OrderState.NOT_PLACED,
        **_FIRST_WORDS,
    },
    OrderState.HELD: {
        **_FIRST_WORDS,
        OrderEvent.GONE: OrderState.EXPIRED,
    },
    OrderState.WORKING: {
        OrderEvent.HELD: OrderState.WORKING,
        OrderEvent.ACCEPTED: OrderState.WORKING,
        **_LATER_WORDS,
    },
    OrderState.PARTIALLY_FILLED: {
        OrderEvent.HELD: OrderState.PARTIALLY_FILLED,
        OrderEvent.ACCEPTED: OrderState.PARTIALLY_FILLED,
        **_LATER_WORDS,
    },
    OrderState.FILLED: {
        OrderEvent.HELD: OrderState.FILLED,
        OrderEvent.ACCEPTED: OrderState.FILLED,
        OrderEvent.FILLED_PARTLY: OrderState.FILLED,
        OrderEvent.FILLED: OrderState.FILLED,
    },
    OrderState.CANCELED: {
        OrderEvent.HELD: OrderState.CANCELED,
        OrderEvent.ACCEPTED: OrderState.CANCELED,
        OrderEvent.FILLED_PARTLY: OrderState.CANCELED,
        OrderEvent.CANCELED: OrderState.CANCELED,
    },
    OrderState.EXPIRED: {
        OrderEvent.HELD: OrderState.EXPIRED,
        OrderEvent.ACCEPTED: OrderState.EXPIRED,
        OrderEvent.FILLED_PARTLY: OrderState.EXPIRED,
        OrderEvent.EXPIRED: OrderState.EXPIRED,
    },
    OrderState.REJECTED: {
        OrderEvent.REJECTED: OrderState.REJECTED,
    },
    OrderState.NOT_PLACED: {},
}

CHANGE: dict[ChangeState, dict[ChangeEvent, ChangeState]] = {
    ChangeState.CREATED: {
        ChangeEvent.SENT: ChangeState.SENT,
        ChangeEvent.WITHDRAWN: ChangeState.NOT_DONE,
    },
    ChangeState.SENT: {
        ChangeEvent.WITHDRAWN: ChangeState.NOT_DONE,
        ChangeEvent.DOUBTED: ChangeState.IN_DOUBT,
        ChangeEvent.DONE: ChangeState.DONE,
        ChangeEvent.REFUSED: ChangeState.REFUSED,
    },
    ChangeState.IN_DOUBT: {
        ChangeEvent.DONE: ChangeState.DONE,
        ChangeEvent.REFUSED: ChangeState.REFUSED,
        ChangeEvent.INEFFECTIVE: ChangeState.NOT_DONE,
    },
    ChangeState.DONE: {},
    ChangeState.REFUSED: {},
    ChangeState.NOT_DONE: {},
}

UNPLACED = frozenset({OrderState.CREATED, OrderState.SENT, OrderState.IN_DOUBT})
"""The venue has said nothing of the order yet."""
OPEN = frozenset({OrderState.HELD, OrderState.WORKING, OrderState.PARTIALLY_FILLED})
"""The venue has the order, and it may be filled."""
OVER = frozenset(
    {
        OrderState.FILLED,
        OrderState.CANCELED,
        OrderState.EXPIRED,
        OrderState.REJECTED,
        OrderState.NOT_PLACED,
    }
)
"""Nothing more can happen to the order."""
