"""The extension modules and their flags; everything else is in pyproject.toml.

TICKWIRE_DEBUG=1 builds with assertions and without optimisation, TICKWIRE_SANITIZE=1 with the address and undefined
behaviour sanitizers, TICKWIRE_TRACE=1 with line tracing for coverage of .pyx files.
"""

import os
import runpy
from pathlib import Path

import picows.picows
from Cython.Build import cythonize
from Cython.Compiler import Options
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

PACKAGE = Path("src", "tickwire")
DEBUG, SANITIZE, TRACE = (os.environ.get(f"TICKWIRE_{name}") == "1" for name in ("DEBUG", "SANITIZE", "TRACE"))
DIRECTIVES = {
    "language_level": 3,
    "boundscheck": False,
    "wraparound": False,
    "initializedcheck": False,
    "cdivision": True,
    "embedsignature": True,
    "freethreading_compatible": True,
    "linetrace": TRACE,
}
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]
GNU = ["-O1" if SANITIZE else "-O0" if DEBUG else "-O3", "-fno-strict-aliasing", "-Wno-unused-function"]
GNU += ["-g", "-fno-omit-frame-pointer", "-UNDEBUG"] * (DEBUG or SANITIZE)
MSVC = ["/Od", "/Zi", "/std:c11"] if DEBUG else ["/O2", "/std:c11"]

Options.warning_errors = True  # a `def` that overrides a `cpdef` is only a warning, and is never called


def layouts() -> list[tuple[str, str]]:
    """Macros with the layouts that the modules of transport are compiled against, for their import guard."""
    guard = runpy.run_path(str(PACKAGE / "transport" / "guard.py"))
    macros = {f"{name.upper()}_SIZE": getattr(picows.picows, name).__basicsize__ for name in guard["PICOWS_CLASSES"]}
    macros["PICOWS_VERSION"] = f'"{picows.__version__}"'
    macros["PICOWS_HASH"] = f'"{guard["picows_hash"]()}"'
    macros["AIOFASTNET_HASH"] = f'"{guard["aiofastnet_hash"]()}"'
    return [(f"BUILT_{name}", str(value)) for name, value in macros.items()]


def extension(source: Path) -> Extension:
    return Extension(
        ".".join(source.relative_to("src").with_suffix("").parts),
        [source.as_posix()],
        include_dirs=[(PACKAGE / "wire").as_posix()],
        define_macros=(layouts() if source.parent.name == "transport" else []) + [("CYTHON_TRACE_NOGIL", "1")] * TRACE,
        depends=sorted(p.as_posix() for suffix in ("h", "pxd") for p in PACKAGE.rglob(f"*.{suffix}")),
    )


class BuildExtensions(build_ext):
    """Translates to C only when a build needs it, so that a source distribution names .pyx files and no .c."""

    def build_extensions(self) -> None:
        translated = cythonize(self.extensions, compiler_directives=DIRECTIVES, force=TRACE)
        for built, c in zip(self.extensions, translated, strict=True):
            built.sources = c.sources
            built.extra_compile_args = MSVC if self.compiler.compiler_type == "msvc" else GNU + SANITIZERS * SANITIZE
            built.extra_link_args = SANITIZERS * SANITIZE
        super().build_extensions()


setup(
    ext_modules=[extension(source) for source in sorted(PACKAGE.rglob("*.pyx"))],
    cmdclass={"build_ext": BuildExtensions},
    options={"build_ext": {"parallel": True}},
)
