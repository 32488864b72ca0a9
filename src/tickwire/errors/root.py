"""Where all exceptions come from."""


class TickwireError(Exception):
    """Base of every exception that tickwire raises on its own account."""
