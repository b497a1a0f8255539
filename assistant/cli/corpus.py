"""`ownrig corpus`: look after what the assistant may say."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import CorpusError

app = typer.Typer(help="Look after guides and catalog.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Look after guides and catalog."""


@app.command()
def check() -> None:
    """Check the catalog, and every quantity of guides and pages against catalog and estimator."""
    from assistant.assemble import open_catalog  # noqa: PLC0415 - loaded when run
    from assistant.corpus.check import check_catalog, count_catalog  # noqa: PLC0415
    from assistant.corpus.guides import load_guides  # noqa: PLC0415
    from assistant.evaluation.contradictions import Checker  # noqa: PLC0415
    from assistant.paths import data_root  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    corpus = data_root() / "corpus"
    catalog = open_catalog(Settings.read())
    checker = Checker(corpus, catalog)
    reports = [checker.report(guide) for guide in load_guides(corpus)]
    problems = [*check_catalog(catalog), *(problem for report in reports for problem in report.problems())]
    errors = [problem for problem in problems if problem.severity == "error"]
    for problem in problems:
        typer.echo(f"{problem.severity}: {problem.file}: {problem.item}: {problem.field}: {problem.message}")
    counts = ", ".join(f"{count} {name}" for name, count in count_catalog(catalog).items())
    typer.echo(f"{counts}: {len(errors)} errors, {len(problems) - len(errors)} notes")
    read, carried = sum(report.read for report in reports), sum(report.carried for report in reports)
    left = sum(len(report.open) for report in reports)
    justified = sum(len(report.found) for report in reports) - left
    typer.echo(
        f"{len(reports)} guides and pages: of {read} quantities that can be judged {carried} agree, "
        f"{justified} are justified in a comment, {left} disagree"
    )
    raise typer.Exit(1 if errors else 0)


@app.command("import")
def import_pages(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Exported pages: plain text or HTML")],
    *,
    out: Annotated[Path, typer.Option(help="Folder to write into", file_okay=False)] = Path("corpus"),
) -> None:
    """Turn exported site pages into guides; each is written or refused with the reason."""
    from assistant.corpus.import_page import import_page, write_import  # noqa: PLC0415 - loaded when run

    refused = 0
    for file in files:
        try:
            imported = import_page(str(file), _content(file))
            written = write_import(imported, out)
        except CorpusError as error:
            refused += 1
            typer.echo(f"refused: {error}", err=True)
            continue
        typer.echo(f"{written}: fill in {', '.join(imported.missing)}; then run: ownrig corpus check")
    raise typer.Exit(1 if refused else 0)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CorpusError(f"{str(file)!r} cannot be read ({error.strerror})") from error
