"""`ownrig doctor`: what works here, and what mends what does not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import typer

from assistant.errors import ModelError, OwnRigError

if TYPE_CHECKING:
    from assistant.settings import Settings

State = Literal["ok", "note", "mend"]


@dataclass(frozen=True)
class Line:
    """One thing that was looked at. `mend` is what must be done, `note` what can be lived with."""

    state: State
    what: str
    says: str


def doctor() -> None:
    """Look at everything an answer needs; exit code 1 if something must be mended."""
    from assistant.settings import Settings  # noqa: PLC0415 - each command loads what it needs when it runs

    lines = list(examined(Settings.read()))
    for line in lines:
        typer.echo(f"{line.state:<5} {line.what:<8} {line.says}")
    raise typer.Exit(1 if any(line.state == "mend" for line in lines) else 0)


def examined(settings: "Settings") -> Iterator[Line]:
    """Look at data folder, catalog, index and model, one line each."""
    yield _looked("data", lambda: _data(settings))
    yield _looked("catalog", lambda: _catalog(settings))
    yield _looked("index", lambda: _index(settings))
    yield model_line(settings)


def _looked(what: str, look: Callable[[], str]) -> Line:
    try:
        return Line("ok", what, look())
    except OwnRigError as error:
        return Line("mend", what, str(error))
    except OSError as error:
        return Line(
            "mend", what, f"{error.strerror}: {error.filename}; set OWNRIG_DATA_DIR to a folder that can be written"
        )


def _data(settings: "Settings") -> str:
    import tempfile  # noqa: PLC0415

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.data_dir):
        return f"{settings.data_dir} can be written"


def _catalog(settings: "Settings") -> str:
    from assistant.assemble import open_catalog  # noqa: PLC0415

    catalog = open_catalog(settings)
    return f"{len(catalog.models)} models, {len(catalog.gpus)} cards, {len(catalog.machines)} machines"


def _index(settings: "Settings") -> str:
    from assistant.assemble import index_place, open_catalog  # noqa: PLC0415

    _, manifest = index_place(settings, open_catalog(settings)).manifest()
    return f"{manifest.digest}, {sum(manifest.counts.values())} chunks"


def model_line(settings: "Settings") -> Line:
    """Look at the model: reachable, new enough, installed; else what mends it."""
    import asyncio  # noqa: PLC0415

    from assistant.generation.chat import PROVIDERS  # noqa: PLC0415
    from assistant.generation.examine import examine  # noqa: PLC0415
    from assistant.generation.open import ollama_tag  # noqa: PLC0415

    if settings.model == "none":
        return Line("ok", "model", "none is asked: answers are put together by code")
    if settings.model.partition(":")[0] in PROVIDERS:
        return Line("note", "model", f"{settings.model}: a provider is not asked here")
    try:
        found = asyncio.run(examine(settings.ollama_host, ollama_tag(settings.model)))
    except ModelError as error:
        unset = error.code == "absent" and not (settings.model or settings.ollama_host)
        more = "; until then answers are put together by code" if unset else ""
        return Line("note" if unset else "mend", "model", f"{error}{more}")
    return Line(
        "ok", "model", f"{found.model} at {found.url}, Ollama {found.version}, context {settings.num_ctx:,} tokens"
    )
