"""`ownrig eval`: hold the answers against the golden set."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.evaluation.report import Report

app = typer.Typer(help="Hold the answers against the golden set.", no_args_is_help=True)
GOLDEN = Path("tests/golden")


@app.callback()
def root() -> None:
    """Hold the answers against the golden set."""


@app.command()
def run(
    paths: Annotated[list[Path] | None, typer.Argument(help="Golden files or folders; default tests/golden")] = None,
    *,
    case: Annotated[str | None, typer.Option(help="Run only cases whose id contains this")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the run result to this file")] = None,
    show: Annotated[bool, typer.Option("--show", help="Print every answer")] = False,
) -> None:
    """Ask every case and report what fails."""
    import asyncio  # noqa: PLC0415 - loaded when run

    from assistant import log  # noqa: PLC0415
    from assistant.assemble import open_assistant  # noqa: PLC0415
    from assistant.evaluation.golden import load_cases  # noqa: PLC0415
    from assistant.evaluation.run import run_cases  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    cases = [c for c in load_cases(paths or [GOLDEN]) if case is None or case in c.id]
    settings = Settings.read()
    log.configure(settings.log_level)
    report = asyncio.run(run_cases(open_assistant(settings), cases))
    if json_out:
        json_out.write_text(json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _print(report, show=show)
    raise typer.Exit(1 if report.failed else 0)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="Run result of the earlier run")],
    after: Annotated[Path, typer.Argument(help="Run result of the later run")],
) -> None:
    """Say which cases broke and which were mended between two runs."""
    from assistant.evaluation.report import difference  # noqa: PLC0415 - loaded when run

    broken, mended = difference(*(json.loads(path.read_text(encoding="utf-8")) for path in (before, after)))
    for word, names in (("broken", broken), ("mended", mended)):
        typer.echo(f"{word}: {len(names)}" + "".join(f"\n  {name}" for name in names))
    raise typer.Exit(1 if broken else 0)


@app.command()
def draft(
    data: Annotated[Path | None, typer.Option(help="Folder with drafts.jsonl and its evidence files")] = None,
    *,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write every outcome to this file")] = None,
    withheld: Annotated[bool, typer.Option("--withheld", help="List the true units that were withheld")] = False,
) -> None:
    """Measure the number ledger on labelled drafts: true text released, false text withheld."""
    if data is None:
        typer.echo("No drafts given. Usage: make drafts DATA=DIR")
        return
    from assistant.assemble import open_names  # noqa: PLC0415 - loaded when run
    from assistant.evaluation.drafts import Outcome, draft_lines, measure_drafts  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    outcomes = measure_drafts(data, open_names(Settings.read()))
    typer.echo("\n".join(draft_lines(outcomes, withheld=withheld)))
    if as_json:
        from pydantic import TypeAdapter  # noqa: PLC0415

        as_json.write_bytes(TypeAdapter(tuple[Outcome, ...]).dump_json(outcomes, indent=1))


def _print(report: "Report", *, show: bool) -> None:
    for result in report.results:
        if show:
            typer.echo(f"\n## {result.id}: {result.answer.question}\n\n{result.answer.text}")
        if not result.passed:
            typer.echo(f"FAIL {result.id}: {result.answer.question!r}")
            for line in result.failures:
                typer.echo(f"     {line}")
    for tag, passed, count in report.by_tag():
        typer.echo(f"{tag:24} {passed:4} / {count}")
    totals = report.totals()
    typer.echo(f"{totals['passed']} passed, {totals['failed']} failed")
