"""Orders as byte templates: everything that stays the same is laid out once, and numbers and ids are written in.

Numbers are whole: a price or quantity is a mantissa, scaled by the exponent that the template was made with, so that
what is sent is exact. `frame` makes bytes; in C and Cython `patch` writes into memory that a WebSocket header fits in
front of, and no Python object is made.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from cpython.long cimport PyLong_AsLongLongAndOverflow
from cpython.unicode cimport PyUnicode_AsUTF8AndSize
from libc.stdint cimport INT64_MIN, uintptr_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy

from tickwire.errors import ConfigError
from tickwire.wire.order_recipes import client_id, constants, order_params, target, timed
from tickwire.wire.recipes import Slot, check_params, frame_parts, joined, payload_parts

cdef extern from "request.h" nogil:
    enum:
        REQUEST_PIECES, REQUEST_DECIMALS, REQUEST_NUMBER, REQUEST_ID, REQUEST_SIGNATURE, REQUEST_LONGEST, REQUEST_SLACK
    int64_t request_mantissa(const char *text, size_t size, int decimals)

cdef order_t LAYOUT
# Where each slot's value stands in an order_t, in words of 8 bytes.
cdef dict WORDS = {
    "price": (<char *>&LAYOUT.price - <char *>&LAYOUT) // 8,
    "qty": (<char *>&LAYOUT.qty - <char *>&LAYOUT) // 8,
    "quote_qty": (<char *>&LAYOUT.quote_qty - <char *>&LAYOUT) // 8,
    "stop_price": (<char *>&LAYOUT.stop_price - <char *>&LAYOUT) // 8,
    "iceberg_qty": (<char *>&LAYOUT.iceberg_qty - <char *>&LAYOUT) // 8,
    "request_id": (<char *>&LAYOUT.request_id - <char *>&LAYOUT) // 8,
    "timestamp": (<char *>&LAYOUT.timestamp - <char *>&LAYOUT) // 8,
    "client_number": (<char *>&LAYOUT.client_number - <char *>&LAYOUT) // 8,
    "target_number": (<char *>&LAYOUT.target_number - <char *>&LAYOUT) // 8,
    "target_order_id": (<char *>&LAYOUT.target_order_id - <char *>&LAYOUT) // 8,
    "client_order_id": (<char *>&LAYOUT.client_order_id - <char *>&LAYOUT) // 8,
    "target_client_order_id": (<char *>&LAYOUT.target_client_order_id - <char *>&LAYOUT) // 8,
    "signature": (<char *>&LAYOUT.signature - <char *>&LAYOUT) // 8,
}
cdef dict LONGEST = {
    "client_order_id": REQUEST_ID,
    "target_client_order_id": REQUEST_ID,
    "signature": REQUEST_SIGNATURE,
}
HEADROOM = TICKWIRE_HEADROOM


def mantissa(str text, int exponent):
    """The mantissa of plain decimal text such as "0.01", scaled by an exponent from -18 to 0.

    Returns -1 for what that does not hold, and for text in other forms.
    """
    cdef Py_ssize_t size
    if not text.isascii():
        return -1
    cdef const char *utf8 = PyUnicode_AsUTF8AndSize(text, &size)
    return request_mantissa(utf8, size, -exponent)


cdef class Template:
    """A request with slots: `method` and `params` by the venue's names, each text, an int, or a `Slot`.

    With an `api_key` there is a slot for a signature, which is made for each request.
    """

    def __init__(self, str method, params, *, str api_key=None):
        self.method = method
        check_params(params)
        if api_key is not None:
            # Not before anything may raise in Python: tracebacks show locals.
            params = {**params, "apiKey": api_key, "signature": Slot("signature")}
            lay_out(&self.payload_request, payload_parts(params))
        self.slots = lay_out(&self.request, frame_parts(method, params))
        self.slot_mask = 0
        for name in self.slots:
            self.slot_mask |= 1 << <uint32_t>WORDS[name]

    def __dealloc__(self):
        free(self.request.text)
        free(self.request.buffer)
        free(self.payload_request.text)
        free(self.payload_request.buffer)

    def __repr__(self):
        return f"{type(self).__name__}({self.method}: {', '.join(self.slots)})"

    @property
    def address(self):
        """Where the `tickwire_request_t` of request.h is, for C; it lives as long as the template."""
        return <uintptr_t>&self.request

    cdef int patch(self, const order_t *order, char **frame) noexcept nogil:
        return tickwire_order_patch(&self.request, order, frame)

    def frame(
        self, *, request_id=None, timestamp=None, price=None, qty=None, quote_qty=None, stop_price=None,
        iceberg_qty=None, client_number=None, target_number=None, target_order_id=None,
        str client_order_id=None, str target_client_order_id=None, sign=None,
    ):
        """The frame as bytes, with a value for each of `slots` and no others; raises ConfigError for what cannot be.

        Prices and quantities are mantissas. `sign` makes the signature of the payload where there is a slot for it.
        """
        cdef order_t order
        cdef uint32_t given = 0
        given |= put_number(&order, &order.price, price, "price")
        given |= put_number(&order, &order.qty, qty, "qty")
        given |= put_number(&order, &order.quote_qty, quote_qty, "quote_qty")
        given |= put_number(&order, &order.stop_price, stop_price, "stop_price")
        given |= put_number(&order, &order.iceberg_qty, iceberg_qty, "iceberg_qty")
        given |= put_number(&order, &order.request_id, request_id, "request_id")
        given |= put_number(&order, &order.timestamp, timestamp, "timestamp")
        given |= put_number(&order, &order.client_number, client_number, "client_number")
        given |= put_number(&order, &order.target_number, target_number, "target_number")
        given |= put_number(&order, &order.target_order_id, target_order_id, "target_order_id")
        cdef bytes _client, _target, signature
        _client = put_text(&order, &order.client_order_id, client_order_id, &given)
        _target = put_text(&order, &order.target_client_order_id, target_client_order_id, &given)
        given |= (sign is not None) << <uint32_t>WORDS["signature"]
        if given != self.slot_mask:
            refuse(self, given)
        if sign is not None:
            signature = (<str?>sign(written(&self.payload_request, &order))).encode()
            order.signature.text, order.signature.size = PyBytes_AS_STRING(signature), PyBytes_GET_SIZE(signature)
        return written(&self.request, &order)


cdef class OrderTemplate(Template):
    """order.place for one symbol, side, type and set of flags.

    Slots are what this kind of order has of `price`, `qty` (`quote_qty` with `by_quote`), `stop_price` and
    `iceberg_qty` (with `iceberg`), at the exponents given, `client_order_id` or, with a `client_id_prefix`,
    `client_number`, `timestamp` and `request_id`. `stop` says whether there is a stop price; without it there is one
    unless the order trails. `params` are further ones by the venue's names, such as selfTradePreventionMode. With an
    `api_key` the request is signed. `method` may be order.test.
    """

    def __init__(self, str symbol, str side, str type, *, str method="order.place", str api_key=None, **how):
        Template.__init__(self, method, order_params(symbol, side, type, **how), api_key=api_key)


cdef class CancelTemplate(Template):
    """order.cancel for one symbol, `by` "order_id" (slot `target_order_id`, the fastest at the venue) or
    "client_order_id" (`target_client_order_id`, or with a `client_id_prefix` the `target_number` behind it).
    """

    def __init__(self, str symbol, *, str by="order_id", client_id_prefix=None, params=None, str api_key=None):
        which = target(by, client_id_prefix, ("orderId", "origClientOrderId"))
        asked = timed({"symbol": symbol, **constants(params), **which})
        Template.__init__(self, "order.cancel", asked, api_key=api_key)


cdef class AmendTemplate(Template):
    """order.amend.keepPriority for one symbol: a new, smaller `qty` for an order found as in `CancelTemplate`.

    The order goes on under `client_order_id`, or with a prefix `client_number`, which may be what it had.
    """

    def __init__(
        self, str symbol, *, int qty_exponent, str by="order_id", client_id_prefix=None, params=None, str api_key=None
    ):
        which = target(by, client_id_prefix, ("orderId", "origClientOrderId"))
        new = {"newQty": Slot("qty", -qty_exponent), "newClientOrderId": client_id("client", client_id_prefix)}
        asked = timed({"symbol": symbol, **constants(params), **which, **new})
        Template.__init__(self, "order.amend.keepPriority", asked, api_key=api_key)


cdef class ReplaceTemplate(Template):
    """order.cancelReplace: an order found as in `CancelTemplate` is canceled, and one as in `OrderTemplate` placed.

    `mode` is "STOP_ON_FAILURE" or "ALLOW_FAILURE": whether the new one is left out when the other cannot be canceled.
    """

    def __init__(
        self, str symbol, str side, str type, *, str mode="STOP_ON_FAILURE", str by="order_id", str api_key=None, **how
    ):
        if mode not in ("STOP_ON_FAILURE", "ALLOW_FAILURE"):
            raise ConfigError(f"mode: 'STOP_ON_FAILURE' or 'ALLOW_FAILURE', not {mode!r:.60}")
        which = target(by, how.get("client_id_prefix"), ("cancelOrderId", "cancelOrigClientOrderId"))
        asked = {"cancelReplaceMode": mode, **which, **order_params(symbol, side, type, **how)}
        Template.__init__(self, "order.cancelReplace", asked, api_key=api_key)


cdef inline uint32_t bit(const order_t *order, const void *field) noexcept:
    return 1 << <uint32_t>((<const char *>field - <const char *>order) // 8)


cdef inline uint32_t put_number(order_t *order, int64_t *field, object value, str name) except? 0xFFFFFFFF:
    """Returns the bit of the slot, 0 for None. Ticks and lots are no mantissas, and a float is no whole number."""
    if value is None:
        field[0] = INT64_MIN
        return 0
    cdef int overflow = 0
    field[0] = PyLong_AsLongLongAndOverflow(value, &overflow) if type(value) is int else -1
    if overflow or field[0] < 0:
        raise ConfigError(f"{name}: an int from 0 to 2**63 - 1, scaled by the template's exponent, not {value!r:.60}")
    return bit(order, field)


cdef inline bytes put_text(order_t *order, text_t *field, str value, uint32_t *given):
    """Returns the bytes that the field points into, to be kept alive."""
    cdef bytes held
    if value is None:
        field.text, field.size = NULL, 0
        return None
    held = value.encode()
    field.text, field.size = PyBytes_AS_STRING(held), PyBytes_GET_SIZE(held)
    given[0] |= bit(order, field)
    return held


cdef int refuse(Template template, uint32_t given) except -1:
    """Raises for the first value that is missing, or that no slot takes."""
    for name in WORDS:
        if (given ^ template.slot_mask) >> <uint32_t>WORDS[name] & 1:
            verb = "is missing" if name in template.slots else "has no slot here"
            raise ConfigError(f"{template.method}: {name} {verb}; there are {', '.join(template.slots)}")


cdef bytes written(const request_t *request, const order_t *order):
    cdef char out[REQUEST_LONGEST + REQUEST_SLACK]
    cdef int size = request_write(request, order, out)
    if size < 0:
        name = next(name for name, word in WORDS.items() if word == -1 - size)
        what = f"1 to {LONGEST[name]} plain characters" if name in LONGEST else "an int of 0 or more"
        raise ConfigError(f"{name}: {what}")
    return PyBytes_FromStringAndSize(out, size)


cdef tuple lay_out(request_t *request, parts):
    """Writes the constants of a request and where its slots are; returns their names."""
    pieces, after = joined(parts)
    cdef bytes text = b"".join([before for before, _ in pieces]) + after
    sizes = [LONGEST.get(slot.name, REQUEST_NUMBER) for _, slot in pieces]
    if len(pieces) > REQUEST_PIECES or len(text) + sum(sizes) > REQUEST_LONGEST:
        raise ConfigError(f"a request has at most {REQUEST_PIECES} slots and {REQUEST_LONGEST} bytes")
    cdef request_piece_t *piece
    for number, (before, slot) in enumerate(pieces):
        if not 0 <= slot.decimals <= REQUEST_DECIMALS:
            raise ConfigError(f"{slot.name}: an exponent from {-REQUEST_DECIMALS} to 0, not {-slot.decimals}")
        piece = &request.pieces[<size_t>number]
        piece.before, piece.field = len(before), 8 * WORDS[slot.name]
        piece.longest, piece.decimals = LONGEST.get(slot.name, 0), slot.decimals
    free(request.text)
    free(request.buffer)
    request.count, request.after, request.largest = len(pieces), len(after), len(text) + sum(sizes)
    request.text = <char *>calloc(1, len(text) + REQUEST_SLACK)
    request.buffer = <char *>calloc(1, TICKWIRE_HEADROOM + request.largest + REQUEST_SLACK)
    if request.text == NULL or request.buffer == NULL:
        raise MemoryError
    memcpy(request.text, <const char *>text, len(text))
    return tuple([slot.name for _, slot in pieces])
