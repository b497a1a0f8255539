"""Which file of each model fits: the needs of the whole catalog, weighed once per way of running it."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.corpus.records import ModelRecord
from assistant.lookups.files import files_by_size, is_gguf
from assistant.lookups.memory import devices_of, job_of
from assistant.lookups.weigh import Scene
from assistant.vram.assess import verdict_of
from assistant.vram.job import Job, Model
from assistant.vram.shop import Need, Room, kind_of, need_on, room_on

Row = tuple[ModelRecord, Model | None]  # a model, and the largest of its files that fits


@dataclass(frozen=True)
class Candidate:
    """A model that a common engine runs, with its files, largest first, and what each needs on one kind of device."""

    record: ModelRecord
    needs: tuple[tuple[Model, Need], ...]


@dataclass(frozen=True)
class Fitting:
    """Models with the largest file of each that fits, in order, of `count` models that were weighed."""

    found: tuple[tuple[ModelRecord, Model], ...]
    count: int


def fitting(scene: Scene, counts: Callable[[ModelRecord], bool], filtered: Hashable) -> Fitting:
    """Return what fits of the models that count, in the order of contract 6: parameters, bits per weight, id.

    `filtered` names what `counts` asks for: the same question about a device is answered from what was kept.
    """
    devices, system = devices_of(scene.catalog, scene.hardware)
    way = ("fitting", scene.wish.settings, scene.wish.quant, scene.question.settings.full_context)
    if len(devices) != 1:
        key = (*way, filtered, devices, system)
        return scene.shelf.keep(key, lambda: _in_order(row for row in _on_several(scene) if counts(row[0])))
    kind, room = kind_of(devices[0]), room_on(devices[0], system)

    def make() -> Fitting:
        candidates = scene.shelf.keep((*way, kind), lambda: _candidates(scene))
        return _in_order(row for row in _on_one(candidates, room) if counts(row[0]))

    return scene.shelf.keep((*way, filtered, kind, room), make)


def _in_order(rows: Iterable[Row]) -> Fitting:
    weighed = list(rows)
    found = sorted(((record, model) for record, model in weighed if model), key=lambda pair: _order(*pair))
    return Fitting(tuple(found), len(weighed))


def _order(record: ModelRecord, model: Model) -> tuple[float, float, str]:
    params = record.params_total_b or 0.0
    bits = model.file.bytes * 8 / (params * 1e9) if params else 0.0
    return -params, -bits, record.id


def _on_one(candidates: Iterable[Candidate], room: Room) -> Iterator[Row]:
    for candidate in candidates:
        yield candidate.record, next((model for model, need in candidate.needs if room.holds(need)), None)


def _on_several(scene: Scene) -> Iterator[Row]:
    yield from ((record, _largest(scene, record)) for record in scene.catalog.models.values() if weighable(record))


def weighable(record: ModelRecord) -> bool:
    """Whether an engine runs the model and a file and its shape are known."""
    if "yes" not in (record.runtime.ollama, record.runtime.llama_cpp) or record.gguf is None:
        return False
    return any(is_gguf(file) for file in record.files)


def _candidates(scene: Scene) -> tuple[Candidate, ...]:
    return tuple(_candidate(scene, record) for record in scene.catalog.models.values() if weighable(record))


def _candidate(scene: Scene, record: ModelRecord) -> Candidate:
    jobs = list(_jobs(scene, record))
    return Candidate(record, tuple((job.model, need_on(job, job.devices[0])) for job in jobs))


def _jobs(scene: Scene, record: ModelRecord) -> Iterator[Job]:
    """The model's files as jobs, the largest first."""
    files = files_by_size(record, ollama=scene.wish.settings.engine == "ollama")
    if scene.wish.quant is not None:
        files = tuple(file for file in files if file.quant == scene.wish.quant)
    if not files:
        return
    request = scene.request(record)
    job = job_of(scene.catalog, scene.shelf.model(record, files[0]), request.settings, request.hardware)
    yield from (replace(job, model=scene.shelf.model(record, file)) for file in files)


def _largest(scene: Scene, record: ModelRecord) -> Model | None:
    """On several devices, where the need depends on how they share the model; a larger file never needs less."""
    jobs = list(_jobs(scene, record))
    if not jobs or verdict_of(jobs[-1]) != "fits":
        return None
    return next(job.model for job in jobs if verdict_of(job) == "fits")
