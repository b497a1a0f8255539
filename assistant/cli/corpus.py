"""`ownrig corpus`: look after what the assistant may say."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import CorpusError

if TYPE_CHECKING:
    from assistant.corpus.catalog import Catalog
    from assistant.evaluation.contradictions import Report

app = typer.Typer(help="Look after guides and catalog.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Look after guides and catalog."""


@app.command()
def check(
    *, write: Annotated[bool, typer.Option("--write", help="Keep what was found in corpus/held.json")] = False
) -> None:
    """Check the catalog, and every quantity of guides and pages against catalog and estimator."""
    from assistant.assemble import open_catalog  # noqa: PLC0415 - loaded when run
    from assistant.corpus.check import check_catalog  # noqa: PLC0415
    from assistant.corpus.guides import load_guides  # noqa: PLC0415
    from assistant.corpus.problems import Problem  # noqa: PLC0415
    from assistant.evaluation.contradictions import Checker  # noqa: PLC0415
    from assistant.evaluation.held import held_of, read_held, write_held  # noqa: PLC0415
    from assistant.index.sources import Sources  # noqa: PLC0415
    from assistant.paths import data_root  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    corpus = data_root() / "corpus"
    catalog = open_catalog(Settings.read())
    checker = Checker(corpus, catalog)
    reports = [checker.report(guide) for guide in load_guides(corpus)]
    problems = [*check_catalog(catalog), *(problem for report in reports for problem in report.problems())]
    held = held_of(Sources(corpus, catalog).digest, reports)
    if write:
        write_held(corpus, held)
    elif read_held(corpus) != held:
        problems.append(
            Problem("held.json", "corpus", "digest", "is not of this corpus; run: ownrig corpus check --write")
        )
    errors = [problem for problem in problems if problem.severity == "error"]
    typer.echo("".join(f"{problem.line}\n" for problem in problems), nl=False)
    typer.echo(f"{_counted(catalog)}: {len(errors)} errors, {len(problems) - len(errors)} notes")
    typer.echo(_prose_line(reports))
    raise typer.Exit(1 if errors else 0)


def _counted(catalog: "Catalog") -> str:
    from assistant.corpus.check import count_catalog  # noqa: PLC0415

    return ", ".join(f"{count} {name}" for name, count in count_catalog(catalog).items())


def _prose_line(reports: "list[Report]") -> str:
    """What was found in the prose, in one line."""
    read, carried = sum(report.read for report in reports), sum(report.carried for report in reports)
    left = sum(len(report.open) for report in reports)
    justified = sum(len(report.found) for report in reports) - left
    return (
        f"{len(reports)} guides and pages: of {read} quantities that can be judged {carried} agree, "
        f"{justified} are justified in a comment, {left} disagree"
    )


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
