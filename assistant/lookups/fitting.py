"""Which file of each model fits: the needs of the whole catalog, weighed once per way of running it."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace

from assistant.corpus.records import ModelRecord
from assistant.lookups.files import files_by_size, is_gguf
from assistant.lookups.memory import devices_of, job_of
from assistant.lookups.weigh import Scene
from assistant.vram.assess import verdict_of
from assistant.vram.devices import Device
from assistant.vram.job import Job, Model
from assistant.vram.shop import Need, kind_of, need_on, room_on


@dataclass(frozen=True)
class Candidate:
    """A model that a common engine runs, with its files, largest first, and what each needs on one kind of device."""

    record: ModelRecord
    needs: tuple[tuple[Model, Need], ...]


def fitting(scene: Scene) -> Iterator[tuple[ModelRecord, Model | None]]:
    """Yield every model that can be weighed, with the largest of its files that fits; None if none does."""
    devices, system = devices_of(scene.catalog, scene.hardware)
    if len(devices) != 1:
        yield from scene.shelf.keep((*_way(scene), devices, system), lambda: tuple(_on_several(scene)))
        return
    room = room_on(devices[0], system)
    for candidate in _candidates(scene, devices[0]):
        yield candidate.record, next((model for model, need in candidate.needs if room.holds(need)), None)


def weighable(record: ModelRecord) -> bool:
    """Whether an engine runs the model and a file and its shape are known."""
    if "yes" not in (record.runtime.ollama, record.runtime.llama_cpp) or record.gguf is None:
        return False
    return any(is_gguf(file) for file in record.files)


def _candidates(scene: Scene, device: Device) -> tuple[Candidate, ...]:
    records = (record for record in scene.catalog.models.values() if weighable(record))
    key = (*_way(scene), kind_of(device))
    return scene.shelf.keep(key, lambda: tuple(_candidate(scene, record) for record in records))


def _way(scene: Scene) -> tuple[Hashable, ...]:
    """How it is run, as a part of the key under which needs are kept."""
    return "fitting", scene.wish.settings, scene.wish.quant, scene.question.settings.full_context


def _on_several(scene: Scene) -> Iterator[tuple[ModelRecord, Model | None]]:
    yield from ((record, _largest(scene, record)) for record in scene.catalog.models.values() if weighable(record))


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
