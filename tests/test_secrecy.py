"""A test run that shows a secret fails, and does not repeat it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import tickwire

pytest_plugins = ["pytester"]

PLUGIN = Path(__file__).with_name("secrecy.py")
CONFTEST = f"""
import importlib.util

spec = importlib.util.spec_from_file_location("secrecy", {str(PLUGIN)!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

def pytest_configure(config):
    config.pluginmanager.register(module.Secrecy())
"""
SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
BEGINNING = f"""
import logging, subprocess, sys, warnings
import pytest
from tickwire.trading import load_credentials, sign
secret = "{SECRET[:30]}" + "{SECRET[30:]}"
key = load_credentials("vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A", secret=secret, environ={{}})
"""
SHOWING = [
    "print(secret)",
    "print(secret[11:40])",
    "print(repr({'key': secret.encode()}), file=sys.stderr)",
    "print(key.api_key)",
    "print(sign({'symbol': 'BTCUSDT'}, key.key))",
    "logging.getLogger('tickwire').debug('signed by %s', secret)",
    "assert secret == 'another'",
    "subprocess.run([sys.executable, '-c', f'print({secret!r})'], capture_output=True)",
    "raise ValueError(key.api_key)",
]
SILENT = ["print(key, key.key)", "print(secret[:12])", "print('0' * 64)", "subprocess.run([sys.executable, '-V'])"]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Callable[..., pytest.RunResult]:
    """Runs a test of each body in a process of its own."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(tickwire.__file__).parents[1])]))

    def run(*bodies: str, mark: str = "") -> pytest.RunResult:
        pytester.makeconftest(CONFTEST)
        tests = [f"{mark}\ndef test_{number}():\n    {body}\n" for number, body in enumerate(bodies)]
        pytester.makepyfile("\n".join([BEGINNING, *tests]))
        return pytester.runpytest_subprocess()

    return run


def test_tests_that_show_a_secret_fail_and_do_not_repeat_it(run: Callable[..., pytest.RunResult]) -> None:
    result = run(*SHOWING)
    result.assert_outcomes(failed=len(SHOWING))
    printed = result.stdout.str() + result.stderr.str()
    assert printed.count("what is secret was shown here") >= len(SHOWING)
    assert not [at for at in range(len(SECRET) - 16) if SECRET[at : at + 16] in printed]


@pytest.mark.shows_secrets  # pytest prints warnings as they are
def test_a_warning_that_shows_a_secret_fails_the_run(run: Callable[..., pytest.RunResult]) -> None:
    result = run("warnings.warn(f'unsafe: {secret}')")
    result.assert_outcomes(passed=1, warnings=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*a warning: what is secret was shown here"])


def test_tests_that_show_none_pass(run: Callable[..., pytest.RunResult]) -> None:
    result = run(*SILENT)
    result.assert_outcomes(passed=len(SILENT))
    assert result.ret == pytest.ExitCode.OK


def test_tests_that_show_it_on_purpose_pass(run: Callable[..., pytest.RunResult]) -> None:
    run("print(secret)", mark="@pytest.mark.shows_secrets").assert_outcomes(passed=1)
