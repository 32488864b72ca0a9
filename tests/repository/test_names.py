"""Every public name exists, has a stub where Cython hides its types, and says what it is."""

import ast
import importlib
import inspect
from pathlib import Path
from types import ModuleType

import pytest

import tickwire

SOURCE = Path(__file__).resolve().parents[2] / "src"
EXTENSIONS = sorted(SOURCE.rglob("*.pyx"))


def load(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))


def defined_in(module: ModuleType) -> set[str]:
    """The public names that a module makes itself, not those it imports."""
    public = {name: value for name, value in vars(module).items() if not name.startswith("_")}
    return {name for name, value in public.items() if getattr(value, "__module__", None) == module.__name__}


def stubbed(path: Path) -> dict[str, set[str]]:
    """Names at the top of a stub, and the members of each class; none where there is no stub."""
    names: dict[str, set[str]] = {}
    stub = path.with_suffix(".pyi")
    for node in ast.parse(stub.read_text(encoding="utf-8") if stub.exists() else "").body:
        match node:
            case ast.ClassDef():
                functions = {n.name for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
                attributes = [n.target for n in node.body if isinstance(n, ast.AnnAssign)]
                names[node.name] = functions | {a.id for a in attributes if isinstance(a, ast.Name)}
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                names[node.name] = set()
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                names[name] = set()
    return names


def test_every_name_in_all_exists() -> None:
    assert not [name for name in tickwire.__all__ if not hasattr(tickwire, name)]
    assert len(set(tickwire.__all__)) == len(tickwire.__all__)


def test_every_public_class_and_function_says_what_it_is() -> None:
    public = {name: getattr(tickwire, name) for name in tickwire.__all__}
    assert not [n for n, value in public.items() if callable(value) and not (inspect.getdoc(value) or "").strip()]


@pytest.mark.parametrize("path", EXTENSIONS, ids=lambda path: path.stem)
def test_stubs_name_what_the_extension_module_has(path: Path) -> None:
    module, stubs = load(path), stubbed(path)
    assert defined_in(module) <= stubs.keys()
    assert not [name for name in stubs if not name.startswith("_") and not hasattr(module, name)]


@pytest.mark.parametrize("path", EXTENSIONS, ids=lambda path: path.stem)
def test_stubs_name_every_member_of_a_class(path: Path) -> None:
    module, stubs = load(path), stubbed(path)
    for name in defined_in(module):
        value = getattr(module, name)
        if inspect.isclass(value):
            members = {member for member in vars(value) if not member.startswith("_")}
            inherited = {m for base in value.__mro__[1:] for m in stubs.get(base.__name__, ())}
            assert members <= stubs[name] | inherited, f"{name} lacks {sorted(members - stubs[name])}"
            assert not {m for m in stubs[name] if not m.startswith("_") and not hasattr(value, m)}
