"""Compiles the Cython handlers beside this file; needs pip install cython setuptools.

cd examples/handlers && python setup.py build_ext --inplace
"""

from Cython.Build import cythonize
from setuptools import Extension, setup

import tickwire

NAMES = ["cython_micro_price", "cython_quoter"]

setup(
    name="cython_handlers",
    ext_modules=cythonize([Extension(name, [f"{name}.pyx"], include_dirs=[tickwire.get_include()]) for name in NAMES]),
)
