"""A question about memory, in catalog ids and settings, as a job of the estimator and back as estimates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.corpus.catalog import Catalog
from assistant.corpus.records import ModelFile, ModelRecord
from assistant.domain.estimate import Estimate
from assistant.domain.quantity import GIB, gb, tokens
from assistant.errors import RequestError
from assistant.lookups.files import Wanted, choose_file, files_by_size, other_file
from assistant.lookups.hardware import (
    bare_card,
    bare_mac,
    bare_ram,
    card,
    find_gpu,
    find_machine,
    machine,
    system_of,
)
from assistant.lookups.names import unknown
from assistant.lookups.shelf import Shelf
from assistant.vram.assess import assess
from assistant.vram.devices import Device, System
from assistant.vram.engines import DEFAULT_SLOTS, Engine
from assistant.vram.estimate import estimate
from assistant.vram.flips import Choices
from assistant.vram.job import DEFAULT_RAM, Job, Model
from assistant.vram.run import KvType, Run
from assistant.vram.shape import Shape

DEFAULT_CONTEXT = 8192


@dataclass(frozen=True)
class Settings:
    """How to run; None means not said and takes the contract's default."""

    context: int | None = None
    kv_k: KvType | None = None
    kv_v: KvType | None = None
    flash_attention: bool | None = None
    slots: int | None = None
    unified: bool | None = None
    ubatch: int | None = None
    outputs: int | None = None
    swa_full: bool = False
    engine: Engine | None = None


@dataclass(frozen=True)
class Hardware:
    """On what; nothing means that only the need is asked. `gpus` names each card, twice for two of a kind.

    `memory_gb` is the size of a machine, or of `cards` cards that are not named; `unified_gb` that of a Mac;
    `no_card_gb` the RAM of a computer without a graphics card.
    """

    gpus: tuple[str, ...] = ()
    machine: str | None = None
    memory_gb: int | None = None
    cards: int = 1
    unified_gb: int | None = None
    no_card_gb: int | None = None
    ram_gib: float | None = None
    system: System | None = None


@dataclass(frozen=True)
class Request:
    """One question about the memory of a catalog model."""

    model: str
    quant: str | None = None
    tag: str | None = None
    settings: Settings = Settings()
    hardware: Hardware = Hardware()
    flips: bool = True  # whether to look for flip points; a row of a long table needs none


def answer(shelf: Shelf, request: Request) -> tuple[Estimate, ...]:
    """The estimate asked for; a second one follows where the other source's file has another verdict.

    Raises:
        RequestError: a name is unknown or a value impossible; the message says what to change.
    """
    record = find_model(shelf.catalog, request.model)
    file = choose_file(record, _wanted(request))
    job = job_for(shelf, record, request)
    ollama = file is not None and file.from_ollama
    choices = choices_of(shelf, record, ollama=ollama) if request.flips else None
    said = tuple(_unsaid(request, record, file, job))
    other = _other_job(shelf, record, file, job) if request.tag is None else None
    if other is None or assess(other).verdict == (verdict := assess(job).verdict):
        return (estimate(job, choices, said),)
    differs = "With {}, {}, the verdict would be: {}.".format
    first = differs(other.model.file.name, gb(other.model.file.bytes), assess(other).verdict)
    second = differs(job.model.file.name, gb(job.model.file.bytes), verdict)
    said_of_other = tuple(_unsaid(request, record, other_file(record, file), other)) if file is not None else said
    return estimate(job, choices, (*said, first)), estimate(other, choices, (*said_of_other, second))


def job_for(shelf: Shelf, record: ModelRecord, request: Request) -> Job:
    """The job that a request means: the file chosen by its rules, settings and hardware filled in.

    Raises:
        RequestError: the catalog has no such file, or no shape, of the model; a value is impossible.
    """
    model = shelf.model(record, choose_file(record, _wanted(request)), request.quant)
    return job_of(shelf.catalog, model, request.settings, request.hardware)


def answer_for(shelf: Shelf, model: Model, settings: Settings, hardware: Hardware) -> Estimate:
    """The estimate for a model from outside the catalog; the cards to choose from are the catalog's.

    Raises:
        RequestError: a device is unknown, or the settings exclude one another.
    """
    job = job_of(shelf.catalog, model, settings, hardware)
    choices = Choices(shop=shelf.shop)
    return estimate(job, choices, (*_run_words(settings, job), *_system_words(hardware, job)))


def find_model(catalog: Catalog, wanted: str) -> ModelRecord:
    """Return the model of that id.

    Raises:
        RequestError: there is none; the message offers near ids.
    """
    if wanted not in catalog.models:
        raise RequestError(unknown("model", wanted, catalog.models))
    return catalog.models[wanted]


def job_of(catalog: Catalog, model: Model, settings: Settings, hardware: Hardware) -> Job:
    """A model with settings and hardware, defaults filled in.

    Raises:
        RequestError: a device is unknown, or the settings exclude one another.
    """
    devices, system = devices_of(catalog, hardware)
    engine = settings.engine or "ollama"
    return Job(
        model=model,
        run=_run(settings, model.shape, engine),
        devices=devices,
        engine=engine,
        system=system,
        ram=_ram(hardware, devices),
        ram_stated=hardware.ram_gib is not None,
    )


def choices_of(shelf: Shelf, record: ModelRecord, *, ollama: bool) -> Choices:
    """The other files of a model and the cards one could buy, for the flip points."""
    files = tuple(shelf.model(record, file) for file in files_by_size(record, ollama=ollama))
    return Choices(files, shelf.shop)


def _wanted(request: Request) -> Wanted:
    return Wanted(request.quant, ollama=request.settings.engine == "ollama", tag=request.tag)


def _other_job(shelf: Shelf, record: ModelRecord, file: ModelFile | None, job: Job) -> Job | None:
    other = other_file(record, file) if file is not None else None
    return None if other is None else replace(job, model=shelf.model(record, other))


def _run(settings: Settings, shape: Shape, engine: Engine) -> Run:
    native = shape.context_native
    run = Run(
        context=settings.context or min(DEFAULT_CONTEXT, native or DEFAULT_CONTEXT),
        kv_k=settings.kv_k or "f16",
        kv_v=settings.kv_v or "f16",
        flash_attention=settings.flash_attention is not False,
        slots=settings.slots or DEFAULT_SLOTS[engine],
        unified=settings.unified is not False,
        ubatch=settings.ubatch or Run.ubatch,
        outputs=settings.outputs,
        swa_full=settings.swa_full,
    )
    if not run.flash_attention and run.kv_v not in ("f16", "bf16", "f32"):
        raise RequestError(f"V cannot be stored as {run.kv_v} without flash attention; leave it on or use f16")
    return run


def devices_of(catalog: Catalog, hardware: Hardware) -> tuple[tuple[Device, ...], System]:
    """The devices of a request, and the operating system they are judged under.

    Raises:
        RequestError: a device is unknown, or cards, a machine and a bare size are mixed.
    """
    named = hardware.machine is not None
    if hardware.gpus and (named or hardware.memory_gb is not None):
        raise RequestError("give cards, a machine, or a memory size: not two of them")
    system: System = "linux" if hardware.system in (None, "macos") else hardware.system
    if hardware.machine is not None:
        record = find_machine(catalog.machines, hardware.machine)
        return (machine(record, hardware.memory_gb),), system_of(record, hardware.system)
    if hardware.memory_gb is not None:
        return (bare_card(hardware.memory_gb),) * hardware.cards, system
    if hardware.unified_gb is not None:
        return (bare_mac(hardware.unified_gb),), "macos"
    if hardware.no_card_gb is not None:
        return (bare_ram(hardware.no_card_gb),), system
    return tuple(card(find_gpu(catalog.gpus, gpu)) for gpu in hardware.gpus), system


def _ram(hardware: Hardware, devices: tuple[Device, ...]) -> int:
    if devices and devices[0].shared:
        return devices[0].nominal
    return DEFAULT_RAM if hardware.ram_gib is None else round(hardware.ram_gib * GIB)


def _unsaid(request: Request, record: ModelRecord, file: ModelFile | None, job: Job) -> Iterator[str]:
    """What the contract assumes for what was not said, and the file that was taken."""
    if file is not None:
        yield f"File: {job.model.file.name}, {gb(file.bytes)}."
        if request.quant is None and request.tag is None:
            yield _quant_words(record, file)
        if file.from_ollama and set(record.modalities) != {"text"}:
            yield "Ollama's file may include a vision projector; its size is counted as weights."
        elif set(record.modalities) != {"text"}:
            yield "Text only: the vision projector, a separate file, is not counted."
    else:
        yield "The catalog lists no file of this model: its size is computed from the parameter count."
    yield from _run_words(request.settings, job)
    yield from _system_words(request.hardware, job)


def _system_words(hardware: Hardware, job: Job) -> Iterator[str]:
    if not any(not device.shared for device in job.devices):
        return
    if hardware.system is None:
        yield "Operating system not given: Linux with a desktop."
    elif hardware.system != job.system:
        yield "macOS drives no such card: judged under Linux with a desktop."


def _run_words(settings: Settings, job: Job) -> Iterator[str]:
    run = job.run
    if settings.context is None:
        yield f"Context not given: {tokens(run.context)}."
    unsaid = (
        (settings.kv_k is None and settings.kv_v is None, "KV cache f16"),
        (settings.flash_attention is None, "flash attention on"),
        (settings.slots is None, f"{run.slots} slot" + ("s, unified" if run.slots > 1 else "")),
        (settings.ubatch is None, f"micro-batch {run.ubatch}"),
        (settings.outputs is None, "one row of logits per slot"),
    )
    words = [text for left_out, text in unsaid if left_out]
    if settings.engine is None:
        words.insert(0, "Ollama preset")
    if words:
        yield f"Not given: {', '.join(words)}."


def _quant_words(record: ModelRecord, file: ModelFile) -> str:
    if len({other.quant for other in record.files}) == 1:
        return f"Quantization not given: {file.quant}, the only one listed."
    return f"Quantization not given: {file.quant}."
