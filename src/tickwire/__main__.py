"""`tickwire` and `python -m tickwire`: the command line, where its extra is installed."""

from __future__ import annotations

import sys

from tickwire_command import INTERRUPTED, heed_ctrl_c


def main() -> int:
    """Run the command line; 2 when click or rich, which it needs, are not installed."""
    try:
        heed_ctrl_c()
        from .cli import run
    except KeyboardInterrupt:
        return INTERRUPTED
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("click", "rich"):
            raise
        print(f"tickwire: the command line needs {missing.name}: pip install 'tickwire[cli]'", file=sys.stderr)
        return 2
    return run()


if __name__ == "__main__":
    sys.exit(main())
