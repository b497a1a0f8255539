"""Write the generated blocks of README.md (settings, commands), or check that they are in step.

A block lies between `<!-- NAME: generated -->` and `<!-- NAME: end -->`.
"""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from assistant.cli import app
from assistant.settings import PREFIX, RESERVED, Settings

WIDTH = 100
README = Path(__file__).parent.parent / "README.md"


def settings_table() -> str:
    """Return the settings as a Markdown table."""
    rows = ["| setting | default | meaning |", "| --- | --- | --- |"]
    for field in Settings.described():
        name = "`OLLAMA_HOST`" if field.name == "ollama_host" else f"`{PREFIX}{field.name.upper()}`"
        rows.append(f"| {name} | {field.metadata['shown']} | {field.metadata['meaning']} |")
    later = ", ".join(f"`{PREFIX}{name}`" for name in RESERVED)
    return "\n".join([*rows, "", f"Accepted, without effect until the part they belong to is there: {later}."])


def command_help() -> str:
    """Return what `ownrig COMMAND --help` prints, for every command."""
    group = get_command(app)
    words = []
    for name, command in group.commands.items():
        children = getattr(command, "commands", {})
        words += [[name, child] for child in children] or [[name]]
    return "\n\n".join(f"```\n{_help(one)}\n```" for one in words)


def _help(words: list[str]) -> str:
    result = CliRunner().invoke(app, [*words, "--help"], prog_name="ownrig", env={"COLUMNS": str(WIDTH)})
    lines = [line.rstrip() for line in result.output.strip().splitlines()]
    return "\n".join(line for line in lines if not line.startswith("  --help"))


BLOCKS: dict[str, Callable[[], str]] = {"settings": settings_table, "commands": command_help}


def regenerate(text: str) -> str:
    """Return the text with every generated block written anew."""
    for name, make in BLOCKS.items():
        pattern = re.compile(rf"(<!-- {name}: generated -->\n).*?(<!-- {name}: end -->)", re.DOTALL)
        if not pattern.search(text):
            sys.exit(f"README.md has no block {name!r}")
        body = make().strip()
        text = pattern.sub(lambda found, body=body: f"{found[1]}{body}\n{found[2]}", text)
    return text


def main() -> None:
    """Write or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only report whether README.md is in step")
    check = parser.parse_args().check
    text = README.read_text(encoding="utf-8")
    fresh = regenerate(text)
    if check and fresh != text:
        sys.exit("README.md is out of step with settings or commands; run: make fix")
    if not check:
        README.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
