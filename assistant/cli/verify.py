"""`ownrig verify`: a draft against an evidence file, unit by unit, as it would be released."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import RequestError

if TYPE_CHECKING:
    from assistant.verifier.verify import VerifiedUnit


def verify(
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="File with the draft; - reads standard input")] = "-",
    *,
    evidence: Annotated[Path, typer.Option(help="Evidence file (JSON)", exists=True, dir_okay=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print every unit with its claims as JSON")] = False,
    chunks: Annotated[int | None, typer.Option(min=1, help="Feed so many characters at a time")] = None,
) -> None:
    """Check a draft against its evidence; what is not carried is withheld, and why is said."""
    from assistant.assemble import open_names  # noqa: PLC0415 - loaded when run
    from assistant.settings import Settings  # noqa: PLC0415
    from assistant.verifier.ledger import read_evidence  # noqa: PLC0415
    from assistant.verifier.verify import verify as verified  # noqa: PLC0415

    file = read_evidence(evidence.read_bytes())
    units = verified(_text(draft), file, open_names(Settings.read()), chunk=chunks)
    if as_json:
        from assistant.verifier.verify import units_json  # noqa: PLC0415

        print(units_json(units))  # noqa: T201 - the command's output
        return
    _show(units)


def _text(draft: str) -> str:
    if draft == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    try:
        return Path(draft).read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise RequestError(f"the draft {draft!r} cannot be read ({error.strerror})") from error


def _show(units: "tuple[VerifiedUnit, ...]") -> None:
    typer.echo("".join(unit.text for unit in units if unit.released).rstrip())
    for unit in units:
        if not unit.released:
            typer.echo(f"withheld ({unit.code}): {' '.join(unit.text.split())}", err=True)
