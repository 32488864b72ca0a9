"""The console that commands print to."""

from __future__ import annotations

from rich import console


class Console(console.Console):
    """rich's, but that a reader who goes is told to the command, which ends well, where rich would exit with 1."""

    def __init__(self) -> None:
        super().__init__(highlight=False)

    def on_broken_pipe(self) -> None:
        """Called while the BrokenPipeError is being handled: let it pass."""
        raise
