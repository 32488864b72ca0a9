"""A book read without the GIL by Cython code that is compiled against the files of the wheel, and by C functions."""

import ctypes
import os
import subprocess
from collections.abc import Callable
from types import ModuleType

import pytest

import tickwire as tw

EXAMPLE = """
# cython: language_level=3
from cpython.pycapsule cimport PyCapsule_New
from libc.stdint cimport int64_t, uint32_t

from tickwire.book.book cimport Book
from tickwire.book.order_book cimport (
    BIDS,
    bbo_t,
    book_t,
    tickwire_book_bbo,
    tickwire_book_best_bid,
    tickwire_book_count,
    tickwire_book_depth,
    tickwire_book_level,
    tickwire_book_mid,
    tickwire_book_top,
    tickwire_book_vwap,
)
from tickwire.wire.numbers cimport level_t

cdef int64_t[3] seen


cdef void note(const book_t *book, void *context) noexcept:
    seen[0] += 1
    seen[1] = book.last_update_id
    seen[2] = tickwire_book_best_bid(book).price


def capsule(bint right):
    cdef const char *name = "void (*)(const tickwire_book_t *, void *)" if right else "void (*)(void *)"
    return PyCapsule_New(<void *>note, name, NULL)


def noted():
    return list(seen)


def ask(Book book not None):
    cdef const book_t *b = &book.c
    cdef const bbo_t *bbo
    cdef double mid, depth, vwap, taken = 0
    cdef int64_t bid = 0, second = 0
    cdef uint32_t copied
    cdef level_t top[2]
    with nogil:
        bbo = tickwire_book_bbo(b)
        if bbo is not NULL:
            bid = bbo.bid_price
            second = tickwire_book_level(b, BIDS, 1).price
        mid = tickwire_book_mid(b)
        depth = tickwire_book_depth(b, BIDS, 2)
        vwap = tickwire_book_vwap(b, BIDS, 2.0, &taken)
        copied = tickwire_book_top(b, BIDS, top, 2)
    return bid, second, mid, depth, vwap, taken, copied, tickwire_book_count(b, BIDS)
"""
C = """
#include "../book/book.h"

double mid(const tickwire_book_t *book) { return tickwire_book_mid(book); }
void count(const tickwire_book_t *book, void *context) { *(int64_t *)context += tickwire_book_count(book, 0); }
"""


@pytest.fixture(scope="session")
def reader(compile_module: Callable[[str, str], ModuleType]) -> ModuleType:
    """The Cython module above."""
    return compile_module("reader", EXAMPLE)


def test_cython_reads_without_the_gil(reader, book):
    assert reader.ask(book) == (10000, 9999, 100.005, 3.0, (100.0 + 99.99) / 2, 2.0, 2, 3)


def test_an_invalid_book_answers_c_as_if_it_were_empty(reader, book):
    book.lost(1.0)
    bid, second, mid, depth, vwap, taken, copied, count = reader.ask(book)
    assert (bid, second, depth, taken, copied, count) == (0, 0, 0.0, 0.0, 0, 0)
    assert mid != mid
    assert vwap != vwap


def test_a_capsule_is_called_after_each_update(reader, book, messages):
    book.on_update(reader.capsule(True))
    book.apply(messages.diff(101, 101, [("100.00", "4")]))
    book.apply(messages.diff(102, 102))
    assert reader.noted() == [2, 102, 10000]


def test_a_capsule_of_another_name_is_refused(reader, book):
    with pytest.raises(tw.ConfigError, match="tickwire_book_t"):
        book.on_update(reader.capsule(False))


@pytest.mark.skipif(os.name == "nt", reason="calls cc")
def test_c_reads_a_book_by_its_address(book, messages, tmp_path):
    source, library = tmp_path / "mid.c", tmp_path / "mid.so"
    source.write_text(C)
    command = ["cc", "-O1", "-shared", "-fPIC", f"-I{tw.get_include()}", "-o", library, source, "-lm"]
    subprocess.run(command, check=True, timeout=100)
    functions = ctypes.CDLL(str(library))
    functions.mid.argtypes, functions.mid.restype = [ctypes.c_void_p], ctypes.c_double
    assert functions.mid(book.address) == 100.005
    total = ctypes.c_int64()
    address = ctypes.cast(functions.count, ctypes.c_void_p).value
    book.on_update(address, context=ctypes.addressof(total))
    book.apply(messages.diff(101, 101))
    assert total.value == 3


def test_a_numba_function_is_called_after_each_update(book, messages):
    numba = pytest.importorskip("numba")
    count = (ctypes.c_int64 * 1)()

    @numba.cfunc(numba.types.void(numba.types.voidptr, numba.types.CPointer(numba.types.int64)))
    def tick(_, counter):
        counter[0] += 1

    book.on_update(tick, context=ctypes.addressof(count))
    book.apply(messages.diff(101, 101))
    assert count[0] == 1
