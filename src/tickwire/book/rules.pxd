"""The venue's rules in C (levels.h, apply.h, pending.h, audit.h, pair.h), for `cimport`."""

from libc.stdint cimport int8_t, int64_t, uint32_t

from tickwire.book.order_book cimport book_t, side_t
from tickwire.wire.messages cimport book_ticker_t, depth_update_t, partial_depth_t
from tickwire.wire.numbers cimport level_t

cdef extern from "../book/pending.h" nogil:
    enum:
        APPLIED, THIN, AUDIT, OLD, FOREIGN, WAITING, GAP, OVERFLOWN, MALFORMED, CROSSED, HOLLOW, DRIFTED, EXHAUSTED
    ctypedef struct pending_t:
        const depth_update_t *events
        size_t count
    void side_free(side_t *side)
    int book_apply(book_t *book, const depth_update_t *message)
    int book_check(book_t *book)
    int book_take(book_t *book, const depth_update_t *message)
    int book_quote(book_t *book, const book_ticker_t *message)
    bint same_number(int64_t a, int a_exponent, int64_t b, int b_exponent)
    void pending_clear(pending_t *pending)
    void pending_free(pending_t *pending)
    int64_t pending_base(const pending_t *pending)
    int64_t pending_last(const pending_t *pending)
    depth_update_t pending_first(const pending_t *pending)
    void pending_drop_first(pending_t *pending)
    int pending_keep(pending_t *pending, const depth_update_t *message)
    int build_book(const book_t *book, const partial_depth_t *snapshot, uint32_t limit, const pending_t *pending,
                   book_t *fresh)

cdef extern from "../book/audit.h" nogil:
    ctypedef struct audit_t:
        int64_t update_id
        int8_t price_exponent
        int8_t qty_exponent
        uint32_t counts[2]
        level_t levels[2][20]
    void audit_keep(audit_t *audit, const partial_depth_t *message)
    uint32_t levels_agree(const audit_t *audit, const book_t *book, int side, uint32_t *compared)

cdef extern from "../book/pair.h" nogil:
    # A level that was said otherwise: where it stands in the book, or would.
    ctypedef struct disagreement_t:
        int side
        bint is_there
        uint32_t index
        level_t said
    bint changes_agree(const book_t *book, const depth_update_t *message, disagreement_t *found)
