"""Markdown on a terminal: rendered for a person, left as it is for a pipe."""

import sys


class Screen:
    """Prints pieces of Markdown as they arrive."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._rendered = sys.stdout.isatty()

    def show(self, markdown: str) -> None:
        """Print one piece, followed by an empty line."""
        if self._quiet or not markdown.strip():
            return
        if self._rendered:
            from rich.console import Console  # noqa: PLC0415 - not needed for a pipe
            from rich.markdown import Markdown  # noqa: PLC0415

            Console().print(Markdown(markdown.strip()), "")
        else:
            print(markdown.strip() + "\n", flush=True)  # noqa: T201 - the command's output
