"""What type checkers see of the public API. It is read by mypy and pyright (`make types`), never run."""

from typing import assert_type

import tickwire
from tickwire import schema
from tickwire.errors import DecodeError

assert_type(tickwire.__version__, str)
assert_type(schema.parse_stream("btcusdt@trade"), schema.StreamName | None)
assert_type(DecodeError("no digits").offset, int | None)
