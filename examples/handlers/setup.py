"""Compiles the Cython handler beside this file; needs pip install cython setuptools.

cd examples/handlers && python setup.py build_ext --inplace
"""

from Cython.Build import cythonize
from setuptools import Extension, setup

import tickwire

SOURCES = ["cython_micro_price.pyx"]

setup(
    name="cython_micro_price",
    ext_modules=cythonize([Extension("cython_micro_price", SOURCES, include_dirs=[tickwire.get_include()])]),
)
