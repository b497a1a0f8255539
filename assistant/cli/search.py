"""`ownrig search`: the passages and cards that a question finds, without an answer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.domain.asked_text import checked

if TYPE_CHECKING:
    from assistant.domain.facts import Passage
    from assistant.retrieval.hybrid import Found

SHOWN = 200  # characters of a passage


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What to look for")],
    *,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Passages at most")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything found as JSON")] = False,
) -> None:
    """Find passages of guides and pages, and the cards of products that are named."""
    from assistant.assemble import open_catalog, open_searcher  # noqa: PLC0415 - loaded when run
    from assistant.entities.index import NameIndex  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    question = checked(text)
    settings = Settings.read()
    catalog = open_catalog(settings)
    found = open_searcher(settings, catalog, NameIndex.build(catalog)).find(question, limit)
    if as_json:
        from pydantic import TypeAdapter  # noqa: PLC0415

        from assistant.retrieval.hybrid import Found  # noqa: PLC0415

        typer.echo(TypeAdapter(Found).dump_json(found, indent=2).decode())
        return
    typer.echo("\n\n".join(_lines(found)) or "Nothing was found.")


def _lines(found: "Found") -> Iterator[str]:
    yield from (_entry(card, "") for card in found.cards)
    yield from (_entry(hit.passage, f"{hit.score:.2f} ") for hit in found.passages)
    yield from (_entry(hit.passage, f"related, {hit.score:.2f} ") for hit in found.related)


def _entry(passage: "Passage", score: str) -> str:
    section = f" > {passage.section}" if passage.section != passage.title else ""
    text = " ".join(passage.text.split())
    cut = text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"
    return f"{score}{passage.title}{section}\n  {passage.url}\n  {cut}"
