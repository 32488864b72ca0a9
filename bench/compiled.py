"""Compiles what the benchmarks need in C, C++ and Cython, into bench/.cache, when it is missing or out of date.

simdjson's single header comes out of the `pysimdjson` source distribution, fetched from the package index once.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import subprocess
import sys
import sysconfig
import tarfile
from functools import cache
from pathlib import Path
from types import ModuleType

import tickwire

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
PACKAGE = Path(tickwire.__file__).parent
WIRE = PACKAGE / "wire"
PYSIMDJSON = "7.0.2"


def extension(source: str) -> ModuleType:
    """The Cython module bench/`source`.pyx, compiled against the installed tickwire."""
    pyx = HERE / f"{source}.pyx"
    name = pyx.stem
    target = CACHE / f"{name}{sysconfig.get_config_var('EXT_SUFFIX')}"
    if _outdated(target, [pyx, *PACKAGE.rglob("*.pxd"), *WIRE.glob("*.h")]):
        c = CACHE / f"{name}.c"
        _run(sys.executable, "-m", "cython", "-3", "-I", PACKAGE.parent, pyx, "-o", c)
        include = sysconfig.get_path("include")
        _run(*_compiler("CC", "cc"), "-g", "-DNDEBUG", f"-I{include}", f"-I{WIRE}", c, "-o", target)
    return _load(name, target)


@cache
def shared_library(source: str, *flags: str) -> ctypes.CDLL:
    """bench/`source`, in C, compiled against the headers of tickwire."""
    c = HERE / source
    target = CACHE / f"{c.stem}.so"
    if _outdated(target, [c, *WIRE.glob("*.h")]):
        _run(*_compiler("CC", "cc"), f"-I{WIRE}", c, "-o", target, *flags)
    return ctypes.CDLL(str(target))


@cache
def simdjson() -> ctypes.CDLL:
    """The simdjson rival and the memcpy floor."""
    sources = [HERE / "decoders" / "simdjson_rival.cpp", HERE / "decoders" / "simdjson_rival.hpp"]
    target = CACHE / "simdjson_rival.so"
    if _outdated(target, [*sources, WIRE / "messages.h"]):
        _fetch_simdjson()
        # No -march: simdjson picks its kernel at run time, as tickwire does.
        flags = ("-std=c++17", f"-I{CACHE}", f"-I{WIRE}")
        _run(*_compiler("CXX", "g++"), *flags, sources[0], CACHE / "simdjson.cpp", "-o", target)
    library = ctypes.CDLL(str(target))
    library.simdjson_open.restype = ctypes.c_void_p
    library.simdjson_one.restype = ctypes.c_void_p
    library.simdjson_version.restype = library.simdjson_kernel.restype = ctypes.c_char_p
    library.simdjson_run.restype = library.memcpy_run.restype = ctypes.c_int64
    return library


def _fetch_simdjson() -> None:
    if (CACHE / "simdjson.h").exists():
        return
    CACHE.mkdir(exist_ok=True)
    wanted = f"pysimdjson=={PYSIMDJSON}"
    _run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "pysimdjson", wanted, "-d", CACHE)
    with tarfile.open(CACHE / f"pysimdjson-{PYSIMDJSON}.tar.gz") as sdist:
        for name in ("simdjson.h", "simdjson.cpp"):
            member = sdist.extractfile(f"pysimdjson-{PYSIMDJSON}/simdjson/{name}")
            if member is None:
                raise FileNotFoundError(f"{name} in pysimdjson {PYSIMDJSON}")
            (CACHE / name).write_bytes(member.read())


def _compiler(variable: str, default: str) -> tuple[str, ...]:
    return (*os.environ.get(variable, default).split(), "-O3", "-fPIC", "-shared", "-fno-strict-aliasing")


def _outdated(target: Path, sources: list[Path]) -> bool:
    CACHE.mkdir(exist_ok=True)
    return not target.exists() or target.stat().st_mtime < max(source.stat().st_mtime for source in sources)


def _run(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True)


def _load(name: str, path: Path) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no extension module")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
