"""What every test may ask for: the captured data beside the project, Cython modules compiled against the wheel."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import tickwire
from tickwire.schema.enums import ENUMS

from .secrecy import Secrecy

SETUP = """
from Cython.Build import cythonize
from setuptools import Extension, setup
extension = Extension({0!r}, [{0!r} + ".pyx"], include_dirs=[{1!r}])
setup(ext_modules=cythonize([extension]), script_args=["-q", "build_ext", "-i"])
"""
ROOT = Path(__file__).resolve().parents[1]

# Tests about the repository and its pages need one; an unpacked source distribution or a tested wheel has none. Other
# people's clients have an environment of their own: `make compat`.
collect_ignore = ["typing"]
if not (ROOT / ".git").exists():
    collect_ignore += ["docs", "repository"]
if find_spec("binance_sdk_spot") is None:
    collect_ignore.append("compat")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Secrecy(), "secrecy")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a background job: programs inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def nothing_learned() -> None:
    """So few unlisted words are kept that those of other tests may have taken all the room."""
    for kind in ENUMS:
        for value in set(kind._value2member_map_) - {member.value for member in kind}:
            del kind._value2member_map_[value]


@pytest.fixture(scope="session")
def captured() -> Path:
    """The folder of captured messages; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("TICKWIRE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no captured data in {folder}")
    return folder


@pytest.fixture(scope="session")
def sbe_folder(captured: Path) -> Path:
    """Where the XML is."""
    found = captured.parent / "binance" / "sbe"
    if not found.is_dir():
        pytest.skip("no SBE schemas")
    return found


@pytest.fixture(scope="session")
def sbe_samples(captured: Path) -> Path:
    """Frames in hex, and what is in them."""
    found = captured.parent / "binance" / "samples" / "spot-sbe"
    if not found.is_dir():
        pytest.skip("no SBE samples")
    return found


@pytest.fixture(scope="session")
def compile_module(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], ModuleType]:
    """Compiles Cython source against the .pxd and .h files that wheels ship, and imports it by the name given."""
    pytest.importorskip("Cython")

    def compile_source(name: str, source: str) -> ModuleType:
        folder = tmp_path_factory.mktemp(name)
        (folder / f"{name}.pyx").write_text(source)
        (folder / "setup.py").write_text(SETUP.format(name, tickwire.get_include()))
        path = os.pathsep.join(filter(None, [str(Path(tickwire.__file__).parents[1]), os.environ.get("PYTHONPATH")]))
        command, env = [sys.executable, "setup.py"], os.environ | {"PYTHONPATH": path}
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        (built,) = [*folder.glob(f"{name}.*.so"), *folder.glob(f"{name}.*.pyd")]
        spec = spec_from_file_location(name, built)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return compile_source
