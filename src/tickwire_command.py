"""The command `tickwire`. It stands outside of the package: Ctrl-C ends it quietly while that is imported, too."""

import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command line; 130 after Ctrl-C."""
    try:
        from tickwire.__main__ import main

        return main()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
