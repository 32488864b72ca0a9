"""A feed handler for Binance: market data from the wire to Python, Cython, numba and C callbacks."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("tickwire")
