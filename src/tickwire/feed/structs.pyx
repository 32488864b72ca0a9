"""msgspec Structs out of C structs: decimal text as the venue prints it, times in the units of the wire."""

cimport cython
from cpython.list cimport PyList_New, PyList_SET_ITEM
from cpython.ref cimport Py_DECREF, Py_INCREF
from cpython.unicode cimport PyUnicode_1BYTE_DATA
from libc.stdint cimport int8_t, int64_t, uint8_t, uint32_t
from libc.string cimport memcpy

from tickwire.wire.messages cimport FLAG_MICROSECONDS
from tickwire.wire.numbers cimport TICKWIRE_NULL, level_t
from tickwire.wire.symbols cimport symbol_str
from tickwire.wire.tables cimport (
    MESSAGES,
    WIRE_AMOUNT,
    WIRE_ENUM,
    WIRE_FLAG,
    WIRE_ID,
    WIRE_INT,
    WIRE_LABEL,
    WIRE_LEVELS,
    WIRE_NAME,
    WIRE_OBJECT,
    WIRE_PRICE,
    WIRE_QTY,
    WIRE_SYMBOL,
    WIRE_TEXT,
    WIRE_TIME,
    table_t,
)
from tickwire.wire.view cimport as_name, as_request, as_text, as_word

from msgspec import UNSET
from msgspec.structs import fields

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
    MOST_FIELDS = 64

cdef extern from *:
    """
    #define FIRST_MICROSECOND_NS INT64_C(100000000000000000) /* as in reference.wire_time; wider than an int */
    """
    const int64_t FIRST_MICROSECOND_NS


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
            if number == TICKWIRE_NULL:
                return None if f.nullable else UNSET
            if f.kind == WIRE_INT:
                return number
            if f.kind == WIRE_TIME:
                is_us = message.flags & FLAG_MICROSECONDS and number >= FIRST_MICROSECOND_NS
                return number // (1000 if is_us else 1_000_000)
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
        return as_text(at) if f.kind == WIRE_TEXT else self.other(index, f, at, <const char *>message)

    cdef object other(self, Py_ssize_t index, const field_t *f, const char *at, const char *message):
        """The kinds that market data has not."""
        if f.kind == WIRE_LABEL:
            return as_text(at) if at[0] or self.required[index] else UNSET
        if f.kind == WIRE_ENUM:
            word = as_word(f.second, (<const uint8_t *>at)[0])
            return UNSET if word is None else word
        if f.kind == WIRE_NAME:
            name = as_name((<const uint32_t *>at)[0])
            return name if name is not None or f.nullable else UNSET
        if f.kind == WIRE_ID:
            return as_request((<const int64_t *>at)[0], message + f.second)
        return self.part_list(index, (<const char **>at)[0], (<const uint32_t *>(message + f.second))[0])

    cdef object part_list(self, Py_ssize_t index, const char *first, uint32_t count):
        cdef Builder part = self.parts[index]
        cdef uint32_t i
        if first is NULL:
            return UNSET
        return [part.build(<const header_t *>(first + i * self.fields[index].part.size)) for i in range(count)]


cdef Builder new_builder(object cls, const table_t *table):
    cdef Builder builder = Builder()
    cdef Py_ssize_t i
    cdef list names = list(cls.__struct_fields__)
    builder.cls = cls
    builder.names = tuple(names)
    # The table has the event too, as its first row, where that is no field of the Struct.
    builder.fields = table.fields + table.count - len(names)
    inside = reference.inside(cls)
    builder.parts = [None] * len(names)
    builder.required = [field.required for field in fields(cls)]
    for i in range(len(names)):
        if inside[i] is not None:
            builder.parts[i] = new_builder(inside[i], builder.fields[i].part)
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
