"""msgspec Structs out of C structs: decimal text as the venue prints it, times in the units of the wire."""

cimport cython
from cpython.list cimport PyList_New, PyList_SET_ITEM
from cpython.ref cimport Py_DECREF, Py_INCREF
from cpython.unicode cimport PyUnicode_1BYTE_DATA
from libc.stdint cimport int8_t, int64_t, uint32_t
from libc.string cimport memcpy

from tickwire.wire.messages cimport FLAG_MICROSECONDS
from tickwire.wire.numbers cimport TICKWIRE_NULL, level_t
from tickwire.wire.symbols cimport symbol_str
from tickwire.wire.tables cimport (
    MESSAGES,
    WIRE_AMOUNT,
    WIRE_FLAG,
    WIRE_INT,
    WIRE_LEVELS,
    WIRE_OBJECT,
    WIRE_PRICE,
    WIRE_QTY,
    WIRE_SYMBOL,
    WIRE_TIME,
    table_t,
)
from tickwire.wire.view cimport as_text

import typing

from msgspec import UNSET

from tickwire.wire import reference

cdef extern from "decimal_text.h" nogil:
    enum:
        DECIMAL_TEXT_LONGEST
    char *decimal_text(char *end, int64_t mantissa, int exponent)

cdef extern from *:
    """
    /* Calls a class with keyword arguments only. Not by PyObject_Vectorcall: Python before 3.12 does not find the
     * vectorcall of a class whose metaclass is written in Python, and goes by way of a dict. */
    static PyObject *call_class(PyObject *cls, PyObject **values, PyObject *names) {
        vectorcallfunc call = ((PyTypeObject *)cls)->tp_vectorcall;
        return call ? call(cls, values, 0, names) : PyObject_Vectorcall(cls, values, 0, names);
    }
    """
    object call_class(object cls, PyObject **values, tuple names)

cdef extern from "Python.h":
    object PyUnicode_New(Py_ssize_t size, Py_UCS4 maxchar)

cdef enum:
    MOST_FIELDS = 48


cdef object text_of(int64_t mantissa, int exponent):
    cdef char text[DECIMAL_TEXT_LONGEST]
    cdef char *end = text + DECIMAL_TEXT_LONGEST
    cdef char *begin = decimal_text(end, mantissa, exponent)
    cdef object out = PyUnicode_New(end - begin, 127)
    memcpy(PyUnicode_1BYTE_DATA(out), begin, end - begin)
    return out


cdef list levels_of(const level_t *levels, uint32_t count, int price_exponent, int qty_exponent):
    cdef list out = PyList_New(count)
    cdef uint32_t i
    for i in range(count):
        pair = (text_of(levels[i].price, price_exponent), text_of(levels[i].qty, qty_exponent))
        Py_INCREF(pair)
        PyList_SET_ITEM(out, i, pair)
    return out


@cython.final
cdef class Builder:
    """Makes Structs of one class."""

    cdef object build(self, const header_t *message):
        cdef PyObject *values[MOST_FIELDS]
        cdef Py_ssize_t count = len(self.names)
        cdef Py_ssize_t filled = 0
        try:
            while filled < count:
                value = self.value(filled, message)
                Py_INCREF(value)
                values[filled] = <PyObject *>value
                filled += 1
            return call_class(self.cls, values, self.names)
        finally:
            while filled:
                filled -= 1
                Py_DECREF(<object>values[filled])

    cdef object value(self, Py_ssize_t index, const header_t *message):
        cdef const field_t *f = &self.fields[index]
        cdef const char *at = <const char *>message + f.offset
        cdef int64_t number
        if f.kind <= WIRE_AMOUNT:
            number = (<const int64_t *>at)[0]
            if f.kind == WIRE_INT:
                return number
            if f.kind == WIRE_TIME:
                return number // (1000 if message.flags & FLAG_MICROSECONDS else 1_000_000)
            if number == TICKWIRE_NULL:
                return None
            if f.kind == WIRE_PRICE:
                return text_of(number, message.price_exponent)
            if f.kind == WIRE_QTY:
                return text_of(number, message.qty_exponent)
            return text_of(number, (<const int8_t *>message)[f.second])
        if f.kind == WIRE_SYMBOL:
            return symbol_str((<const uint32_t *>at)[0])
        if f.kind == WIRE_FLAG:
            return UNSET if (<const int8_t *>at)[0] < 0 else (<const int8_t *>at)[0] != 0
        if f.kind == WIRE_LEVELS:
            number = (<const uint32_t *>(<const char *>message + f.second))[0]
            return levels_of((<const level_t **>at)[0], <uint32_t>number, message.price_exponent, message.qty_exponent)
        if f.kind == WIRE_OBJECT:
            return (<Builder>self.parts[index]).build(message)
        return as_text(at)


cdef Builder new_builder(object cls, const table_t *table):
    cdef Builder builder = Builder()
    cdef Py_ssize_t i
    cdef list names = list(cls.__struct_fields__)
    builder.cls = cls
    builder.names = tuple(names)
    # The table has the event too, as its first row, where that is no field of the Struct.
    builder.fields = table.fields + table.count - len(names)
    hints = typing.get_type_hints(cls)
    builder.parts = [None] * len(names)
    for i in range(len(names)):
        if builder.fields[i].kind == WIRE_OBJECT:
            builder.parts[i] = new_builder(hints[names[i]], builder.fields[i].part)
    return builder


cdef Builder builder_of(int kind):
    return new_builder(reference.message_class(kind), MESSAGES[kind].table)


cdef int hand_struct(const header_t *message, StructSink sink) except -1:
    sink.on(sink.builder.build(message))
    return 0


ctypedef int (*unchecked_t)(const header_t *, StructSink) noexcept


cdef void call_with_struct(const header_t *message, void *context) noexcept:
    # Called as if it could not fail: see callables.pyx.
    if (<unchecked_t>hand_struct)(message, <StructSink>context) < 0:
        (<StructSink>context).failed()


@cython.final
cdef class StructSink(Sink):
    """A stream's messages as Structs to a Python callable."""

    cdef int attach(self) except -1:
        self.builder = builder_of(self.kind)
        self.c.context = <void *>self
        self.c.call = call_with_struct
        return 0
