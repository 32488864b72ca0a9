"""What a figure cannot be read without: the machine, the versions, the commit, the command."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
PACKAGES = ("tickwire", "Cython", "picows", "msgspec", "orjson", "websockets", "aiohttp", "pytest-benchmark")


def environment(command: str) -> dict[str, Any]:
    return {
        "machine": {"cpu": _cpu(), "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()}"},
        "versions": {"python": platform.python_version(), "compiler": _first_line("cc", "--version")} | _packages(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "commit": _first_line("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
        "changed": bool(_output("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no", "src")),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "command": command,
    }


def _packages() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def _cpu() -> str:
    try:
        info = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    fields = dict(line.replace("\t", "").split(": ", 1) for line in info if ": " in line)
    return f"{fields.get('model name', platform.machine())}, family {fields.get('cpu family', '?')}"


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"{command[0]}: {fault}", file=sys.stderr)
        return ""


def _first_line(*command: str) -> str:
    return _output(*command).partition("\n")[0]
