"""The venue's SBE messages on the WebSocket API, schema 3:5: its replies and the events of accounts.

Source: https://github.com/binance/binance-spot-api-docs/blob/master/sbe/schemas/spot_prod_latest.xml
"""

from .reader import Header, Reader, decode, read, read_header
from .templates import SCHEMA_ID, SCHEMA_VERSION, TEMPLATES

__all__ = ["SCHEMA_ID", "SCHEMA_VERSION", "TEMPLATES", "Header", "Reader", "decode", "read", "read_header"]
