"""`ownrig summary`: a guide in a few of its own sentences, or all guides, or what a guide means for a device."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.domain.summary import Style
from assistant.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.domain.summary import Summary
    from assistant.summaries.make import Summaries


def summary(  # noqa: PLR0913 - one parameter per option
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Guide or page; OwnRig itself if left out")] = "about",
    *,
    style: Annotated[
        Style, typer.Option(help="Three to five sentences, bullets, or with a part for a device")
    ] = "short",
    gpu: Annotated[str | None, typer.Option(help="Catalog id of a card, for for-my-rig")] = None,
    machine: Annotated[str | None, typer.Option(help="Catalog id of a machine, for for-my-rig")] = None,
    every: Annotated[bool, typer.Option("--all", help="Summarise every guide and page")] = False,
    no_model: Annotated[bool, typer.Option("--no-model", help="Only the guide's own sentences")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line per summary")] = False,
) -> None:
    """Summarise a guide: written by the model behind the number ledger, else in the guide's own sentences."""
    from assistant import log  # noqa: PLC0415
    from assistant.assemble import open_summaries  # noqa: PLC0415 - each command loads what it needs when it runs
    from assistant.cli.index import mend  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    settings = Settings.read()
    log.configure(settings.log_level)
    summaries = open_summaries(settings, mend, with_model=not no_model)
    device = _device(summaries, gpu, machine)
    slugs = list(summaries.guides) if every else [slug]
    asyncio.run(_print_all(summaries, slugs, style, device, as_json=as_json))


async def _print_all(
    summaries: "Summaries", slugs: "Sequence[str]", style: Style, device: str | None, *, as_json: bool
) -> None:
    """Print one after the other; what a model wrote is kept, so that an interrupted run goes on where it stopped."""
    for n, slug in enumerate(slugs, start=1):
        if len(slugs) > 1 and sys.stderr.isatty():
            typer.echo(f"\r{n} of {len(slugs)}", nl=n == len(slugs), err=True)
        found = await summaries.summarize(slug, style, device)
        typer.echo(_json(found) if as_json else _shown(found))


def _device(summaries: "Summaries", gpu: str | None, machine: str | None) -> str | None:
    """The name of the device that is meant.

    Raises:
        RequestError: there is no such card or machine, or both are given.
    """
    from assistant.lookups.hardware import find_gpu, find_machine  # noqa: PLC0415

    catalog = summaries.assistant.shelf.catalog
    if gpu and machine:
        raise RequestError("give --gpu or --machine, not both")
    if gpu:
        return find_gpu(catalog.gpus, gpu).name
    return find_machine(catalog.machines, machine).name if machine else None


def _shown(found: "Summary") -> str:
    sources = dict.fromkeys(point.url or "" for point in found.points)
    by = f"\n\nWritten by {found.model} from the guide; every figure was checked." if found.engine == "model" else ""
    note = f"\n\n{found.note}" if found.note else ""
    return f"{found.title}\n\n{found.text}{by}{note}\n\nFrom: {', '.join(sources)}\n"


def _json(found: "Summary") -> str:
    from pydantic_core import to_json  # noqa: PLC0415

    return to_json(found).decode()
