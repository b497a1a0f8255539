"""`ownrig corpus`: look after what the assistant may say."""

import typer

app = typer.Typer(help="Look after guides and catalog.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Look after guides and catalog."""


@app.command()
def check() -> None:
    """Check the catalog: schema, cross-references, unit sanity, unique names."""
    from assistant.assemble import open_catalog  # noqa: PLC0415 - loaded when run
    from assistant.corpus.check import check_catalog, count_catalog  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    catalog = open_catalog(Settings.read())
    problems = check_catalog(catalog)
    errors = [problem for problem in problems if problem.severity == "error"]
    for problem in problems:
        typer.echo(f"{problem.severity}: {problem.file}: {problem.item}: {problem.field}: {problem.message}")
    counts = ", ".join(f"{count} {name}" for name, count in count_catalog(catalog).items())
    typer.echo(f"{counts}: {len(errors)} errors, {len(problems) - len(errors)} notes")
    raise typer.Exit(1 if errors else 0)
