"""The command `tickwire`. It stands outside of the package: Ctrl-C ends it quietly while that is imported, too.

`python -m tickwire` imports the package before anything of the command runs. So the package imports this first.
"""

import signal
import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command line; 130 after Ctrl-C."""
    try:
        from tickwire.__main__ import main

        return main()
    except KeyboardInterrupt:
        return INTERRUPTED


def heed_ctrl_c() -> None:
    """From now on Ctrl-C raises KeyboardInterrupt again."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_looked_for() -> bool:
    """Whether `python -m tickwire` was started, and Python looks for what is to be run."""
    return sys.argv[:1] == ["-m"] and sys.orig_argv[-len(sys.argv)] in ("tickwire", "-mtickwire")


if _is_looked_for() and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # an exception would come out of Python's own machinery, with its traceback

if __name__ == "__main__":
    sys.exit(main())
