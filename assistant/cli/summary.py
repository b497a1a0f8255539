"""`ownrig summary`: a guide in a few of its own sentences, or all guides, or what a guide means for a device."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.domain.summary import Style
from assistant.errors import RequestError

if TYPE_CHECKING:
    from assistant.domain.summary import Summary
    from assistant.summaries import Summaries


def summary(  # noqa: PLR0913 - one parameter per option
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="Guide or page; OwnRig itself if left out")] = "about",
    *,
    style: Annotated[
        Style, typer.Option(help="Three to five sentences, bullets, or with a part for a device")
    ] = "short",
    gpu: Annotated[str | None, typer.Option(help="Catalog id of a card, for for-my-rig")] = None,
    machine: Annotated[str | None, typer.Option(help="Catalog id of a machine, for for-my-rig")] = None,
    every: Annotated[bool, typer.Option("--all", help="Summarise every guide and page")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line per summary")] = False,
) -> None:
    """Summarise a guide in its own sentences, each cited to its section."""
    from assistant import log  # noqa: PLC0415
    from assistant.assemble import open_summaries  # noqa: PLC0415 - each command loads what it needs when it runs
    from assistant.cli.index import mend  # noqa: PLC0415
    from assistant.settings import Settings  # noqa: PLC0415

    settings = Settings.read()
    log.configure(settings.log_level)
    summaries = open_summaries(settings, mend)
    device = _device(summaries, gpu, machine)
    slugs = list(summaries.guides) if every else [slug]
    for n, one in enumerate(slugs, start=1):
        if every and sys.stderr.isatty():
            typer.echo(f"\r{n} of {len(slugs)}", nl=n == len(slugs), err=True)
        _print(summaries, one, style, device, as_json=as_json)


def _print(summaries: "Summaries", slug: str, style: Style, device: str | None, *, as_json: bool) -> None:
    import asyncio  # noqa: PLC0415

    found = asyncio.run(summaries.summarize(slug, style, device))
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
    return f"{found.title}\n\n{found.text}\n\nFrom: {', '.join(sources)}\n"


def _json(found: "Summary") -> str:
    from pydantic_core import to_json  # noqa: PLC0415

    return to_json(found).decode()
