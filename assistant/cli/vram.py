"""`ownrig vram`: how much memory a model needs, and whether it fits."""

import math
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli import vram_options as option
from assistant.errors import RequestError

if TYPE_CHECKING:
    from assistant.domain.estimate import Estimate
    from assistant.lookups.memory import Hardware, Request, Settings
    from assistant.lookups.shelf import Shelf

LARGEST_HEADER = 2**20  # bytes; real entries take one or two KiB


def vram(  # noqa: PLR0913 - one parameter per option
    *,
    model: option.ModelId = None,
    header: option.HeaderFile = None,
    file_bytes: option.FileBytes = None,
    quant: option.Quant = None,
    tag: option.Tag = None,
    context: option.Context = None,
    gpus: option.Gpus = None,
    machine: option.MachineId = None,
    memory_gb: option.MemoryGb = None,
    ram_gib: option.RamGib = None,
    kv_k: option.KvK = None,
    kv_v: option.KvV = None,
    flash_attention: option.FlashAttention = None,
    slots: option.Slots = None,
    unified: option.Unified = None,
    ubatch: option.Ubatch = None,
    outputs: option.Outputs = None,
    swa_full: option.SwaFull = False,
    engine: option.EngineName = None,
    system: option.SystemName = None,
    as_json: option.AsJson = False,
) -> None:
    """Say how much memory a model needs, whether it fits, and what would change that."""
    from assistant.lookups.memory import Hardware, Request, Settings  # noqa: PLC0415 - see `assistant.cli`

    flash = None if flash_attention is None else flash_attention == "on"
    settings = Settings(
        context=context, kv_k=kv_k, kv_v=kv_v, flash_attention=flash, slots=slots, unified=unified,
        ubatch=ubatch, outputs=outputs, swa_full=swa_full, engine=engine,
    )  # fmt: skip
    hardware = Hardware(tuple(gpus or ()), machine, memory_gb, ram_gib=_finite(ram_gib), system=system)
    if header is not None and (model is not None or tag is not None):
        raise RequestError("give --model or --header, not both")
    if header is not None:
        found = _from_header(header, file_bytes, quant, settings, hardware)
    elif model is None:
        raise RequestError("say which model: --model ID, or --header FILE with --file-bytes N")
    elif file_bytes is not None:
        raise RequestError("--file-bytes goes with --header; the catalog knows the files of --model")
    else:
        found = _from_catalog(Request(model, quant, tag, settings, hardware))
    _show(found, as_json=as_json)


def _from_catalog(request: "Request") -> "tuple[Estimate, ...]":
    from assistant.lookups.memory import answer  # noqa: PLC0415

    return answer(_shelf(), request)


def _from_header(
    file: Path, file_bytes: int | None, quant: str | None, settings: "Settings", hardware: "Hardware"
) -> "tuple[Estimate, ...]":
    from assistant.lookups.headers import model_from_header  # noqa: PLC0415
    from assistant.lookups.memory import answer_for  # noqa: PLC0415

    if file_bytes is None:
        raise RequestError("--header needs --file-bytes N, the exact size of the model file")
    model = model_from_header(_read(file), file_bytes, quant)
    return (answer_for(_shelf(), model, settings, hardware),)


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_HEADER + 1)
        text = content.decode()
    except OSError as error:
        raise RequestError(f"cannot read {str(file)!r}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RequestError(f"{str(file)!r} is not text; --header takes YAML or JSON, not the GGUF") from error
    if len(content) > LARGEST_HEADER:
        raise RequestError(f"{str(file)!r} is larger than a header entry; --header takes one entry")
    return text


def _shelf() -> "Shelf":
    from assistant.assemble import open_catalog  # noqa: PLC0415
    from assistant.lookups.shelf import Shelf  # noqa: PLC0415
    from assistant.settings import Settings as Environment  # noqa: PLC0415

    return Shelf(open_catalog(Environment.read()))


def _finite(size: float | None) -> float | None:
    if size is not None and not math.isfinite(size):
        raise RequestError("--ram-gib must be a number of GiB")
    return size


def _show(found: "tuple[Estimate, ...]", *, as_json: bool) -> None:
    if as_json:
        # What TypeAdapter(Estimate) writes, without building a schema first: an Estimate has no aliases.
        from pydantic_core import to_json  # noqa: PLC0415

        sys.stdout.write(to_json(found[0], indent=2).decode() + "\n")
        return
    _print(found)


def _print(found: "tuple[Estimate, ...]") -> None:
    """In colour on a terminal; plain into a pipe, where rich would only cost time."""
    from assistant.cli.vram_bar import signs_for  # noqa: PLC0415
    from assistant.cli.vram_text import report  # noqa: PLC0415

    lines = report(found, shutil.get_terminal_size().columns, signs_for(sys.stdout.encoding))
    if not sys.stdout.isatty():
        sys.stdout.writelines("".join(text for text, _ in line) + "\n" for line in lines)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    for line in lines:
        console.print(Text.assemble(*line), soft_wrap=True)
