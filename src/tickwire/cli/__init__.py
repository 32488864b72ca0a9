"""The command line, one command a file. It needs the extra `cli`: click and rich."""

from .commands import run, tickwire

__all__ = ["run", "tickwire"]
