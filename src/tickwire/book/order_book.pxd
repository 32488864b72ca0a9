"""Order books in C, for `cimport`: the struct, the queries on it (all nogil), and the class around it."""

from libc.stdint cimport int8_t, int64_t, uint8_t, uint32_t, uint64_t

from tickwire.wire.numbers cimport level_t
from tickwire.wire.view cimport Levels

cdef extern from "../book/book.h" nogil:
    enum:
        BIDS "TICKWIRE_BIDS"
        ASKS "TICKWIRE_ASKS"
    ctypedef struct side_t "tickwire_book_side_t":
        level_t *best            # best price first
        uint32_t count
        int64_t known_to         # the worst price down or up to which all levels are known
        uint8_t is_complete      # all levels are known
    ctypedef struct bbo_t "tickwire_bbo_t":
        int64_t bid_price
        int64_t bid_qty          # 0: no level
        int64_t ask_price
        int64_t ask_qty          # 0: no level
        int64_t update_id        # the order book update after which they stood so
        int8_t price_exponent
        int8_t qty_exponent
        uint8_t is_ticker        # from a bookTicker message
    ctypedef struct book_t "tickwire_book_t":
        uint32_t symbol          # id of the instrument's name
        uint8_t is_valid         # the levels are those of the venue after last_update_id
        uint8_t is_keeping       # messages are kept for a snapshot that is to come
        int8_t price_exponent
        int8_t qty_exponent
        int64_t last_update_id
        int64_t event_time       # ns since the epoch; 0 when unknown
        int64_t recv_time        # ns since the epoch; 0 when unknown
        side_t bids
        side_t asks
        bbo_t bbo
        bbo_t ticker             # the newest bookTicker message; all zero before the first
        uint64_t updates
        uint64_t levels_set
        uint64_t levels_removed
        uint64_t unknown_removed
        uint64_t tickers
        uint64_t audits
        int64_t audit_id
        uint32_t least_known

    # On a book that is not valid: NULL, 0 or nan.
    uint32_t tickwire_book_count(const book_t *book, int side)
    const level_t *tickwire_book_level(const book_t *book, int side, uint32_t index)
    const level_t *tickwire_book_best_bid(const book_t *book)
    const level_t *tickwire_book_best_ask(const book_t *book)
    const bbo_t *tickwire_book_bbo(const book_t *book)
    double tickwire_book_price(const book_t *book, int64_t mantissa)
    double tickwire_book_qty(const book_t *book, int64_t mantissa)
    double tickwire_book_mid(const book_t *book)
    double tickwire_book_microprice(const book_t *book)
    double tickwire_book_spread(const book_t *book)
    double tickwire_book_depth(const book_t *book, int side, uint32_t levels)
    double tickwire_book_depth_to(const book_t *book, int side, int64_t price)
    double tickwire_book_imbalance(const book_t *book, uint32_t levels)
    double tickwire_book_units(const book_t *book, double size)
    double tickwire_book_vwap(const book_t *book, int side, double size, double *taken)
    uint32_t tickwire_book_top(const book_t *book, int side, level_t *out, uint32_t most)
    bint tickwire_book_is_complete_to(const book_t *book, int side, int64_t price)

cdef extern from "../book/book.h":
    # Called under the GIL; nothing is raised through it.
    ctypedef void (*book_callback_t "tickwire_book_callback_t")(const book_t *book, void *context) noexcept


cdef struct listener_t:
    book_callback_t call
    void *context


cdef class OrderBook:
    cdef book_t c                # read it in callbacks, or under the GIL
    cdef listener_t *listeners
    cdef size_t listener_count
    cdef list owned              # what the listeners need to live
    cdef uint64_t handler_errors
    cdef readonly str symbol
    cdef public object on_error

    cdef void notify(self) noexcept
    cdef void failed(self, on, error) noexcept
    cdef object level(self, int side, uint32_t index)
    cdef Levels copied(self, int side, Py_ssize_t most)
    cdef int64_t mantissa(self, int side, price) except? -1


cdef class Listener:
    cdef OrderBook book
    cdef object on


cdef object as_level(const level_t *level, int price_exponent, int qty_exponent)
