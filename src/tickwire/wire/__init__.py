"""Bytes to C structs: no I/O, no clock, no Python object while frames look as the venue sends them."""
