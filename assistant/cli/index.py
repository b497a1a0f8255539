"""`ownrig index`: make and look after the index of passages."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.corpus.catalog import Catalog
    from assistant.corpus.guides import Guide
    from assistant.evaluation.contradictions import Checker
    from assistant.evaluation.held import Held
    from assistant.index.build import Built
    from assistant.index.open import IndexPlace

app = typer.Typer(help="Make and look after the index of passages.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Make and look after the index of passages."""


@app.command()
def build() -> None:
    """Bring the index up to date; only what changed is embedded."""
    built = build_with_bar(_place())
    counts = ", ".join(f"{count} of {name}" for name, count in built.manifest.counts.items())
    typer.echo(f"index {built.manifest.digest}: {counts}; {built.embedded} embedded, {built.kept} kept")


def build_with_bar(where: "IndexPlace") -> "Built":
    """Build the index with a progress bar on standard error."""
    from rich.console import Console  # noqa: PLC0415 - each command loads what it needs when it runs
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    from assistant.index.build import build_index  # noqa: PLC0415

    bars = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*bars, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("embedding", total=None, visible=False)
        return build_index(
            where.place,
            where.sources,
            where.recipe,
            lambda done, total: progress.update(task, completed=done, total=total, visible=True),
            where.vectors,
        )


@app.command()
def status() -> None:
    """Say whether the index can be used, and what it was made of; exit code 2 if it cannot."""
    folder, manifest = _place().manifest()
    made = manifest.origin
    typer.echo(f"index {manifest.digest} in {folder}")
    typer.echo(f"made of corpus {made.corpus}, recipe {made.recipe}, embedder {made.embedder}, chunker {made.chunker}")
    typer.echo("chunks: " + ", ".join(f"{count} of {name}" for name, count in manifest.counts.items()))


@app.command()
def pack(out: Annotated[Path, typer.Option(help="Folder for the file", file_okay=False)] = Path()) -> None:
    """Write the index to one file, named by its digest."""
    from assistant.index.pack import pack as packed  # noqa: PLC0415

    typer.echo(str(packed(_place(), out)))


@app.command()
def unpack(file: Annotated[Path, typer.Argument(help="A file made by `ownrig index pack`")]) -> None:
    """Put a packed index in use, if it was made of the same corpus and recipe."""
    from assistant.index.pack import unpack as unpacked  # noqa: PLC0415

    typer.echo(f"index {unpacked(_place(), file).digest} is in use")


def mend() -> None:
    """Build the index for a question that needs it, and say so."""
    typer.echo(
        "The index of the guides is missing or out of date. Building it, once; this takes about a minute.", err=True
    )
    build_with_bar(_place())


def _place() -> "IndexPlace":
    from assistant.assemble import index_place, open_catalog  # noqa: PLC0415
    from assistant.paths import data_root  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    settings = Settings.read()
    catalog = open_catalog(settings)
    return index_place(settings, catalog, _Cleaner(data_root() / "corpus", catalog).clean)


class _Cleaner:
    """Leaves out of guides what disagrees with the catalog: as it was held last time, or else judged now."""

    def __init__(self, corpus: Path, catalog: "Catalog") -> None:
        self._corpus = corpus
        self._catalog = catalog

    def clean(self, guide: "Guide") -> "Guide":
        """Return the guide without the statements that are not to be quoted."""
        from assistant.evaluation.prose import without  # noqa: PLC0415

        return without(guide, self._held.of(guide.id)) if self._held else self._checker.clean(guide)

    @cached_property
    def _held(self) -> "Held | None":
        from assistant.evaluation.held import read_held  # noqa: PLC0415
        from assistant.index.sources import Sources  # noqa: PLC0415

        held = read_held(self._corpus)
        return held if held and held.corpus == Sources(self._corpus, self._catalog).digest else None

    @cached_property
    def _checker(self) -> "Checker":
        from assistant.evaluation.contradictions import Checker  # noqa: PLC0415

        return Checker(self._corpus, self._catalog)
