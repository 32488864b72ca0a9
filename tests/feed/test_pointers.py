"""C functions as handlers: addresses, ctypes, cffi and capsules, and the memory they work on."""

import array
import ctypes
import gc
import sys
import weakref

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch

PRICE = 9712345000000


class Trade(ctypes.Structure):
    """The head of `tickwire_trade_t`, and its size."""

    _fields_ = [
        ("kind", ctypes.c_uint8),
        ("line", ctypes.c_uint8),
        ("flags", ctypes.c_uint16),
        ("exponents", ctypes.c_int8 * 2),
        ("reserved", ctypes.c_uint16),
        ("symbol", ctypes.c_uint32),
        ("stream", ctypes.c_uint32),
        ("recv_time", ctypes.c_int64),
        ("event_time", ctypes.c_int64),
        ("trade_id", ctypes.c_int64),
        ("price", ctypes.c_int64),
        ("qty", ctypes.c_int64),
        ("transact_time", ctypes.c_int64),
        ("is_buyer_maker", ctypes.c_uint8),
        ("is_best_match", ctypes.c_int8),
    ]


def test_an_address_is_called_with_its_memory(dispatch, frames, example):
    sums = array.array("q", [0])
    sink = dispatch.add("btcusdt@trade", tw.Trade, example.address(), context=sums)
    for number in range(3):
        dispatch.on_bytes(frames.trade(number))
    assert sums[0] == 3 * PRICE
    assert sink.messages == 3


def test_memory_may_be_an_address_or_a_ctypes_object(dispatch, frames, example):
    total = ctypes.c_int64()
    dispatch.add("btcusdt@trade", tw.Trade, example.address(), context=total)
    dispatch.add("btcusdt@trade", tw.Trade, example.address(), context=ctypes.addressof(total))
    dispatch.on_bytes(frames.trade())
    assert total.value == 2 * PRICE


def test_memory_lives_as_long_as_the_subscription(dispatch, frames, example):
    memory = (ctypes.c_int64 * 1)()
    gone = weakref.ref(memory)
    sink = dispatch.add("btcusdt@trade", tw.Trade, example.address(), context=memory)
    del memory
    gc.collect()
    dispatch.on_bytes(frames.trade())
    assert gone()[0] == PRICE
    dispatch.remove(sink)
    del sink
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("context", [b"read-only", "text", 1.5, [0]])
def test_what_is_no_memory_is_refused(dispatch, example, context):
    with pytest.raises(tw.ConfigError, match="context"):
        dispatch.add("btcusdt@trade", tw.Trade, example.address(), context=context)


def test_memory_is_for_c_functions_only(dispatch):
    with pytest.raises(tw.ConfigError, match="context is for C functions"):
        dispatch.add("btcusdt@trade", tw.Trade, print, context=bytearray(8))


def test_a_ctypes_function_is_called_as_c(dispatch, frames):
    seen = []

    @ctypes.CFUNCTYPE(None, ctypes.POINTER(Trade), ctypes.c_void_p)
    def handler(message, context):
        seen.append((message.contents.trade_id, message.contents.price, context))

    dispatch.add("btcusdt@trade", tw.Trade, handler)
    dispatch.on_bytes(frames.trade(12))
    assert seen == [(12, PRICE, None)]


def test_a_ctypes_function_of_other_arguments_is_refused(dispatch):
    @ctypes.CFUNCTYPE(None, ctypes.c_void_p)
    def one(_):
        pass

    @ctypes.CFUNCTYPE(None, ctypes.POINTER(Trade), ctypes.c_int)
    def number(_, __):
        pass

    for function in (one, number):
        with pytest.raises(tw.ConfigError, match=r"const tickwire_trade_t \*, void \*"):
            dispatch.add("btcusdt@trade", tw.Trade, function)


def test_a_ctypes_struct_of_another_size_is_refused(dispatch):
    @ctypes.CFUNCTYPE(None, ctypes.POINTER(Trade), ctypes.c_void_p)
    def handler(_, __):
        pass

    with pytest.raises(tw.ConfigError, match="tickwire_kline_t"):
        dispatch.add("btcusdt@kline_1m", tw.Kline, handler)


def test_a_capsule_of_the_right_name_is_called(dispatch, frames, example):
    sums = array.array("q", [0])
    capsule = example.capsule("void (*)(const tickwire_trade_t *, void *)")
    dispatch.add("btcusdt@trade", tw.Trade, capsule, context=sums)
    dispatch.on_bytes(frames.trade())
    assert sums[0] == PRICE


def test_a_capsule_of_any_message_takes_every_kind(dispatch, frames, example):
    kinds = array.array("q", [0])
    capsule = example.capsule("void (*)(const tickwire_header_t*, void*)")
    dispatch.add("btcusdt@trade", tw.Trade, capsule, context=kinds)
    dispatch.add("btcusdt@bookTicker", tw.BookTicker, capsule, context=kinds)
    dispatch.on_bytes(frames.trade())
    dispatch.on_bytes(frames.book_ticker())
    assert kinds[0] == tw.KINDS[tw.Trade] + tw.KINDS[tw.BookTicker]


@pytest.mark.parametrize("name", ["void (*)(const tickwire_book_ticker_t *, void *)", "void (*)(void *)", ""])
def test_a_capsule_of_another_name_is_refused_naming_both(dispatch, example, name):
    with pytest.raises(tw.ConfigError) as refused:
        dispatch.add("btcusdt@trade", tw.Trade, example.capsule(name))
    assert repr(name) in str(refused.value)
    assert "'void (*)(const tickwire_trade_t *, void *)'" in str(refused.value)


def test_a_cffi_function_is_called_with_its_memory(dispatch, frames):
    ffi = pytest.importorskip("cffi").FFI()
    ffi.cdef("typedef struct tickwire_trade_t tickwire_trade_t;")
    count = ffi.new("int64_t[1]")

    @ffi.callback("void(const tickwire_trade_t *, void *)")
    def handler(message, context):
        ffi.cast("int64_t *", context)[0] += ffi.cast("const uint8_t *", message)[0]

    dispatch.add("btcusdt@trade", tw.Trade, handler, context=count)
    dispatch.on_bytes(frames.trade())
    assert count[0] == tw.KINDS[tw.Trade]


def test_a_cffi_pointer_to_another_message_is_refused(dispatch):
    ffi = pytest.importorskip("cffi").FFI()
    ffi.cdef("typedef struct tickwire_kline_t tickwire_kline_t;")
    for kind in ("void(*)(const struct tickwire_kline_t *, void *)", "void(*)(int)", "int *"):
        with pytest.raises(tw.ConfigError, match="tickwire_trade_t"):
            dispatch.add("btcusdt@trade", tw.Trade, ffi.cast(kind, 4096))


def test_a_cffi_pointer_to_anything_is_taken_as_it_is(dispatch, frames, example):
    ffi = pytest.importorskip("cffi").FFI()
    sums = array.array("q", [0])
    dispatch.add("btcusdt@trade", tw.Trade, ffi.cast("void *", example.address()), context=sums)
    dispatch.on_bytes(frames.trade())
    assert sums[0] == PRICE


def test_a_function_removed_while_others_run_is_not_called(dispatch, frames, example):
    sums = array.array("q", [0])
    dispatch.add("btcusdt@trade", tw.Trade, lambda _: dispatch.remove(sink))
    sink = dispatch.add("btcusdt@trade", tw.Trade, example.address(), context=sums)
    dispatch.on_bytes(frames.trade())
    assert (sums[0], sink.messages) == (0, 0)


def test_subscribing_leaves_no_reference_behind(dispatch, example):
    memory = bytearray(8)
    before = sys.getrefcount(memory)
    for _ in range(100):
        dispatch.remove(dispatch.add("btcusdt@trade", tw.Trade, example.address(), context=memory))
    gc.collect()
    assert sys.getrefcount(memory) == before
    memory.extend(b"resizable again")


def test_memory_is_free_again_once_the_garbage_collector_has_taken_the_subscription(example):
    for _ in range(5):  # in which order it takes them is its own matter
        memory = bytearray(8)
        dispatch = Dispatch()
        garbage = [dispatch, dispatch.add("btcusdt@trade", tw.Trade, example.address(), context=memory)]
        dispatch.on_error = garbage.append
        garbage.append(garbage)
        with pytest.raises(BufferError):
            memory.append(0)
        del dispatch, garbage
        gc.collect()
        memory.append(0)
